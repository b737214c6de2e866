"""Counts: what has been said, where, about what; the staff map and the exports."""
