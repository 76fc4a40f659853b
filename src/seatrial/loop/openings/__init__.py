"""An opening: its stages and guides, its panel, its rubric and its take-home."""
