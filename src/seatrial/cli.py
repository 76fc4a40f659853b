"""Arguments in, exit code out."""

import asyncio
import json
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.text import Text

from seatrial import __version__
from seatrial.bench.errors import BadSubmission, SeatrialError
from seatrial.bench.gateway.standalone import run_gateway
from seatrial.bench.judging import passes_baseline
from seatrial.bench.modes import MODES
from seatrial.bench.plan import select
from seatrial.bench.report.as_json import report_json
from seatrial.bench.report.build import build_report
from seatrial.bench.report.catalogue import described, show_catalogue
from seatrial.bench.report.html import report_html
from seatrial.bench.report.report import Report
from seatrial.bench.report.terminal import show, show_side_by_side
from seatrial.bench.run import Progress, Settings, Watch, run_trial
from seatrial.bench.sandbox.bubblewrap import find_sandbox
from seatrial.bench.trial import Trial
from seatrial.bench.verdict import Verdict
from seatrial.doctor import print_doctor
from seatrial.kit.pack import write_kit
from seatrial.takehomes.families import make_world

app = typer.Typer(
    help="Try an AI feature on inputs nobody chose, against a model that misbehaves on purpose.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


class Exit(IntEnum):
    """The exit codes of `trial`."""

    FINE = 0
    FOUND = 1
    NOT_JUDGED = 2
    BENCH_BROKE = 3
    STOPPED = 130


class FailOn(StrEnum):
    """From which verdict on `trial` exits with 1."""

    SILENT = "silent"
    LOUD = "loud"
    DEGRADED = "degraded"
    NEVER = "never"


class SandboxKind(StrEnum):
    """Which sandbox to use."""

    AUTO = "auto"
    BUBBLEWRAP = "bubblewrap"


_AT_OR_ABOVE = {
    FailOn.SILENT: {Verdict.SILENT},
    FailOn.LOUD: {Verdict.SILENT, Verdict.LOUD},
    FailOn.DEGRADED: {Verdict.SILENT, Verdict.LOUD, Verdict.DEGRADED},
    FailOn.NEVER: set[Verdict](),
}
_OWN_FAULT = "Seatrial itself failed; this says nothing about the submission. Please report the lines above."
_STDERR = Console(stderr=True, highlight=False)
_STDOUT = Console(highlight=False)


@app.command()
def trial(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The submission: a folder with seatrial.toml.")],
    *,
    seed: Annotated[int, typer.Option(help="Which world: same seed, same trial.", min=0)] = 1,
    jobs: Annotated[int, typer.Option(help="Instances of the submission side by side.", min=1, max=64)] = 8,
    mode: Annotated[list[str] | None, typer.Option(metavar="SLUG", help="Only this mode (repeatable).")] = None,
    surface: Annotated[list[str] | None, typer.Option(metavar="S", help="Only this surface (repeatable).")] = None,
    repeat: Annotated[int, typer.Option(help="Run every case so often, to find unstable ones.", min=1)] = 1,
    json_to: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the report; - is stdout.")
    ] = None,
    html_to: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write the report as a page.")] = None,
    sandbox: Annotated[SandboxKind, typer.Option(help="Which sandbox.")] = SandboxKind.AUTO,
    fail_on: Annotated[FailOn, typer.Option(help="Exit 1 from this verdict on.")] = FailOn.SILENT,
) -> None:
    """Run a submission on inputs nobody chose and say what happened."""
    _check_writable(json_to, html_to)
    with _explained():
        modes = select(MODES, mode or (), surface or ())
        finished = _try(directory, Settings(seed=seed, jobs=jobs, repeat=repeat, modes=modes), sandbox)
        _write(build_report(finished, modes), json_to, html_to)
    raise typer.Exit(_exit_code(finished, fail_on))


def _try(folder: Path, settings: Settings, kind: SandboxKind) -> Trial:
    """Run one trial with live progress on stderr."""
    box = find_sandbox(kind.value)
    with _progress(folder.resolve().name) as watch:
        return asyncio.run(run_trial(folder, box, settings, watch=watch))


@contextmanager
def _progress(name: str) -> Iterator[Watch]:
    columns = (
        TextColumn("{task.fields[name]}", style="bold"),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(compact=True),
    )
    with Bar(*columns, console=_STDERR, transient=True) as bar:
        task = bar.add_task("", total=None, name=name)

        def watch(progress: Progress) -> None:
            bar.update(task, description=progress.doing, completed=progress.done, total=progress.total)

        yield watch


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what the bench raises into a message for a person and the contract's exit code."""
    _stop_on_request()
    try:
        yield
    except BadSubmission as error:
        _complain(str(error))
        raise typer.Exit(Exit.NOT_JUDGED) from error
    except SeatrialError as error:
        _complain(str(error))
        raise typer.Exit(Exit.BENCH_BROKE) from error
    except KeyboardInterrupt as error:
        _complain("Stopped; nothing is left running.")
        raise typer.Exit(Exit.STOPPED) from error
    except BrokenPipeError:
        raise  # whoever read our output has seen enough
    except Exception as error:
        _complain(f"{traceback.format_exc()}\n{_OWN_FAULT}")
        raise typer.Exit(Exit.BENCH_BROKE) from error


def _stop_on_request() -> None:
    """Take the end of a terminal or a cancelled job like Ctrl-C: clear away first."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None:
            signal.signal(number, lambda *_: signal.raise_signal(signal.SIGINT))


def _complain(message: str) -> None:
    """Print a message as it is: a submission's own words are no mark-up and no terminal commands."""
    plain = "".join(letter for letter in message if letter in "\n\t" or letter.isprintable())
    _STDERR.print(Text(plain), soft_wrap=True)


def _check_writable(*paths: Path | None) -> None:
    """Refuse before a trial what could not be written after it."""
    for path in paths:
        if path is None or path == Path("-"):
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise typer.BadParameter(f"{path.parent} cannot be made: {error.strerror}.") from error
        if path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
            raise typer.BadParameter(f"{path} cannot be written. Give the path of a file.")


def _write(report: Report, json_to: Path | None, html_to: Path | None) -> None:
    """Show the report and write it to files; shown first, so that a full disk cannot lose it."""
    if json_to == Path("-"):
        sys.stdout.buffer.write(report_json(report))
    else:
        show(report, _STDOUT)
        if json_to is not None:
            json_to.write_bytes(report_json(report))
    if html_to is not None:
        html_to.write_text(report_html(report), encoding="utf-8")
        if json_to != Path("-"):
            _STDOUT.print(Text(f"The whole story, case by case: {html_to}"))


def _exit_code(finished: Trial, fail_on: FailOn) -> Exit:
    if not passes_baseline(finished.baseline):
        return Exit.NOT_JUDGED
    verdicts = {one.verdict for one in finished.judged}
    if verdicts == {Verdict.BENCH_BROKE}:
        return Exit.BENCH_BROKE
    return Exit.FOUND if verdicts & _AT_OR_ABOVE[fail_on] else Exit.FINE


@app.command()
def gateway(
    *,
    takehome: Annotated[str, typer.Option(help="The family of tasks whose world the model knows.")] = "docqa",
    seed: Annotated[int, typer.Option(help="Which world.", min=0)] = 1,
    port: Annotated[int, typer.Option(help="Where to listen, on 127.0.0.1.", min=0, max=65535)] = 8001,
    mode: Annotated[list[str] | None, typer.Option(metavar="SLUG", help="Misbehave in this way.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say for each reply what was recognised.")] = False,
) -> None:
    """Serve the unreliable model alone, for local work and anyone's CI."""
    with _explained():
        chosen = select(MODES, mode, ()) if mode else ()
        run_gateway(make_world(takehome, seed), port=port, modes=chosen, explain=explain)


@app.command()
def kit(
    takehome: Annotated[str, typer.Argument(metavar="T", help="The family of tasks: docqa.")],
    *,
    out: Annotated[Path, typer.Option(help="Where to put it: a new or empty folder.")],
    seed: Annotated[int, typer.Option(help="Which world; judge on another.", min=0)] = 0,
) -> None:
    """Write what a candidate gets: brief, documents, questions, contract, starter and the model to work with."""
    with _explained():
        write_kit(takehome, seed, out)
    _STDOUT.print(Text(f"The kit of world {seed} lies in {out}. Begin with {out / 'README.md'}."))


@app.command()
def modes(
    slug: Annotated[str | None, typer.Argument(metavar="[SLUG]", help="Only this mode, in full.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the catalogue of failure modes."""
    with _explained():
        chosen = select(MODES, (slug,), ()) if slug else MODES
    if as_json:
        sys.stdout.write(json.dumps([described(mode) for mode in chosen], indent=2, ensure_ascii=False) + "\n")
        return
    show_catalogue(chosen, _STDOUT, whole=slug is not None)


@app.command()
def doctor(*, deep: Annotated[bool, typer.Option("--deep", help="Try every promise of the sandbox.")] = False) -> None:
    """Say whether this machine can run trials safely, and what is missing."""
    raise typer.Exit(print_doctor(deep))


@app.command()
def worker(
    *,
    at_once: Annotated[int | None, typer.Option(help="Runs side by side; by default half the cores.", min=1)] = None,
    nice: Annotated[int, typer.Option(help="How far runs step back for all else here.", min=0, max=19)] = 10,
    box_memory: Annotated[int, typer.Option(help="Megabytes that each started feature may use.", min=64)] = 2048,
    beside: Annotated[int | None, typer.Option(hidden=True, help="Stop when this parent is gone.")] = None,
    data: Annotated[Path | None, typer.Option(help="The folder of `seatrial serve`.")] = None,
) -> None:
    """Run trials that the web app owes, on this machine or another with the same database and data folder."""
    if data is not None:
        os.environ["SEATRIAL_DATA"] = str(data)
    from seatrial.loop.worker.main import run_worker  # noqa: PLC0415  -- the core installs without the web app

    run_worker(at_once, nice=nice, box_mb=box_memory, beside=beside)


@app.command()
def serve(
    *,
    host: Annotated[str, typer.Option(help="Where to listen; 0.0.0.0 for the whole network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="On which port.", min=0, max=65535)] = 8000,
    data: Annotated[
        Path, typer.Option(help="Folder of the database and the secret key.", envvar="SEATRIAL_DATA")
    ] = Path("seatrial-data"),
    worker: Annotated[bool, typer.Option(help="Run trials here too.")] = True,
) -> None:
    """Serve the web app: openings, scorecards, debriefs."""
    try:
        from seatrial.loop import serve as loop  # noqa: PLC0415  -- an extra: the bench works without Django
    except ModuleNotFoundError as error:
        _complain(f"The web app is not installed ({error.name} is missing). Install it: pip install 'seatrial[loop]'")
        raise typer.Exit(1) from error
    try:
        loop.serve(host=host, port=port, data=data.resolve(), say=_say, with_worker=worker)
    except loop.CannotServe as error:
        _complain(str(error))
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        _complain("Stopped.")


@app.command()
def demo(
    *,
    samples: Annotated[Path, typer.Option(help="Where the sample submissions lie.")] = Path("samples/docqa"),
    out: Annotated[Path, typer.Option(help="Where to put the HTML reports.")] = Path("reports"),
    seed: Annotated[int, typer.Option(help="Which world.", min=0)] = 1,
    port: Annotated[int, typer.Option(help="Where to serve the hiring loop.", min=0, max=65535)] = 8000,
    loop: Annotated[bool, typer.Option(help="Serve the hiring loop with a sample company, too.")] = True,
) -> None:
    """Try a slick demo and a dependable feature, show both side by side, and serve the loop that uses them."""
    with _explained():
        reports = []
        for name in ("slick-demo", "dependable"):
            report = build_report(_try(samples / name, Settings(seed=seed), SandboxKind.AUTO), MODES)
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{name}.html").write_text(report_html(report), encoding="utf-8")
            reports.append(report)
    show_side_by_side(reports, _STDOUT)
    _STDOUT.print("The whole story, case by case:")
    for report in reports:
        _STDOUT.print(Text(f"  {(out / report.submission.name).resolve()}.html"))
    if loop:
        polished, dependable = (json.loads(report_json(report)) for report in reports)
        _serve_sample(port, out / "loop", polished, dependable, samples / "dependable")


def _serve_sample(port: int, data: Path, polished: dict[str, Any], dependable: dict[str, Any], handed_in: Path) -> None:
    try:
        from seatrial.loop.sample import demo as sample  # noqa: PLC0415  -- an extra, as in `serve`
        from seatrial.loop.serve import CannotServe  # noqa: PLC0415  -- as above
    except ModuleNotFoundError as error:
        _complain(f"The web app is not installed ({error.name} is missing). Install it: pip install 'seatrial[loop]'")
        return
    try:
        reports = {"polished": polished, "dependable": dependable}
        sample.serve_sample(port=port, data=data.resolve(), **reports, handed_in=handed_in, say=_say)
    except CannotServe as error:
        _complain(str(error))
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        _complain("Stopped.")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@app.callback(invoke_without_command=True)
def _version(*, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        sys.stdout.write(f"seatrial {__version__}\n")
        raise typer.Exit


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
