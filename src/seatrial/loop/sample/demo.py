"""Makes the sample company in a fresh folder and serves it."""

import io
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from seatrial.loop.serve import listen, make_folder, migrate, serve_on, set_up

if TYPE_CHECKING:
    from seatrial.loop.sample.make import Door, Report

Say = Callable[[str], None]


def serve_sample(*, port: int, data: Path, polished: "Report", dependable: "Report", handed_in: Path, say: Say) -> None:
    """Serve the sample company on this machine alone until stopped; what an earlier demo left there is replaced."""
    shutil.rmtree(data, ignore_errors=True)
    make_folder(data)
    os.environ["SEATRIAL_DATA"] = str(data)
    with listen("127.0.0.1", port) as listening:
        set_up()
        migrate()
        from seatrial.loop.sample.make import make_sample  # noqa: PLC0415  -- models need Django set up first

        doors = make_sample(polished=polished, dependable=dependable, archive=zipped(handed_in))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        say(f"The hiring loop, with a sample company in it, runs at {address}. Come in as the")
        for door in doors:
            say(f"  {door.who:<24} {address}{address_of(door)}")
        say("Ctrl-C ends it. `seatrial serve` starts an empty one of your own.")
        serve_on(listening)


def zipped(folder: Path) -> bytes:
    """Return a folder as the zip that a candidate would send."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                archive.write(path, path.relative_to(folder))
    return out.getvalue()


def address_of(door: "Door") -> str:
    """Return the path of a door's page."""
    from django.urls import reverse  # noqa: PLC0415  -- as above

    from seatrial.loop.people.models import Link  # noqa: PLC0415  -- as above
    from seatrial.loop.people.rules import token_of  # noqa: PLC0415  -- as above

    pages = {Link.Purpose.SIGN_IN: "sign-in", Link.Purpose.CANDIDATE: "own-page", Link.Purpose.REFEREE: "referee"}
    return reverse(pages[Link.Purpose(door.link.purpose)], args=[token_of(door.link)])
