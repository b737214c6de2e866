"""Tables of figures: what has been published, and what staff have written about a theme."""

from dialog.figures.models.publication import Publication, PublicationFile
from dialog.figures.models.theme import ThemeText

__all__ = ["Publication", "PublicationFile", "ThemeText"]
