"""Who gets what at which address: one row for every URL of the loop.

To add one: put a row into your noun's part of ROWS: the URL's name, what a GET answers to whom, what an empty POST
answers to whom, and, where the address has parts, a function that makes them from the cast. HEAD is as GET; every other
method must be 405 for everybody, so the method's decorator stands above `members_only`. What is done in a request is
undone after it, so a row's function may create what its address needs.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils import timezone

from seatrial.loop.candidacy.actions import ask_accommodation
from seatrial.loop.decision.actions import decide
from seatrial.loop.decision.models import Decision
from seatrial.loop.evidence.evening import begin, hand_in, send
from seatrial.loop.evidence.models import Submission, Trial
from seatrial.loop.evidence.store import store
from seatrial.loop.live.actions import open_session, predict
from seatrial.loop.live.models import Prediction
from seatrial.loop.openings.models import Stage
from seatrial.loop.people.actions import invite, make_first_lead_link, make_link
from seatrial.loop.people.models import Invitation, Link, User
from seatrial.loop.people.rules import invitation_token, token_of
from seatrial.loop.reference.models import Reference
from seatrial.loop.scorecard.actions import Place, cite, open_scorecard, raise_flag
from seatrial.loop.scorecard.models import Citation, Flag, Scorecard
from seatrial.loop.takehome.models import TakeHome
from tests.intake.hostile import zipped
from tests.loop.conftest import Loop, briefed
from tests.loop.evidence_report import CASE, small_report, telling_report
from tests.loop.scorecard.conftest import sealed_card, seated_only_in

SIGN_IN = "sign in"
"""A redirect to the sign-in page."""
Answer = int | str


@dataclass(frozen=True)
class By:
    """What each of the cast is answered: nobody, Ann (by her link), Bo, Bea, Cy, Dee, Eve."""

    nobody: Answer
    ann: Answer
    bo: Answer
    bea: Answer
    cy: Answer
    dee: Answer
    eve: Answer

    def but(self, **others: Answer) -> "By":
        return replace(self, **others)


def everyone(answer: Answer) -> By:
    return By(*[answer] * 7)


def members(answer: Answer) -> By:
    """Whoever has signed in; others are sent to do so."""
    return everyone(answer).but(nobody=SIGN_IN, ann=SIGN_IN)


def leads(answer: Answer) -> By:
    """Whoever may create openings (`leads_only`)."""
    return members(403).but(cy=answer, eve=answer)


def of_opening(answer: Answer) -> By:
    """The panel and the lead of the opening; to other members it does not exist."""
    return members(404).but(bo=answer, bea=answer, cy=answer)


def panel_of_opening(answer: Answer) -> By:
    """The panel of the opening; to other members it does not exist."""
    return members(404).but(bo=answer, bea=answer)


def lead_of_opening(answer: Answer) -> By:
    """The lead of the opening; to other members it does not exist."""
    return members(404).but(cy=answer)


def readers_of_rubric(answer: Answer) -> By:
    """Every lead, and the panels of the openings that use it; to other members it does not exist."""
    return members(answer).but(dee=404)


def holder_of_link(answer: Answer) -> By:
    """Ann, whose link it is. The others hold a tampered one (see World.token)."""
    return everyone(404).but(ann=answer)


def own_card(answer: Answer) -> By:
    """Bo, whose scorecard or flag it is; it exists for nobody else, the lead included."""
    return members(404).but(bo=answer)


NOT_ALLOWED = everyone(405)


@dataclass(frozen=True)
class World:
    """What a row may build its address from: the loop, who asks, and the cast."""

    loop: Loop
    role: str
    cast: dict[str, User]

    def token(self, good: str) -> str:
        """Return the token for Ann, and one that somebody tampered with for everybody else."""
        return good if self.role == "ann" else good[:-1] + ("A" if good[-1] != "A" else "B")


Parts = dict[str, str]


def no_parts(world: World) -> Parts:
    del world
    return {}


def dee(world: World) -> Parts:
    return {"uid": world.cast["dee"].uid}


def invitation(world: World) -> Parts:
    return {"uid": invite("fay@example.com", as_lead=False, opening=None, by=world.cast["cy"]).uid}


def to_join(world: World) -> Parts:
    return {"token": world.token(invitation_token(Invitation.objects.get(**invitation(world))))}


def to_first_lead(world: World) -> Parts:
    return {"token": world.token(token_of(make_first_lead_link()))}


def to_sign_in(world: World) -> Parts:
    link = make_link(Link.Purpose.SIGN_IN, world.cast["bo"], by="demo", days=1)
    return {"token": world.token(token_of(link))}


def ann(world: World) -> Parts:
    return {"uid": world.loop.ann.uid}


def reference(world: World) -> Parts:
    asked = Reference.objects.create(candidacy=world.loop.ann, asked_by=world.cast["cy"], name="Rae", email="r@x.org")
    return {"uid": asked.uid}


def to_referee(world: World) -> Parts:
    about = Reference.objects.get(uid=reference(world)["uid"])
    return {"token": world.token(token_of(make_link(Link.Purpose.REFEREE, about, by="system", days=21)))}


def takehome(world: World) -> Stage:
    return world.loop.stages["takehome"]


def takehome_of_ann(world: World) -> dict[str, str]:
    return {"uid": world.loop.ann.blind_uid, "stage_uid": takehome(world).uid}


def review_of_ann(world: World) -> dict[str, str]:
    Trial.objects.create(candidacy=world.loop.ann, report=telling_report(), finished_at=timezone.now())
    return {"uid": world.loop.ann.uid, "stage_uid": world.loop.stages["review"].uid}


def room_of_ann(world: World) -> dict[str, str]:
    Submission.objects.create(candidacy=world.loop.ann, file_name="a.zip", size=1, handed_in_at=timezone.now())
    run = open_session(world.loop.ann, by=world.cast["bo"], seed=1)
    review = world.loop.stages["review"]
    said = {"case": "wrong-value-persists/1", "typed": "", "expected": "held", "words": "It checks the quote."}
    made = predict(run, review, **said, by=world.cast["bo"])
    Prediction.objects.filter(pk=made.pk).update(ran_at=timezone.now(), result=telling_report()["cases"][0])
    return {"uid": world.loop.ann.uid, "stage_uid": review.uid}


def card_of_bo(world: World, *, all_sealed: bool = False) -> Scorecard:
    if not all_sealed:
        return open_scorecard(world.loop.ann, takehome(world), by=world.cast["bo"])
    seated_only_in(world.loop, "takehome")
    return [sealed_card(world.loop, "takehome", world.cast[who]) for who in ("bea", "bo")][1]


def flag_of_bo(world: World) -> Flag:
    said = {"kind": "no_eval", "words": "We just ship.", "prompted": False}
    return raise_flag(world.loop.ann, takehome(world), **said, by=world.cast["bo"])


@dataclass(frozen=True)
class Row:
    name: str
    get: By
    post: By
    parts: Callable[[World], Parts] = no_parts

    def says(self, method: str, role: str) -> Answer:
        """Return what this row promises."""
        by = {"GET": self.get, "HEAD": self.get, "POST": self.post}.get(method, NOT_ALLOWED)
        return getattr(by, role)


def an_opening(world: World) -> Parts:
    return {"uid": world.loop.opening.uid}


def a_stage(world: World) -> Parts:
    return {"uid": world.loop.opening.uid, "stage_uid": world.loop.stages["review"].uid}


def a_candidate(world: World) -> Parts:
    return {"uid": world.loop.ann.uid}


def a_candidates_stage(world: World) -> Parts:
    return {"uid": world.loop.ann.uid, "stage_uid": world.loop.stages["takehome"].uid}


def a_request(world: World) -> Parts:
    return {"uid": world.loop.ann.uid, "asked_uid": ask_accommodation(world.loop.ann, "More time, please.").uid}


def anns_page(world: World) -> Parts:
    link = make_link(Link.Purpose.CANDIDATE, world.loop.ann, by="system", days=1)
    return {"token": world.token(token_of(link))}


def a_trial(world: World) -> Parts:
    made = Trial.objects.create(candidacy=world.loop.ann, report=small_report(), finished_at=timezone.now())
    return {"uid": made.uid}


def a_case(world: World) -> Parts:
    made = Trial.objects.create(candidacy=world.loop.ann, report=telling_report(), finished_at=timezone.now())
    return {"uid": made.uid, "case_id": CASE}


def citation_of_bo(world: World) -> Citation:
    card = card_of_bo(world)
    made = Trial.objects.create(candidacy=world.loop.ann, report=telling_report(), finished_at=timezone.now())
    return cite(card, Place(made, f"case:{CASE}", "A case"), field="awareness", words="So.", by=world.cast["bo"])


def anns_evening(world: World) -> Parts:
    begin(briefed(world.loop.ann))
    return anns_page(world)


def anns_report(world: World) -> Parts:
    TakeHome.objects.update(shows_report=True)
    Trial.objects.create(candidacy=world.loop.ann, report=telling_report(), finished_at=timezone.now())
    return anns_page(world)


def anns_case(world: World) -> Parts:
    return {**anns_report(world), "case_id": CASE}


def anns_submission(world: World) -> Parts:
    parts = anns_evening(world)
    sent = send(world.loop.ann.evening, store([b"x"]), file_name="feature.zip")
    return {**parts, "uid": sent.uid}


def a_handed_in(world: World, archive: bytes = b"x") -> Parts:
    begin(briefed(world.loop.ann))
    hand_in(send(world.loop.ann.evening, store([archive]), file_name="feature.zip"), told_minutes=200)
    return a_candidate(world)


def code_of_ann(world: World) -> Parts:
    """Something of Ann's to be read in a stage with names."""
    a_handed_in(world, zipped(("app.py", b"print()")))
    return review_of_ann(world)


def a_run(world: World) -> Parts:
    begin(briefed(world.loop.ann))
    return {"uid": send(world.loop.ann.evening, store([b"x"]), file_name="feature.zip").runs.get().uid}


def a_rubric(world: World) -> dict[str, str]:
    return {"uid": world.loop.opening.rubric_version.uid}


def decision(world: World) -> Decision:
    """Decide about Ann after everybody has sealed."""
    card_of_bo(world, all_sealed=True)
    return decide(world.loop.ann, by=world.cast["cy"], outcome=Decision.Outcome.HIRE, reasons="So.")


def first_decision(world: World) -> Parts:
    decision(world)
    return {"uid": world.loop.ann.blind_uid, "number": "1"}


ROWS = (
    # --- people
    Row("me", members(200), members(200)),
    Row("people", leads(200), leads(200)),
    Row("invite-again", NOT_ALLOWED, leads(302), invitation),
    Row("invitation-revoke", NOT_ALLOWED, leads(302), invitation),
    Row("account-close", leads(200), leads(302), dee),
    Row("account-reopen", NOT_ALLOWED, leads(302), dee),
    Row("account-make-lead", NOT_ALLOWED, leads(302), dee),
    Row("sign-in", holder_of_link(302), NOT_ALLOWED, to_sign_in),
    Row("first-lead", everyone(404), everyone(404), to_first_lead),
    Row("join", holder_of_link(200), holder_of_link(200), to_join),
    # --- people: signing in
    Row("account_login", everyone(302).but(nobody=200, ann=200), everyone(302).but(nobody=200, ann=200)),
    Row("account_logout", everyone(200).but(nobody=302, ann=302), everyone(302)),
    Row("account_inactive", everyone(200), NOT_ALLOWED),
    Row("account_reauthenticate", members(200), members(200)),
    Row("account_change_password", members(200), members(200)),
    Row("account_set_password", members(302), members(302)),
    Row("account_reset_password", everyone(200), everyone(200)),
    Row("account_reset_password_done", everyone(200), NOT_ALLOWED),
    Row(
        "account_reset_password_from_key",
        everyone(200),
        everyone(200),
        lambda _: {"uidb36": "1", "key": "no-such-key"},
    ),
    Row("account_reset_password_from_key_done", everyone(200), NOT_ALLOWED),
    Row("mfa_index", members(200), NOT_ALLOWED),
    Row("mfa_authenticate", members(302), members(302)),
    Row("mfa_reauthenticate", members(302), members(302)),
    Row("mfa_activate_totp", members(302), members(302)),
    Row("mfa_deactivate_totp", members(404), members(404)),
    Row("mfa_view_recovery_codes", members(404), NOT_ALLOWED),
    Row("mfa_generate_recovery_codes", members(302), members(302)),
    Row("mfa_download_recovery_codes", members(404), NOT_ALLOWED),
    Row("openid_connect_login", everyone(404), NOT_ALLOWED, lambda _: {"provider_id": "company"}),
    Row("openid_connect_callback", everyone(404), NOT_ALLOWED, lambda _: {"provider_id": "company"}),
    Row("socialaccount_connections", members(200), members(200)),
    Row("socialaccount_login_error", everyone(401), NOT_ALLOWED),
    Row("socialaccount_login_cancelled", everyone(200), NOT_ALLOWED),
    # --- board
    Row("home", members(302), NOT_ALLOWED),
    Row("openings", members(200), NOT_ALLOWED),
    Row("work", members(200), NOT_ALLOWED),
    Row("opening", lead_of_opening(200), NOT_ALLOWED, an_opening),
    Row("opening-takehome", lead_of_opening(200), NOT_ALLOWED, an_opening),
    Row("opening-standard", lead_of_opening(200), lead_of_opening(200), an_opening),
    Row("candidate", of_opening(200), NOT_ALLOWED, a_candidate),
    # --- rubric
    Row("standard", members(200), NOT_ALLOWED),
    Row("rubric", readers_of_rubric(200), NOT_ALLOWED, a_rubric),
    Row("rubric-changes", readers_of_rubric(200), NOT_ALLOWED, a_rubric),
    Row("rubric-new", leads(200), leads(422), a_rubric),
    Row("rubric-derive", leads(200), leads(422), a_rubric),
    # --- takehome
    # --- openings
    Row("opening-new", leads(200), leads(200)),
    Row("opening-role", lead_of_opening(200), lead_of_opening(200), an_opening),
    Row("lead-add", NOT_ALLOWED, lead_of_opening(422), an_opening),
    Row(
        "lead-remove",
        NOT_ALLOWED,
        lead_of_opening(302),
        lambda world: an_opening(world) | {"person_uid": world.cast["cy"].uid},
    ),
    Row("opening-stages", lead_of_opening(200), NOT_ALLOWED, an_opening),
    Row("opening-preview", lead_of_opening(200), NOT_ALLOWED, an_opening),
    Row("opening-open", NOT_ALLOWED, lead_of_opening(302), an_opening),
    Row("opening-overrule", NOT_ALLOWED, lead_of_opening(302), an_opening),
    Row("opening-close", NOT_ALLOWED, lead_of_opening(302), an_opening),
    Row("round-add", NOT_ALLOWED, lead_of_opening(302), an_opening),
    Row("stage-edit", lead_of_opening(200), lead_of_opening(200), a_stage),
    Row("round-move", NOT_ALLOWED, lead_of_opening(302), a_stage),
    Row("round-remove", NOT_ALLOWED, lead_of_opening(302), a_stage),
    # --- candidacy
    Row("candidate-new", lead_of_opening(200), lead_of_opening(200), an_opening),
    Row("candidate-correct", lead_of_opening(200), lead_of_opening(422), a_candidate),
    Row("brief-send", NOT_ALLOWED, lead_of_opening(302), a_candidate),
    Row("stage-start", NOT_ALLOWED, lead_of_opening(302), a_candidates_stage),
    Row("stage-finish", NOT_ALLOWED, lead_of_opening(302), a_candidates_stage),
    Row("candidate-withdraw", NOT_ALLOWED, lead_of_opening(302), a_candidate),
    Row("accommodation-answer", lead_of_opening(200), lead_of_opening(200), a_request),
    Row("own-page", holder_of_link(200), NOT_ALLOWED, anns_page),
    Row("own-ask", NOT_ALLOWED, holder_of_link(422), anns_page),
    Row("own-leave", holder_of_link(200), holder_of_link(302), anns_page),
    # --- evidence
    Row("trial-choose", NOT_ALLOWED, lead_of_opening(302), a_trial),
    Row("candidate-runs", lead_of_opening(302), NOT_ALLOWED, a_candidate),
    Row("trial-again", NOT_ALLOWED, lead_of_opening(302), a_handed_in),
    Row("run-cancel", NOT_ALLOWED, lead_of_opening(302), a_run),
    Row("run-retry", NOT_ALLOWED, lead_of_opening(302), a_run),
    Row("candidate-alike", lead_of_opening(200), NOT_ALLOWED, a_candidate),
    Row("own-evening", holder_of_link(200), NOT_ALLOWED, anns_page),
    Row("own-begin", NOT_ALLOWED, holder_of_link(422), anns_page),
    Row("own-pause", NOT_ALLOWED, holder_of_link(302), anns_evening),
    Row("own-kit", holder_of_link(200), NOT_ALLOWED, anns_evening),
    Row("own-send", NOT_ALLOWED, holder_of_link(422), anns_evening),
    Row("own-check", NOT_ALLOWED, holder_of_link(302), anns_submission),
    Row("own-hand-in", holder_of_link(200), holder_of_link(422), anns_submission),
    # --- the candidate's own report
    Row("own-report", holder_of_link(200), NOT_ALLOWED, anns_report),
    Row("own-case", holder_of_link(200), NOT_ALLOWED, anns_case),
    # --- scorecard
    Row("scorecard", own_card(200), NOT_ALLOWED, lambda world: {"uid": card_of_bo(world).uid}),
    Row("scorecard-save", NOT_ALLOWED, own_card(422), lambda world: {"uid": card_of_bo(world).uid}),
    Row("scorecard-summary", own_card(200), NOT_ALLOWED, lambda world: {"uid": card_of_bo(world).uid}),
    Row("scorecard-seal", NOT_ALLOWED, own_card(409), lambda world: {"uid": card_of_bo(world).uid}),
    Row(
        "scorecard-amend",
        own_card(200),
        own_card(422),
        lambda world: {"uid": card_of_bo(world, all_sealed=True).uid, "field": "awareness"},
    ),
    Row("stage", of_opening(200), NOT_ALLOWED, takehome_of_ann),
    Row("stage-guide", of_opening(200), NOT_ALLOWED, review_of_ann),
    Row("code", of_opening(200), NOT_ALLOWED, code_of_ann),
    Row("code-file", of_opening(200), NOT_ALLOWED, lambda world: code_of_ann(world) | {"number": "1"}),
    Row("code-zip", of_opening(200), NOT_ALLOWED, code_of_ann),
    Row("room", of_opening(200), NOT_ALLOWED, room_of_ann),
    Row("room-open", NOT_ALLOWED, of_opening(302), room_of_ann),
    Row("room-close", NOT_ALLOWED, of_opening(302), room_of_ann),
    Row(
        "room-predict",
        NOT_ALLOWED,
        of_opening(422),
        lambda world: room_of_ann(world) | {"mode": "wrong-value-persists"},
    ),
    Row("scorecard-open", NOT_ALLOWED, of_opening(302), takehome_of_ann),
    Row("peers", of_opening(200), NOT_ALLOWED, takehome_of_ann),
    Row("open-early", lead_of_opening(200), lead_of_opening(422), takehome_of_ann),
    Row("flag-new", of_opening(200), of_opening(422), takehome_of_ann),
    Row("flag-withdraw", NOT_ALLOWED, own_card(302), lambda world: {"uid": flag_of_bo(world).uid}),
    Row("grading-open", NOT_ALLOWED, panel_of_opening(302), lambda world: {"stage_uid": takehome(world).uid}),
    Row(
        "grading",
        panel_of_opening(302).but(bo=200),
        NOT_ALLOWED,
        lambda world: {"stage_uid": card_of_bo(world).stage.uid, "key": "awareness"},
    ),
    # --- report
    Row("trial", of_opening(200), NOT_ALLOWED, a_trial),
    Row("trial-case", of_opening(200), NOT_ALLOWED, a_case),
    Row("trial-cite", of_opening(404), of_opening(404), a_trial),
    Row("trial-notes", of_opening(200), of_opening(404), a_trial),
    Row("citation", own_card(200), own_card(302), lambda world: {"uid": citation_of_bo(world).uid}),
    # --- reference
    Row("references", lead_of_opening(200), lead_of_opening(200), ann),
    Row("reference-new-call", lead_of_opening(200), lead_of_opening(200), ann),
    Row("reference-call", lead_of_opening(200), lead_of_opening(200), reference),
    Row("reference-remind", NOT_ALLOWED, lead_of_opening(302), reference),
    Row("reference-take-back", NOT_ALLOWED, lead_of_opening(302), reference),
    Row("reference-reading", NOT_ALLOWED, lead_of_opening(200), reference),
    Row("referee", holder_of_link(200), holder_of_link(200), to_referee),
    Row("referee-decline", NOT_ALLOWED, holder_of_link(302), to_referee),
    # --- panel
    Row("debrief", of_opening(200), NOT_ALLOWED, ann),
    # --- decision
    Row("decision", of_opening(200), lead_of_opening(200), ann),
    Row("decision-take-back", NOT_ALLOWED, lead_of_opening(302), ann),
    Row("decision-dissent", NOT_ALLOWED, of_opening(200), first_decision),
    Row("letter", lead_of_opening(200), lead_of_opening(200), lambda world: ann(world) if decision(world) else {}),
    # --- record
    Row("candidate-export", lead_of_opening(200), lead_of_opening(200), a_candidate),
    Row("candidate-erase", lead_of_opening(200), lead_of_opening(422), a_candidate),
    Row("own-kept", holder_of_link(200), NOT_ALLOWED, anns_page),
    Row("own-kept-file", NOT_ALLOWED, holder_of_link(200), anns_page),
    Row("own-erase", holder_of_link(200), holder_of_link(422), anns_page),
    Row("candidate-keep", NOT_ALLOWED, lead_of_opening(422), a_candidate),
)
