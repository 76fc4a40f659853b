"""Predict, then run: in the review a candidate says what their feature will do, and the case runs while all look on."""
