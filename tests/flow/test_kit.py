"""A candidate's first minutes with the kit: it runs in one command, and what it starts with works for the bench too."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from uv import find_uv_bin

from seatrial.kit.pack import kit_files, write_kit


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    write_kit("docqa", 11, tmp_path / "kit")
    return tmp_path / "kit"


def test_one_command_asks_every_question_of_the_kit(kit: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "try_it.py"], cwd=kit, capture_output=True, text=True, check=False, timeout=60
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert " of 24 as expected." in ran.stdout.splitlines()[-1]


@pytest.mark.sandbox
@pytest.mark.parametrize("seed", [1, 2])
def test_the_starter_passes_the_baseline_on_other_companies(kit: Path, seed: int) -> None:
    command = [sys.executable, "-m", "seatrial.cli", "trial", "starter", "--seed", str(seed), "--json", "-"]
    ran = subprocess.run(
        [*command, "--mode", "rate-limit-clears"], cwd=kit, capture_output=True, text=True, check=False, timeout=60
    )
    baseline = json.loads(ran.stdout)["baseline"]
    assert baseline["correct"] >= 0.9 * baseline["cases"]


@pytest.mark.slow
def test_the_zip_alone_works_in_an_empty_environment(tmp_path: Path) -> None:
    """As a candidate would: unpack, make an environment, install the wheel that lies in the kit, run try_it.py.

    The tests have no network, so what the wheel needs comes from uv's cache in the versions of our lock file.
    """
    root = Path(__file__).parents[2]
    with zipfile.ZipFile(io.BytesIO(kit_zip_of(seed=12))) as archive:
        archive.extractall(tmp_path)
    kit, env = tmp_path / "kit", tmp_path / "environment"
    clean = {name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR", "UV_CACHE_DIR") if name in os.environ}
    clean |= {"PATH": os.defpath, "UV_PROJECT_ENVIRONMENT": str(env), "VIRTUAL_ENV": str(env)}

    def run(*words: str, where: Path) -> str:
        ran = subprocess.run(words, cwd=where, env=clean, capture_output=True, text=True, check=False, timeout=300)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    uv, (wheel,) = find_uv_bin(), kit.glob("*.whl")
    run(uv, "venv", "-q", "--python", sys.executable, str(env), where=root)
    run(uv, "sync", "-q", "--frozen", "--offline", "--no-dev", "--no-install-project", where=root)
    run(uv, "pip", "install", "-q", "--offline", "--no-deps", str(wheel), where=tmp_path)
    said = run(str(env / "bin" / "python"), "try_it.py", where=kit)
    assert " of 24 as expected." in said.splitlines()[-1]
    found = run(str(env / "bin" / "python"), "-c", "import seatrial; print(seatrial.__file__)", where=kit)
    assert found.startswith(str(env))


def kit_zip_of(*, seed: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in kit_files("docqa", seed).items():
            archive.writestr(f"kit/{name}", content)
    return out.getvalue()
