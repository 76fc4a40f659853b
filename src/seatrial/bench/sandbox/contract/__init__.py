"""What every sandbox promises, as behaviours that can be tried on any machine."""
