"""The oracle: from an observation to an outcome."""
