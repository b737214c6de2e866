"""Trygghetsdialog: ask residents where and why they feel unsafe, and show what came of it."""

__version__ = "0.1.0"
