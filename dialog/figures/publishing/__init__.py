"""What a publication holds, and how it is drawn and written: shapes, the map, files of open data, the catalogue. Pure."""
