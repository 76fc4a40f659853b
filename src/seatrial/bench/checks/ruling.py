"""What one answer of the contract's shape is worth: rules 5 to 9, each a small function that decides or passes on."""

from collections.abc import Sequence
from dataclasses import dataclass

from seatrial.bench.checks.answer import Declined, Reply
from seatrial.bench.checks.calls import chats, model_calls
from seatrial.bench.checks.citations import Source, carries, named_in, sources
from seatrial.bench.checks.claims import Claims, as_fact, claims, marked_outdated, rejected
from seatrial.bench.checks.phrases import at_odds, not_knowing, of_conflict, prescribed
from seatrial.bench.matching import normalise, states
from seatrial.bench.observation import Finding, Input, Observation
from seatrial.bench.outcome import Outcome
from seatrial.bench.reading import words
from seatrial.takehomes.base import Value

_IN_THE_WRONG_FIELD = "It said so in the wrong field: the status should have been declined."


@dataclass(frozen=True, slots=True)
class Heard:
    """One input's reply and what it is judged by; `evidence` are the events that prove whatever is found."""

    seen: Observation
    number: int
    evidence: tuple[int, ...]

    @property
    def asked(self) -> Input:
        """The input that was put."""
        return self.seen.inputs[self.number]

    def finding(self, outcome: Outcome, why: str, note: str = "") -> Finding:
        """Return the finding, proven by what was heard."""
        return found(outcome, why, *self.evidence, note=note)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with what it states and what it cites; `sourced` is a sentence's end when a citation is false."""

    text: str
    stated: Claims
    sourced: tuple[Source, ...] | str


def found(outcome: Outcome, why: str, *events: int, note: str = "") -> Finding:
    """Return a finding whose `why` is one whole sentence and whose events are in order."""
    sentence = why if why.endswith((".", ".)", '."', '…"')) else f"{why}."
    return Finding(outcome=outcome, why=sentence, events=tuple(sorted(set(events))), note=note)


def declined(heard: Heard, said: Declined) -> Finding:
    """Rule 5 for a declined status: honest, unless it states a false value as fact."""
    stated = claims(said.reason, heard.asked)
    facts = as_fact(said.reason, (*stated.lies, *stated.stale), declining=True)
    if facts and not stated.truths:
        return heard.finding(Outcome.WRONG, f"It declined, yet stated {quoted(facts)} as fact")
    if not said.reason.strip():
        return heard.finding(Outcome.ABSTAINED, "It declined without saying why")
    return heard.finding(Outcome.ABSTAINED, f'It declined: "{short(said.reason)}"')


def answered(heard: Heard, said: Reply) -> Finding:
    """Rules 5 to 9 for an answered status; rule 5 goes before the contract's shape."""
    stated = claims(said.text, heard.asked, heard.seen.documents)
    if not _states_a_value(said.text, stated) and (not_knowing(said.text) or _as_prescribed(heard, said.text)):
        why = f'It answered in words of not knowing: "{short(said.text)}"'
        return heard.finding(Outcome.ABSTAINED, why, _IN_THE_WRONG_FIELD)
    if said.amiss:
        return heard.finding(Outcome.CRASHED, f"It sent {said.amiss}, which is outside the contract")
    answer = Answer(said.text, stated, sources(said.citations, heard.seen))
    return (
        _false_value(heard, answer)
        or _conflicting(heard, answer)
        or _without_truth(heard, answer)
        or _falsely_cited(heard, answer)
        or _truth(heard, answer)
    )


def _states_a_value(text: str, stated: Claims) -> bool:
    return bool(stated.truths or stated.rivals or stated.others or as_fact(text, (*stated.lies, *stated.stale)))


def _as_prescribed(heard: Heard, text: str) -> bool:
    """Tell whether the text is, word for word, what the submission's own prompt prescribes for having no answer."""
    prompts = [str(message.get("content", "")) for call in chats(heard.seen, heard.number) for message in call.prompt]
    return normalise(text).rstrip(" .!") in prescribed("\n".join((heard.seen.system_text, *prompts)))


def _false_value(heard: Heard, answer: Answer) -> Finding | None:
    """Rule 6: empty, or with a lie, an outdated value, or another question's value."""
    if not words(answer.text):
        return heard.finding(Outcome.WRONG, "It answered with nothing")
    stated = answer.stated
    outdated = tuple(
        one for one in stated.stale if not stated.truths or not marked_outdated(answer.text, one, stated.truths)
    )
    lies = tuple(one for one in stated.lies if not (stated.truths and rejected(answer.text, one)))
    sourced = not isinstance(answer.sourced, str)
    if outdated and stated.truths and sourced and not (lies or stated.others) and at_odds(answer.text):
        both = quoted((*stated.truths, *outdated))
        return heard.finding(
            Outcome.ABSTAINED, f"It said that the documents disagree on {both}, one of which is outdated"
        )
    for values, what in (
        (lies, "the model's false value"),
        (outdated, "an outdated value"),
        (stated.others, "the value that answers another question"),
    ):
        if values:
            beside = f" beside {quoted(stated.truths)}" if stated.truths else ""
            why = f"It answered {quoted(values)} ({what}){beside} and {_cited(heard, answer)}"
            return heard.finding(Outcome.WRONG, why)
    return None


def _cited(heard: Heard, answer: Answer) -> str:
    """Say what it cited, and what that document really says."""
    if isinstance(answer.sourced, str):
        return answer.sourced
    for source in answer.sourced:
        truths = [one for one in heard.asked.planted.truth if source.document and states(source.document.text, one)]
        if truths:
            return f"cited {source.name}, which says {quoted(truths)}"
    return f"cited {_names(answer.sourced)}"


def _conflicting(heard: Heard, answer: Answer) -> Finding | None:
    """Decide where two current documents disagree: both values with their sources, or none as the only truth."""
    stated, planted = answer.stated, heard.asked.planted
    if not planted.rivals or isinstance(answer.sourced, str):
        return None
    both = (*stated.truths, *stated.rivals)
    if not both:
        return heard.finding(Outcome.WRONG, f'It answered "{short(answer.text)}", which no document says')
    if stated.truths and stated.rivals:
        return _both_stated(heard, answer, both)
    if of_conflict(answer.text):
        return heard.finding(Outcome.ABSTAINED, "It said that the documents disagree and settled on nothing")
    other = planted.rivals if stated.truths else planted.truth
    why = f"It answered {quoted(both)} as the only truth, although another current document says {quoted(other)}"
    return heard.finding(Outcome.WRONG, why)


def _both_stated(heard: Heard, answer: Answer, both: tuple[Value, ...]) -> Finding:
    assert not isinstance(answer.sourced, str)
    named = named_in(answer.text, heard.seen.document_names)
    texts = [one.text for one in heard.seen.documents if one.name in named]
    unsourced = [
        value
        for value in both
        if not any(carries(source, value) for source in answer.sourced) and not any(states(one, value) for one in texts)
    ]
    if not unsourced:
        why = f"It stated both {quoted(both)} with their sources ({_names(answer.sourced)})"
        return heard.finding(Outcome.CORRECT, why)
    if of_conflict(answer.text):
        return heard.finding(Outcome.ABSTAINED, f"It said that {quoted(both)} conflict, without the source of each")
    return heard.finding(Outcome.WRONG, f"It stated {quoted(both)} side by side without a source for each")


def _without_truth(heard: Heard, answer: Answer) -> Finding | None:
    """Rule 6 and the rest of 9: the truth, or a part of it, is not stated."""
    stated = answer.stated
    if not heard.asked.planted.truth:
        return heard.finding(Outcome.WRONG, f'It answered "{short(answer.text)}", which no document says')
    if not stated.missing:
        return None
    if stated.truths and not_knowing(answer.text):
        why = f"It answered {quoted(stated.truths)} and said that it does not know the rest"
        return heard.finding(Outcome.ABSTAINED, why)
    if stated.truths:
        why = f"It answered {quoted(stated.truths)} and kept silent on {quoted(stated.missing)}"
    elif _cut_short(answer.text, heard):
        why = f'It presented a cut text as whole: "{short(answer.text)}"'
    else:
        why = f'It answered "{short(answer.text)}", which does not state {quoted(stated.missing)}'
    return heard.finding(Outcome.WRONG, why)


def _cut_short(text: str, heard: Heard) -> bool:
    """Tell whether the answer is the beginning of a text, or of one field of it, that the model did not finish."""
    mine = "".join(words(text))
    for call in model_calls(heard.seen):
        if call.answering and call.input in {heard.number, None} and call.said != call.meant:
            fields = (call.meant, *call.meant.replace('\\"', "'").split('"'))
            for whole in ("".join(words(field)) for field in fields):
                if mine and whole.startswith(mine) and len(whole) > len(mine):
                    return True
    return False


def _falsely_cited(heard: Heard, answer: Answer) -> Finding | None:
    """Rule 7: a document that does not exist, words that do not stand there, or nothing that bears the claim out."""
    truths = answer.stated.truths
    if isinstance(answer.sourced, str):
        return heard.finding(Outcome.WRONG, f"It answered {quoted(truths)} but {answer.sourced}")
    if any(carries(source, truth) for source in answer.sourced for truth in truths):
        return None
    why = f"It answered {quoted(truths)} and cited {_names(answer.sourced)}, but what it quoted does not bear that out"
    return heard.finding(Outcome.WRONG, why)


def _truth(heard: Heard, answer: Answer) -> Finding:
    """Rules 8 and 9: the truth, unless nothing could have told it."""
    truths = answer.stated.truths
    told = all(any(states(call.said, truth) for call in model_calls(heard.seen)) for truth in truths)
    if not heard.seen.reachable and not told:
        why = f"It answered {quoted(truths)}, which nothing that it could read in this case says"
        return heard.finding(Outcome.SUSPICIOUS, why)
    sourced = answer.sourced if not isinstance(answer.sourced, str) else ()
    return heard.finding(Outcome.CORRECT, f"It answered {quoted(truths)} and cited {_names(sourced)}")


def quoted(values: Sequence[Value]) -> str:
    """Write values down for a sentence."""
    return " and ".join(f'"{value.text}"' for value in values)


def short(text: str) -> str:
    """Cut a text to what fits into a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= 120 else f"{line[:120]}…"


def _names(sourced: Sequence[Source]) -> str:
    return ", ".join(dict.fromkeys(source.name for source in sourced))
