"""Pages about people: one's own account, who is here, invitations, and the two pages that make accounts."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seatrial.loop.people import actions, rules
from seatrial.loop.people.access import MemberRequest, leads_only, members_only
from seatrial.loop.people.forms import FirstLead, Invite, Myself, NewAccount
from seatrial.loop.people.mail import NotSent, mail_invitation
from seatrial.loop.people.models import Invitation, Link, User

_pages = require_http_methods(["GET", "HEAD", "POST"])
_BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@_pages
@members_only
def me(request: MemberRequest) -> HttpResponse:
    """Show one's own account; a POST changes the name."""
    posted = request.POST if request.method == "POST" else None
    form = Myself(posted, initial={"name": request.user.name})
    if form.is_valid():
        actions.rename(request.user, form.cleaned_data["name"])
        messages.success(request, "Your name is changed.")
        return redirect("me")
    return render(request, "people/me.html", {"form": form, "two_steps": is_mfa_enabled(request.user)})


@_pages
def first_lead(request: HttpRequest, token: str) -> HttpResponse:
    """Make the first lead's account from the link that `seatrial serve` printed, and sign them in."""
    try:
        link = rules.open_first_lead_link(token)
        form = FirstLead(request.POST if request.method == "POST" else None)
        if form.is_valid():
            login(request, actions.become_first_lead(link, **form.cleaned_data), backend=_BACKEND)
            return redirect("home")
    except rules.ClosedLink:
        return closed(request)
    except actions.HasAccount:
        form.add_error("email", "There is an account with this address that is no lead’s.")
    return render(request, "people/first_lead.html", {"form": form, "token": token})


@require_safe
@never_cache
def sign_in_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign somebody in by a link; only the demo makes such links, for its invented people."""
    try:
        link = rules.open_link(token, Link.Purpose.SIGN_IN)
    except rules.ClosedLink:
        return closed(request)
    login(request, get_object_or_404(User, uid=link.about, is_active=True), backend=_BACKEND)
    return redirect("home")


@_pages
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Make an invited person's account and sign them in."""
    try:
        invitation = rules.open_invitation(token)
        form = NewAccount(request.POST if request.method == "POST" else None, initial={"email": invitation.email})
        if form.is_valid():
            login(request, actions.accept(invitation, **form.cleaned_data), backend=_BACKEND)
            return redirect("home")
    except rules.ClosedLink:
        return closed(request)
    return render(request, "people/join.html", {"form": form, "token": token, "invitation": invitation})


def closed(request: HttpRequest) -> HttpResponse:
    """Say that a link does not open; the same words for every reason."""
    return render(request, "people/closed_link.html", status=404)


@_pages
@leads_only
def people(request: MemberRequest) -> HttpResponse:
    """Show who is here and who is invited; a POST invites."""
    mine = request.user.memberships.filter(removed_at=None).select_related("opening")
    led = {one.opening.uid: one.opening for one in mine}
    titles = {uid: opening.title for uid, opening in led.items()}
    form = Invite(request.POST if request.method == "POST" else None, openings=titles)
    if form.is_valid():
        said = form.cleaned_data
        try:
            invitation = actions.invite(
                said["email"],
                as_lead=said["role"] == "lead",
                opening=led.get(said["opening"]),
                by=request.user,
            )
        except actions.HasAccount:
            form.add_error("email", "This person has an account already; you find it below.")
        except actions.InvitedAlready:
            form.add_error("email", "This address is invited already; send it again below.")
        else:
            _mail(request, invitation)
            return redirect("people")
    told = {
        "section": "people",
        "form": form,
        "people": rules.everybody(),
        "invitations": rules.open_invitations().select_related("invited_by"),
    }
    return render(request, "people/people.html", told)


@require_POST
@leads_only
def invite_again(request: MemberRequest, uid: str) -> HttpResponse:
    """Send an invitation once more, for its days from now."""
    invitation = _invitation(uid)
    try:
        actions.invite_again(invitation, by=request.user)
    except rules.ClosedLink:
        messages.error(request, f"{invitation.email} was not invited again: it was accepted or taken back meanwhile.")
    else:
        _mail(request, invitation)
    return redirect("people")


@require_POST
@leads_only
def revoke_invitation(request: MemberRequest, uid: str) -> HttpResponse:
    """Take an invitation back."""
    invitation = _invitation(uid)
    try:
        actions.revoke_invitation(invitation, by=request.user)
    except rules.ClosedLink:
        messages.error(request, f"{invitation.email} had accepted already, or it was taken back before.")
    else:
        messages.success(request, f"The link that {invitation.email} got opens no more.")
    return redirect("people")


@require_POST
@leads_only
def reopen_account(request: MemberRequest, uid: str) -> HttpResponse:
    """Let somebody sign in again."""
    person = get_object_or_404(User, uid=uid)
    actions.reopen_account(person, by=request.user)
    messages.success(request, f"{person} can sign in again. Seats have to be given anew.")
    return redirect("people")


@require_POST
@leads_only
def make_lead(request: MemberRequest, uid: str) -> HttpResponse:
    """Let a panelist create openings and invite people."""
    person = get_object_or_404(User, uid=uid, is_active=True)
    actions.make_lead(person, by=request.user)
    messages.success(request, f"{person} may create openings and invite people now.")
    return redirect("people")


def _invitation(uid: str) -> Invitation:
    return get_object_or_404(Invitation, uid=uid)


def _mail(request: HttpRequest, invitation: Invitation) -> None:
    try:
        mail_invitation(invitation, site=settings.URL or request.build_absolute_uri("/"))
    except NotSent as error:
        messages.error(request, f"The mail to {invitation.email} did not go out ({error.__cause__}). Try again below.")
    else:
        messages.success(request, f"An invitation went to {invitation.email}.")
