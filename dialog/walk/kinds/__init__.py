"""The pure rules of walks: codes, the checklist, light at an hour, length and time of a route, who walks, calendar files."""
