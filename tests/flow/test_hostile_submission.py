"""What a person sees whose submission, by accident or on purpose, does what no feature should."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PLAIN = Path(__file__).parent / "plain"
MODES = ("--seed", "3", "--mode", "wrong-value-persists", "--mode", "rate-limit-persists")
ANSWERS = 'self.send(200, answer(asked["question"]))'
pytestmark = pytest.mark.sandbox


@pytest.fixture
def copy() -> Iterator[Path]:
    """Copy the plain feature to a folder that a box's own user can reach; pytest's own is closed to others."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(shutil.copytree(PLAIN, Path(folder) / "feature"))


def seatrial(*arguments: str | Path, temporary: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "seatrial.cli", *map(str, arguments)]
    env = {**os.environ, "TMPDIR": str(temporary)}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=env)


def tried(folder: Path) -> tuple[int, dict[str, Any]]:
    """Try a submission; returns the exit code and the report. Nothing may be left on disk."""
    temporary = folder.parent / "temporary"
    temporary.mkdir(exist_ok=True)
    ran = seatrial("trial", folder, "--json", "-", *MODES, temporary=temporary)
    assert list(temporary.iterdir()) == []
    assert ran.stdout, ran.stderr
    return ran.returncode, json.loads(ran.stdout)


def spoil(folder: Path, old: str, new: str) -> None:
    app = folder / "app.py"
    text = app.read_text()
    assert old in text
    app.write_text(text.replace(old, new))


def verdicts(report: dict[str, Any]) -> dict[str, str]:
    return {case["id"]: case["verdict"] for case in report["cases"]}


HTTP = "self.wfile.write(b'HTTP/1.1 200 OK\\r\\n"
JUNK = {
    "100 MB": f"{HTTP}content-length: 100000000\\r\\n\\r\\n' + b'z' * 100_000_000)",
    "chunks": f"{HTTP}transfer-encoding: chunked\\r\\n\\r\\n' + (b'ff\\r\\n' + b'a' * 255 + b'\\r\\n') * 400000)",
    "headers without end": f"{HTTP}'), [self.wfile.write(b'x: y\\r\\n' * 1000) for _ in iter(int, 1)]",
    "heads without end": "[self.wfile.write(b'HTTP/1.1 100 Continue\\r\\n\\r\\n' * 1000) for _ in iter(int, 1)]",
    "two lengths": f"{HTTP}content-length: 5\\r\\ncontent-length: 50\\r\\n\\r\\n' + b'a' * 10)",
    "half": f"{HTTP}content-length: 500\\r\\n\\r\\n' + b'a' * 10)",
    "no UTF-8": f"{HTTP}content-length: 9\\r\\n\\r\\n' + b'\\xff' * 9)",
    "deep": f"{HTTP}content-length: 600000\\r\\n\\r\\n' + b'[' * 300000 + b']' * 300000)",
    "a number of a megabyte": f"{HTTP}content-length: 900000\\r\\n\\r\\n' + b'9' * 900000)",
    "no HTTP": "self.wfile.write(bytes(range(256)) * 9)",
}


def test_no_answer_of_any_kind_breaks_the_bench(copy: Path) -> None:
    """Each question of the baseline gets another kind of junk."""
    table = "".join(f"    {number}: lambda self: [{junk}],\n" for number, junk in enumerate(JUNK.values()))
    spoil(copy, "class Feature", f"JUNK = {{\n{table}}}\n\n\nclass Feature")
    spoil(copy, ANSWERS, "JUNK[hash_of(asked['question']) % len(JUNK)](self)")
    spoil(copy, "import json\n", "import json\nimport zlib\n")
    spoil(copy, "JUNK = {", "def hash_of(text):\n    return zlib.crc32(text.encode())\n\n\nJUNK = {")
    code, report = tried(copy)
    assert code == 2
    assert report["baseline"]["correct"] == 0
    assert {case["outcome"] for case in report["baseline"]["asked"]} <= {"crashed", "hung"}


@pytest.mark.parametrize(
    "after",
    [
        pytest.param("os._exit(3)", id="dies"),
        pytest.param("self.server.socket.close()", id="stops listening"),
        pytest.param("os.kill(os.getpid(), 19)", id="hangs", marks=pytest.mark.slow),
    ],
)
def test_no_case_pays_for_what_an_earlier_one_did_to_the_instance(copy: Path, after: str) -> None:
    _, alive = tried(copy)
    spoil(copy, ANSWERS, f"{ANSWERS}; self.wfile.flush(); self.connection.shutdown(1); {after}")
    _, dying = tried(copy)
    assert dying["baseline"]["correct"] == dying["baseline"]["cases"]
    assert verdicts(dying) == verdicts(alive)


def test_a_flood_of_output_changes_nothing(copy: Path) -> None:
    _, quiet = tried(copy)
    spoil(
        copy,
        "import json\n",
        "import json\nimport sys\nfor _ in range(1600): sys.stdout.write('x' * 65535 + chr(10))\n",
    )
    _, loud = tried(copy)
    assert verdicts(loud) == verdicts(quiet)


def test_what_it_printed_is_shown_without_what_steers_a_terminal(copy: Path) -> None:
    (copy / "app.py").write_text(r"import sys; sys.stdout.buffer.write(b'\xff\x1b[2J\x00last words'); sys.exit(4)")
    ran = seatrial("trial", copy, *MODES, temporary=copy.parent)
    assert ran.returncode == 2
    assert re.search("ended with status 4 before it was ready.*\ufffd\\[2Jlast words", ran.stderr, re.DOTALL)
    assert "\x1b" not in ran.stderr


def test_daemons_and_a_double_fork_end_with_the_trial(copy: Path) -> None:
    marker = f"daemon-{os.getpid()}"
    spoil(
        copy,
        "import json\n",
        "import json\nimport subprocess\n"
        f"subprocess.Popen(['sh', '-c', 'setsid sh -c \"sleep 1000; echo {marker}\" & exit'])\n",
    )
    tried(copy)
    assert _processes_with(marker) == []


def test_a_report_that_cannot_be_written_is_refused_before_the_trial(copy: Path) -> None:
    ran = seatrial("trial", copy, "--json", copy, temporary=copy.parent)
    assert ran.returncode == 2
    assert "cannot be written" in ran.stderr


def test_a_killed_trial_leaves_nothing_running_and_the_next_clears_its_files_away(copy: Path) -> None:
    marker = f"killed-{os.getpid()}"
    text = (copy / "seatrial.toml").read_text()
    (copy / "seatrial.toml").write_text(text.replace('"app.py"', f'"app.py", "{marker}"'))
    temporary = copy.parent / "left"
    temporary.mkdir()
    command = [sys.executable, "-m", "seatrial.cli", "trial", str(copy), "--mode", "no-answer-ever"]
    env = {**os.environ, "TMPDIR": str(temporary)}
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=env) as running:
        while not _processes_with(marker):
            assert running.poll() is None
        running.send_signal(signal.SIGKILL)
    assert [left.name.startswith("seatrial-") for left in temporary.iterdir()] == [True]
    seatrial("trial", copy, *MODES, temporary=temporary)
    assert list(temporary.iterdir()) == []
    assert _processes_with(marker) == []


def _processes_with(marker: str) -> list[str]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if marker in line:
            found.append(line)
    return found
