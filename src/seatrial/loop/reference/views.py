"""The lead's page of a candidate's references: whom to ask, what they said beside the candidate's own story."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.candidacy.rules import led_by
from seatrial.loop.people.access import MemberRequest, members_only
from seatrial.loop.people.models import Link, User
from seatrial.loop.reference import actions, rules
from seatrial.loop.reference.forms import AskForm, CallForm, NewCallForm, ReadingForm
from seatrial.loop.reference.mail import NotSent, mail_link
from seatrial.loop.reference.models import Reading, Reference
from seatrial.loop.scorecard.rules import with_entries
from seatrial.loop.scorecard.views.shown import as_read

_pages = require_http_methods(["GET", "HEAD", "POST"])
_OVER = "The loop of this candidate is over, so nobody is asked any more."
_NO_LONGER_OPEN = "This reference is no longer open: it was answered, declined or taken back meanwhile."


@_pages
@members_only
def references(request: MemberRequest, uid: str) -> HttpResponse:
    """Show the references of a candidate, and ask a referee."""
    candidacy = _led(request.user, uid)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reference, link = actions.ask(candidacy, by=request.user, **form.cleaned_data)
        except actions.LoopOver:
            form.add_error(None, _OVER)
        except actions.AlreadyAsked:
            form.add_error("email", "This address has been asked about this candidate already.")
        else:
            _mail(request, reference, link)
            return redirect("references", candidacy.uid)
    return _page(request, candidacy, ask=form)


@_pages
@members_only
def new_call(request: MemberRequest, uid: str) -> HttpResponse:
    """Type in a phone call with somebody who was not asked by mail."""
    candidacy = _led(request.user, uid)
    form = NewCallForm(request.POST or None)

    def keep() -> None:
        told = {key: text for key, text in form.cleaned_data.items() if key != "consent"}
        actions.type_in_call(candidacy, by=request.user, **told)

    return _typed_in(request, candidacy, form, keep)


@_pages
@members_only
def call(request: MemberRequest, uid: str) -> HttpResponse:
    """Type in a phone call with a referee who has not answered by link."""
    reference = _reference(request.user, uid)
    form = CallForm(request.POST or None)

    def keep() -> None:
        told = {key: text for key, text in form.cleaned_data.items() if key != "consent"}
        actions.type_in(reference, by=request.user, **told)

    return _typed_in(request, reference.candidacy, form, keep, reference)


@require_POST
@members_only
def remind(request: MemberRequest, uid: str) -> HttpResponse:
    """Mail a referee once more."""
    reference = _reference(request.user, uid)
    try:
        link = actions.remind(reference, by=request.user)
    except actions.NotDue:
        messages.warning(
            request,
            f"No reminder went out: a referee hears from us every {rules.DAYS_BETWEEN} days at most, and is reminded "
            f"{rules.MOST_REMINDERS} times at most.",
        )
    else:
        reference.refresh_from_db()
        _mail(request, reference, link)
    return redirect("references", reference.candidacy.uid)


@require_POST
@members_only
def take_back(request: MemberRequest, uid: str) -> HttpResponse:
    """Close a referee's link."""
    reference = _reference(request.user, uid)
    try:
        actions.take_back(reference, by=request.user)
    except actions.NoLongerOpen:
        messages.warning(request, _NO_LONGER_OPEN)
    else:
        messages.success(request, f"The link of {reference.name} no longer opens.")
    return redirect("references", reference.candidacy.uid)


@require_POST
@members_only
def reading(request: MemberRequest, uid: str) -> HttpResponse:
    """Append what a lead makes of a reference."""
    reference = _reference(request.user, uid)
    form = _reading_form(reference, request)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.read(
                reference,
                by=request.user,
                says=Reading.Says(said["says"]),
                reason=said["reason"],
                edition=said["edition"],
            )
        except actions.ReadMeanwhile:
            form = _reading_form(reference, request, edition=Reference.objects.get(pk=reference.pk).edition)
            form.add_error(
                None,
                "Somebody read this reference meanwhile, as it says above. Send what you typed again to add it.",
            )
        else:
            return redirect("references", reference.candidacy.uid)
    return _page(request, reference.candidacy, ask=AskForm(), bound={reference.uid: form})


def _led(user: User, uid: str) -> Candidacy:
    return get_object_or_404(led_by(user).select_related("opening"), uid=uid)


def _reference(user: User, uid: str) -> Reference:
    known = Reference.objects.filter(candidacy__in=led_by(user))
    return get_object_or_404(known.select_related("candidacy__opening", "asked_by"), uid=uid)


def _reading_form(
    reference: Reference, request: HttpRequest | None = None, *, edition: int | None = None
) -> ReadingForm:
    """Return the form of one reference, told apart by its prefix; `edition` replaces a stale one."""
    if request is None:
        return ReadingForm(prefix=reference.uid, initial={"edition": reference.edition})
    typed = request.POST.copy()
    if edition is not None:
        typed[f"{reference.uid}-edition"] = str(edition)
    return ReadingForm(typed, prefix=reference.uid)


def _page(
    request: MemberRequest, candidacy: Candidacy, *, ask: AskForm, bound: dict[str, ReadingForm] | None = None
) -> HttpResponse:
    readings = Prefetch("readings", Reading.objects.select_related("by"))
    kept = candidacy.references.select_related("asked_by", "typed_in_by").prefetch_related(readings)
    due = set(rules.due_for_reminder(timezone.now()).filter(candidacy=candidacy).values_list("pk", flat=True))
    return render(
        request,
        "reference/references.html",
        {
            "section": "openings",
            "candidacy": candidacy,
            "ask": ask,
            "rows": [
                {
                    "reference": one,
                    "due": one.pk in due,
                    "form": (bound or {}).get(one.uid) or _reading_form(one),
                }
                for one in kept
            ],
            "story": [(card, as_read(card)) for card in with_entries(rules.own_story(request.user, candidacy))],
            "days": rules.DAYS_BETWEEN,
            "most": rules.MOST_REMINDERS,
            "by_itself": settings.SENDS_BY_ITSELF,
        },
    )


def _typed_in(
    request: MemberRequest,
    candidacy: Candidacy,
    form: Form,
    keep: Callable[[], None],
    reference: Reference | None = None,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            keep()
        except actions.LoopOver:
            form.add_error(None, _OVER)
        except actions.NoLongerOpen:
            form.add_error(None, f"{_NO_LONGER_OPEN} What you typed is still here, but cannot be kept.")
        else:
            return redirect("references", candidacy.uid)
    told = {"section": "openings", "candidacy": candidacy, "reference": reference, "form": form}
    return render(request, "reference/call.html", told)


def _mail(request: HttpRequest, reference: Reference, link: Link) -> None:
    try:
        mail_link(reference, link, site=settings.URL or request.build_absolute_uri("/"))
    except NotSent as error:
        messages.error(
            request, f"The mail to {reference.name} did not go out ({error.__cause__}). Send it again below."
        )
    else:
        messages.success(request, f"The two questions went to {reference.name}.")
