"""Parts of this room's pages that later rooms fill in."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from dialog.base.db import Words

Teller = Callable[[Any, Sequence[uuid.UUID]], Sequence[Words]]
#: By room: functions (db, remark_ids) → names of the focus areas that may be told to whoever holds the receipt. Never one
#: that is sensitive, and never sexuella-trakasserier: the code may be read by the one that was pointed out.
FATE: dict[str, Teller] = {}
