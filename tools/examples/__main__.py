"""`python -m tools.examples fit` and `judge`."""

import sys
import time

from tools.examples import fitting, judging, reading

SHIPPED = reading.HERE.parents[1] / "dialog" / "tag" / "suggesting" / "examples.txt"


def main(asked: list[str]) -> int:
    """Do what is asked, and say how it went."""
    if asked == ["fit"]:
        before = time.process_time()
        made = fitting.fit(reading.examples(), reading.made_of())
        SHIPPED.write_text(made, encoding="utf-8")
        print(
            f"{SHIPPED.name}: {len(made.encode()) // 1000} kB, {time.process_time() - before:.0f} s of processor time"
        )
        return 0
    if asked[:1] == ["judge"]:
        judging.judge(asked[1:])
        return 0
    print(__doc__)
    return 2


sys.exit(main(sys.argv[1:]))
