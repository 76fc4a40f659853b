"""Modes in which the form of the reply is not the one that was asked for."""

from seatrial.bench.faults.broken_json import Break, BrokenJson
from seatrial.bench.faults.json_in_prose import JsonInProse
from seatrial.bench.faults.wrong_schema import Bend, WrongSchema
from seatrial.bench.modes.base import Judgement, Mode, Surface
from seatrial.bench.verdict import Expectation

STRUCTURE = (
    Mode(
        slug="broken-json-once",
        title="The first JSON reply does not parse",
        surface=Surface.MODEL,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.RECOVER,
        happens="The first reply is JSON with a missing brace, single quotes, a bare key, rubbish behind it or its end "
        "missing; the next one is sound.",
        why="Without constrained decoding a model gets a comma or a quote wrong every few hundred replies, and more "
        "often when the quoted passage itself holds quotation marks.",
        dependable="Catches the parse error and asks again; it neither crashes nor shows raw JSON to a user.",
        fault=BrokenJson(Break.CUT),
        variants=(BrokenJson(Break.MISSPELT),),
        strikes=1,
    ),
    Mode(
        slug="broken-json-persists",
        title="No JSON reply parses",
        surface=Surface.MODEL,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="Every reply is broken JSON, each time broken in one of several ways.",
        why="A model update, a compatible server without JSON mode, or a prompt that outgrew its instructions makes "
        "malformed replies the rule.",
        dependable="Stops after a few attempts and declines; a repair that guesses at what is missing is not taken for "
        "an answer.",
        fault=BrokenJson(Break.CUT),
        variants=(BrokenJson(Break.MISSPELT),),
    ),
    Mode(
        slug="wrong-schema",
        title="The JSON is valid and has another shape",
        surface=Surface.MODEL,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="Every reply is valid JSON with other key names, other types, or everything one level deeper than "
        "asked (one case each).",
        why="Models drift towards key names they saw more often, and servers that ignore `response_format` do so "
        "without an error.",
        dependable="Validates the shape before use and declines when it stays wrong; missing fields do not turn into "
        "empty strings that look like an answer.",
        fault=WrongSchema(Bend.RENAMED),
        variants=(WrongSchema(Bend.RETYPED), WrongSchema(Bend.NESTED)),
        cases=3,
    ),
    Mode(
        slug="json-in-prose",
        title="The JSON is wrapped in a fence and small talk",
        surface=Surface.MODEL,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.RECOVER,
        happens="Every reply holds exactly the JSON that was asked for, inside a Markdown code fence with a sentence "
        "before and after it.",
        why="Chat models like to introduce what they hand over; the habit comes and goes with model versions and with "
        "servers that do not enforce a format.",
        dependable="Takes the object out of the wrapping: the right answer is all there.",
        fault=JsonInProse(),
    ),
)
