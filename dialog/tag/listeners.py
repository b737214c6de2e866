"""What later rooms are told of: a remark has been tagged, or its tags have changed.

`tagged.listen(function)`: called with `(db, remark_ids=[…])` in the transaction that changed them.
"""

from dialog.base.signals import Deed

tagged = Deed("tagged")
#: Called as (db, area_ids): focus areas are counted as others than before (merged, or taken into use again).
regrouped = Deed("regrouped")
