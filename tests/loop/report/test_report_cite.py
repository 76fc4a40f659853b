"""Citing: from a place of the report into a field of one's own open scorecard, as a reference that leads back."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from seatrial.loop.evidence.models import Trial
from seatrial.loop.people.models import User
from seatrial.loop.report.places import found
from seatrial.loop.scorecard import actions, rules
from seatrial.loop.scorecard.models import Citation, Scorecard
from tests.loop.conftest import Loop, SignIn
from tests.loop.evidence_report import CASE, TELLING
from tests.loop.scorecard.conftest import sealed_card, seated_only_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(signed_in: SignIn, bo: User, loop: Loop) -> Client:
    seated_only_in(loop, "takehome")
    return signed_in(bo)


def cite(client: Client, trial: Trial, at: str, field: str, words: str = "") -> int:
    stage = trial.candidacy.opening.stages.get(kind="takehome")
    path = f"/trials/{trial.blind_uid}/cite/?at={at}"
    return client.post(path, {"field": f"{stage.uid}:{field}", "words": words}).status_code


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("headline", "The headline"),
        ("mode:wrong-value", "Mode: A plausible wrong value"),
        (f"case:{CASE}", f"Case {CASE}: A plausible wrong value"),
        ("case:baseline/1", "Case baseline/1: an ordinary question"),
        (f"event:{CASE}:2", f"Case {CASE}: A plausible wrong value; a call of the model, at 0.10 s"),
        ("prompt:1", "Instruction 1"),
        ("note:2", "The candidate's notes, passage 2"),
    ],
)
def test_every_place_of_a_report_has_its_words(key: str, title: str) -> None:
    place = found(TELLING, key)
    assert place is not None
    assert place.title == title


@pytest.mark.parametrize(
    "key", ["", "headline:1", "mode:no", "case:no/1", f"event:{CASE}:9", "event:no:1", "prompt:0", "note:²", "x:1"]
)
def test_what_the_report_does_not_have_is_no_place(key: str, client: Client, trial: Trial) -> None:
    assert found(TELLING, key) is None
    assert client.get(f"/trials/{trial.blind_uid}/cite/", {"at": key}).status_code == 404


def test_a_case_is_cited_into_a_scorecard_that_is_begun_by_it(client: Client, trial: Trial, bo: User) -> None:
    assert cite(client, trial, f"case:{CASE}", "model_output", "52 days, from nowhere") == 302
    card = Scorecard.objects.get(author=bo)
    cited = rules.filled_in(card)["model_output"].cited
    assert [(one.place, one.words, one.trial_blind_uid) for one in cited] == [
        (f"case:{CASE}", "52 days, from nowhere", trial.blind_uid)
    ]
    shown = client.get(reverse("scorecard", args=[card.uid])).content.decode()
    assert f'href="/trials/{trial.blind_uid}/cases/{CASE}/#case-{CASE}"' in shown
    assert trial.uid not in shown


def test_what_was_cited_last_is_chosen_already_and_before_that_what_the_mode_informs(
    client: Client, trial: Trial
) -> None:
    def chosen(at: str) -> str:
        form = client.get(f"/trials/{trial.blind_uid}/cite/", {"at": at}).context["form"]
        return str(form["field"].value()).partition(":")[2]

    assert (chosen("mode:order-in-document"), chosen(f"event:{CASE}:2")) == ("prompt_hardening", "model_output")
    cite(client, trial, "headline", "awareness")
    assert chosen("mode:order-in-document") == "awareness"


def test_the_same_place_twice_is_cited_once(client: Client, trial: Trial) -> None:
    for words in ("first", "again"):
        cite(client, trial, "prompt:1", "awareness", words)
    assert list(Citation.objects.values_list("place", "words")) == [("prompt:1", "again")]


def test_a_citation_is_in_nobodys_way_who_types(client: Client, trial: Trial, bo: User, loop: Loop) -> None:
    card = actions.open_scorecard(loop.ann, loop.stages["takehome"], by=bo)
    cite(client, trial, "headline", "awareness")
    data = {"edition": "0", "awareness-note": "Typed elsewhere."}
    assert client.post(f"/scorecards/{card.uid}/save/", data, headers={"accept": "application/json"}).status_code == 200
    filled = rules.filled_in(Scorecard.objects.get(pk=card.pk))["awareness"]
    assert (filled.note, [one.place for one in filled.cited]) == ("Typed elsewhere.", ["headline"])


NEWS = {"HX-Request": "true"}


def watched(page: str) -> str:
    """Return where an open page asks for what was cited since it was made."""
    return re.findall(r'id="watch" hidden hx-get="([^"]+)"', page)[0].replace("&amp;", "&")


@pytest.mark.parametrize("page", ["scorecard", "grading"])
def test_an_open_page_hears_of_what_is_cited_and_of_nothing_else(
    client: Client, trial: Trial, bo: User, loop: Loop, page: str
) -> None:
    card = actions.open_scorecard(loop.ann, loop.stages["takehome"], by=bo)
    address, scope = reverse("scorecard", args=[card.uid]), ""
    if page == "grading":
        address, scope = reverse("grading", args=[card.stage.uid, "awareness"]), f"{card.uid}-"
    ask = watched(client.get(address).content.decode())
    assert client.get(ask, headers=NEWS).status_code == 204
    cite(client, trial, "headline", "awareness", "Says it all.")
    told = client.get(ask, headers=NEWS).content.decode()
    assert (f'id="{scope}cited-awareness" hx-swap-oob="innerHTML"' in told, "Says it all." in told) == (True, True)
    assert [words for words in ("<html", "<textarea", "<input", trial.uid) if words in told] == []
    assert client.get(watched(told), headers=NEWS).status_code == 204
    actions.take_out(card.citations.get(), by=bo)
    assert "Says it all." not in client.get(watched(told), headers=NEWS).content.decode()
    assert "<html" in client.get(ask).content.decode()


def test_a_sealed_scorecard_refuses(client: Client, trial: Trial, bo: User, loop: Loop) -> None:
    cite(client, trial, "headline", "awareness")
    sealed = sealed_card(loop, "takehome", bo)
    assert cite(client, trial, "prompt:1", "awareness") == 409
    citation = Citation.objects.get()
    client.post(f"/citations/{citation.uid}/", {"out": "1"})
    assert list(Citation.objects.values_list("place", flat=True)) == ["headline"]
    assert rules.seal_holds(Scorecard.objects.get(pk=sealed.pk))
    Citation.objects.update(words="Changed behind the seal.")
    assert not rules.seal_holds(Scorecard.objects.get(pk=sealed.pk))


def test_who_has_no_scorecard_to_write_is_told_so(signed_in: SignIn, trial: Trial, cy: User) -> None:
    lead = signed_in(cy)
    page = lead.get(f"/trials/{trial.blind_uid}/cite/", {"at": "headline"})
    assert "There is no open scorecard of yours" in page.content.decode()
    assert cite(lead, trial, "headline", "awareness") == 409
    assert "data-cite" not in lead.get(f"/trials/{trial.blind_uid}/").content.decode()


def test_by_the_name_one_cites_in_the_stages_that_know_it(
    signed_in: SignIn, trial: Trial, bo: User, loop: Loop
) -> None:
    loop.ann.stage = loop.stages["review"]
    loop.ann.save()
    stages = {
        uid: [one.stage.kind for one in signed_in(bo).get(f"/trials/{uid}/").context["citable"]]
        for uid in (trial.uid, trial.blind_uid)
    }
    assert stages == {trial.uid: ["review"], trial.blind_uid: ["takehome"]}


def test_a_citation_is_reworded_and_taken_out(client: Client, trial: Trial) -> None:
    cite(client, trial, "headline", "awareness")
    path = f"/citations/{Citation.objects.get().uid}/"
    client.post(path, {"words": "It is high."})
    assert Citation.objects.get().words == "It is high."
    client.post(path, {"out": "1"})
    assert not Citation.objects.exists()


@pytest.mark.parametrize("page", ["scorecard", "scorecard-summary"])
def test_more_citations_cost_no_more_queries(client: Client, trial: Trial, bo: User, page: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(page, args=[Scorecard.objects.get(author=bo).uid])).status_code == 200
        return len(seen)

    cite(client, trial, "headline", "awareness")
    one = queries()
    for number, field in ((1, "awareness"), (2, "model_output")):
        cite(client, trial, f"note:{number}", field)
    assert queries() == one
