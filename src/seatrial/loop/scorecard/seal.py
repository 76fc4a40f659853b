"""The seal of a scorecard: a keyed hash over all that was sealed. No Django here.

Five levels have 1,024 combinations, so a plain hash could be guessed; this one needs the installation's secret key. The
salt keeps two scorecards that say the same from looking the same.
"""

import base64
import hashlib
import hmac
import json
import secrets
from typing import Any

_PURPOSE = b"seatrial.loop.scorecard.seal/1"


def make_seal(content: dict[str, Any], secret: str) -> str:
    """Return the seal of what is sealed: a random salt and the keyed hash, 60 characters."""
    return _seal(content, secret, secrets.token_urlsafe(12))


def holds(seal: str, content: dict[str, Any], secret: str) -> bool:
    """Tell whether a seal was made by this installation over exactly this content."""
    salt, _, _ = seal.partition(".")
    return hmac.compare_digest(seal.encode(), _seal(content, secret, salt).encode())


def _seal(content: dict[str, Any], secret: str, salt: str) -> str:
    text = json.dumps([salt, content], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    key = hmac.digest(secret.encode(), _PURPOSE, "sha256")
    made = hmac.digest(key, text.encode(), hashlib.sha256)
    return f"{salt}.{base64.urlsafe_b64encode(made).decode().rstrip('=')}"
