"""What every page of the set-up shows beside its form: the steps, the candidate's hours, what has to be mended."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render

from seatrial.loop.openings.forms import OverruleForm, differences
from seatrial.loop.openings.models import Opening
from seatrial.loop.openings.problems import Problem, problems_of, rounds_of
from seatrial.loop.openings.spine import MARATHON_HOURS, candidate_minutes, in_words
from seatrial.loop.people.access import MemberRequest
from seatrial.loop.takehome.rules import checked

TITLES = {
    "role": "Role",
    "stages": "Stages and guides",
    "standard": "Rubric, panel, take-home",
    "preview": "Preview",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A problem with the form that overrules it, where it may be overruled."""

    problem: Problem
    form: OverruleForm | None


def total_hours(opening: Opening) -> str:
    """Return the candidate's total time in words."""
    budget = Fraction(opening.takehome.budget_hours)
    return in_words(candidate_minutes(rounds_of(tuple(opening.stages.all())), budget))


def show(
    request: MemberRequest, opening: Opening, step: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render one step of the set-up."""
    checks = checked(opening.takehome)
    problems = problems_of(opening, checks)
    beside = {
        "opening": opening,
        "section": "openings",
        "step": step,
        "steps": [(slug, title, sum(1 for one in problems if one.step == slug)) for slug, title in TITLES.items()],
        "total": total_hours(opening),
        "marathon_hours": MARATHON_HOURS,
        "here": [_shown(one) for one in problems if one.step == step],
        "elsewhere": [_shown(one) for one in problems if one.step != step],
        "stopping": any(one.stops for one in problems),
        "overruled": checks.overruled,
    }
    return render(request, f"openings/{step}.html", {**beside, **context}, status=status)


def told_of_change(form: Form, opening: Opening, now: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Keep what was typed, let the next save count, and return what somebody else wrote meanwhile."""
    form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
    if "edition" in form.fields:
        form.data[form.add_prefix("edition")] = str(opening.edition)  # type: ignore[index]  # as above
    return differences(form, now)


def _shown(problem: Problem) -> Shown:
    if not problem.may_be_overruled or problem.finding is None:
        return Shown(problem, None)
    initial = {"rule": problem.finding.rule, "words": problem.finding.words}
    return Shown(problem, OverruleForm(initial=initial, auto_id=False))
