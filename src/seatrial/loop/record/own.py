"""The candidate's own look at what is kept of them, by link: readable, in one file, and gone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seatrial.loop.candidacy import rules
from seatrial.loop.candidacy.by_link import by_link
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.record import actions
from seatrial.loop.record.export import export_own
from seatrial.loop.record.forms import EraseForm
from seatrial.loop.record.traces import counts_of

_TITLES = (
    ("candidate", "You"),
    ("brief", "The brief, as it was sent"),
    ("accommodations", "What you asked for, and the answers"),
    ("evenings", "Your clock"),
    ("submissions", "What you sent"),
    ("trials", "Trials of it"),
    ("stages", "The stages"),
    ("references", "References"),
    ("decisions", "Decisions and letters"),
    ("record", "Who did what, when"),
)
_OF_OTHERS = frozenset({"decisions", "record"})
"""Parts in which there may be more than is shown, as long as nothing is decided."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is kept: its name, and either a text or further lines."""

    name: str
    text: str = ""
    lines: tuple["Line", ...] = ()


@require_safe
@by_link
def kept(request: HttpRequest, token: str, candidacy: Candidacy) -> HttpResponse:
    """Show everything that is kept of the candidate, in words."""
    held = export_own(candidacy, at=timezone.now())
    held["trials"] = [{**one, "report": _briefly(one["report"])} for one in held["trials"]]
    waits = frozenset() if rules.is_settled(candidacy) else _OF_OTHERS
    sections = [(title, tuple(_lines(held[key])), key in waits) for key, title in _TITLES]
    context = {
        "candidacy": candidacy,
        "token": token,
        "sections": sections,
        "left_out": held["left_out"],
        "keep_days": rules.KEEP_DAYS,
        "last_day": rules.last_day(candidacy),
    }
    return render(request, "record/kept.html", context)


@require_POST
@by_link
def kept_file(request: HttpRequest, token: str, candidacy: Candidacy) -> HttpResponse:
    """Hand it out in one file."""
    del request, token  # what is handed out depends on the candidacy alone
    held = export_own(candidacy, at=timezone.now())
    actions.note_export(candidacy, whole=rules.is_settled(candidacy), by=candidacy)
    answer = JsonResponse(held, json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer.headers["Content-Disposition"] = 'attachment; filename="what-is-kept-of-me.json"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def erase(request: HttpRequest, token: str, candidacy: Candidacy) -> HttpResponse:
    """Say what will be gone for good; on POST erase it, and say goodbye on the spot: the link is closed after that."""
    form = EraseForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"candidacy": candidacy, "token": token, "form": form}
        return render(request, "record/own_erase.html", context, status=422 if form.is_bound else 200)
    try:
        actions.erase(candidacy, by=f"candidacy:{candidacy.uid}")
    except actions.AlreadyErased:
        messages.info(request, "It was erased a moment ago.")
        return redirect("own-page", token)
    return render(request, "record/erased.html", {"title": candidacy.opening.title})


def _briefly(report: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a report's numbers; the whole of it is many pages long and stands in the file."""
    if "summary" not in report:
        return report
    counted = counts_of(report)
    modes = {one.get("title", one["slug"]): str(one.get("verdict", "")) for one in counted["modes"]}
    return {"headline": report.get("headline", ""), "summary": counted["summary"], "by_failure_mode": modes}


def _lines(value: Any) -> Iterator[Line]:  # noqa: ANN401  -- whatever an export holds
    if isinstance(value, dict):
        for key, one in value.items():
            yield _line(str(key), one)
    elif isinstance(value, list | tuple):
        for number, one in enumerate(value, 1):
            yield _line(str(number), one)
    elif value is not None:
        yield Line("", _text(value))


def _line(name: str, value: Any) -> Line:  # noqa: ANN401  -- as above
    if isinstance(value, dict | list | tuple) and value:
        return Line(name, lines=tuple(_lines(value)))
    return Line(name, "–" if value in (None, "", [], {}, ()) else _text(value))


def _text(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.strftime("%-d %B %Y, %H:%M UTC")
        case date():
            return value.strftime("%-d %B %Y")
        case Decimal():
            return f"{value.normalize():f}"
        case _:
            return str(value)
