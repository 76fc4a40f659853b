"""Where somebody may cite a report: the fields of their own scorecards that rest on evidence and are not yet sealed."""

from dataclasses import dataclass

from seatrial.loop.openings.models import Stage
from seatrial.loop.people.models import User
from seatrial.loop.report.places import Found
from seatrial.loop.report.rules import Opened
from seatrial.loop.scorecard import rules as scorecards
from seatrial.loop.scorecard.fields import Field
from seatrial.loop.scorecard.models import Citation, Scorecard

ON_EVIDENCE = (Stage.Kind.TAKEHOME, Stage.Kind.REVIEW, Stage.Kind.DISCUSSION)


@dataclass(frozen=True, slots=True)
class Citable:
    """A stage in which this person may cite: the fields to choose from, their scorecard if they have begun one."""

    stage: Stage
    fields: tuple[Field, ...]
    card: Scorecard | None

    def choices(self) -> list[tuple[str, str]]:
        """Return the fields as choices of a form."""
        return [(f"{self.stage.uid}:{field.key}", field.name) for field in self.fields]


def citable(viewer: User, read: Opened) -> list[Citable]:
    """Return where this person may cite, in the stages that know the candidate under the address they read by."""
    candidacy = read.trial.candidacy
    stages = scorecards.stages_for(viewer).filter(
        opening=candidacy.opening_id, kind__in=ON_EVIDENCE, blind=read.is_blind
    )
    cards = {card.stage_id: card for card in scorecards.own_scorecards(viewer).filter(candidacy=candidacy)}
    found = []
    for stage in stages.order_by("position"):
        card = cards.get(stage.pk)
        if (card and card.sealed_at) or not scorecards.may_score(viewer, candidacy, stage):
            continue
        version = card.rubric_version if card else candidacy.rubric_version or candidacy.opening.rubric_version
        fields = tuple(field for field in scorecards.stage_fields(stage, version.rubric) if field.options)
        found.append(Citable(stage, fields, card))
    return found


def preselected(viewer: User, among: list[Citable], place: Found) -> str:
    """Return the choice that is likely meant: the field last cited in, or else the one that the mode informs."""
    cards = [one.card for one in among if one.card]
    last = Citation.objects.filter(scorecard__in=cards, scorecard__author=viewer).order_by("-at", "-pk").first()
    if last is not None:
        stage = next(one.stage for one in among if one.card and one.card.pk == last.scorecard_id)
        return f"{stage.uid}:{last.field}"
    choices = [choice for one in among for choice, _ in one.choices()]
    informs = place.mode.judgement.value if place.mode else ""
    return next((one for one in choices if one.endswith(f":{informs}")), choices[0] if choices else "")
