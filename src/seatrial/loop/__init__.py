"""The hiring loop: a web app for leads, panelists, candidates and referees. People score people; this adds up."""
