"""The debrief: what the panel saw, side by side, sorted by disagreement."""
