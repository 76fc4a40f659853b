"""The pages that gather what the other nouns know: openings, the board, a candidate's timeline, my work."""
