"""The take-home of an opening: family, budget, policies, the brief rendered from them and the checks before sending."""
