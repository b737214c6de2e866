"""What developers run, by way of start.py: browser, translations, pages. Nothing here is part of the product."""
