"""A candidate at home: a broken archive, mended; what is kept, and gone. And the lead whose evening is too short."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from seatrial.loop.candidacy.actions import add_candidate, ask_accommodation
from seatrial.loop.candidacy.models import Candidacy, SentBrief
from seatrial.loop.evidence import evening as evenings
from seatrial.loop.evidence.models import Evening
from seatrial.loop.evidence.store import store
from seatrial.loop.openings.models import Opening
from seatrial.loop.people.actions import make_link
from seatrial.loop.people.models import Link, User
from seatrial.loop.people.rules import token_of
from seatrial.loop.takehome.actions import make_default
from tests.flow.loop.conftest import SCRIPTS, Loop, Visit
from tests.loop.conftest import briefed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
SAMPLE = Path(__file__).parents[3] / "samples" / "docqa" / "dependable"
FITS = "document.scrollingElement.scrollWidth <= innerWidth"


def packed(path: Path, **others: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for file in sorted(path.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                archive.write(file, f"my-feature/{file.relative_to(path)}")
        for name, text in others.items():
            archive.writestr(name, text)
    return out.getvalue()


def own_page(loop: Loop) -> str:
    return f"/c/{token_of(make_link(Link.Purpose.CANDIDATE, loop.ann, by='system', days=1))}/"


@pytest.mark.samples
@pytest.mark.sandbox
def test_a_broken_archive_is_mended_and_the_sample_works_and_is_handed_in(
    visit: Visit, loop: Loop, tmp_path: Path, workers: Callable[[], None]
) -> None:
    briefed(loop.ann, "## The work\n\nBuild it.", budget_hours=Decimal(3))
    broken, whole = tmp_path / "first-try.zip", tmp_path / "dependable.zip"
    broken.write_bytes(packed(SAMPLE, **{"../outside.py": "x"}))
    whole.write_bytes(packed(SAMPLE))
    ann = visit(scripts=False, width=390)
    ann.goes_to(own_page(loop))
    ann.page.get_by_label("What would help?").fill("Breaks, please.")
    ann.presses("Ask")
    assert "Your request is with the person who leads this hiring" in ann.page.content()
    ann.follows("Begin or go on with the work")
    ann.page.get_by_role("checkbox").check()
    ann.presses("Start the clock")
    ann.presses("Stop the clock")
    assert "The clock is stopped" in ann.reads()
    ann.presses("Go on")
    ann.page.set_input_files("input[type=file]", broken)
    ann.presses("Send and check")
    assert "Received, and kept." in ann.page.content()
    workers()
    ann.page.reload()
    assert "It does not work yet." in ann.reads()
    assert "a path that leads out of it" in ann.reads()
    ann.page.set_input_files("input[type=file]", whole)
    ann.presses("Send and check")
    workers()
    ann.page.reload()
    assert "It works." in ann.reads()
    assert "first-try.zip" in ann.reads()
    ann.follows("Hand this one in")
    ann.page.get_by_label("How many hours").fill("2.5")
    ann.presses("Hand it in")
    assert "This is your receipt" in ann.reads()
    assert loop.ann.submissions.get(handed_in_at__isnull=False).file_name == "dependable.zip"
    assert ann.trouble == []


@SCRIPTS
def test_a_candidate_asks_what_is_kept_and_erases_it(visit: Visit, scripts: bool, loop: Loop) -> None:
    evenings.send(evenings.begin(briefed(loop.ann)), store([b"an archive"]), file_name="feature.zip")
    ask_accommodation(loop.ann, "https://example.com/" + "long" * 200)
    ann, address = visit(scripts=scripts, width=390), own_page(loop)
    ann.goes_to(address)
    assert ann.page.evaluate(FITS) if scripts else True
    ann.follows("Show me what you keep")
    ann.page.locator("summary", has_text="What you sent").press("Enter")
    assert [words for words in ("ann@example.com", "feature.zip") if words not in ann.reads()] == []
    assert ann.page.evaluate(FITS) if scripts else True
    with ann.page.expect_download() as download:
        ann.presses("Download all of it in one file")
    assert "feature.zip" in Path(download.value.path()).read_text()
    assert (ann.hindrances() if scripts else []) == []
    ann.follows("Erase it")
    assert "This hiring still goes on for you." in ann.reads()
    ann.page.get_by_role("checkbox").focus()
    ann.page.keyboard.press("Space")
    ann.page.get_by_role("button", name="Erase it for good").press("Enter")
    assert "It is erased" in ann.reads()
    assert (Candidacy.objects.get(pk=loop.ann.pk).name, ann.trouble) == ("", [])
    ann.goes_to(address)
    assert "Ann" not in ann.reads()


def test_a_lead_is_warned_of_the_clock_and_gives_a_reason(visit: Visit, loop: Loop, cy: User) -> None:
    Opening.objects.update(opened_at=timezone.now(), takehome=make_default())
    for name in ("Al", "Ben", "Cam"):
        added = add_candidate(Opening.objects.get(), name=name, email=f"{name}@example.com", by=cy)
        Candidacy.objects.filter(pk=added.pk).update(stage=loop.stages["takehome"])
        evening = evenings.begin(briefed(Candidacy.objects.get(pk=added.pk)))
        Evening.objects.filter(pk=evening.pk).update(started_at=timezone.now() - timedelta(minutes=280))
        evening.refresh_from_db()
        evenings.hand_in(evenings.send(evening, store([b"x"]), file_name="x.zip"), told_minutes=300)
    lead = visit()
    lead.signs_in("cy@example.com")
    lead.goes_to("/openings/")
    assert "The take-home runs past its evening: 5 h 00 min in the middle of 3, not 3 hours" in lead.reads()
    lead.goes_to(f"/candidates/{loop.ann.uid}/")
    assert "The brief cannot be sent yet." in lead.reads()
    lead.goes_to("/openings/")
    lead.follows("See the numbers")
    assert lead.hindrances() == []
    lead.page.get_by_label("Or say why it goes out as it is").fill("The kit is shorter from today.")
    lead.presses("Keep it for this reason")
    lead.goes_to(f"/candidates/{loop.ann.uid}/")
    lead.presses("Send the brief")
    assert (SentBrief.objects.filter(candidacy=loop.ann).count(), lead.trouble) == (1, [])
