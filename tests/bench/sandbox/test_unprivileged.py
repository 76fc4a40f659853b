"""The sandbox works for an ordinary user too; where the tests run as root, they become one first."""

import os
import shutil
import subprocess
import textwrap
from pathlib import Path

import pytest

import seatrial
from seatrial.bench.sandbox.interpreter import find_interpreter

pytestmark = pytest.mark.sandbox

TRY = textwrap.dedent("""
    import asyncio, os
    from seatrial.bench.sandbox.bubblewrap import find_sandbox
    from seatrial.bench.sandbox.contract.promises import PROMISES
    from seatrial.bench.sandbox.contract.run import run_contract

    slugs = {"no-host-loopback", "no-host-scratch", "no-host-processes", "memory-limit", "process-limit", "no-daemons",
             "no-capabilities", "no-namespaces", "file-count-limit", "clean-environment"}
    chosen = tuple(promise for promise in PROMISES if promise.slug in slugs)
    results = asyncio.run(run_contract(find_sandbox(), chosen))
    print(os.geteuid() != 0, len(results), [result for result in results if not result.kept])
""")
BECOME_NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs", "--bounding-set=-all")


def test_an_ordinary_user_gets_the_same_promises(open_folder: Path) -> None:
    # this checkout may lie where nobody else can read
    assert seatrial.__file__ is not None
    source = Path(seatrial.__file__).parent
    shutil.copytree(source, open_folder / source.name, ignore=shutil.ignore_patterns("__pycache__"))
    become = BECOME_NOBODY if os.geteuid() == 0 else ()
    ran = subprocess.run(
        [*become, str(find_interpreter(as_other_user=True).path), "-c", TRY],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(open_folder), "PYTHONDONTWRITEBYTECODE": "1", "HOME": "/tmp"},
    )
    assert (ran.stdout, ran.returncode) == ("True 10 []\n", 0), ran.stderr
