"""What may be typed into a scorecard, a flag, a reason. What was typed is kept whatever happens."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django import forms

from seatrial.loop.scorecard.fields import EMPTY, Field, Filled
from seatrial.loop.scorecard.flags import KINDS

_EVIDENCE = re.compile(r"-evidence-(\d+)-kind$")


class Words(forms.CharField):
    """A text of several lines, its line ends written one way, so that equal texts are equal."""

    widget = forms.Textarea

    def to_python(self, value: str | None) -> str:
        """Return the text with plain line ends."""
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class EntryForm(forms.Form):
    """What was chosen in a field, and the note beside it."""

    pick = forms.ChoiceField(required=False, error_messages={"invalid_choice": "Choose one of those that are offered."})
    note = Words(required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, asked: Field, data: Mapping[str, str] | None, filled: Filled) -> None:
        super().__init__(data, prefix=asked.key, initial={"pick": filled.chosen, "note": filled.note})
        pick = self.fields["pick"]
        assert isinstance(pick, forms.ChoiceField)
        pick.choices = [(option.value, option.name) for option in asked.options]
        self.fields["note"].label = "Note" if asked.options else asked.name


class EvidenceForm(forms.Form):
    """One thing that a level rests on: a case of the trial, words that were said, a place in the code."""

    KINDS = (("case", "Trial case"), ("quote", "Quote"), ("code", "Code"))
    kind = forms.ChoiceField(choices=KINDS, initial="case", label="Kind")
    where = forms.CharField(required=False, max_length=300, label="Where")
    words = Words(required=False, max_length=5_000, label="What it shows", widget=forms.Textarea(attrs={"rows": 2}))

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was typed into the row."""
        return not (self.cleaned_data.get("where") or self.cleaned_data.get("words"))


@dataclass(frozen=True)
class Row:
    """One field as it stands on the page."""

    field: Field
    entry: EntryForm
    evidence: tuple[EvidenceForm, ...]
    stored: Filled = EMPTY

    @property
    def filled(self) -> Filled:
        """Return what was typed; only of a valid row."""
        pick = self.entry.cleaned_data["pick"]
        rows = tuple(one.cleaned_data for one in self.evidence if not one.is_empty)
        return Filled(
            level=int(pick) if self.field.counts and pick else None,
            choice="" if self.field.counts else pick,
            note=self.entry.cleaned_data["note"],
            evidence=tuple({key: row[key] for key in ("kind", "where", "words")} for row in rows),
        )

    @property
    def picked(self) -> str:
        """Return the option that is chosen on the page."""
        return str(self.entry["pick"].value() or "")

    @property
    def differs(self) -> bool:
        """Tell whether what was typed is not what is stored."""
        return self.entry.is_bound and self.is_valid() and self.filled != self.stored.typed

    def is_valid(self) -> bool:
        """Tell whether all of it can be stored."""
        return all([self.entry.is_valid(), *(one.is_valid() for one in self.evidence)])


class ScorecardForm:
    """The fields of a scorecard as forms. A request may carry some of them; those that it carries are stored."""

    def __init__(
        self, fields: tuple[Field, ...], filled: Mapping[str, Filled], data: Mapping[str, str] | None = None
    ) -> None:
        sent = [one for one in fields if data is None or f"{one.key}-note" in data]
        self.rows = tuple(_row(one, filled.get(one.key, EMPTY), data) for one in sent)

    def is_valid(self) -> bool:
        """Tell whether every field that was sent can be stored."""
        return all([row.is_valid() for row in self.rows])  # noqa: C419  -- every row has to say what is wrong with it

    @property
    def filled(self) -> dict[str, Filled]:
        """Return what was sent, by field; only of a valid form."""
        return {row.field.key: row.filled for row in self.rows}

    @property
    def errors(self) -> dict[str, list[str]]:
        """Return what is wrong, by the name of the input."""
        forms_ = [form for row in self.rows for form in (row.entry, *row.evidence)]
        return {
            form.add_prefix(name): [str(one) for one in found] for form in forms_ for name, found in form.errors.items()
        }

    def groups(self) -> Iterator[tuple[str, list[Row]]]:
        """Return the rows under the headings that they stand under."""
        names = dict.fromkeys(row.field.group for row in self.rows)
        return ((name, [row for row in self.rows if row.field.group == name]) for name in names)


class EditionForm(forms.Form):
    """Which edition of the scorecard was on the page."""

    edition = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class FlagForm(forms.Form):
    """A flag: what kind, the words, whether they were asked for."""

    kind = forms.ChoiceField(
        choices=[(kind.slug, kind.title) for kind in KINDS],
        error_messages={"required": "Say which kind it is.", "invalid_choice": "Choose one of those that are offered."},
    )
    words = Words(
        max_length=5_000,
        label="The words that were said",
        help_text="As near to verbatim as you can. A flag without the words is an impression.",
        error_messages={"required": "Write down what was said."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    prompted = forms.TypedChoiceField(
        choices=(("no", "They brought it up themselves"), ("yes", "They were asked for it")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        label="Prompted or not",
        error_messages={"required": "Say whether they were asked."},
    )


class EarlyOpeningForm(forms.Form):
    """Why a lead reads before everybody has scored."""

    reason = Words(
        max_length=2_000,
        label="Why now",
        help_text="Everybody in the panel reads this, also who has still to score: nothing about the candidate here.",
        error_messages={"required": "Give the reason; it is kept and shown."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AmendmentForm(forms.Form):
    """A level after discussion, and why it is another one."""

    level = forms.TypedChoiceField(
        choices=[(str(level), str(level)) for level in range(1, 5)],
        coerce=int,
        error_messages={"required": "Choose the level that you hold now."},
    )
    reason = Words(
        max_length=5_000,
        label="What changed your mind",
        error_messages={"required": "Say what changed your mind; your first level stays beside it."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    now_level = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=4)


def _row(asked: Field, filled: Filled, data: Mapping[str, str] | None) -> Row:
    if data is None:
        rows = [
            EvidenceForm(prefix=f"{asked.key}-evidence-{number}", initial=dict(one))
            for number, one in enumerate((*filled.evidence, {}))
        ]
    else:
        numbers = sorted({int(found[1]) for name in data if (found := _of(asked, name))})
        rows = [EvidenceForm(data, prefix=f"{asked.key}-evidence-{number}") for number in numbers]
    return Row(asked, EntryForm(asked, data, filled), tuple(rows), filled)


def _of(asked: Field, name: str) -> re.Match[str] | None:
    return _EVIDENCE.match(name, len(asked.key)) if name.startswith(f"{asked.key}-evidence-") else None
