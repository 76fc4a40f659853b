"""Random names for records: they stand in addresses and in the audit trail, and tell nothing."""

import secrets


def new_uid() -> str:
    """Return 16 characters that nobody can guess."""
    return secrets.token_urlsafe(12)
