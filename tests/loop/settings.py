"""The loop's settings, with a data folder and a database file that are thrown away, and quick password hashes."""

import os
import tempfile
from pathlib import Path

_SCRATCH = tempfile.mkdtemp(prefix="seatrial-tests-")
os.environ["SEATRIAL_DATA"] = _SCRATCH

from seatrial.loop.settings import *  # noqa: E402, F403  -- the data folder has to be known first
from seatrial.loop.settings import DATABASES  # noqa: E402  -- as above

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_SCRATCH) / "test.sqlite3")}

# Or else every test client, of which there are thousands, would look through all static files first.
WHITENOISE_AUTOREFRESH = True
