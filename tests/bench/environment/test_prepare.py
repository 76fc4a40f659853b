import asyncio
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from seatrial.bench.environment import Environment, prepare_environment
from seatrial.bench.errors import BadSubmission
from seatrial.bench.sandbox.base import BoxSpec
from seatrial.bench.sandbox.bubblewrap import find_sandbox
from seatrial.bench.submission import Submission, read_submission, stage

pytestmark = pytest.mark.sandbox

MANIFEST = '[submission]\ntakehome = "docqa"\ncommand = ["python", "app.py"]\n'


@pytest.fixture
def scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        path.chmod(0o755)
        (path / "ann").mkdir()
        (path / "ann" / "seatrial.toml").write_text(MANIFEST)
        (path / "ann" / "app.py").write_text("import sys, greeting; print(greeting.HELLO, sys.prefix)\n")
        yield path


@pytest.fixture
def wheels(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make an index of our own; the .pth file of `greeting` runs wherever its environment's Python starts."""
    folder = scratch / "wheels"
    folder.mkdir()
    files = {
        "greeting.py": "HELLO = 'hello from a wheel'\n",
        "greeting.pth": f"import os; os.path.isdir({str(scratch)!r}) and open({str(scratch / 'ran-outside')!r}, 'w')\n",
        "greeting-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n",
        "greeting-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "greeting-1.0.dist-info/RECORD": "",
    }
    with zipfile.ZipFile(folder / "greeting-1.0-py3-none-any.whl", "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
    (folder / "only_source-1.0.tar.gz").write_bytes(b"")
    with zipfile.ZipFile(folder / "other_python-1.0-cp38-cp38-manylinux1_x86_64.whl", "w") as wheel:
        metadata = "Metadata-Version: 2.1\nName: other-python\nVersion: 1.0\n"
        wheel.writestr("other_python-1.0.dist-info/METADATA", metadata)
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_FIND_LINKS", str(folder))
    return folder


def asked_for(scratch: Path, requirements: str) -> Submission:
    (scratch / "ann" / "requirements.txt").write_text(requirements)
    return read_submission(scratch / "ann")


async def run_inside(submission: Submission, environment: Environment, code: Path) -> str:
    stage(submission, code)
    mounts = ((code, "/submission"), *environment.mounts)
    box = await find_sandbox().start(BoxSpec(submission.command, environment.env, mounts=mounts, cwd="/submission"))
    try:
        async with asyncio.timeout(30):
            while box.exit_status() is None and box.alive():  # noqa: ASYNC110  -- another process brings it about
                await asyncio.sleep(0.002)
        return box.output().decode()
    finally:
        await box.kill()


@pytest.mark.usefixtures("wheels")
async def test_packages_are_found_in_the_box_and_nothing_of_theirs_runs_outside(scratch: Path) -> None:
    said = list[str]()
    submission = asked_for(scratch, "greeting==1.0\n")
    environment = await prepare_environment(submission, cache=scratch / "cache", say=said.append)
    assert await run_inside(submission, environment, scratch / "code") == "hello from a wheel /environment\n"
    assert said == ["installing its Python packages"]
    assert not (scratch / "ran-outside").exists()
    compiled = list((scratch / "cache" / "python").glob("*/lib/*/site-packages/__pycache__/greeting.*.pyc"))
    assert len(compiled) == 1


async def test_a_second_time_needs_no_index(scratch: Path, wheels: Path) -> None:
    submission = asked_for(scratch, "greeting==1.0  # again\n")
    first = await prepare_environment(submission, cache=scratch / "cache")
    shutil.rmtree(wheels)
    assert await prepare_environment(submission, cache=scratch / "cache") == first


@pytest.mark.usefixtures("wheels")
@pytest.mark.parametrize(
    ("requirement", "words"),
    [
        ("greeting==2.0", "greeting==2.0"),
        ("no-such-package", "no-such-package"),
        ("only-source", "only-source"),
        ("other-python", "other-python"),
    ],
)
async def test_what_cannot_be_installed_is_told_in_the_installers_words(
    scratch: Path, requirement: str, words: str
) -> None:
    with pytest.raises(BadSubmission) as caught:
        await prepare_environment(asked_for(scratch, f"{requirement}\n"), cache=scratch / "cache")
    ours, _, theirs = str(caught.value).partition("The installer says:\n\n")
    assert ours.startswith("requirements.txt cannot be installed for Python 3.")
    assert words in theirs
    assert [path.name for path in (scratch / "cache" / "python").iterdir() if path.suffix != ".lock"] == []


async def test_without_requirements_there_is_a_python_all_the_same(scratch: Path) -> None:
    (scratch / "ann" / "app.py").write_text("import sys; print(sys.prefix, sys.version_info >= (3, 11))\n")
    submission = read_submission(scratch / "ann")
    environment = await prepare_environment(submission, cache=scratch / "cache")
    assert await run_inside(submission, environment, scratch / "code") == "/environment True\n"
    assert environment.python == "/environment/bin/python"
    assert environment.env["PATH"] == "/environment/bin:/usr/local/bin:/usr/bin:/bin"
