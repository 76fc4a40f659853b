"""Pages of scorecards: the card itself, the stage around it, and one criterion across candidates."""
