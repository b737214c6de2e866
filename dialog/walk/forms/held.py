"""What the walk leader mends in a remark that was held aside."""

from collections.abc import Mapping
from typing import Any

from dialog.base.texts import clean, one_line


def mended_sent(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that the leader may mend, as a tablet would have sent them."""
    stop = one_line(sent.get("stop", ""))[:6]
    return {
        "feeling": one_line(sent.get("feeling", ""))[:10],
        "stop": int(stop) if stop.isascii() and stop.isdigit() else None,
        "place_words": one_line(sent.get("place_words", ""))[:300],
        "text": clean(sent.get("text", ""))[:4000],
    }
