"""Whenever the web process is killed: what it called received is on disk and in the record, and the rest is swept."""

import http.client
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from seatrial.loop.evidence import evening as evenings
from seatrial.loop.evidence.models import Submission
from seatrial.loop.evidence.store import path_of
from seatrial.loop.people.actions import make_link
from seatrial.loop.people.models import Link
from seatrial.loop.people.rules import token_of
from seatrial.loop.worker.sweep import sweep
from tests.loop.conftest import Loop, briefed

pytestmark = pytest.mark.django_db(transaction=True)
MONTH = 30 * 24 * 3600
ARCHIVE = bytes(2_000_000)


@pytest.fixture
def evening(loop: Loop) -> str:
    """Return the path of the page of Ann's evening, begun."""
    evenings.begin(briefed(loop.ann))
    return reverse("own-evening", args=[token_of(make_link(Link.Purpose.CANDIDATE, loop.ann, by="system", days=1))])


@contextmanager
def serving() -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Serve this test's database, by a process of its own without a worker."""
    env = os.environ | {"DATABASE_URL": _url(), "DJANGO_SETTINGS_MODULE": "seatrial.loop.settings"}
    command = [
        sys.executable,
        "-m",
        "seatrial.cli",
        "serve",
        "--no-worker",
        "--port",
        "0",
        "--data",
        str(settings.DATA),
    ]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env)
    try:
        assert server.stdout is not None
        said = re.search(r"http://127\.0\.0\.1:(\d+)", server.stdout.readline())
        assert said is not None
        yield server, int(said[1])
    finally:
        server.kill()
        server.communicate()


def _url() -> str:
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    return f"postgresql://{told['USER']}@{quote(told['HOST'], safe='')}/{told['NAME']}"


def send(port: int, evening: str, name: str) -> bool:
    """Send an archive by hand; tells whether the page said that it was received."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as visitor:
        return _send(visitor, evening, name)


def _send(visitor: http.client.HTTPConnection, evening: str, name: str) -> bool:
    visitor.request("GET", evening)
    page = visitor.getresponse()
    cookie = (page.getheader("Set-Cookie") or "").split(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
    assert token is not None
    edge = "--edge"
    body = (
        (
            f'{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token[1]}\r\n'
            f'{edge}\r\nContent-Disposition: form-data; name="archive"; filename="{name}"\r\n'
            "Content-Type: application/zip\r\n\r\n"
        ).encode()
        + ARCHIVE
        + f"\r\n{edge}--\r\n".encode()
    )
    headers = {
        "Content-Type": "multipart/form-data; boundary=edge",
        "Cookie": cookie,
        "Referer": f"http://127.0.0.1:{visitor.port}/",
    }
    visitor.request("POST", f"{evening}send/", body, headers)
    answer = visitor.getresponse()
    assert (answer.status, answer.getheader("Location")) == (302, evening)
    return True


def is_whole(name: str) -> bool:
    """Tell whether a submission of that name is in the record, owed its check, and whole on disk."""
    one = Submission.objects.filter(file_name=name).first()
    return one is not None and path_of(one.uid).read_bytes() == ARCHIVE and one.runs.get().state == "waiting"


def test_killed_right_after_saying_received_it_has_everything(evening: str) -> None:
    with serving() as (server, port):
        assert send(port, evening, "feature.zip")
        os.kill(server.pid, signal.SIGKILL)
    assert is_whole("feature.zip")


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 12))])
def test_killed_at_any_moment_nothing_is_lost_and_nothing_is_left(evening: str, seed: int) -> None:
    dice, received, first = random.Random(seed), list[str](), threading.Event()

    def keep_sending(port: int, whose: int) -> None:
        with suppress(OSError, http.client.HTTPException):
            for number in range(100):
                if send(port, evening, name := f"{seed}-{whose}-{number}.zip"):
                    received.append(name)
                    first.set()

    with serving() as (server, port):
        senders = [threading.Thread(target=keep_sending, args=(port, whose)) for whose in range(2)]
        for sender in senders:
            sender.start()
        assert first.wait(60)
        threading.Event().wait(dice.uniform(0, 2))
        os.kill(server.pid, signal.SIGKILL)
        for sender in senders:
            sender.join()
    assert [name for name in received if not is_whole(name)] == []
    sweep(time.time() + MONTH)
    on_disk = {path.name for path in Path(settings.DATA, "submissions").iterdir()}
    assert on_disk == set(Submission.objects.values_list("uid", flat=True))
