"""One run in a process of its own: python -m seatrial.loop.worker.child WORKER_PID NICE BOX_MB ARCHIVE KIND SEED OUT.

It says on stdout how far it is, one JSON object a line, and last what came of it: {"end": "done" | "refused" |
"broke", "words": str}. The report goes to OUT. It needs neither the database nor Django, and dies with its worker.
"""

import asyncio
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from seatrial.bench.errors import BadSubmission, SeatrialError
from seatrial.bench.judging import passes_baseline
from seatrial.bench.modes import MODES
from seatrial.bench.outcome import Outcome
from seatrial.bench.report.as_json import report_json
from seatrial.bench.report.build import build_report
from seatrial.bench.report.harmless import encodable
from seatrial.bench.run import Progress, Settings, run_trial
from seatrial.bench.sandbox.base import Box, BoxSpec, Sandbox
from seatrial.bench.sandbox.bubblewrap import find_sandbox
from seatrial.bench.trial import Trial
from seatrial.intake.errors import BadArchive
from seatrial.intake.unpack import unpack
from seatrial.loop.worker.leash import die_with, make_way

_PRINTED_CHARACTERS = 4_000


class Narrow:
    """A sandbox whose boxes may use so much memory and no more."""

    def __init__(self, sandbox: Sandbox, memory_bytes: int) -> None:
        self.name = sandbox.name
        self._sandbox, self._memory_bytes = sandbox, memory_bytes

    async def start(self, spec: BoxSpec) -> Box:
        """Start the command in such a box."""
        return await self._sandbox.start(replace(spec, limits=replace(spec.limits, memory_bytes=self._memory_bytes)))


def main(box_mb: int, archive: Path, kind: str, seed: int, out: Path) -> None:
    """Unpack, run, write the report; every end is said, none is a traceback for the sender."""
    try:
        with tempfile.TemporaryDirectory(prefix="handed-in-") as scratch:
            folder = Path(scratch) / "submission"
            unpack(archive, folder)
            modes = MODES if kind == "trial" else ()
            sandbox = Narrow(find_sandbox(), box_mb << 20)
            trial = asyncio.run(run_trial(folder, sandbox, Settings(seed=seed, modes=modes), watch=_watch))
    except (BadArchive, BadSubmission) as error:
        _say(end="refused", words=str(error))
    except SeatrialError as error:
        _say(end="broke", words=str(error))
    else:
        ours = [one for one in trial.baseline if one.finding.outcome is Outcome.BENCH_BROKE]
        if kind == "check" and ours:
            _say(end="broke", words=f"{len(ours)} ordinary questions broke on our side: {ours[0].finding.why}")
            return
        if kind == "check" and not passes_baseline(trial.baseline):
            _say(end="refused", words=_missed(trial))
            return
        out.write_bytes(report_json(build_report(trial, modes)))
        _say(end="done", words="")


def _watch(progress: Progress) -> None:
    _say(doing=progress.doing, done=progress.done, total=progress.total)


def _missed(trial: Trial) -> str:
    wrong = [one for one in trial.baseline if one.finding.outcome != "correct"]
    listed = "\n".join(f"- {one.case.inputs[0].text}\n  {one.finding.why}" for one in wrong[:5])
    # The longest, for the words of an early case may have been seen before the whole of them was printed.
    printed = max((one.observation.stderr_tail.strip() for one in wrong), key=len, default="")
    said = f"\n\nIt printed:\n{printed[-_PRINTED_CHARACTERS:]}" if printed else ""
    return (
        f"It starts, but on a healthy model it got {len(wrong)} of {len(trial.baseline)} ordinary questions about your "
        f"kit's company wrong. A feature has to work before it can be tried on anything else.\n{listed}{said}"
    )


def _say(**what: object) -> None:
    sys.stdout.write(json.dumps(encodable(what)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    die_with(int(sys.argv[1]))
    make_way(int(sys.argv[2]))
    main(int(sys.argv[3]), Path(sys.argv[4]), sys.argv[5], int(sys.argv[6]), Path(sys.argv[7]))
