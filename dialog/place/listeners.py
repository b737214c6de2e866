"""What later rooms are told by `place`."""

from dialog.base.signals import Deed

#: Called as (db) when districts have come, gone or changed: which remark lies in which must be worked out again.
districts_changed = Deed("place.districts_changed")
