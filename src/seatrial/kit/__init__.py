"""The kit: what a candidate gets, whole and offline."""
