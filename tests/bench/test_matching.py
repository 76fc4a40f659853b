"""Spelling does not matter, anything else does: values in texts, quotes in documents, names of documents."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.bench.matching import find_document, normalise, readable, stands_in, states
from seatrial.takehomes.base import Document, Value

STATED = (
    ("it took 266 hr 42 min", "266 hours 42 minutes"),
    ("266 hours and 42 min", "266 hours 42 minutes"),
    ("26h 01min", "26 hours 1 minute"),
    ("890 min, 05 secs", "890 minutes 5 seconds"),
    ("1,183 euros and 58 cents", "€ 1,183.58"),
    ("07 February 1704", "7 February 1704"),
    ("434698kg", "434,698"),
    ("1965.4m", "1,965.4"),
    ("a 552,807-litre tank", "552,807"),
    ("costs 847.30.", "847.30"),
    ("costs 847.3", "847.30"),
    ("1.847,30 €", "1,847.30"),
    ("1 847,30", "1,847.30"),
    ("1\u202f847,30", "1,847.30"),
    ("1'847.30", "1,847.30"),
    ("€1847.30", "EUR 1,847.30"),
    ("1,847.30 euros", "EUR 1,847.30"),
    ("fee—EUR 1,847.30—due", "EUR 1,847.30"),
    ("It is $1,847.30.", "USD 1,847.30"),
    ("12,500 units", "12500"),
    ("use KX4418!", "KX-4418"),
    ("`kx 4418`", "KX-4418"),
    ("KX\u20114418", "KX-4418"),
    ("KX-\u200b4418", "KX-4418"),
    ("**29** months", "29 months"),
    ("a 29-month term", "29 months"),
    ("twenty-nine months", "29 months"),
    ("twenty-nine (29) months", "29 months"),
    ("29 Monate", "29 months"),
    ("29&nbsp;months", "29 months"),
    ("<b>29</b> months", "29 months"),
    ("12,5 Prozent", "12.5 %"),
    ("12.5%", "12.5 percent"),
    ("jose munoz leads", "José Muñoz"),
    ("JOSÉ MUÑOZ's desk", "Jose Munoz"),
    ("_KX-4418_", "KX-4418"),
    ("(KX-4418)", "KX-4418"),
    ("on 2062-03-05.", "2062-03-05"),
    ("v3.412.77 is out", "v3.412.77"),
    ("ＫＸ－４４１８", "KX-4418"),
)
NOT_STATED = (
    ("266 hours 43 min", "266 hours 42 minutes"),
    ("266 min 42 sec", "266 hours 42 minutes"),
    ("1,183 euros and 59 cents", "€ 1,183.58"),
    ("27 February 1704", "7 February 1704"),
    ("434698-B", "434,698"),
    ("434698kilo7", "434,698"),
    ("It is 1,847.30 now", "847.30"),
    ("1 847,30", "847,30"),
    ("1\u00a0847.30", "847.30"),
    ("847.305", "847.30"),
    ("847.30.1", "847.30"),
    ("KX-44181", "KX-4418"),
    ("AKX-4418", "KX-4418"),
    ("KX-4418-B", "KX-4418"),
    ("Z-KX-4418", "KX-4418"),
    ("129 months", "29 months"),
    ("2.29 months", "29 months"),
    ("29 days", "29 months"),
    ("$847.30", "EUR 47.30"),
    ("Munozzi", "Munoz"),
    ("2062-03-051", "2062-03-05"),
    ("2062-03-06", "2062-03-05"),
    ("", "KX-4418"),
    ("anything", ""),
)
HTML = Document(
    "a.html",
    "<html><head><title>T</title><style>p{color:red}</style></head><!-- a hidden remark --><p>The <b>warranty</b> is "
    "17&nbsp;months &amp; a day.</p><script>var x = 'unseen';</script><table><tr><th>A</th><th>B</th></tr>"
    "<tr><td>X1</td><td>22</td></tr></table></html>",
)
CSV = Document("a.csv", 'sku,price,stock\nKX-4418,120,450\nAB-1,"1,847.30",9\n')
MARKDOWN = Document(
    "a.md",
    "# Terms\n\nThe **warranty** lasts `17 months` from [purchase](shop.md).\n- Keep the *receipt*.\n\n"
    "| Zone | Fee |\n|---|---|\n| North | EUR 12.30 |\n",
)
STANDING = (
    ("The warranty is 17 months & a day.", HTML),
    ("1. The warranty is 17 months & a day.", HTML),
    ("Quote: “The warranty is 17 months & a day.”", HTML),
    ("The warranty is 17 months & a day. [a.html]", HTML),
    ("The warranty is 17 months & a day. (source: a.html)", HTML),
    ("“The warranty is 17 months & a day.” — a.html", HTML),
    ("The warranty is 17 months & a day [2].", HTML),
    ("the WARRANTY is 17 months", HTML),
    ("<p>The <b>warranty</b> is", HTML),
    ("“The warranty … 17 months…”", HTML),
    ("The warranty [...] a day", HTML),
    ("X1 | 22", HTML),
    ("A: X1, B: 22", HTML),
    ("KX-4418,120,450", CSV),
    ("sku: KX-4418\nprice: 120\nstock: 450", CSV),
    ("KX-4418 | 450", CSV),
    ("sku: AB-1\nprice: 1847.30", CSV),
    ("KX-4418 | 120 | 450\nAB-1 | 1,847.30 | 9", CSV),
    ("row 1: KX-4418, 120, 450", CSV),
    ('{"sku": "AB-1", "price": "1,847.30", "stock": "9"}', CSV),
    ("The warranty lasts 17 months from purchase.", MARKDOWN),
    ("The **warranty** lasts `17 months` from [purchase](shop.md).", MARKDOWN),
    ("lasts 17 months from purchase. Keep the receipt", MARKDOWN),
    ("| North | EUR 12.30 |", MARKDOWN),
    ("Zone: North, Fee: EUR 12.30", MARKDOWN),
    ("the warranty lasts 17 months from pur", MARKDOWN),
    ("a.md: The warranty lasts 17 months", MARKDOWN),
)
NOT_STANDING = (
    ("The warranty is 18 months", HTML),
    ("The warranty is 18 months. [a.html]", HTML),
    ("The warranty is 17 months & a day. [other-terms.md]", HTML),
    ("Quote: ", HTML),
    ("a day … The warranty", HTML),
    ("unheard of", HTML),
    ("KX-4418 costs 120", CSV),
    ("KX-4418 | 9", CSV),
    ("AB-1 | 120", CSV),
    ("The warranty lasts 71 months", MARKDOWN),
    ("warranty receipt", MARKDOWN),
    ("", MARKDOWN),
    ("…", MARKDOWN),
    ("ant", MARKDOWN),
)
NAMES = ("policy.md", "policy-2024.md", "prices.csv", "Fragen & Antworten.html")
NAMED = (
    ("policy.md", "policy.md"),
    ("./docs/Policy.MD", "policy.md"),
    ("C:\\docs\\policy.md", "policy.md"),
    ("file:///d/policy-2024.md", "policy-2024.md"),
    ("https://docs.example/policy-2024.md?raw=1#fees", "policy-2024.md"),
    ("policy.md#3", "policy.md"),
    ("policy.md (chunk 2)", "policy.md"),
    ("policy.md:12", "policy.md"),
    ("policy.md, section 4", "policy.md"),
    ("policy.md_chunk_3", "policy.md"),
    ("policy.md::7", "policy.md"),
    ("[policy.md]", "policy.md"),
    ("`policy.md`", "policy.md"),
    ("Document: policy.md", "policy.md"),
    ("[1] policy.md", "policy.md"),
    ("policy", "policy.md"),
    ("[prices]", "prices.csv"),
    ("policy chunk 3", "policy.md"),
    ("`Policy 2024`", "policy-2024.md"),
    ("Fragen%20%26%20Antworten.html", "Fragen & Antworten.html"),
    ("polic.md", None),
    ("not-policy.md", None),
    ("policy.txt", None),
    ("policy.md.bak", None),
    ("policy-2025.md", None),
    ("", None),
    ("...", None),
    (" " * 100_000 + "x", None),
)


@pytest.mark.parametrize(("text", "value"), STATED)
def test_a_value_is_stated_in_any_spelling(text: str, value: str) -> None:
    assert states(text, Value(value))


@pytest.mark.parametrize(("text", "value"), NOT_STATED)
def test_a_value_is_not_stated_by_something_longer_or_other(text: str, value: str) -> None:
    assert not states(text, Value(value))


def test_any_form_states_the_value() -> None:
    assert states("it takes 1591 minutes", Value("26 hours 31 minutes", ("1591 minutes",)))


@pytest.mark.parametrize(("quote", "document"), STANDING)
def test_a_quote_stands_whatever_was_done_to_its_looks(quote: str, document: Document) -> None:
    assert stands_in(quote, document)


@pytest.mark.parametrize(("quote", "document"), NOT_STANDING)
def test_an_invented_quote_does_not_stand(quote: str, document: Document) -> None:
    assert not stands_in(quote, document)


@pytest.mark.parametrize(("name", "found"), NAMED)
def test_a_document_is_found_by_what_honest_submissions_call_it(name: str, found: str | None) -> None:
    assert find_document(name, NAMES) == found


def test_a_missing_suffix_must_be_unambiguous() -> None:
    assert find_document("policy", ("policy.md", "policy.html")) is None


def test_normalise_makes_looks_alike() -> None:
    assert (
        normalise("  „Fee”:\u00a0EUR\u202f1,847.30 — the\n‘Late’\u200b fee ") == "\"fee\": eur 1847.30 - the 'late' fee"
    )


def test_readable_is_what_a_reader_sees() -> None:
    assert readable(HTML) == "T\nThe warranty is 17 months & a day.\n| A | B\n| X1 | 22"
    assert readable(CSV) == "sku | price | stock\nKX-4418 | 120 | 450\nAB-1 | 1,847.30 | 9"
    assert readable(Document("a.txt", "As it *is*.\n")) == "As it *is*.\n"


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_value_between_two_texts_is_always_stated(before: str, after: str) -> None:
    assert states(f"{before.replace('<', '').replace('&', '')} . KX-4418-B . {after}", Value("KX-4418-B"))


@given(st.integers(1000, 999_999), st.integers(1, 99))
def test_every_number_format_states_the_number(whole: int, cents: int) -> None:
    value = Value(f"{whole:,}.{cents:02}")
    grouped = [f"{whole:,}".replace(",", mark) for mark in (",", "", "'", "\u202f", "\u00a0", " ")]
    assert all(states(f"is {one}.{cents:02} now", value) for one in grouped)
    assert all(states(f"is {one.replace(',', '.')},{cents:02}", value) for one in grouped)


@given(st.integers(1000, 999_999), st.integers(1, 9))
def test_a_number_within_a_longer_one_is_not_stated(whole: int, digit: int) -> None:
    value = Value(f"{whole:,}.35")
    assert not any(states(text, value) for text in (f"{digit}{whole}.35", f"{whole}.35{digit}", f"{digit}.{whole}.35"))


@settings(max_examples=60)
@given(st.data())
def test_every_stretch_of_a_document_stands_in_it(data: st.DataObject) -> None:
    document = data.draw(st.sampled_from([HTML, CSV, MARKDOWN]))
    text = data.draw(st.sampled_from([document.text, readable(document)]))
    start = data.draw(st.integers(0, max(0, len(text) - 60)))
    assert stands_in(text[start : start + 60], document)


@given(st.text(max_size=200), st.sampled_from([HTML, CSV, MARKDOWN]))
def test_matching_is_total(text: str, document: Document) -> None:
    results = (
        states(text, Value(text)),
        stands_in(text, document),
        stands_in("x", Document(f"a.{document.name}", text)),
        find_document(text, NAMES) in {None, *NAMES},
    )
    assert all(isinstance(one, bool) for one in results)
