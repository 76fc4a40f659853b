"""Where a stranger's code runs."""
