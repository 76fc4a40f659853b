"""The files that were handed in: read by who scores them, in a blind stage without the name of their author."""

import io
import zipfile
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from seatrial.loop.evidence.actions import queue
from seatrial.loop.evidence.models import Run, Submission
from seatrial.loop.evidence.reading import copy_of, texts_of
from seatrial.loop.evidence.store import path_of, store
from seatrial.loop.people.models import User
from seatrial.loop.record.actions import erase
from seatrial.loop.report.masking import mask_of_code
from tests.intake.hostile import zipped
from tests.loop.conftest import Loop, SignIn

pytestmark = pytest.mark.django_db
APP = b"""# Ann Archer, 2026
import archer

class Archer:
    author: str = "<b>ann@example.com"
"""
PICTURE = b"\x89PNG\r\n\x1a\n\0 by Ann Archer"
ARCHIVE = zipped(("ann_archer/app.py", APP), ("logo.png", PICTURE), (".venv/lib/x.py", b"x"))


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings) -> None:
    settings.DATA = tmp_path


def handed_in(loop: Loop, archive: bytes = ARCHIVE) -> Submission:
    kept = store([archive])
    return Submission.objects.create(
        uid=kept.uid, candidacy=loop.ann, file_name="ann-archer.zip", size=kept.size, handed_in_at=timezone.now()
    )


def address(loop: Loop, kind: str, name: str = "code", *more: int) -> str:
    stage = loop.stages[kind]
    return reverse(name, args=[loop.ann.uid_in(stage), stage.uid, *more])


def reads(signed_in: SignIn, who: User, address: str) -> str:
    return signed_in(who).get(address).content.decode()


def test_a_blind_reader_sees_the_files_without_their_author(loop: Loop, bo: User, signed_in: SignIn) -> None:
    handed_in(loop)
    listed = reads(signed_in, bo, address(loop, "takehome"))
    shown = reads(signed_in, bo, address(loop, "takehome", "code-file", 1))
    assert ("<code>[name]/app.py</code>" in listed, "logo.png" in listed, ".venv" in listed) == (True, True, False)
    for line in ("# [name], 2026", "import archer", "class Archer:", "author: str = &quot;&lt;b&gt;[name]&quot;"):
        assert line in shown
    assert [
        words for words in ("Ann Archer", "ann@example.com", "ann_archer", "ann-archer") if words in listed + shown
    ] == []
    assert "This is no text" in reads(signed_in, bo, address(loop, "takehome", "code-file", 2))
    assert signed_in(bo).get(address(loop, "takehome", "code-file", 99)).status_code == 404


def test_a_folder_of_the_authors_first_name_is_blanked_too(loop: Loop, bo: User, signed_in: SignIn) -> None:
    handed_in(loop, zipped(("Ann/app.py", APP)))
    pages = (address(loop, "takehome"), address(loop, "takehome", "code-file", 1))
    assert ["[name]/app.py" in reads(signed_in, bo, page) for page in pages] == [True, True]
    assert "[name]/app.py" in downloaded(signed_in, bo, address(loop, "takehome", "code-zip"))[1]


def test_who_knows_the_name_reads_them_as_they_are(loop: Loop, bo: User, signed_in: SignIn) -> None:
    handed_in(loop)
    assert "<code>ann_archer/app.py</code>" in reads(signed_in, bo, address(loop, "review"))
    assert "# Ann Archer, 2026" in reads(signed_in, bo, address(loop, "review", "code-file", 1))
    assert signed_in(bo).get(address(loop, "screen")).status_code == 404


def downloaded(signed_in: SignIn, who: User, address: str) -> tuple[str, dict[str, bytes]]:
    answer = signed_in(who).get(address)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return answer["Content-Disposition"], {name: archive.read(name) for name in archive.namelist()}


def test_the_download_is_blind_where_the_stage_is(loop: Loop, bo: User, signed_in: SignIn) -> None:
    handed_in(loop)
    called, blind = downloaded(signed_in, bo, address(loop, "takehome", "code-zip"))
    assert (sorted(blind), b"Ann Archer" in b"".join(blind.values())) == (["[name]/app.py", "seatrial.toml"], False)
    assert '"candidate-heron.zip"' in called
    assert downloaded(signed_in, bo, address(loop, "review", "code-zip"))[1]["logo.png"] == PICTURE


def test_texts_are_read_as_long_as_they_are_few(loop: Loop) -> None:
    uid = handed_in(loop, zipped(("a.py", b"a" * 60), ("b.py", b"b" * 60), ("c.py", b"c"))).uid
    assert [file.path for file, _ in texts_of(uid, most_bytes=61)] == ["a.py", "c.py"]


@pytest.mark.parametrize("archive", [b"no archive at all", zipped(("a.py", b"x"), manifest=False)])
def test_what_cannot_be_unpacked_says_why(loop: Loop, bo: User, signed_in: SignIn, archive: bytes) -> None:
    handed_in(loop, archive)
    assert "cannot be unpacked" in reads(signed_in, bo, address(loop, "takehome"))
    assert signed_in(bo).get(address(loop, "takehome", "code-zip")).status_code == 404


def test_without_anything_handed_in_there_is_nothing_to_read(loop: Loop, bo: User, signed_in: SignIn) -> None:
    stage = address(loop, "takehome", "stage")
    assert "Nothing was handed in yet." in reads(signed_in, bo, address(loop, "takehome"))
    assert address(loop, "takehome") not in reads(signed_in, bo, stage)
    Submission.objects.update(handed_in_at=None)
    handed_in(loop)
    assert address(loop, "takehome") in reads(signed_in, bo, stage)


@pytest.mark.django_db(transaction=True)
def test_the_copy_goes_with_the_archive(loop: Loop, bo: User, cy: User, signed_in: SignIn) -> None:
    uid = handed_in(loop).uid
    reads(signed_in, bo, address(loop, "takehome"))
    assert (path_of(uid).exists(), copy_of(uid).exists()) == (True, True)
    erase(loop.ann, by=cy)
    assert (path_of(uid).exists(), copy_of(uid).exists()) == (False, False)


def test_a_word_of_a_name_stays_where_it_is_code(loop: Loop) -> None:
    del loop
    mask = mask_of_code("Grace Field", "grace@example.com")
    written = "x: int = Field(gt=0)\n# Grace: later\n    author: str\n<grace field@x.io>\nsee github.com/gracef"
    assert mask(written) == "x: int = Field(gt=0)\n# [name]: later\n    author: str\n<[name]@x.io>\nsee [address]"


@pytest.mark.parametrize(
    ("state", "blind", "named"),
    [
        (Run.State.RUNNING, "has not ended yet", "has not ended yet"),
        (Run.State.REFUSED, "Its code is all there is to read.", "File &quot;ann_archer/app.py&quot;"),
        (Run.State.BROKE, "no fault of the candidate’s", "no fault of the candidate’s"),
    ],
)
def test_without_a_report_it_says_why(
    loop: Loop, bo: User, signed_in: SignIn, state: Run.State, blind: str, named: str
) -> None:
    queue(handed_in(loop), Run.Kind.TRIAL, seed=1, by="system")
    Run.objects.update(state=state, words='File "ann_archer/app.py"')
    shown = reads(signed_in, bo, address(loop, "takehome", "stage"))
    assert (blind in shown, "ann_archer" in shown) == (True, False)
    assert named in reads(signed_in, bo, address(loop, "review", "stage"))
