"""The form of a new version: the bar, the reason, and each criterion with its weight and anchors."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.text import slugify

from seatrial.loop.forms import Name
from seatrial.loop.rubric.arithmetic import BAR, Criterion, Judgement, Part, Refusal, Rubric

KEY_LENGTH = 40
MOST_CRITERIA = 12
_BESIDE_THE_FOUR = "reliability"
KINDS = (
    (Part.ENGINEERING.value, "Engineering"),
    *((one.value, f"Reliability: {one.value.replace('_', ' ')}") for one in Judgement),
    (_BESIDE_THE_FOUR, "Reliability: beside the four judgements"),
)


class VersionForm(forms.Form):
    """What a version has once: its bar and the reason for it."""

    newest = forms.CharField(widget=forms.HiddenInput, required=False)
    bar = forms.DecimalField(
        label="Bar",
        max_digits=4,
        decimal_places=2,
        help_text="The score, 1 to 4, from which on the rubric’s outcome is to hire.",
    )
    reason = forms.CharField(
        label="Reason",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Why it changes, for whoever asks later. Everybody who reads the version sees it.",
    )


class OwnVersionForm(VersionForm):
    """The same for a rubric of an opening's own."""

    name = Name(
        label="Name", max_length=120, help_text="Say which opening it is for, e.g. “The standard, search team”."
    )


class CriterionForm(forms.Form):
    """One criterion with its weight and its four anchors."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    name = Name(label="Name", max_length=80)
    kind = forms.ChoiceField(label="Counts as", choices=KINDS, initial=_BESIDE_THE_FOUR)
    weight = forms.DecimalField(label="Weight", max_digits=6, decimal_places=2, min_value=Decimal("0.01"), initial=1)
    asks = forms.CharField(
        label="What to look at", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    level_1 = forms.CharField(label="Level 1", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    level_2 = forms.CharField(label="Level 2", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    level_3 = forms.CharField(label="Level 3", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    level_4 = forms.CharField(label="Level 4", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


if TYPE_CHECKING:
    CriterionForms = forms.BaseFormSet[CriterionForm]
else:
    CriterionForms = forms.BaseFormSet


class CriteriaForms(CriterionForms):
    """The criteria in their order. One is left out by its box; an empty one is added by a button."""

    def add_fields(self, form: CriterionForm, index: int | None) -> None:
        """Word the box that leaves a criterion out."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Leave this criterion out of the new version"


def criteria_forms(data: Any = None, *, initial: Iterable[dict[str, Any]] = ()) -> CriteriaForms:  # noqa: ANN401
    """Return the forms of the criteria, filled with what was typed or with what stands."""
    made = forms.formset_factory(
        CriterionForm,
        formset=CriteriaForms,
        extra=0,
        can_delete=True,
        max_num=MOST_CRITERIA,
        validate_max=True,
        absolute_max=MOST_CRITERIA,
    )
    return cast("CriteriaForms", made(data, initial=list(initial), prefix="criteria"))


def typed_of(rubric: Rubric) -> list[dict[str, Any]]:
    """Return what the criteria's forms show for a rubric."""
    return [
        {
            "key": one.key,
            "name": one.name,
            "kind": _kind(one),
            "weight": _decimal(one.weight),
            "asks": one.asks,
            **{f"level_{level}": anchor for level, anchor in enumerate(one.anchors, 1)},
        }
        for one in rubric.criteria
    ]


def bar_of(rubric: Rubric) -> Decimal:
    """Return what the bar's field shows for a rubric."""
    return _decimal(rubric.bar)


def kept(criteria: CriteriaForms) -> list[CriterionForm]:
    """Return the forms of the criteria that are not left out."""
    return [one for one in criteria.forms if not getattr(one, "cleaned_data", {}).get("DELETE")]


def rubric_of(version: VersionForm, criteria: CriteriaForms, known: Iterable[str]) -> Rubric | None:
    """Return the rubric as typed, whatever its words lack; None while a weight or the bar is no number."""
    version.is_valid()
    criteria.is_valid()
    bar = version.cleaned_data.get("bar")
    typed = [one.cleaned_data for one in kept(criteria)]
    if bar is None or any(one.get("weight") is None or not one.get("kind") for one in typed):
        return None
    return Rubric(tuple(map(_criterion, typed, _keys(typed, set(known)))), Fraction(bar))


def place(refused: Iterable[Refusal], version: VersionForm, criteria: CriteriaForms, rubric: Rubric) -> None:
    """Put each refusal beside the field it is about, and above the form where it is about the rubric as a whole."""
    by_key = dict(zip((one.key for one in rubric.criteria), kept(criteria), strict=True))
    for one in refused:
        words = f"{one.rule} {one.numbers} {one.mend}"
        if one.at in by_key:
            by_key[one.at].add_error("weight", words)
        else:
            version.add_error("bar" if one.at == BAR else None, words)


def typed_in(form: forms.BaseForm) -> dict[str, Any]:
    """Return what stands in a form's fields, right or wrong."""
    return {name: form[name].value() for name in form.fields}


def still_typed(criteria: CriteriaForms, *, one_more: bool = False) -> CriteriaForms:
    """Return the criteria as they were typed, not yet judged, perhaps with an empty one to fill in."""
    typed = [typed_in(form) for form in criteria.forms]
    return criteria_forms(initial=[*typed, {}] if one_more and len(typed) < MOST_CRITERIA else typed)


def _criterion(typed: dict[str, Any], key: str) -> Criterion:
    kind = typed["kind"]
    return Criterion(
        key=key,
        name=typed.get("name", ""),
        part=Part.ENGINEERING if kind == Part.ENGINEERING else Part.RELIABILITY,
        judgement=Judgement(kind) if kind in set(Judgement) else None,
        weight=Fraction(typed["weight"]),
        asks=typed.get("asks", ""),
        anchors=(
            typed.get("level_1", ""),
            typed.get("level_2", ""),
            typed.get("level_3", ""),
            typed.get("level_4", ""),
        ),
    )


def _keys(typed: list[dict[str, Any]], known: set[str]) -> list[str]:
    """Return a key for each criterion: its own where the version before knew it, a new one made from its name."""
    taken, keys = set(known), []
    for number, one in enumerate(typed, 1):
        key = one.get("key") or ""
        if key not in known or key in keys:
            stem = slugify(one.get("name", ""))[: KEY_LENGTH - 3] or f"criterion-{number}"
            key = next(
                tried for count in range(1, 100) if (tried := f"{stem}-{count}" if count > 1 else stem) not in taken
            )
        taken.add(key)
        keys.append(key)
    return keys


def _kind(criterion: Criterion) -> str:
    if criterion.part is Part.ENGINEERING:
        return Part.ENGINEERING.value
    return criterion.judgement.value if criterion.judgement else _BESIDE_THE_FOUR


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
