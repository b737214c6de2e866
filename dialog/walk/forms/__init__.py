"""What staff fill in about a walk: as it stands, as it was typed, what is wrong with it. Each becomes a part of a plan (`kinds/plan.py`).

Their rows are as many as stops, points and people, so they are read by hand rather than declared (decision 1).
"""
