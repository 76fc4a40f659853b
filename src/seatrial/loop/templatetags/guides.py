"""Puts the guide that is written from a submission beside the general one of its stage."""

from typing import Any

from django import template

from seatrial.loop.guide import rules
from seatrial.loop.guide.discussion import DiscussionGuide
from seatrial.loop.guide.review import ReviewGuide
from seatrial.loop.guide.topics import OBEYING
from seatrial.loop.openings.models import Stage

register = template.Library()


@register.inclusion_tag("guide/_written.html", takes_context=True)
def written_guide(context: template.Context) -> dict[str, Any]:
    """Show what to ask about this candidate's submission; nothing where no guide is written."""
    candidacy, stage = context["candidacy"], context["stage"]
    trial = rules.guided_trial(context["user"], candidacy, stage)
    if trial is None:
        return {}
    if stage.kind == Stage.Kind.REVIEW:
        written: ReviewGuide | DiscussionGuide = rules.written_review(context["user"], trial, stage)
    else:
        written = rules.written_discussion(trial, stage)
    return {"candidacy": candidacy, "stage": stage, "trial": trial, "written": written}


@register.filter
def obeying(level: str) -> str:
    """Show how readily a model obeyed, in words."""
    return OBEYING.get(level, level)
