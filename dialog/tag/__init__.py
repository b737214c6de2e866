"""Focus areas and taggings: what remarks are about; the inbox."""
