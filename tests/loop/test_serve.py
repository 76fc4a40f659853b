"""`seatrial serve` brings an empty folder to a running server, and says plainly what stands in its way."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from seatrial.loop.serve import CannotServe, is_loopback, make_folder, migrate, own_names, shown
from tests.loop.worker.processes import running, wait_until

COMMAND = [sys.executable, "-m", "seatrial.cli", "serve", "--port"]


def environment(**more: str) -> dict[str, str]:
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("SEATRIAL_", "DJANGO_"))}
    return {name: value for name, value in keep.items() if name != "DATABASE_URL"} | more


@contextmanager
def serving(data: Path) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """Yield the process, the address and all that was printed before the server was ready."""
    server = subprocess.Popen(
        [*COMMAND, "0", "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(),
    )
    try:
        said = server.stdout.readline()
        for line in iter(server.stdout.readline, ""):
            said += line
            if "/first-lead/" in line:
                break
        yield server, re.search(r"http://127\.0\.0\.1:\d+", said)[0], said
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=60)


def test_an_empty_folder_becomes_a_running_server_with_a_link_for_the_first_lead(tmp_path) -> None:
    with serving(tmp_path / "new") as (_, address, said):
        assert urllib.request.urlopen(f"{address}/health", timeout=60).read() == b"ok\n"
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        link = re.search(r"http://\S+/first-lead/\S+", said)[0]
        page = browser.open(link, timeout=60).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        form = {"csrfmiddlewaretoken": token, "name": "Cy", "email": "cy@example.com", "password": "long enough words"}
        opened = browser.open(link, urlencode(form).encode(), timeout=60)
        assert opened.url == f"{address}/openings/"
        assert (opened.headers["Cache-Control"], opened.headers["X-Robots-Tag"]) == (
            "private, no-store",
            "noindex, nofollow",
        )
        with pytest.raises(HTTPError, match="404"):
            urllib.request.urlopen(link, timeout=60)
        with pytest.raises(HTTPError, match="400"):
            urllib.request.urlopen(urllib.request.Request(address, headers={"Host": "elsewhere.example"}), timeout=60)
    assert oct((tmp_path / "new").stat().st_mode)[-3:] == "700"
    assert oct((tmp_path / "new" / "secret-key").stat().st_mode)[-3:] == "600"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_its_worker_ends_with_it_however_it_ends(tmp_path, number: signal.Signals) -> None:
    with serving(tmp_path) as (server, _, _):
        wait_until(lambda: workers_beside(server.pid) != [])
        server.send_signal(number)
        server.wait()
        wait_until(lambda: workers_beside(server.pid) == [])


def workers_beside(server: int) -> list[int]:
    return [pid for pid, line in running().items() if f"seatrial.cli worker --beside {server} " in line]


def refused(tmp_path: Path, port: int = 0, **more: str) -> tuple[int, str]:
    done = subprocess.run(
        [*COMMAND, str(port), "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        env=environment(**more),
        timeout=120,
        check=False,
    )
    return done.returncode, done.stderr


def test_a_port_in_use_is_said(tmp_path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = refused(tmp_path, port)
    assert (code, f"Cannot listen on 127.0.0.1 port {port}: Address already in use" in said) == (1, True)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://nobody@127.0.0.1:1/none", "The database does not answer: "),
        ("nonsense", "DATABASE_URL"),
    ],
)
def test_a_database_that_cannot_be_used_is_said(tmp_path, url, said) -> None:
    code, told = refused(tmp_path, DATABASE_URL=url)
    assert (code, said in told, "Traceback" in told) == (1, True, False), told


@pytest.mark.django_db
def test_a_database_that_a_newer_version_wrote_is_left_alone() -> None:
    MigrationRecorder(connection).record_applied("loop", "0099_newer")
    with pytest.raises(CannotServe, match="0099_newer is unknown here"):
        migrate()


def test_a_folder_that_cannot_be_made_is_said(tmp_path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(CannotServe, match="cannot be written to: Not a directory"):
        make_folder(tmp_path / "file" / "data")


def test_without_the_extra_it_says_how_to_install_it(tmp_path) -> None:
    blocked = "import sys; sys.modules['uvicorn'] = None; import seatrial.cli; seatrial.cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", blocked, "serve", "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, "pip install 'seatrial[loop]'" in done.stderr) == (1, True), done.stderr


@pytest.mark.parametrize(
    ("host", "alone"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("10.0.0.7", False)]
)
def test_only_loopback_is_private(host, alone) -> None:
    assert is_loopback(host) is alone


def test_the_machine_answers_to_its_own_names() -> None:
    assert own_names("10.0.0.7") == ["10.0.0.7"]
    assert own_names("::1") == ["[::1]"]
    assert socket.gethostname() in own_names("0.0.0.0")
    assert (shown("0.0.0.0"), shown("::1"), shown("10.0.0.7")) == (socket.gethostname(), "[::1]", "10.0.0.7")


@pytest.mark.django_db
def test_a_proxy_may_ask_for_health_by_any_host_name() -> None:
    visitor = Client(headers={"host": "10.1.2.3:8000"})
    assert (visitor.get("/health").status_code, visitor.head("/health").status_code) == (200, 200)
    assert (visitor.post("/health").status_code, visitor.get("/work/").status_code) == (405, 400)


@pytest.mark.django_db
def test_a_foreign_host_name_is_said_once_with_what_to_set(caplog, monkeypatch) -> None:
    monkeypatch.setattr("seatrial.loop.hosts._said", set())
    for _ in range(2):
        Client(headers={"host": "hiring.example.com:80"}).get("/work/")
    assert [one.getMessage().split(". ")[1] for one in caplog.records] == [
        "If that is this server, start it with SEATRIAL_HOSTS=hiring.example.com"
    ]
