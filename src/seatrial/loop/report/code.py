"""What somebody handed in, to be read by who scores it: in blind stages without the name of its author."""

import io
import zipfile
from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from seatrial.intake.errors import BadArchive
from seatrial.intake.limits import MB
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.evidence import reading
from seatrial.loop.evidence.models import Submission
from seatrial.loop.evidence.rules import handed_in
from seatrial.loop.openings.models import Stage
from seatrial.loop.people.access import MemberRequest, members_only
from seatrial.loop.report.masking import mask_of, mask_of_file
from seatrial.loop.scorecard.rules import ON_EVIDENCE, called, stages_for, work_in

MOST_MASKED = 16 * MB
"""More text than that nobody reads, and to go through it for a name takes long."""

Mask = Callable[[str], str]


@require_safe
@members_only
def code(request: MemberRequest, uid: str, stage_uid: str) -> HttpResponse:
    """List the files that were handed in."""
    candidacy, stage, submission = _fetch(request, uid, stage_uid)
    mask, problem = _mask(candidacy, stage), ""
    files: tuple[tuple[reading.File, str], ...] = ()
    if submission is not None:
        try:
            files = tuple((one, mask(one.path)) for one in reading.files_of(submission.uid))
        except BadArchive as error:
            problem = mask(str(error))
        except reading.NotHere:
            problem = "Its archive is not in the data folder of this server."
    context = {"submission": submission, "files": files, "problem": problem}
    return render(request, "report/code.html", {**context, **_around(candidacy, stage)})


@require_safe
@members_only
def code_file(request: MemberRequest, uid: str, stage_uid: str, number: int) -> HttpResponse:
    """Show one file, each line with its number."""
    candidacy, stage, submission = _fetch(request, uid, stage_uid)
    found = next((one for one in _files(submission) if one.number == number), None)
    if submission is None or found is None:
        raise Http404
    mask, text = _mask(candidacy, stage, found.path), reading.text_of(submission.uid, found)
    context = {
        "file": found,
        "path": _mask(candidacy, stage)(found.path),
        "lines": None if text is None else mask(text).splitlines(),
    }
    return render(request, "report/code_file.html", {**context, **_around(candidacy, stage)})


@require_safe
@members_only
def code_zip(request: MemberRequest, uid: str, stage_uid: str) -> HttpResponse:
    """Send the files to be read elsewhere; in a blind stage the texts alone, for a picture may show who made it."""
    candidacy, stage, submission = _fetch(request, uid, stage_uid)
    if submission is None or not _files(submission):
        raise Http404
    packed = _masked_zip(submission, candidacy) if stage.blind else reading.zip_of(submission.uid)
    named = slugify(called(candidacy, stage)) or "code"
    return HttpResponse(
        packed,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{named}.zip"'},
    )


def _masked_zip(submission: Submission, candidacy: Candidacy) -> bytes:
    out, mask_path = io.BytesIO(), mask_of(candidacy.name, candidacy.email)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, text in reading.texts_of(submission.uid, most_bytes=MOST_MASKED):
            mask = mask_of_file(candidacy.name, candidacy.email, file.path)
            archive.writestr(mask_path(file.path), mask(text))
    return out.getvalue()


def _fetch(request: MemberRequest, uid: str, stage_uid: str) -> tuple[Candidacy, Stage, Submission | None]:
    stage = get_object_or_404(stages_for(request.user).filter(kind__in=ON_EVIDENCE), uid=stage_uid)
    candidacy = get_object_or_404(work_in(request.user, stage, uid))
    return candidacy, stage, handed_in(candidacy)


def _files(submission: Submission | None) -> tuple[reading.File, ...]:
    try:
        return reading.files_of(submission.uid) if submission else ()
    except (BadArchive, reading.NotHere):
        return ()


def _mask(candidacy: Candidacy, stage: Stage, path: str = "") -> Mask:
    """Return the mask for what stands in a file; without its path, for the names of files and words about them."""
    return mask_of_file(candidacy.name, candidacy.email, path) if stage.blind else str


def _around(candidacy: Candidacy, stage: Stage) -> dict[str, object]:
    return {"candidacy": candidacy, "stage": stage, "called": called(candidacy, stage), "section": "work"}
