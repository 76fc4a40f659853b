"""Every guard has its switch here, so that one can see what each is worth by leaving it out.

    GUARDS_OFF="retries,quote_check" python app.py

guards.toml says which weaknesses must show when a guard is off.
"""

import os
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True)
class Guards:
    """True: the guard is on."""

    # the wire
    honest_failure: bool = True  # a model that cannot be had becomes "declined", not a stack trace
    time_budget: bool = True  # every wait ends early enough to still say so
    retries: bool = True  # what passes by itself is tried again, a few times
    error_kinds: bool = True  # what does not pass by itself (quota, key) is not tried again
    # the reply
    whole_reply: bool = True  # it is finished, not cut, and JSON of our shape
    json_in_prose: bool = True  # the JSON is found among fences and courtesies
    small_talk: bool = True  # sentences that rest on no quote are left out of the answer
    second_chance: bool = True  # a reply that fails a check is asked for once more
    # the claim
    quote_check: bool = True  # the quote stands word for word in the document that is named
    value_support: bool = True  # every sentence rests on a quote; its numbers, codes and names stand there
    question_match: bool = True  # the quote is about what was asked
    # the documents
    clean_ingest: bool = True  # comments, hidden elements and invisible characters never reach the prompt
    current_version: bool = True  # superseded documents are not read; the newest counts
    both_sides: bool = True  # documents that disagree are both stated


def from_environment() -> Guards:
    """Return all guards but those that GUARDS_OFF names; ValueError for a name that is none."""
    off = {name.strip() for name in os.environ.get("GUARDS_OFF", "").split(",")} - {""}
    if unknown := off - {field.name for field in fields(Guards)}:
        raise ValueError(f"GUARDS_OFF names {sorted(unknown)}; there are {[field.name for field in fields(Guards)]}")
    return replace(Guards(), **dict.fromkeys(off, False))


GUARDS = from_environment()
