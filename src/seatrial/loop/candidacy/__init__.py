"""One person in one opening: where they stand, their own pages, their accommodations, their leaving."""
