"""What a candidate hands in, taken out of its archive without trusting a byte of it."""
