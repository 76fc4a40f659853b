"""Submissions that were handed in, on disk and in the database, and workers that run them for real."""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from seatrial.loop.evidence.actions import receive
from seatrial.loop.evidence.models import Submission
from seatrial.loop.evidence.store import store
from tests.loop.conftest import Loop

PLAIN = Path(__file__).parents[2] / "flow" / "plain"
HandIn = Callable[..., Submission]


@pytest.fixture
def hand_in(loop: Loop) -> HandIn:
    """Return a function that hands in the plain feature, some of its files changed."""

    def hand_in(**changed: str) -> Submission:
        content = _zipped({path.name: path.read_text() for path in PLAIN.iterdir() if path.is_file()} | changed)
        stored = store([content])
        return receive(
            loop.ann,
            uid=stored.uid,
            file_name="feature.zip",
            size=stored.size,
            sha256=stored.sha256,
            late=False,
            check_seed=3,
        )

    return hand_in


def _zipped(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.fixture
def start_worker() -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Return a function that starts a worker process on this test's own database."""
    started = []

    def start() -> subprocess.Popen[bytes]:
        env = os.environ | {
            "SEATRIAL_DATA": str(settings.DATA),
            "DATABASE_URL": _url(),
            "DJANGO_SETTINGS_MODULE": "seatrial.loop.settings",
        }
        command = [sys.executable, "-m", "seatrial.cli", "worker", "--at-once", "1", "--nice", "0"]
        worker = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL, start_new_session=True)
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


def _url() -> str:
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    return f"postgresql://{told['USER']}@{quote(told['HOST'], safe='')}/{told['NAME']}"
