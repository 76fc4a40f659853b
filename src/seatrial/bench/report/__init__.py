"""The report of a trial: JSON, terminal, HTML."""
