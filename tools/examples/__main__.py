"""`python -m tools.examples fit` and `judge`."""

import os
import sys
import time


def main(asked: list[str]) -> int:
    """Do what is asked, and say how it went."""
    # Read before numpy is: where several add, sums differ in their last digits by how many, and some weights by a few hundredths.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    from tools.examples import fitting, judging, reading

    if asked == ["fit"]:
        before = time.process_time()
        made = fitting.fit(reading.examples(), reading.made_of())
        reading.SHIPPED.write_text(made, encoding="utf-8")
        print(
            f"{reading.SHIPPED.name}: {len(made.encode()) // 1000} kB, {time.process_time() - before:.0f} s of processor time"
        )
        return 0
    if asked[:1] == ["judge"]:
        judging.judge(asked[1:])
        return 0
    print(__doc__)
    return 2


sys.exit(main(sys.argv[1:]))
