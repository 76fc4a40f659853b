import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import json

from seatrial.bench.report.harmless import encodable, harmless

_CAN_ACT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u206f\u200b\u200e\u200f\ufeff\ud800-\udfff]")
_json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters()), inner),
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, with tab\tand\nline", "plain, with tab\tand\nline"),
        ("windows\r\nline", "windows\nline"),
        ("\x1b[31mred\x07", "⟨U+001B⟩[31mred⟨U+0007⟩"),
        ("over\rwritten \x9b2J", "over⟨U+000D⟩written ⟨U+009B⟩2J"),
        ("a\u202eb\u202c", "a⟨U+202E⟩b⟨U+202C⟩"),
        ("lone \ud800", "lone ⟨U+D800⟩"),
        ("x" + "\u200b\u200c\u200d" * 4 + "y", "x⟨12 invisible characters⟩y"),
        ("soft\u00adhyphen", "soft⟨U+00AD⟩hyphen"),
        ("👩‍🚀 क्‍ष می‌خواهم עברית", "👩‍🚀 क्‍ष می‌خواهم עברית"),
    ],
)
def test_harmless_writes_out_what_acts_and_keeps_what_is_read(text: str, shown: str) -> None:
    assert harmless(text) == shown


@settings(deadline=None, max_examples=100)
@given(st.text(st.characters()))
def test_harmless_leaves_nothing_that_acts_and_nothing_to_do_again(text: str) -> None:
    safe = harmless(text)
    assert (_CAN_ACT.findall(safe), harmless(safe)) == ([], safe)


@settings(deadline=None, max_examples=100)
@given(_json_values)
def test_encodable_values_can_be_written_as_json(value: Any) -> None:
    assert json.decode(json.encode(encodable(value))) is not Ellipsis


def test_encodable_bounds_nesting() -> None:
    deep: Any = "x"
    for _ in range(900):
        deep = [deep]
    assert json.encode(encodable(deep)).count(b"[") == 40


def test_encodable_replaces_lone_surrogates_and_nuls_in_keys_and_values() -> None:
    assert encodable({"a\ud800": ("b\udfff", 1, "c\0")}) == {"a\ufffd": ["b\ufffd", 1, "c\ufffd"]}
