"""Template tags of the loop."""
