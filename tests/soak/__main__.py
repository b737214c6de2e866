"""`python3 start.py soak [names]`: what must hold for long, or very many times. Names: r10, r11, r13, s12, walk; default all."""

import sys

from tests.soak import r10, r11, r13, s12, walk

PARTS = {"r10": r10, "r11": r11, "r13": r13, "s12": s12, "walk": walk}


def main(words: list[str]) -> int:
    """Run what is named, each with the numbers that follow it; 0 when all held, 1 when something did not, 2 for a wrong name."""
    names = [word for word in words if not word.isdecimal()]
    numbers = [int(word) for word in words if word.isdecimal()]
    if unknown := [name for name in names if name not in PARTS]:
        print(f"soak: there is no {unknown[0]!r}; there are: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    return max([PARTS[name].run(*numbers) for name in names or PARTS])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
