"""How long a trial takes against its floor: the longest single wait, or the submission's own CPU seconds per core.

Run: `python benchmarks/trial.py [SUBMISSION] [RUNS]`.
"""

import asyncio
import os
import platform
import statistics
import sys
from pathlib import Path

from seatrial import __version__
from seatrial.bench.run import Settings, run_trial
from seatrial.bench.sandbox.bubblewrap import find_sandbox
from seatrial.bench.trial import Judged, Trial


def main() -> None:
    """Run some trials and print each against its floor."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "samples/docqa/dependable")
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    cores = len(os.sched_getaffinity(0))
    print(f"trial of {folder.name}: seatrial {__version__}, Python {platform.python_version()}, {cores} cores")
    print(f"  {platform.platform()}, load {os.getloadavg()[0]:.1f}")
    ratios = []
    for _ in range(runs):
        finished = asyncio.run(run_trial(folder, find_sandbox(), Settings(), watch=lambda _: None))
        ratios.append(_row(finished, cores))
    print(
        f"ratio to the floor: median {statistics.median(ratios):.2f}, best {min(ratios):.2f} (wanted: 1.5; 25 s wall)"
    )


def _row(finished: Trial, cores: int) -> float:
    longest = max(_seconds(one) for one in finished.judged)
    floor = max(longest, finished.cpu_seconds / cores)
    ratio = finished.wall_seconds / floor
    print(
        f"  {len(finished.judged)} cases, {finished.wall_seconds:.1f} s wall; longest wait {longest:.1f} s, "
        f"submission's CPU {finished.cpu_seconds:.1f} s; {ratio:.2f} x its floor"
    )
    return ratio


def _seconds(one: Judged) -> float:
    return max((event.at for event in one.observation.events), default=0.0)


if __name__ == "__main__":
    main()
