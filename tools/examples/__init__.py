"""What suggestions are taught by, and how: `python -m tools.examples fit` writes `dialog/tag/suggesting/examples.txt` from labelled
texts of this project's own; `judge` tells how right it is on texts of somebody it has not read.
"""
