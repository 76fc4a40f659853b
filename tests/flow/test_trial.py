"""What a person sees who types `seatrial trial`."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PLAIN = Path(__file__).parent / "plain"
MODES = ["wrong-value-persists", "rate-limit-persists", "benign-oddities"]
pytestmark = pytest.mark.sandbox


def seatrial(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "seatrial.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def chosen(modes: list[str]) -> list[str]:
    return [word for mode in modes for word in ("--mode", mode)]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PLAIN, tmp_path / "feature"))


def test_a_trial_says_what_happened_in_json_html_and_exit_code(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    ran = seatrial("trial", PLAIN, "--seed", "3", "--json", "-", "--html", page, *chosen(MODES))
    report = json.loads(ran.stdout)
    assert ran.returncode == 1, ran.stderr
    assert {mode["slug"]: mode["verdict"] for mode in report["modes"]} == {
        "wrong-value-persists": "silent",
        "rate-limit-persists": "loud",
        "benign-oddities": "held",
    }
    assert report["seed"] == 3
    assert page.read_text().startswith("<!DOCTYPE html>") or page.read_text().startswith("<!doctype html>")


def test_the_same_seed_gives_the_same_verdicts() -> None:
    runs = [json.loads(seatrial("trial", PLAIN, "--seed", "4", "--json", "-", *chosen(MODES)).stdout) for _ in "ab"]
    verdicts = [[(case["id"], case["verdict"], case["outcome"]) for case in report["cases"]] for report in runs]
    assert verdicts[0] == verdicts[1]


@pytest.mark.parametrize(("fail_on", "code"), [("never", 0), ("degraded", 1), ("loud", 1), ("silent", 0)])
def test_fail_on_says_from_which_verdict_on_it_fails(fail_on: str, code: int) -> None:
    assert seatrial("trial", PLAIN, "--mode", "rate-limit-persists", "--fail-on", fail_on).returncode == code


def test_a_mode_on_documents_that_no_other_mode_needs_can_be_tried_alone() -> None:
    ran = seatrial("trial", PLAIN, "--seed", "3", "--mode", "nothing-retrieved", "--json", "-")
    assert [case["verdict"] for case in json.loads(ran.stdout)["cases"]] == ["held", "held"]


def test_a_feature_that_fails_ordinary_questions_is_not_judged(copy: Path) -> None:
    app = (copy / "app.py").read_text()
    (copy / "app.py").write_text(
        app.replace(
            'return {"status": "answered", "answer": said["answer"]',
            'return {"status": "answered", "answer": "no idea"',
        )
    )
    ran = seatrial("trial", copy, "--json", "-", *chosen(MODES))
    report = json.loads(ran.stdout)
    assert ran.returncode == 2
    assert (report["modes"], report["summary"]["silent_failure_rate"]) == ([], None) or all(
        mode["verdict"] == "not_exercised" for mode in report["modes"]
    )


def test_repeat_names_the_cases_whose_verdict_changes(copy: Path) -> None:
    """A coin decides what it does with an error: once in 16,000 times eight throws agree in both cases."""
    app = (copy / "app.py").read_text()
    asked = "said = json.loads(ask_model("
    guarded = (
        "try:\n        ask_model('ping')\n    except OSError:\n        if os.urandom(1)[0] % 2:\n            raise\n"
    )
    declined = '        return {"status": "declined", "reason": "The model does not answer."}\n    '
    assert asked in app
    (copy / "app.py").write_text(app.replace(asked, guarded + declined + asked))
    ran = seatrial("trial", copy, "--seed", "3", "--repeat", "8", "--json", "-", "--mode", "rate-limit-persists")
    report = json.loads(ran.stdout)
    unstable = [case["unstable"] for case in report["cases"] if case["unstable"]]
    assert unstable
    assert {verdict for verdicts in unstable for verdict in verdicts} == {"held", "loud"}


def test_no_case_pays_for_the_open_circuit_breaker_of_another(copy: Path) -> None:
    app = (copy / "app.py").read_text()
    asked = "said = json.loads(ask_model("
    assert asked in app
    (copy / "app.py").write_text(
        app.replace(
            asked,
            "if BREAKER:\n"
            '        return {"status": "declined", "reason": "The model is out of order."}\n'
            "    try:\n        ask_model('ping')\n"
            "    except OSError:\n        BREAKER.append('open')\n"
            '        return {"status": "declined", "reason": "The model does not answer."}\n'
            f"    {asked}",
        ).replace("def answer(", "BREAKER = []\n\n\ndef answer(")
    )
    modes = ["rate-limit-persists", "server-error-persists", "key-revoked", "benign-oddities", "wrong-value-persists"]
    report = json.loads(seatrial("trial", copy, "--seed", "3", "--jobs", "1", "--json", "-", *chosen(modes)).stdout)
    assert {mode["slug"]: mode["verdict"] for mode in report["modes"]} == {
        "rate-limit-persists": "held",
        "server-error-persists": "held",
        "key-revoked": "held",
        "benign-oddities": "held",
        "wrong-value-persists": "silent",
    }


def _write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)


BAD = {
    "no manifest": (lambda folder: (folder / "seatrial.toml").unlink(), "seatrial.toml"),
    "unknown key": (
        lambda folder: _write(folder, "seatrial.toml", '[submission]\ntakehome = "docqa"\ncomand = ["x"]\n'),
        "comand",
    ),
    "unknown take-home": (
        lambda folder: _write(folder, "seatrial.toml", '[submission]\ntakehome = "poetry"\ncommand = ["x"]\n'),
        "poetry",
    ),
    "command that does not start": (
        lambda folder: _write(folder, "seatrial.toml", '[submission]\ntakehome = "docqa"\ncommand = ["nowhere"]\n'),
        "nowhere",
    ),
    "crash at start": (lambda folder: _write(folder, "app.py", "raise SystemExit('no luck today')"), "no luck today"),
    "wheel that does not exist": (
        lambda folder: _write(folder, "requirements.txt", "seatrial-no-such-package==99.0\n"),
        "seatrial-no-such-package",
    ),
    "requirement by address": (
        lambda folder: _write(folder, "requirements.txt", "x @ file:///etc/passwd\n"),
        "requirements.txt",
    ),
    "link out of the folder": (lambda folder: (folder / "peek").symlink_to("/etc/passwd"), "peek"),
    "unknown mode": (None, "wrong-value-once"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_named_and_exits_with_2(what: str, copy: Path) -> None:
    spoil, named = BAD[what]
    if spoil is not None:
        spoil(copy)
    ran = seatrial("trial", copy, "--mode", "wrong-value-onze" if spoil is None else "wrong-value-once")
    assert ran.returncode == 2, ran.stderr
    assert named in ran.stderr
    assert "Traceback (most recent call last)" not in ran.stderr


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_trial_that_is_stopped_leaves_nothing_running(copy: Path, how: signal.Signals) -> None:
    marker = f"marker-{os.getpid()}"
    _write(copy, "seatrial.toml", f'[submission]\ntakehome = "docqa"\ncommand = ["python", "app.py", "{marker}"]\n')
    command = [sys.executable, "-u", "-m", "seatrial.cli", "trial", str(copy), "--mode", "no-answer-ever"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        while not _processes_with(marker):
            assert running.poll() is None
        running.send_signal(how)
        _, said = running.communicate(timeout=30)
    assert running.returncode == 130
    assert b"Stopped" in said
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
