"""The forms of the set-up's three steps."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from seatrial.loop.forms import Name
from seatrial.loop.openings.guides import Guide, Part
from seatrial.loop.openings.models import Opening, Stage
from seatrial.loop.people.models import User
from seatrial.loop.rubric.models import RubricVersion
from seatrial.loop.takehome.models import TakeHome
from seatrial.loop.takehome.vocabulary import EVENING_HOURS

LONGEST = 8_000
"""Letters of a text of the brief: a candidate reads all of it, and so do the checks."""


class RoleForm(forms.Form):
    """Step 1: the role and the owner of its standard."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    title = Name(label="Role", max_length=120, help_text="As the candidate will read it.")
    about = forms.CharField(
        label="About the role",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="A few sentences: what this person will build, on which model, for whom. For your panel.",
    )
    owner = forms.ModelChoiceField(
        label="Owner of the standard",
        queryset=User.objects.filter(is_active=True, is_lead=True).order_by("name"),
        empty_label=None,
        help_text="Who answers for what “good” means here, and keeps the rubric and the panel to it.",
    )


class LeadForm(forms.Form):
    """Who else leads."""

    person = forms.ModelChoiceField(
        label="Somebody else to lead it",
        queryset=User.objects.none(),
        to_field_name="uid",
        empty_label=None,
        error_messages={"invalid_choice": "This person leads here already, or is no lead."},
        help_text="They see all candidates, and decide, as you do.",
    )

    def __init__(self, data: Mapping[str, str] | None, *, could: QuerySet[User]) -> None:
        super().__init__(data)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        person.queryset = could


class StageForm(forms.Form):
    """A stage without its guide's parts."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    title = Name(label="Title", max_length=80)
    minutes = forms.IntegerField(
        label="Minutes", min_value=5, max_value=480, help_text="Of the candidate’s time, in one sitting."
    )
    blind = forms.BooleanField(
        label="Score without names",
        required=False,
        help_text="Panelists of this stage see an alias instead of name and e-mail.",
    )
    reliability_first = forms.BooleanField(
        label="Score reliability first",
        required=False,
        help_text="Engineering is scored after it, so that shine comes last.",
    )
    leave_out = forms.CharField(
        label="Not to be graded", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="One to a line."
    )

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:  # noqa: ANN401  -- as Django's own
        super().__init__(*args, **kwargs)
        if stage.kind == Stage.Kind.TAKEHOME:
            del self.fields["minutes"]
        else:
            del self.fields["reliability_first"]


class PartForm(forms.Form):
    """One part of a guide."""

    title = Name(label="Part", max_length=120)
    ask = forms.CharField(label="Ask", widget=forms.Textarea(attrs={"rows": 2}))
    why = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 3}))
    good = forms.CharField(
        label="What good sounds like", widget=forms.Textarea(attrs={"rows": 4}), help_text="One to a line."
    )
    follow_ups = forms.CharField(
        label="Follow-ups", required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text="One to a line."
    )


class TakeHomeForm(forms.Form):
    """The take-home's part of step 3."""

    family = forms.ChoiceField(label="Kind of task", choices=TakeHome.Family.choices)
    budget_hours = forms.DecimalField(
        label="Hours",
        min_value=Decimal("0.5"),
        max_value=EVENING_HOURS,
        max_digits=3,
        decimal_places=1,
        help_text=f"One evening: {EVENING_HOURS} hours at most. Who needs more time gets it on request.",
    )
    task = forms.CharField(
        label="What to build",
        max_length=LONGEST,
        widget=forms.Textarea,
        help_text="Small, specific, and clear about where it ends.",
    )
    looked_for = forms.CharField(
        label="What we look for",
        max_length=LONGEST,
        widget=forms.Textarea,
        help_text="That the demo matters less than how the feature handles the ways it can fail.",
    )
    ai_policy = forms.CharField(
        label="AI help", max_length=LONGEST, widget=forms.Textarea, help_text="What AI help is allowed."
    )
    work_policy = forms.CharField(
        label="What happens with the work",
        max_length=LONGEST,
        widget=forms.Textarea,
        help_text="Who owns it, what you do with it, when it is deleted.",
    )
    shows_report = forms.BooleanField(
        label="Let candidates read their own trial’s report",
        required=False,
        help_text="After they have handed in, on their own page. It names the failure modes that were tried.",
    )
    most_briefs = forms.IntegerField(
        label="Retire the task after so many briefs",
        min_value=1,
        max_value=1000,
        initial=40,
        help_text="Counted over all openings that ask for the same. Every candidate gets worlds of their own anyway.",
    )
    most_months = forms.IntegerField(label="Or after so many months", min_value=1, max_value=120, initial=12)


class StandardForm(forms.Form):
    """The rubric's and the panel's part of step 3. A seat is written as stage:user."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    rubric = forms.ModelChoiceField(
        label="Rubric",
        queryset=RubricVersion.objects.none(),
        to_field_name="uid",
        empty_label=None,
        help_text="Whoever has a first scorecard keeps the version that it was made with.",
    )
    seats = forms.MultipleChoiceField(label="Panel", required=False)

    def __init__(self, *args: Any, stages: Sequence[Stage], users: Iterable[User], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        field = self.fields["rubric"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = RubricVersion.objects.order_by("name", "-number")
        seats = self.fields["seats"]
        assert isinstance(seats, forms.MultipleChoiceField)
        # a function, since there are hundreds and a page that is only looked at needs none
        seats.choices = lambda: [
            (seat_value(stage, user), f"{user} in {stage.title}") for user in users for stage in stages
        ]


class ReasonForm(forms.Form):
    """Why something unusual is done. It stays on record."""

    reason = forms.CharField(label="Reason", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class OverruleForm(ReasonForm):
    """Why a finding stands and the brief goes out all the same."""

    rule = forms.CharField(widget=forms.HiddenInput)
    words = forms.CharField(widget=forms.HiddenInput)


def seat_value(stage: Stage, user: User) -> str:
    """Write a seat as the form's checkbox does."""
    return f"{stage.uid}:{user.uid}"


def role_of(opening: Opening) -> dict[str, Any]:
    """Return what step 1 shows for an opening."""
    return {"edition": opening.edition, "title": opening.title, "about": opening.about, "owner": opening.owner_id}


def takehome_of(takehome: TakeHome) -> dict[str, Any]:
    """Return what the form of a take-home shows."""
    return {name: getattr(takehome, name) for name in TakeHomeForm.base_fields}


def part_initial(part: Part) -> dict[str, str]:
    """Return what the form of a part shows."""
    return {
        "title": part.title,
        "ask": part.ask,
        "why": part.why,
        "good": "\n".join(part.good),
        "follow_ups": "\n".join(part.follow_ups),
    }


def guide_from(guide: Guide, parts: Sequence[PartForm], leave_out: str) -> Guide:
    """Return the guide as typed; parts keep their keys and their order."""
    written = tuple(
        Part(
            key=old.key,
            title=form.cleaned_data["title"],
            ask=form.cleaned_data["ask"],
            why=form.cleaned_data["why"],
            good=_lines(form.cleaned_data["good"]),
            follow_ups=_lines(form.cleaned_data["follow_ups"]),
        )
        for old, form in zip(guide.parts, parts, strict=True)
    )
    return Guide(parts=written, leave_out=_lines(leave_out))


def differences(form: forms.BaseForm, now: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return, for each field that somebody else saved otherwise, its label and what stands there now."""
    found = []
    for name, field in form.fields.items():
        if name in now and not field.widget.is_hidden and field.has_changed(now[name], form[name].data):
            found.append((str(field.label), _shown(field, now[name])))
    return tuple(found)


def _shown(field: forms.Field, value: Any) -> str:  # noqa: ANN401  -- whatever the field holds
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        return str(field.queryset.filter(**{field.to_field_name or "pk": value}).first() or "nothing")
    if isinstance(field, forms.MultipleChoiceField):
        offered = cast("Iterable[tuple[str, str]]", field.choices)
        return "\n".join(label for one, label in offered if one in value) or "nobody"
    if isinstance(field, forms.BooleanField):
        return "yes" if value else "no"
    return str(value) or "nothing"


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
