"""Two questions to somebody who worked with the candidate, and what the lead makes of the answers."""
