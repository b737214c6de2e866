"""Districts, place names and the map package: where things are."""
