"""Who reads a trial's report, and under which address."""

from dataclasses import dataclass

import msgspec
from django.urls import reverse

from seatrial.bench.report.report import Report, ReportedCase
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.evidence.models import Trial
from seatrial.loop.evidence.rules import shown_trial, trials_for
from seatrial.loop.people.models import User
from seatrial.loop.report.masking import masked
from seatrial.loop.report.places import anchor_of, case_in, cases_of


@dataclass(frozen=True, slots=True)
class Opened:
    """A trial's report as somebody opened it: by the address that goes with the name, or the one with the alias."""

    trial: Trial
    report: Report
    is_blind: bool

    @property
    def uid(self) -> str:
        """Return what stands for the trial in the addresses of this reading."""
        return self.trial.blind_uid if self.is_blind else self.trial.uid

    @property
    def called(self) -> str:
        """Return what the candidate is called in this reading."""
        return self.trial.candidacy.alias if self.is_blind else str(self.trial.candidacy)

    def case(self, case_id: str) -> ReportedCase | None:
        """Return a case by its id, a faulted one or an ordinary question."""
        return cases_of(self.report).get(case_id)


def opened(viewer: User, uid: str) -> Opened | None:
    """Return the report of an address; None when there is none for this person."""
    trial = trials_for(viewer, uid).select_related("candidacy__opening").first()
    if trial is None:
        return None
    report, is_blind = msgspec.convert(trial.report, Report), trial.blind_uid == uid
    if is_blind:
        report = masked(report, trial.candidacy.name, trial.candidacy.email)
    return Opened(trial, report, is_blind)


def opened_by_candidate(candidacy: Candidacy) -> Opened | None:
    """Return a candidate's own report: of the trial that graders see, if the lead lets candidates read theirs."""
    trial = shown_trial(candidacy) if candidacy.opening.takehome.shows_report else None
    return Opened(trial, msgspec.convert(trial.report, Report), is_blind=False) if trial else None


def address(uid: str, place: str) -> str:
    """Return where a place of a report is read, under one of the trial's two uids."""
    case, anchor = case_in(place), anchor_of(place)
    page = reverse("trial-case", args=[uid, case]) if case else reverse("trial", args=[uid])
    return f"{page}#{anchor}" if anchor else page
