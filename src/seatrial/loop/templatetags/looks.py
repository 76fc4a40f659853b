"""Small things that every page shows the same way: times, marks, scores."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from django import template
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.utils.html import format_html
from django.utils.safestring import SafeString

from seatrial.bench.report.html import coded
from seatrial.loop.candidacy.models import Candidacy
from seatrial.loop.candidacy.rules import reads_work
from seatrial.loop.evidence.models import Trial
from seatrial.loop.openings.models import Stage
from seatrial.loop.report.rules import address
from seatrial.loop.rubric import arithmetic
from seatrial.loop.scorecard.fields import Cited
from seatrial.loop.takehome.findings import in_hours

register = template.Library()
register.filter("coded", coded)

MARKS = {
    "held": "✓",
    "degraded": "◐",
    "loud": "▲",
    "silent": "✕",
    "suspicious": "?",
    "not_exercised": "–",
    "bench_broke": "!",
}


@register.simple_tag
def when(moment: datetime | None) -> SafeString:
    """Show a time relative to now, the exact time on hover."""
    if moment is None:
        return SafeString("")
    exact = moment.strftime("%-d %B %Y, %H:%M UTC")
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), exact, naturaltime(moment))


@register.simple_tag
def where_mail_goes() -> SafeString:
    """Say that mail is only printed, where it is: whoever presses a button that sends would think it went out."""
    if not settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        return SafeString("")
    return SafeString(
        '<p class="notice" data-kind="warning">No mail server is set up: the mail is printed on the console where '
        "Seatrial runs, for you to pass on. <code>EMAIL_URL</code> sets one.</p>"
    )


@register.simple_tag
def verdict(slug: str) -> SafeString:
    """Show a verdict as shape, word and colour."""
    return format_html(
        '<span class="mark" data-verdict="{}"><span aria-hidden="true">{}</span> {}</span>',
        slug,
        MARKS.get(slug, "·"),
        slug.replace("_", " "),
    )


@register.filter
def score(number: Fraction | None) -> str:
    """Show a score with two decimals; a dash where there is none."""
    return "–" if number is None else arithmetic.decimals(number, 2)


@register.filter
def percent(share: Fraction) -> str:
    """Show a share in percent."""
    return arithmetic.percent(share)


@register.filter
def share(part: float) -> str:
    """Show a share between 0 and 1 in percent, and what is not nothing as not nothing."""
    return "under 1 %" if 0 < part < 0.01 else f"{part * 100:.0f} %"


@register.filter
def minutes(number: int) -> str:
    """Show minutes as hours and minutes."""
    return in_hours(number)


@register.filter
def words(key: str) -> str:
    """Show a key of ours (model_output) as words (Model output)."""
    return key.replace("_", " ").replace("-", " ").capitalize()


@register.filter
def uid_in(thing: Candidacy | Trial, stage: Stage) -> str:
    """Return what stands for a candidate or a trial in the addresses of a stage: a blind one has its own."""
    return thing.uid_in(stage)


@register.filter
def at(things: Mapping[object, object], key: object) -> object:
    """Return what a mapping holds under a key that is itself a variable; None when nothing."""
    return things.get(key)


@register.simple_tag
def url_of_place(trial: Trial, place: str, stage: Stage) -> str:
    """Return where a cited place of a trial's report is read, by the addresses of a stage."""
    return address(trial.uid_in(stage), place)


@register.simple_tag(takes_context=True)
def url_of_cited(context: template.Context, cited: Cited, *, blind: bool) -> str:
    """Return where what was cited is read, by the alias or by the name; empty where it is not theirs to read."""
    candidacy = context.get("candidacy") or context["card"].candidacy
    if not reads_work(context["user"], candidacy):
        return ""
    return address(cited.trial_blind_uid if blind else cited.trial_uid, cited.place)
