"""One live session in a process of its own: python -m seatrial.loop.worker.live_child WORKER_PID BOX_MB ARCHIVE SEED.

It reads what to run on stdin, one JSON object a line: {"id": str, "case": str, "typed": str}. It says on stdout what it
is doing ({"doing": "ready"} from then on), what came ({"id": str, "result": {...}}), and why it ends. It is no nicer
than the pages: people wait in front of them. It needs neither the database nor Django, and dies with its worker.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path

import msgspec

from seatrial.bench.errors import BadSubmission, SeatrialError
from seatrial.bench.live import Live, live
from seatrial.bench.report.harmless import encodable
from seatrial.bench.sandbox.bubblewrap import find_sandbox
from seatrial.intake.errors import BadArchive
from seatrial.intake.unpack import unpack
from seatrial.loop.worker.child import Narrow
from seatrial.loop.worker.leash import die_with

_MOST_BYTES = 1 << 20


def main(box_mb: int, archive: Path, seed: int) -> None:
    """Unpack, keep it warm, run what comes until stdin is closed; every end is said."""
    try:
        with tempfile.TemporaryDirectory(prefix="handed-in-") as scratch:
            folder = Path(scratch) / "submission"
            unpack(archive, folder)
            asyncio.run(_attend(folder, Narrow(find_sandbox(), box_mb << 20), seed))
    except (BadArchive, BadSubmission) as error:
        _say(end="refused", words=str(error))
    except SeatrialError as error:
        _say(end="broke", words=str(error))


async def _attend(folder: Path, sandbox: Narrow, seed: int) -> None:
    told = asyncio.StreamReader(limit=_MOST_BYTES)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(told), sys.stdin)
    async with live(folder, sandbox, seed, say=lambda doing: _say(doing=doing)) as session:
        _say(doing="ready")
        async for line in told:
            await _answer(session, json.loads(line))


async def _answer(session: Live, asked: dict[str, str]) -> None:
    typed = asked["typed"]
    case = await (session.show(asked["case"], typed) if typed else session.run(asked["case"]))
    _say(id=asked["id"], result=msgspec.to_builtins(case))


def _say(**what: object) -> None:
    sys.stdout.write(json.dumps(encodable(what)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    die_with(int(sys.argv[1]))
    main(int(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
