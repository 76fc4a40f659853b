"""What the bench reported of a submission, kept as it came."""
