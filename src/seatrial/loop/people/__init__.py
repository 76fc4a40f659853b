"""Who is here: accounts of leads and panelists, invitations, and signed links for those who need no account."""
