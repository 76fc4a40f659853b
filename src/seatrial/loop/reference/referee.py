"""The referee's page, opened by a signed link: consent, two questions, or a polite no."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from seatrial.loop.candidacy.rules import KEEP_DAYS
from seatrial.loop.people.models import Link
from seatrial.loop.people.rules import ClosedLink, open_link
from seatrial.loop.reference import actions
from seatrial.loop.reference.forms import AnswerForm
from seatrial.loop.reference.models import Reference


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the two questions and keep the answers, once."""
    reference = _opened(token)
    if reference is None:
        return render(request, "reference/closed.html", status=404)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.answer(reference, what_broke=said["what_broke"], how_handled=said["how_handled"])
        except actions.NoLongerOpen:
            reference.refresh_from_db(fields=["what_broke", "how_handled"])
            if (reference.what_broke, reference.how_handled) == (said["what_broke"], said["how_handled"]):
                return redirect("referee", token)  # a second click: it is kept
            form.add_error(None, "Your answers were not kept: this page was answered, declined or closed meanwhile.")
        else:
            return redirect("referee", token)
    return _page(request, token, reference, form)


@require_POST
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Keep that the referee would rather not answer."""
    reference = _opened(token)
    if reference is None:
        return render(request, "reference/closed.html", status=404)
    with suppress(actions.NoLongerOpen):  # the page says where it stands
        actions.decline(reference)
    return redirect("referee", token)


def _page(request: HttpRequest, token: str, reference: Reference, form: AnswerForm) -> HttpResponse:
    waits = reference.state is Reference.State.ASKED and reference.candidacy.is_active
    # What was typed is shown again with what is wrong, even if it can no longer be kept: nothing is lost unseen.
    template = "reference/answer.html" if waits or form.errors else "reference/done.html"
    return render(
        request,
        template,
        {
            "reference": reference,
            "candidacy": reference.candidacy,
            "token": token,
            "form": form,
            "keep_days": KEEP_DAYS,
        },
    )


def _opened(token: str) -> Reference | None:
    """Return the reference behind a link that opens now, as far as it still exists."""
    try:
        link = open_link(token, Link.Purpose.REFEREE)
    except ClosedLink:
        return None
    known = Reference.objects.filter(uid=link.about, candidacy__erased_at=None)
    return known.select_related("candidacy__opening", "asked_by").first()
