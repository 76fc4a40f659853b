"""Modes in which the model is as right as ever and a little different from yesterday."""

from seatrial.bench.faults.chatty_preamble import ChattyPreamble
from seatrial.bench.faults.new_enum_value import NewEnumValue
from seatrial.bench.modes.base import Judgement, Mode, Surface
from seatrial.bench.verdict import Expectation

DRIFT = (
    Mode(
        slug="new-enum-value",
        title="A finish reason that no client knows",
        surface=Surface.MODEL,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.RECOVER,
        happens="Every reply is whole and right, and ends with a finish reason that is in nobody's list.",
        why="Providers add values without notice, and compatible servers use words of their own; strict enums then "
        "turn a good reply into an exception.",
        dependable="Judges the reply by what it contains and lets an unknown word be a reason to log, not to crash.",
        fault=NewEnumValue(),
    ),
    Mode(
        slug="chatty-preamble",
        title="The answer comes wrapped in courtesies",
        surface=Surface.MODEL,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.RECOVER,
        happens="The right answer stands between an opening and a closing phrase, also inside the answer field where "
        "JSON was asked for.",
        why="A new model version is tuned to be friendlier, and code that expects the bare value at the start of the "
        "text stops working overnight.",
        dependable="Finds the answer all the same: its checks look for the claim, not for a certain first word.",
        fault=ChattyPreamble(),
    ),
)
