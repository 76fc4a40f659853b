"""The standard: every rubric with its versions, one version, what changed between two, and the form of a new one."""

from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from seatrial.loop.people.access import MemberRequest, leads_only, members_only
from seatrial.loop.people.models import User
from seatrial.loop.rubric import actions, rules
from seatrial.loop.rubric.arithmetic import Criterion, Part, Refusal, Rubric, decimals, refusals, share
from seatrial.loop.rubric.difference import difference
from seatrial.loop.rubric.forms import (
    MOST_CRITERIA,
    CriteriaForms,
    OwnVersionForm,
    VersionForm,
    bar_of,
    criteria_forms,
    place,
    rubric_of,
    still_typed,
    typed_in,
    typed_of,
)
from seatrial.loop.rubric.models import RubricVersion
from seatrial.loop.rubric.spelled import Step, inversion, least_bar, needs

RUBRICS = 20


@dataclass(frozen=True, slots=True)
class Balance:
    """What a rubric weighs: the two shares, what follows from them, and why it would be refused."""

    engineering: Fraction
    reliability: Fraction
    steps: tuple[Step, ...]
    refused: tuple[Refusal, ...]

    @property
    def engineering_percent(self) -> str:
        """Return the share of engineering as a number that a meter takes."""
        return decimals(self.engineering * 100, 2)


@require_safe
@members_only
def standard(request: MemberRequest) -> HttpResponse:
    """Show every rubric that this person may read, with its versions."""
    seen = rules.seen_by(request.user)
    page = Paginator(rules.families(seen), RUBRICS).get_page(request.GET.get("page"))
    versions = defaultdict(list)
    for version in rules.with_use(seen.filter(family__in=list(page))):
        versions[version.family].append(version)
    context = {"page": page, "rubrics": [versions[family] for family in page], "section": "standard"}
    return render(request, "rubric/standard.html", context)


@require_safe
@members_only
def version(request: MemberRequest, uid: str) -> HttpResponse:
    """Show one version: its criteria with their anchors, its shares, its bar, and what follows from them."""
    version = get_object_or_404(rules.with_use(rules.seen_by(request.user)), uid=uid)
    value = version.rubric
    whole = sum(one.weight for one in value.criteria)
    context = {
        "version": version,
        "versions": rules.seen_by(request.user).filter(family=version.family).order_by("-number"),
        "origin": _origin_of(version.family),
        "sees_origin": rules.seen_by(request.user).filter(derived__family=version.family).exists(),
        "criteria": [(one, one.weight / whole) for one in value.criteria],
        "balance": balance(value),
        "bar": value.bar,
        "needs": needs(value),
        "section": "standard",
    }
    return render(request, "rubric/version.html", context)


@require_safe
@members_only
def changes(request: MemberRequest, uid: str) -> HttpResponse:
    """Show what changed from one version to another: from the one before, unless another is asked for."""
    seen = rules.seen_by(request.user).select_related("owner")
    version = get_object_or_404(seen, uid=uid)
    others = seen.filter(family=version.family).exclude(pk=version.pk).order_by("-number")
    since = get_object_or_404(seen, uid=request.GET["since"]) if request.GET.get("since") else _before(version)
    context = {
        "version": version,
        "since": since,
        "others": others,
        "difference": since and difference(since.rubric, version.rubric),
        "section": "standard",
    }
    return render(request, "rubric/changes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@leads_only
def new(request: MemberRequest, uid: str) -> HttpResponse:
    """Make the next version of a rubric, beginning from one of its versions."""
    return _edit(request, get_object_or_404(rules.seen_by(request.user), uid=uid), VersionForm)


@require_http_methods(["GET", "HEAD", "POST"])
@leads_only
def derive(request: MemberRequest, uid: str) -> HttpResponse:
    """Make a rubric of an opening's own, beginning from a version of another one."""
    return _edit(request, get_object_or_404(rules.seen_by(request.user), uid=uid), OwnVersionForm)


def _edit(request: MemberRequest, origin: RubricVersion, kind: type[VersionForm]) -> HttpResponse:
    newest = rules.newest_of(origin.family)
    if request.method != "POST":
        form = kind(initial={"newest": newest.uid, "bar": bar_of(origin.rubric)})
        criteria = criteria_forms(initial=typed_of(origin.rubric))
        return _show(request, origin, newest, form, criteria, balance=balance(origin.rubric))
    form, criteria = kind(request.POST), criteria_forms(request.POST)
    begun = RubricVersion.objects.filter(family=origin.family, uid=request.POST.get("newest")).first() or origin
    typed = rubric_of(form, criteria, {one.key for one in (*origin.rubric.criteria, *begun.rubric.criteria)})
    found = balance(typed) if typed else None
    if request.htmx:
        return render(request, "rubric/balance.html", {"balance": found})
    if "check" in request.POST or "add" in request.POST:
        as_typed = still_typed(criteria, one_more="add" in request.POST)
        return _show(request, origin, begun, kind(initial=typed_in(form)), as_typed, balance=found)
    if typed and form.is_valid() and criteria.is_valid():
        try:
            made = _save(form, origin, begun, typed, request.user)
            return redirect("rubric-changes" if kind is VersionForm else "rubric", made.uid)
        except actions.Refused as refused:
            place(refused.why, form, criteria, typed)
        except actions.NothingChanged:
            form.add_error(None, f"Nothing differs from version {begun.number}. A new version needs a change.")
        except actions.NewerVersion as newer:
            renewed = kind(initial={**typed_in(form), "newest": newer.newest.uid})
            overtaken = difference(begun.rubric, newer.newest.rubric)
            context = {"balance": found, "overtaken": overtaken, "begun": begun}
            return _show(request, origin, newer.newest, renewed, still_typed(criteria), status=409, **context)
    return _show(request, origin, begun, form, criteria, balance=found, status=422)


def _save(form: VersionForm, origin: RubricVersion, begun: RubricVersion, typed: Rubric, by: User) -> RubricVersion:
    reason = form.cleaned_data["reason"]
    if isinstance(form, OwnVersionForm):
        return actions.derive(origin, typed, name=form.cleaned_data["name"], reason=reason, by=by)
    return actions.new_version(begun, typed, reason=reason, by=by)


def _show(
    request: MemberRequest,
    origin: RubricVersion,
    newest: RubricVersion,
    form: VersionForm,
    criteria: CriteriaForms,
    *,
    status: int = 200,
    **more: Any,  # noqa: ANN401  -- a template's context
) -> HttpResponse:
    context = {
        "origin": origin,
        "newest": newest,
        "form": form,
        "criteria": criteria,
        "own": isinstance(form, OwnVersionForm),
        "may_add": len(criteria.forms) < MOST_CRITERIA,
        "section": "standard",
        **more,
    }
    return render(request, "rubric/edit.html", context, status=status)


def balance(value: Rubric) -> Balance | None:
    """Weigh a rubric whose words may still be missing; None while a part has no weight."""
    if any(one.weight <= 0 for one in value.criteria) or not all(value.part(part) for part in Part):
        return None
    worded = replace(value, criteria=tuple(_worded(one) for one in value.criteria))
    return Balance(
        engineering=share(worded, Part.ENGINEERING),
        reliability=share(worded, Part.RELIABILITY),
        steps=(*inversion(worded), least_bar(worded)),
        refused=refusals(worded),
    )


def _worded(one: Criterion) -> Criterion:
    first, second, third, fourth = (anchor.strip() or "–" for anchor in one.anchors)
    return replace(one, name=one.name.strip() or "Without a name", anchors=(first, second, third, fourth))


def _origin_of(family: str) -> RubricVersion | None:
    return RubricVersion.objects.filter(derived__family=family).first()


def _before(version: RubricVersion) -> RubricVersion | None:
    earlier = RubricVersion.objects.filter(family=version.family, number__lt=version.number)
    return earlier.select_related("owner").order_by("-number").first()
