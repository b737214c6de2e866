"""Questions about focus areas and tagged remarks. `RemarkFilter` and `matching` are what later rooms choose remarks by."""

from dialog.tag.filters import RemarkFilter, read_filter
from dialog.tag.queries.filtering import area_ids, counted_as, matching

__all__ = ["RemarkFilter", "area_ids", "counted_as", "matching", "read_filter"]
