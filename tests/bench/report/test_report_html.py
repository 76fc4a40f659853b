import base64
import hashlib
import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from msgspec import structs

from seatrial.bench.outcome import Outcome
from seatrial.bench.report.build import build_report
from seatrial.bench.report.html import coded, report_html, style_sheet
from seatrial.bench.report.report import Awareness, EvalReport, Mutant, Report

_ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u206f\u200b\ufeff\ud800-\udfff]")
_VOID = {"meta", "rect", "line", "circle", "link", "img", "br", "input"}


class _Page(HTMLParser):
    """What a browser would make of the page: tags with their attributes, headings, ids, links, balanced or not."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.shapes: set[tuple[str, tuple[str, ...]]] = set()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.tables: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.shapes.add((tag, tuple(sorted(named))))
        self.headings += [int(tag[1])] if re.fullmatch(r"h[1-6]", tag) else []
        self.ids += [str(named["id"])] if "id" in named else []
        self.links += [str(named[name]) for name in ("href", "src") if name in named]
        self.tables += [tag] if tag in {"table", "caption"} else []
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)


def _full(make: SimpleNamespace, *, hostile: bool = True) -> Report:
    trial, modes = make.realistic(hostile=hostile)
    name = "".join(make.hostile) if hostile else "harbour-desk"
    report = build_report(make.trial(trial.judged, trial.baseline, submission=name, unstable=trial.unstable), modes)
    return structs.replace(
        report,
        eval=EvalReport(present="runnable", baseline_passed=True, mutants=(Mutant(slug="m", caught=False),), score=0.5),
        awareness=Awareness(named=(name,), seen_not_named=("reset",), named_not_seen=("rate-limit",)),
    )


def test_hostile_text_makes_no_tag_and_no_attribute(make: SimpleNamespace) -> None:
    hostile, benign = _Page(report_html(_full(make))), _Page(report_html(_full(make, hostile=False)))
    assert hostile.shapes - benign.shapes == set()
    assert {tag for tag, _ in hostile.shapes} & {"script", "img", "iframe", "form", "link", "object", "base"} == set()


def test_hostile_text_is_there_to_read_but_cannot_act(make: SimpleNamespace) -> None:
    page = report_html(_full(make))
    assert _ACTS.findall(page) == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "⟨U+001B⟩[31mred" in page
    assert "⟨120 invisible characters⟩" in page
    assert "{{ 7 * 7 }}" in page


def test_page_loads_nothing_and_allows_only_its_own_style(make: SimpleNamespace) -> None:
    page = report_html(_full(make))
    style = page.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert (style, page.count("<style"), f'content="{policy}"' in page) == (style_sheet(), 1, True)
    assert [link for link in _Page(page).links if not link.startswith("#")] == []
    assert re.findall(r"url\(|@import| style=", page) == []


def test_page_is_well_formed_and_can_be_walked(make: SimpleNamespace) -> None:
    page = _Page(report_html(_full(make)))
    assert (page.open, page.unbalanced) == (["html"], ["html"]) or (page.open, page.unbalanced) == ([], [])
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} - set(page.ids) == set()
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert [after for before, after in zip(page.headings, page.headings[1:], strict=False) if after > before + 1] == []
    assert page.tables == ["table", "caption"] * (len(page.tables) // 2)
    assert {tag for tag, _ in page.shapes} >= {"main", "nav", "header", "footer", "details"}


def test_page_of_a_long_and_hostile_trial_stays_under_three_megabytes(make: SimpleNamespace) -> None:
    call = make.call(2).prompt
    flood = tuple(
        make.call(
            n, prompt=({"role": "user", "content": f"{n}" + '"<&' * 20_000},), said='"' * 50_000, meant=f"{call}" * 50
        )
        for n in range(2, 28)
    )
    cases = [
        make.judged(f"rate-limit/{n}", events=(*flood, make.answer(28, body="<" * 50_000)), outcome=Outcome.RUNAWAY)
        for n in range(130)
    ]
    page = report_html(build_report(make.trial(cases), [make.mode()]))
    assert len(page.encode()) < 3_000_000
    assert "characters left out here" in page
    assert "more model calls until" in page


def test_sections_that_have_nothing_to_say_are_not_there(make: SimpleNamespace) -> None:
    page = _Page(report_html(build_report(make.trial(), [])))
    assert page.ids == ["report", "what", "how", "ordinary", "scale"]


def test_all_not_exercised_shows_the_reason_and_no_interval(make: SimpleNamespace) -> None:
    found = [make.judged(outcome=Outcome.NOT_EXERCISED, why="It asked for no stream.")]
    page = report_html(build_report(make.trial(found), [make.mode()]))
    assert "No silent-failure rate is given: 1 of 1 failure mode never reached it" in page
    assert ('class="interval"' in page, 'class="bar"' in page, page.count("It asked for no stream.")) == (
        False,
        False,
        2,
    )


def test_eval_and_awareness_appear_when_they_are_there(make: SimpleNamespace) -> None:
    page = report_html(_full(make))
    assert "On a healthy model it passes. It noticed 50 % of the sabotaged models." in page
    assert page.count('id="eval"') + page.count('id="awareness"') == 2


def test_same_report_gives_the_same_page(make: SimpleNamespace) -> None:
    assert report_html(_full(make)) == report_html(_full(make))


def test_what_stands_in_backticks_is_set_as_code() -> None:
    assert coded("Status 429, `<retry>` & a ` alone.") == "Status 429, <code>&lt;retry&gt;</code> &amp; a ` alone."


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_has_the_contrast_that_wcag_aa_asks_for(theme: int) -> None:
    themes = re.findall(r"--(\w+): light-dark\((#\w{6}), (#\w{6})\)", style_sheet())
    tokens = {name: colours[theme] for name, *colours in themes}
    written = {"ink", "soft", "accent", "held", "degraded", "loud", "silent"}
    pairs = [(text, ground) for text in written for ground in ("paper", "sheet")] + [("ink", "mark")]
    assert [pair for pair in pairs if _contrast(tokens[pair[0]], tokens[pair[1]]) < 4.5] == []
    assert "mark { background: var(--mark); color: var(--ink);" in style_sheet()


def test_where_nothing_failed_silently_the_line_shows_what_cannot_be_ruled_out(make: SimpleNamespace) -> None:
    page = report_html(build_report(make.trial([make.judged()]), [make.mode()]))
    assert "The line is what so few modes cannot rule out." in page
    assert 'class="range" x1="0.0%" x2="95.0%"' in page
