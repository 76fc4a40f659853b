"""The report as HTML: one self-contained page, or its parts for a page that somebody else makes around them.

No request leaves the self-contained page and no script runs in it; its one style sheet is allowed by its hash. The
parts carry no style and no script, so that the strictest policy fits around them; static/report/parts.css goes with
them. Nothing in a report is trusted: every value passes `harmless` and the autoescaping of Jinja2.
"""

import base64
import hashlib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from seatrial.bench.report import words
from seatrial.bench.report.harmless import harmless
from seatrial.bench.report.report import Report, ReportedCase
from seatrial.bench.report.shown import Links, Room, shown_case, shown_report
from seatrial.bench.verdict import COUNTED

_PARTS_CSS = Path(__file__).parent / "static" / "report" / "parts.css"
_ROOMS = (Room(4000, 8), Room(2500, 8), Room(1500, 8), Room(900, 6), Room(500, 5), Room(250, 4), Room(100, 4))
_ROOMS_OF_ONE_CASE = (Room(20_000, 30), Room(8000, 30), *_ROOMS)
_MOST_BYTES = 2_800_000
_MOST_BYTES_OF_ONE_CASE = 300_000
_IN_BACKTICKS = re.compile(r"`([^`\n]+)`")


def report_html(report: Report) -> str:
    """Return the self-contained page; long texts are cut (and say so), the shorter the more there is to show."""
    style = style_sheet()
    policy = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    def page(room: Room) -> str:
        return _render(
            "report.html.j2",
            style=Markup(style),  # noqa: S704  -- our own file
            style_hash=policy,
            links=None,
            **shown_report(report, room, with_replays=True),
        )

    return _fitting(page, _ROOMS, _MOST_BYTES)


def report_parts(report: Report, links: Links) -> Markup:
    """Return the whole report for a page of one's own, each case as a link to its replay."""
    return Markup(  # noqa: S704  -- our own templates, autoescaped
        _render("_report.html.j2", links=links, **shown_report(report, _ROOMS[0], with_replays=False))
    )


def case_parts(report: Report, case: ReportedCase, links: Links) -> Markup:
    """Return one case for a page of its own: its verdict, what its mode is about, its conversation."""
    mode = next((one for one in report.modes if one.slug == case.mode), None)
    return _conversation("_case.html.j2", report, case, links, mode=mode)


def replay_parts(report: Report, case: ReportedCase, links: Links) -> Markup:
    """Return the conversation of one case, to stand below its line in the report."""
    return _conversation("_conversation.html.j2", report, case, links)


@cache
def environment() -> Environment:
    """Return the templates with their filters."""
    made = Environment(
        loader=PackageLoader("seatrial.bench.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    made.filters |= {"percent": words.percent, "seconds": words.seconds, "coded": coded}
    made.globals |= {
        "LOOKS": words.LOOKS,
        "JUDGEMENTS": words.JUDGEMENTS,
        "SURFACES": words.SURFACES,
        "EXPECTATIONS": words.EXPECTATIONS,
        "COUNTED": COUNTED,
        "counted": words.counted,
    }
    return made


@cache
def style_sheet() -> str:
    """Return the CSS of the self-contained page: the page's own, then that of the parts."""
    loader = environment().loader
    assert loader is not None
    return loader.get_source(environment(), "page.css")[0] + _PARTS_CSS.read_text("utf-8")


def _conversation(template: str, report: Report, case: ReportedCase, links: Links, **more: object) -> Markup:
    def part(room: Room) -> str:
        return _render(template, links=links, report=report, shown=shown_case(report, case, room), **more)

    return Markup(_fitting(part, _ROOMS_OF_ONE_CASE, _MOST_BYTES_OF_ONE_CASE))  # noqa: S704  -- as above


def _fitting(made: Callable[[Room], str], rooms: tuple[Room, ...], most_bytes: int) -> str:
    text = ""
    for room in rooms:
        text = made(room)
        if len(text.encode()) <= most_bytes:
            break
    return text


def coded(text: str) -> Markup:
    """Return a text of the catalogue with what stands in backticks as code."""
    return Markup(_IN_BACKTICKS.sub(r"<code>\1</code>", str(escape(harmless(text)))))  # noqa: S704  -- escaped in this line


def _finalized(value: object) -> object:
    return harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _render(template: str, **context: Any) -> str:  # noqa: ANN401  -- whatever the template names
    return environment().get_template(template).render(**context)
