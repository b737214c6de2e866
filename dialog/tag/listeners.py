"""What later rooms are told of: a remark has been tagged, or its tags have changed.

`tagged.listen(function)`: called with `(db, remark_ids=[…])` in the transaction that changed them.
"""

from dialog.base.signals import Deed

tagged = Deed("tagged")
