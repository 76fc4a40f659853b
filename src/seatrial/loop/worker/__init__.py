"""Runs strangers' code: the only part of the loop that may. Any number of workers share one database."""
