"""From an empty folder to a running server: `seatrial serve`."""

import ipaddress
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import dj_database_url
import django
import uvicorn
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader

Say = Callable[[str], None]


class CannotServe(Exception):
    """The server cannot start; the message says why and what to do."""


def serve(*, host: str, port: int, data: Path, say: Say, with_worker: bool = True) -> None:
    """Prepare the data folder and the database, say where to go, and serve until stopped."""
    make_folder(data)
    os.environ["SEATRIAL_DATA"] = str(data)
    os.environ["SEATRIAL_HOSTS"] = ",".join(filter(None, [os.environ.get("SEATRIAL_HOSTS"), *own_names(host)]))
    with listen(host, port) as listening:
        set_up()
        migrate()
        for line in greeting(host, listening.getsockname()[1]):
            say(line)
        serve_on(listening, with_worker=with_worker)


def serve_on(listening: socket.socket, *, with_worker: bool = True) -> None:
    """Answer requests on a socket until stopped, a worker for the trials beside it."""
    server = uvicorn.Server(
        uvicorn.Config(
            "seatrial.loop.asgi:application",
            log_config=None,  # Django's stands
            access_log=False,  # addresses of candidates and referees open without a password
            proxy_headers=False,  # whom to believe about the client is settled in the settings
            server_header=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=10,
        )
    )
    with embedded_worker() if with_worker else nullcontext():
        server.run(sockets=[listening])


@contextmanager
def embedded_worker() -> Iterator[None]:
    """Run a worker as a process of its own, so that no trial slows a page down; it ends with us, however we end."""
    signal.signal(signal.SIGTERM, _told_to_stop)  # uvicorn passes it on to this when it is done
    worker = subprocess.Popen(  # noqa: S603  -- our own module
        (sys.executable, "-m", "seatrial.cli", "worker", "--beside", str(os.getpid()))
    )
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()


def _told_to_stop(number: int, frame: object) -> None:
    del frame
    raise SystemExit(128 + number)


def make_folder(data: Path) -> None:
    """Make the data folder, for its owner alone."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as error:
        raise CannotServe(
            f"The folder {data} cannot be written to: {error.strerror}. Name another with --data, or change its owner."
        ) from error


def own_names(host: str) -> list[str]:
    """Return the host names that somebody on the network may use for this machine."""
    if host not in {"0.0.0.0", "::"}:  # noqa: S104  -- a comparison; binding to all is the user's choice
        return [f"[{host}]" if ":" in host else host]
    name = socket.gethostname()
    try:
        addresses = socket.gethostbyname_ex(name)[2]
    except OSError:
        addresses = []
    return [name, socket.getfqdn(), *addresses]


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens there."""
    try:
        return socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=2048
        )
    except OSError as error:
        raise CannotServe(f"Cannot listen on {host} port {port}: {error.strerror}. Choose another --port.") from error


def set_up() -> None:
    """Read the settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seatrial.loop.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        if "psycopg" in str(error):
            raise CannotServe(
                "DATABASE_URL names PostgreSQL, whose driver is not installed: pip install 'seatrial[loop,postgres]'"
            ) from error
        raise CannotServe(f"The settings do not fit: {error}") from error
    except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError) as error:
        raise CannotServe(
            "DATABASE_URL cannot be read. It should look like postgresql://user:password@host:5432/name"
        ) from error
    except (ValueError, LookupError) as error:
        raise CannotServe(f"An environment variable cannot be read: {error}") from error


def migrate() -> None:
    """Bring the database up to this version; refuse one that a newer version wrote."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        why = str(error).strip().splitlines()[0]
        raise CannotServe(f"The database does not answer: {why}. Look at DATABASE_URL, and whether it runs.") from error
    loader = MigrationLoader(connection)
    unknown = sorted(set(loader.applied_migrations) - set(loader.disk_migrations))
    if ours := [name for app, name in unknown if app == "loop"]:
        raise CannotServe(
            f"This database was written by a newer Seatrial ({ours[-1]} is unknown here). "
            "Install that version, or restore the backup made before the upgrade."
        )
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def greeting(host: str, port: int) -> list[str]:
    """Return what to print: the address, what is unsafe about it, and the first lead's link while there is no lead."""
    # Models can be imported only once the settings were read.
    from django.conf import settings  # noqa: PLC0415

    from seatrial.loop.people.actions import FIRST_LEAD_DAYS, make_first_lead_link  # noqa: PLC0415
    from seatrial.loop.people.rules import leads_here, token_of  # noqa: PLC0415

    address = settings.URL or f"http://{shown(host)}:{port}"
    lines = [f"Seatrial serves at {address} (stop it with Ctrl-C)."]
    if not settings.URL.startswith("https://") and not is_loopback(host):
        lines.append(
            "Passwords travel over this network unencrypted; a TLS proxy mends that: docs/how-to/run-behind-a-proxy.md"
        )
    if not leads_here().exists():
        link = f"{address}/first-lead/{token_of(make_first_lead_link())}/"
        hours = 24 * FIRST_LEAD_DAYS
        lines += [
            "",
            f"Nobody leads here yet. Make the first account, by a link that works once within {hours} hours:",
            link,
        ]
    return lines


def shown(host: str) -> str:
    """Return the host as it stands in an address."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104  -- as above
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach that host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
