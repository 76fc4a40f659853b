"""The simulated model: it plays an ordinary, competent model for a world whose questions and truths it knows."""
