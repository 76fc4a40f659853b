"""A trial's report as its readers find it in the loop: read, replayed, held against the candidate's notes, cited."""
