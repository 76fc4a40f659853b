"""The first draft of a letter."""

from datetime import date

from seatrial.loop.decision.drafting import Facts, Reached, TrialFacts, draft, trial_facts

REPORT = {
    "summary": {"held": 20, "degraded": 5, "loud": 3, "silent": 13, "not_exercised": 2},
    "modes": [
        {"title": "Cut-off reply", "verdict": "held"},
        {"title": "Stale document", "verdict": "silent"},
        {"title": "Rate limit", "verdict": "loud"},
    ],
}


def facts(outcome: str = "decline", **others: object) -> Facts:
    known = {
        "name": "Ann Archer",
        "role": "Applied AI engineer",
        "outcome": outcome,
        "stages": ("Screen", "Take-home"),
        "reached": (Reached("Evaluation", "Ten questions with expected answers."),),
        "to_grow": (),
        "trial": trial_facts(REPORT),
        "keep_until": date(2027, 5, 4),
    }
    return Facts(**(known | others))


def test_the_facts_of_a_trial_leave_out_what_was_not_exercised() -> None:
    assert trial_facts(REPORT) == TrialFacts(41, 20, 5, 3, 13, ("Cut-off reply",), ("Stale document",))


def test_a_report_without_verdicts_gives_no_facts() -> None:
    assert [trial_facts(report) for report in ({}, {"summary": None}, {"summary": {"held": 0}})] == [None] * 3


def test_a_letter_says_what_was_looked_at_reached_and_seen() -> None:
    assert draft(facts()) == (
        "Dear Ann Archer,\n\n"
        "Thank you for the time and thought that you gave to our opening as Applied AI engineer. We have decided not "
        "to go on with your application. People decided this, about this role; no program did.\n\n"
        "What we looked at: screen and take-home.\n\n"
        "Everybody who read your take-home used the same descriptions. For each thing that we looked for, this is the "
        "one that it came nearest to.\n\n"
        "Evaluation: Ten questions with expected answers.\n\n"
        "We also ran your submission on 41 inputs that it had not been prepared for. It held on 20; on 5 it was "
        "honest, but could have recovered; on 3 it crashed or hung; and on 13 it presented something wrong as "
        "right.\n\n"
        "It held under: Cut-off reply.\n\n"
        "It failed without saying so under: Stale document.\n\n"
        "We keep the record of your application until 4 May 2027. You may ask for a copy of it, and for it to be "
        "erased, by replying to this letter.\n\n"
        "With kind regards\n"
    )


def test_without_a_loop_the_letter_is_short() -> None:
    text = draft(facts(stages=(), reached=(), trial=None, keep_until=None))
    assert text.count("\n\n") == 2


def test_hired_to_grow_names_the_areas() -> None:
    text = draft(facts("grow", to_grow=("evaluation", "awareness")))
    assert "What we would work on together first: evaluation and awareness." in text


def test_of_many_failure_modes_a_few_are_named_and_the_others_counted() -> None:
    held = tuple(f"Mode {number}" for number in range(9))
    text = draft(facts(trial=TrialFacts(9, 9, 0, 0, 0, held, held[:7])))
    assert "It held under: Mode 0, Mode 1, Mode 2, Mode 3, Mode 4, Mode 5 and 3 more." in text
    assert "under: Mode 0, Mode 1, Mode 2, Mode 3, Mode 4, Mode 5 and Mode 6." in text
