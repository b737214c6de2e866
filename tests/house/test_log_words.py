"""Every code that some room writes in the log has words on the page of the log (TRUST S16)."""

import re
from pathlib import Path

from dialog.people.kinds import ACTIONS


def test_s16_every_code_in_the_log_has_words() -> None:
    root = Path(__file__).parents[2] / "dialog"
    used = {
        code
        for path in root.rglob("*.py")
        for call in re.findall(r"record_audit\((.*?)\)\n", path.read_text(encoding="utf-8"), re.DOTALL)
        for code in re.findall(r'"([a-z_]+\.[a-z_]+)"', call)
    }
    assert used - set(ACTIONS) == set(), "give these words in dialog/people/kinds/actions.py"
