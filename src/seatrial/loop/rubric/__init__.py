"""The standard: versioned criteria with anchors and weights, and the arithmetic that cannot be dazzled."""
