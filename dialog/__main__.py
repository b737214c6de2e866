"""`python -m dialog` is the command `dialog`."""

from dialog.cli import main

main()
