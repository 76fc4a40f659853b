"""The bench: runs a submission over cases and says what happened. Knows nothing of hiring."""
