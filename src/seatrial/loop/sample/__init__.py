"""A company that hires, for the demo: made through the same actions as real ones, with real trials."""
