"""Guides for the two talks, written from what one submission did: what to ask in the review and in the discussion."""
