import json
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from seatrial.bench.faults.another_question import AnotherQuestion
from seatrial.bench.faults.base import CompletionFault, MeaningFault, Scene
from seatrial.bench.faults.broken_json import Break, BrokenJson
from seatrial.bench.faults.chatty_preamble import ChattyPreamble
from seatrial.bench.faults.cut_by_length import CutByLength
from seatrial.bench.faults.empty_answer import EmptyAnswer
from seatrial.bench.faults.invented_quote import InventedQuote
from seatrial.bench.faults.json_in_prose import JsonInProse
from seatrial.bench.faults.lost_context import LostContext
from seatrial.bench.faults.missing_document import MissingDocument
from seatrial.bench.faults.new_enum_value import NewEnumValue
from seatrial.bench.faults.refusal_field import RefusalField
from seatrial.bench.faults.refusal_in_words import WORDINGS, RefusalInWords
from seatrial.bench.faults.wrong_document import WrongDocument
from seatrial.bench.faults.wrong_schema import Bend, WrongSchema
from seatrial.bench.faults.wrong_value import WrongValue
from seatrial.bench.meaning import Citation, Meaning
from seatrial.bench.wire import Completion, ToolCall

QUOTE = "The retainer for Brightwell is 1,847.30 EUR a month."
TRUTH = Meaning("The retainer is 1,847.30 EUR.", "1,847.30 EUR", (Citation("prices.md", QUOTE, "prices.md"),))
UNKNOWN = Meaning("The documents do not say.", "", known=False)
ANSWER = {"answer": TRUTH.sentence, "citations": [{"document": "prices.md", "quote": QUOTE}]}
MEANING_FAULTS: tuple[MeaningFault, ...] = (
    WrongValue(),
    AnotherQuestion(),
    RefusalInWords(),
    ChattyPreamble(),
    MissingDocument(),
    WrongDocument(),
    InventedQuote(),
)


def scene(**changes: Any) -> Scene:
    plain = Scene(
        lie=replace(TRUTH, sentence="The retainer is 2,906.75 EUR.", value="2,906.75 EUR"),
        other=Meaning("The depot opens at 06:40.", "06:40", (Citation("faq.md", "It opens at 06:40.", "faq.md"),)),
        missing_document="travel-annex-41.md",
        wrong_document="minutes.md",
        invented_quote="As agreed, the retainer amounts to 1,847.30 EUR.",
        structured="",
        citing=True,
        dice=Random(7),
        value=TRUTH.value,
    )
    return replace(plain, **changes)


def in_json(answer: Any = ANSWER, *, tool: bool = False) -> Completion:
    text = json.dumps(answer)
    return (
        Completion(None, "tool_calls", tool_calls=(ToolCall("call_1", "answer", text),)) if tool else Completion(text)
    )


def payload(completion: Completion | None) -> str:
    assert completion is not None
    text = completion.tool_calls[0].arguments if completion.tool_calls else completion.text
    assert text is not None
    return text


def test_wrong_value_tells_the_lie_beside_the_real_citation() -> None:
    assert WrongValue().mislead(TRUTH, scene()) == replace(
        TRUTH, sentence="The retainer is 2,906.75 EUR.", value="2,906.75 EUR"
    )


def test_wrong_value_has_nothing_to_bite_on_when_the_lie_is_what_is_meant() -> None:
    assert WrongValue().mislead(TRUTH, scene(lie=TRUTH)) is None


def test_another_question_gives_the_whole_other_answer() -> None:
    assert AnotherQuestion().mislead(TRUTH, scene()) == scene().other


def test_another_question_has_nothing_to_bite_on_without_an_other_answer() -> None:
    assert AnotherQuestion().mislead(TRUTH, scene(other=UNKNOWN)) is None


def test_refusal_in_words_says_a_refusal_as_if_it_were_known() -> None:
    said = RefusalInWords().mislead(TRUTH, scene())
    assert said is not None
    assert said == Meaning(said.sentence, "")
    assert said.sentence in WORDINGS


def test_missing_document_leads_every_citation_nowhere() -> None:
    cited = Citation("travel-annex-41.md", QUOTE, "travel-annex-41.md")
    assert MissingDocument().mislead(TRUTH, scene()) == replace(TRUTH, citations=(cited,))


def test_wrong_document_keeps_the_quote() -> None:
    cited = Citation("minutes.md", QUOTE, "minutes.md")
    assert WrongDocument().mislead(TRUTH, scene()) == replace(TRUTH, citations=(cited,))


def test_invented_quote_keeps_the_document() -> None:
    cited = Citation("prices.md", scene().invented_quote, "prices.md")
    assert InventedQuote().mislead(TRUTH, scene()) == replace(TRUTH, citations=(cited,))


@pytest.mark.parametrize("fault", [MissingDocument(), WrongDocument(), InventedQuote()])
def test_citation_faults_have_nothing_to_bite_on_where_nothing_is_cited(fault: MeaningFault) -> None:
    assert fault.mislead(TRUTH, scene(citing=False)) is None
    assert fault.mislead(replace(TRUTH, citations=()), scene()) is None


@pytest.mark.parametrize("fault", [WrongDocument(), InventedQuote()])
def test_citation_faults_have_nothing_to_bite_on_without_a_false_one(fault: MeaningFault) -> None:
    assert fault.mislead(TRUTH, scene(wrong_document="", invented_quote="")) is None


@pytest.mark.parametrize("fault", MEANING_FAULTS)
def test_a_model_that_does_not_know_is_left_alone(fault: MeaningFault) -> None:
    assert fault.mislead(UNKNOWN, scene()) is None


def test_chatty_preamble_keeps_the_answer_whole() -> None:
    said = ChattyPreamble().mislead(TRUTH, scene(structured="json_schema"))
    assert said is not None
    assert said == replace(TRUTH, sentence=said.sentence)
    opening, _, closing = said.sentence.partition(TRUTH.sentence)
    assert min(len(opening), len(closing)) > 20


def test_chatty_preamble_wraps_the_bare_value_of_a_plain_reply() -> None:
    said = ChattyPreamble().mislead(TRUTH, scene())
    assert said is not None
    assert said.value != TRUTH.value
    assert TRUTH.value in said.value


@pytest.mark.parametrize("fault", [EmptyAnswer(), EmptyAnswer(null=True)])
@pytest.mark.parametrize("completion", [Completion("The retainer."), in_json(tool=True)])
def test_empty_answer_leaves_nothing(fault: EmptyAnswer, completion: Completion) -> None:
    assert fault.garble(completion, scene()) == Completion(None if fault.null else "", "stop")


def test_empty_answer_has_nothing_to_bite_on_when_nothing_was_said() -> None:
    assert EmptyAnswer().garble(Completion(""), scene()) is None


def test_refusal_field_takes_the_place_of_the_content() -> None:
    said = RefusalField().garble(in_json(tool=True), scene())
    assert said is not None
    assert said.refusal
    assert said == Completion(None, "stop", refusal=said.refusal)
    assert RefusalField().garble(said, scene()) is None


def test_new_enum_value_changes_nothing_but_the_finish_reason() -> None:
    assert NewEnumValue().garble(Completion("The retainer."), scene()) == Completion("The retainer.", "end_of_sequence")


def test_lost_context_leaves_no_evidence() -> None:
    assert LostContext().sees((QUOTE, "Another sentence.")) == ()


def test_json_in_prose_holds_the_very_json() -> None:
    said = JsonInProse().garble(in_json(), scene(structured="json"))
    assert said is not None
    assert said.finish == "stop"
    before, _, rest = payload(said).partition("```json\n")
    inside, _, after = rest.partition("\n```")
    assert json.loads(inside) == ANSWER
    assert min(len(before), len(after)) > 20


def test_json_in_prose_has_nothing_to_bite_on_in_a_tool_call() -> None:
    assert JsonInProse().garble(in_json(tool=True), scene(structured="tool")) is None


@pytest.mark.parametrize("fault", [BrokenJson(), WrongSchema(), JsonInProse()])
def test_structure_faults_have_nothing_to_bite_on_where_no_json_was_asked_for(fault: CompletionFault) -> None:
    assert fault.garble(Completion("The retainer is 1,847.30 EUR."), scene()) is None
    assert fault.garble(Completion("The retainer is 1,847.30 EUR."), scene(structured="json")) is None
    assert fault.garble(in_json(), scene(structured="")) is None


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
SHAPES = st.dictionaries(st.text(), JSON_VALUES, max_size=5) | st.lists(JSON_VALUES, max_size=4)


@given(shape=SHAPES, roll=st.integers(), tool=st.booleans(), spaced=st.booleans(), broken_by=st.sampled_from(Break))
def test_broken_json_never_parses(shape: Any, roll: int, tool: bool, spaced: bool, broken_by: Break) -> None:
    completion = in_json(shape, tool=tool)
    if spaced and not tool:
        completion = Completion(f"\n {json.dumps(shape, indent=2)} \n")
    broken = payload(BrokenJson(broken_by).garble(completion, scene(structured="json", dice=Random(roll))))
    with pytest.raises(json.JSONDecodeError):
        json.loads(broken)


def test_broken_json_breaks_in_many_ways() -> None:
    def ways(broken: Break) -> set[str]:
        made = (BrokenJson(broken).garble(in_json(), scene(structured="json", dice=Random(at))) for at in range(60))
        return {payload(one) for one in made}

    assert all(payload(in_json()).startswith(cut) for cut in ways(Break.CUT))
    assert len(ways(Break.CUT)) > 8
    assert len(ways(Break.MISSPELT)) > 5


@given(shape=SHAPES.filter(bool), bend=st.sampled_from(Bend))
def test_wrong_schema_stays_json_and_never_fits(shape: Any, bend: Bend) -> None:
    bent = json.loads(payload(WrongSchema(bend).garble(in_json(shape), scene(structured="json_schema"))))
    assert isinstance(bent, dict)
    if isinstance(shape, dict) and bend is Bend.RETYPED:
        assert bent.keys() == shape.keys()
        assert not [
            key for key in shape if type(bent[key]) is type(shape[key]) and not isinstance(shape[key], list | dict)
        ]
        assert bent != shape
    if isinstance(shape, dict) and bend is Bend.RENAMED:
        assert bent.keys().isdisjoint(shape)
        assert len(bent) == len(shape)


def test_wrong_schema_misses_the_shape_in_three_ways() -> None:
    def bent(bend: Bend) -> Any:
        return json.loads(payload(WrongSchema(bend).garble(in_json(tool=True), scene(structured="tool"))))

    assert bent(Bend.RENAMED) == {
        "final_response_text": TRUTH.sentence,
        "evidence_used": [{"origin_ref": "prices.md", "passage_body": QUOTE}],
    }
    assert bent(Bend.RETYPED) == {"answer": {"value": TRUTH.sentence}, "citations": {"items": ANSWER["citations"]}}
    assert bent(Bend.NESTED) == {"result": {"data": ANSWER}}


VALUES = st.text(min_size=2, max_size=30).filter(lambda value: value.strip() == value)


@given(before=st.text(max_size=60), value=VALUES, after=st.text(max_size=60), roll=st.integers())
def test_a_cut_reply_never_holds_the_whole_value(before: str, value: str, after: str, roll: int) -> None:
    text = before + value + after
    cut = CutByLength().garble(Completion(text), scene(value=value, dice=Random(roll)))
    assert cut is not None
    assert cut.finish == "length"
    assert cut.text is not None
    assert value not in cut.text
    assert text.startswith(cut.text)
    assert 0 < len(cut.text) < len(text)


@given(value=VALUES, roll=st.integers(), tool=st.booleans())
def test_a_cut_reply_in_json_never_holds_the_whole_value(value: str, roll: int, tool: bool) -> None:
    completion = in_json({"quote": f"So it is {value}.", "answer": value}, tool=tool)
    assume(json.dumps(value)[1:-1] not in '{"quote": "So it is ')
    cut = payload(CutByLength().garble(completion, scene(value=value, dice=Random(roll), structured="json")))
    assert json.dumps(value)[1:-1] not in cut


def test_a_cut_finds_the_value_by_the_words_before_it_when_it_is_told_of_none() -> None:
    cut = CutByLength().garble(Completion("Sure. The retainer is 1847.30 EUR."), scene(value=""))
    assert cut == Completion("Sure. The retainer is ", "length")


def test_a_cut_stops_in_the_first_half_when_the_value_is_printed_in_another_way() -> None:
    assert CutByLength().garble(Completion('{"value": 1847.3}'), scene()) == Completion('{"value"', "length")


def test_one_letter_cannot_be_cut() -> None:
    assert CutByLength().garble(Completion("7"), scene(value="7")) is None
