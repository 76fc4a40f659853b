"""Where a candidate leaves traces, and what becomes of each when they are erased.

Every field that can hold text, of every model that hangs on a candidacy, stands in this file exactly once; a test walks
the models and fails for one that does not. What is kept are levels, choices from our own lists, outcomes, times and
random ids: enough for statistics, nothing to know a person by.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from seatrial.loop.candidacy.models import Accommodation, Candidacy, Passage, SentBrief
from seatrial.loop.decision.models import Decision, Dissent, Gap, Letter
from seatrial.loop.evidence.models import Comparison, Evening, Likeness, Run, Submission, Trial
from seatrial.loop.live.models import Prediction
from seatrial.loop.reference.models import Reading, Reference
from seatrial.loop.scorecard.models import Amendment, Citation, EarlyOpening, Entry, Flag, Scorecard, Tick


@dataclass(frozen=True, slots=True)
class Trace:
    """One model: how its rows lead to the candidacy, the fields that are emptied, and those that are kept."""

    model: type[Model]
    path: str
    emptied: Mapping[str, Any] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()


TRACES = (
    Trace(Evening, "candidacy", kept=frozenset({"task"})),
    Trace(Passage, "candidacy"),
    Trace(Scorecard, "candidacy", {"seal": ""}),
    Trace(Entry, "scorecard__candidacy", {"note": "", "evidence": []}, frozenset({"field", "choice"})),
    Trace(Citation, "scorecard__candidacy", {"words": ""}, frozenset({"field", "place", "title"})),
    Trace(Tick, "scorecard__candidacy", kept=frozenset({"mode", "stand"})),
    Trace(Amendment, "entry__scorecard__candidacy", {"reason": ""}),
    Trace(Flag, "candidacy", {"words": ""}, frozenset({"kind"})),
    Trace(EarlyOpening, "candidacy", {"reason": ""}),
    Trace(Reference, "candidacy", {"name": "", "email": "", "relation": "", "what_broke": "", "how_handled": ""}),
    Trace(Comparison, "submission__candidacy", kept=frozenset({"claim"})),
    Trace(Submission, "candidacy", {"file_name": "", "sha256": ""}),
    Trace(Run, "submission__candidacy", {"doing": "", "words": ""}, frozenset({"kind", "state", "claim", "worker"})),
    Trace(
        Prediction,
        "candidacy",
        {"typed": "", "shown": "", "words": "", "result": None},
        frozenset({"mode", "case", "expected"}),
    ),
    Trace(Reading, "reference__candidacy", {"reason": ""}, frozenset({"says"})),
    Trace(Decision, "candidacy", {"reasons": "", "departure": ""}, frozenset({"outcome", "arithmetic"})),
    Trace(Gap, "decision__candidacy", {"gap": "", "closed_by": "", "who": ""}, frozenset({"judgement"})),
    Trace(Dissent, "decision__candidacy", {"words": ""}),
    Trace(Letter, "decision__candidacy", {"text": ""}),
)
"""Rows that stay, emptied of what is personal. The seal goes too: what it was made over is gone."""

DELETED: Mapping[type[Model], tuple[str, ...]] = {
    SentBrief: ("candidacy",),
    Accommodation: ("candidacy",),
    Likeness: ("submission__candidacy", "other__candidacy"),
}
"""Rows that go as a whole: nothing in them is worth a statistic, and a request for help is nobody's business."""

BY_HAND = {Candidacy: frozenset({"name", "email", "alias"}), Trial: frozenset({"report"})}
"""Rewritten by the action itself: another alias, and of a report the counts alone."""

_COUNTED = ("schema", "seatrial", "seed", "baseline", "summary", "judgements")
_OF_A_MODE = ("slug", "title", "surface", "judgement", "verdict")


def counts_of(report: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a report says in numbers and in our own words: no answer, prompt, note, name or hash."""
    return {
        **{name: report[name] for name in _COUNTED if name in report},
        "modes": [{name: mode[name] for name in _OF_A_MODE if name in mode} for mode in report.get("modes", ())],
        "erased": True,
    }
