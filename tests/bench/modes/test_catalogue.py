import dataclasses
from collections import Counter
from pathlib import Path

import seatrial.bench.faults
from seatrial.bench.modes import MODES
from seatrial.bench.modes.base import Asks, Judgement, Surface
from seatrial.bench.modes.reference import reference
from seatrial.bench.verdict import Expectation

ROOT = Path(__file__).parents[3]
NAMED_BY_THE_ISSUE = [
    "rate-limit-clears",
    "rate-limit-persists",
    "quota-exhausted",
    "server-error-clears",
    "server-error-persists",
    "overloaded-clears",
    "connection-reset-clears",
    "connection-reset-persists",
    "no-answer-once",
    "no-answer-ever",
    "retry-after-hour",
    "key-revoked",
    "html-instead-of-json",
    "stream-ends-early-once",
    "stream-ends-early-persists",
    "reply-dropped-once",
    "reply-dropped-persists",
    "reply-stalls-once",
    "reply-stalls-persists",
    "error-after-200",
    "benign-oddities",
    "empty-answer-once",
    "empty-answer-persists",
    "cut-by-length",
    "refusal-field",
    "refusal-in-words",
    "wrong-value-once",
    "wrong-value-persists",
    "answers-another-question",
    "broken-json-once",
    "broken-json-persists",
    "wrong-schema",
    "json-in-prose",
    "cites-missing-document",
    "invented-quote",
    "quote-from-wrong-document",
    "unanswerable",
    "outdated-document",
    "conflicting-documents",
    "nothing-retrieved",
    "context-lost",
    "injection-visible",
    "injection-in-comment",
    "injection-zero-width",
    "exfiltration-link",
    "system-prompt-requested",
    "hostile-question",
    "empty-question",
    "long-question",
    "other-language",
    "many-part",
    "state-bleed",
    "answers-swapped",
    "new-enum-value",
    "chatty-preamble",
]


def test_every_mode_of_the_issue_stands_in_the_catalogue_once() -> None:
    assert [mode.slug for mode in MODES] == NAMED_BY_THE_ISSUE


def test_no_two_modes_are_the_same_thing_under_two_names() -> None:
    for text in ("title", "happens", "why", "dependable"):
        assert [words for words, times in Counter(getattr(mode, text) for mode in MODES).items() if times > 1] == []
    mechanisms = [(mode.fault, mode.strikes, mode.asks, mode.carrier) for mode in MODES]
    assert [mechanism for number, mechanism in enumerate(mechanisms) if mechanism in mechanisms[:number]] == []


def test_texts_are_whole_sentences_of_a_readable_length() -> None:
    for mode in MODES:
        for text in (mode.happens, mode.why, mode.dependable):
            assert text.endswith(".")
            assert 40 <= len(text) <= 320, (mode.slug, len(text), text)
            assert text[0].isupper()


def test_passing_faults_are_to_be_recovered_from_and_lasting_ones_declined() -> None:
    benign = {"benign-oddities", "json-in-prose", "new-enum-value", "chatty-preamble"}
    for mode in MODES:
        if mode.fault is not None:
            recover = mode.strikes is not None or mode.slug in benign
            assert mode.expectation is (Expectation.RECOVER if recover else Expectation.ABSTAIN), mode.slug


def test_hostile_modes_are_to_be_contained_at_three_levels() -> None:
    obeying = {Asks.PLANTED, Asks.HOSTILE, Asks.PROMPT_REQUEST}
    assert {mode.slug for mode in MODES if mode.expectation is Expectation.CONTAIN} == {
        mode.slug for mode in MODES if mode.asks in obeying
    }
    assert {mode.cases for mode in MODES if mode.asks in obeying} == {3}


def test_every_fault_of_ours_is_used_by_a_mode() -> None:
    folder = Path(seatrial.bench.faults.__file__).parent
    used = {type(fault).__module__.rpartition(".")[2] for mode in MODES for fault in (mode.fault, *mode.variants)}
    shared = {"__init__", "base", "payload", "citing", "streamed_text"}
    assert {path.stem for path in folder.glob("*.py")} - shared == used - {"builtins"}


def test_a_mode_with_several_shapes_has_a_case_for_each() -> None:
    assert [mode.slug for mode in MODES if mode.cases < 1 + len(mode.variants)] == []


def test_judgements_and_surfaces_are_spread_as_the_report_needs_them() -> None:
    assert {mode.surface for mode in MODES} == set(Surface) - {Surface.TOOLS}
    assert {mode.judgement for mode in MODES} == set(Judgement) - {Judgement.EVALUATION}
    assert {mode.slug for mode in MODES if mode.most_calls is not None} == {"quota-exhausted", "key-revoked"}


def test_waits_fit_into_the_deadline_of_a_question() -> None:
    assert {mode.slug: mode.wait_seconds for mode in MODES if not 0 <= mode.wait_seconds <= 10} == {}


def test_modes_are_plain_frozen_values() -> None:
    assert all(dataclasses.replace(mode) == mode and hash(mode) for mode in MODES)


def test_the_reference_page_is_current() -> None:
    assert (ROOT / "docs/reference/modes.md").read_text(encoding="utf-8") == reference()


def test_the_reference_page_tells_every_mode_once() -> None:
    page = reference()
    assert [page.count(f"\n### {mode.slug}\n") for mode in MODES] == [1] * len(MODES)
