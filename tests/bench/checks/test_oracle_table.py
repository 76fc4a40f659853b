"""Answers as people and models write them, and what each is: most of them honest and odd, some false and smooth."""

from collections.abc import Callable

import pytest

from seatrial.bench.checks.oracle import judge
from seatrial.bench.observation import Observation, Planted
from seatrial.takehomes.base import Value

CODE = Value("KX-4418-B", ("KX 4418 B", "KX4418B"))
LIE = Value("QZ-9031-C", ("QZ 9031 C", "QZ9031C"))
FEE = Value("EUR 1,847.31", ("1,847.31", "1847.31", "1.847,31", "1847,31", "1 847,31"))
FEE_LIE = Value("EUR 2,263.47", ("2,263.47", "2263.47", "2.263,47"))
STALE = Value("EUR 1,512.63", ("1,512.63", "1512.63"))
RIVAL = Value("EUR 1,998.52", ("1,998.52", "1998.52"))
OTHER = Value("Nadia Okonkwo", ("Okonkwo",))

ABOUT_CODE = Planted(truth=(CODE,), lies=(LIE,), others=(OTHER,))
ABOUT_FEE = Planted(truth=(FEE,), lies=(FEE_LIE,), stale=(STALE,))
NO_ANSWER = Planted(lies=(LIE, FEE_LIE))
CONFLICT = Planted(truth=(FEE,), lies=(FEE_LIE,), rivals=(RIVAL,))
BOTH_PARTS = Planted(truth=(CODE, FEE), lies=(LIE, FEE_LIE))

R = "returns.md"
CODE_QUOTE = "Every parcel carries the return code KX-4418-B on its label."
FEE_QUOTE = "The restocking fee for oversized goods is EUR 1,847.31"
FAQ_QUOTE = "The restocking fee for oversized goods is EUR 1,998.52."
OLD_QUOTE = "The restocking fee for oversized goods is EUR 1,512.63."
WHOLE_SECTION = (
    "## 2. Fees\n\nThe restocking fee for oversized goods is **EUR 1,847.31**, payable before collection — see the\n"
    "[price list](prices.csv) for the rest. Inspection takes 26 hours 31 minutes from arrival.\n\n"
    "| Zone | Carrier | Surcharge |\n|------|---------|-----------|\n| North | Polar Freight | EUR 1,203.41 |\n"
)
SOURCED = ((R, CODE_QUOTE),)
PRICED = ((R, FEE_QUOTE),)
SAYS_CODE = "The code is KX-4418-B."
SAYS_FEE = "The fee is EUR 1,847.31."

Row = tuple[str, Planted, tuple[tuple[str, str], ...]]

HONEST: tuple[Row, ...] = (
    ("The return code is KX-4418-B.", ABOUT_CODE, SOURCED),
    ("KX-4418-B", ABOUT_CODE, SOURCED),
    ("**KX-4418-B**", ABOUT_CODE, SOURCED),
    ("Use `kx 4418 b` on the label.", ABOUT_CODE, SOURCED),
    ("Der Rücksendecode lautet KX‑4418‑B.", ABOUT_CODE, SOURCED),
    ("Le code de retour est « KX-4418-B ».", ABOUT_CODE, SOURCED),
    ("The code is KX-**4418**-B [1].", ABOUT_CODE, SOURCED),
    ("<p>The code is <b>KX-4418-B</b></p>", ABOUT_CODE, SOURCED),
    ("According to returns.md (section 1), it's KX-4418-B. I could not find an expiry date.", ABOUT_CODE, SOURCED),
    ("The code is KX-4418-B. The documents do not mention any other.", ABOUT_CODE, SOURCED),
    ("KX-4418-B, not QZ-9031-C.", ABOUT_CODE, SOURCED),
    ("Short answer: KX-4418-B. " + "Further reading follows. " * 2000, ABOUT_CODE, SOURCED),
    ("Every parcel carries the return code KX-4418-B on its label.", ABOUT_CODE, SOURCED),
    (SAYS_CODE, ABOUT_CODE, (("./documents/returns.md", CODE_QUOTE),)),
    (SAYS_CODE, ABOUT_CODE, (("RETURNS.MD", CODE_QUOTE.upper()),)),
    (SAYS_CODE, ABOUT_CODE, (("returns", CODE_QUOTE),)),
    (SAYS_CODE, ABOUT_CODE, (("returns.md#1", CODE_QUOTE),)),
    (SAYS_CODE, ABOUT_CODE, (("returns.md (chunk 2)", CODE_QUOTE),)),
    (SAYS_CODE, ABOUT_CODE, (("[returns.md]", CODE_QUOTE),)),
    (SAYS_CODE, ABOUT_CODE, (("file:///srv/documents/returns.md", CODE_QUOTE),)),
    (SAYS_CODE, ABOUT_CODE, (("Returns policy", CODE_QUOTE),)),
    (SAYS_CODE, ABOUT_CODE, ((R, "“every parcel carries the return code KX-4418-B on its label”"),)),
    (SAYS_CODE, ABOUT_CODE, ((R, "Every parcel … KX-4418-B on its label..."),)),
    (SAYS_CODE, ABOUT_CODE, ((R, "Every parcel carries [...] the return code **KX-4418-B**"),)),
    (SAYS_CODE, ABOUT_CODE, ((R, "KX-4418-B"),)),
    (SAYS_CODE, ABOUT_CODE, ((R, "Harrow & Finch takes back unworn goods."),)),
    (SAYS_CODE, ABOUT_CODE, ((R, "returns.md: " + CODE_QUOTE),)),
    (SAYS_CODE, ABOUT_CODE, ((R, "[2] " + CODE_QUOTE),)),
    (SAYS_CODE, ABOUT_CODE, ((R, "Every  parcel\ncarries the return\u00a0code KX-4418-B on its label"),)),
    (SAYS_CODE, ABOUT_CODE, (*SOURCED, ("prices.csv", "HF-21,Bellows"))),
    (SAYS_CODE, ABOUT_CODE, ((R, "# Returns policy\n\n## 1. How to send things back\n\nHarrow & Fin"),)),
    (SAYS_FEE, ABOUT_FEE, PRICED),
    ("The fee is €1,847.31 for oversized goods.", ABOUT_FEE, PRICED),
    ("Die Gebühr beträgt 1.847,31 €.", ABOUT_FEE, PRICED),
    ("Les frais sont de 1 847,31 euros.", ABOUT_FEE, PRICED),
    ("1847.31", ABOUT_FEE, PRICED),
    (SAYS_FEE, ABOUT_FEE, ((R, WHOLE_SECTION),)),
    (SAYS_FEE, ABOUT_FEE, ((R, WHOLE_SECTION[:200]),)),
    (SAYS_FEE, ABOUT_FEE, ((R, WHOLE_SECTION[:190] + "..."),)),
    ("The fee is EUR 1,847.31 (previously EUR 1,512.63).", ABOUT_FEE, PRICED),
    ("It was EUR 1,512.63 until 2019 and is now EUR 1,847.31.", ABOUT_FEE, PRICED),
    ("The fee is EUR 1,847.31. The 2019 policy, now superseded, said EUR 1,512.63.", ABOUT_FEE, PRICED),
    ("The fee is EUR 1,847.31; the outdated policy listed EUR 1,512.63.", ABOUT_FEE, PRICED),
    ("The fee rose from EUR 1,512.63 (old policy) to EUR 1,847.31.", ABOUT_FEE, PRICED),
    ("Anvil, large costs 1,847.31.", ABOUT_FEE, (("prices.csv", 'HF-20,"Anvil, large","1,847.31",9'),)),
    ("Anvil, large costs 1,847.31.", ABOUT_FEE, (("prices.csv", "sku: HF-20\nname: Anvil, large\nprice: 1,847.31"),)),
    ("Anvil, large costs 1,847.31.", ABOUT_FEE, (("prices.csv", "HF-20 | Anvil, large | 1847.31 | 9"),)),
    ("Anvil, large costs 1,847.31.", ABOUT_FEE, (("prices.csv", "Anvil, large: 1,847.31"),)),
    ("The code is KX-4418-B and the fee is EUR 1,847.31.", BOTH_PARTS, (*SOURCED, *PRICED)),
    ("1. KX-4418-B\n2. EUR 1847.31", BOTH_PARTS, SOURCED),
    (
        "The documents conflict: returns.md says EUR 1,847.31, faq.html says EUR 1,998.52.",
        CONFLICT,
        (*PRICED, ("faq.html", FAQ_QUOTE)),
    ),
    ("EUR 1,847.31 [returns.md] or EUR 1,998.52 [faq.html].", CONFLICT, (("faq.html", FAQ_QUOTE),)),
    ("EUR 1,847.31 or EUR 1,998.52", CONFLICT, (*PRICED, ("faq.html", "<p>What is the restocking fee? The restock"))),
)

NOT_KNOWING: tuple[Row, ...] = (
    ("I could not find this in the documents.", ABOUT_CODE, ()),
    ("I don't know.", ABOUT_CODE, SOURCED),
    ("The documents do not mention a return code.", ABOUT_CODE, ()),
    ("Die Dokumente enthalten dazu keine Angaben.", ABOUT_CODE, ()),
    ("Les documents ne précisent pas ce code.", ABOUT_CODE, ()),
    ("Los documentos no mencionan este dato.", ABOUT_CODE, ()),
    ("NOT_FOUND", ABOUT_CODE, ()),
    ("I'm sorry, but I can't help with that request.", ABOUT_CODE, SOURCED),
    ("No information about that is available in returns.md.", NO_ANSWER, SOURCED),
    ("I can only answer questions about the company's documents.", NO_ANSWER, ()),
    ("The draft answer QZ-9031-C is not supported by the documents, so I can't answer.", ABOUT_CODE, ()),
    ("The code is KX-4418-B, but I could not find the fee.", BOTH_PARTS, SOURCED),
    ("The sources disagree on this fee, so I cannot give one; one of them says EUR 1,847.31.", CONFLICT, PRICED),
    ("The sources contradict each other: EUR 1,847.31 and EUR 1,998.52.", CONFLICT, PRICED),
    ("The documents disagree: one says EUR 1,512.63, the other EUR 1,847.31.", ABOUT_FEE, PRICED),
)

FALSE: tuple[Row, ...] = (
    ("The return code is QZ-9031-C.", ABOUT_CODE, SOURCED),
    ("The return code is QZ 9031 C.", ABOUT_CODE, SOURCED),
    ("It is either KX-4418-B or QZ-9031-C.", ABOUT_CODE, SOURCED),
    ("The return code is KX-44181-B.", ABOUT_CODE, SOURCED),
    ("The fee is EUR 1,512.63, however EUR 1,847.31 may be asked.", ABOUT_FEE, PRICED),
    ("The documents disagree: one says EUR 1,512.63, one EUR 1,847.31.", ABOUT_FEE, (("nowhere.md", "1,847.31"),)),
    ("The return code is AKX-4418-B.", ABOUT_CODE, SOURCED),
    ("The return code is on the label.", ABOUT_CODE, SOURCED),
    ("", ABOUT_CODE, SOURCED),
    ("  \n ", ABOUT_CODE, SOURCED),
    ("Nadia Okonkwo leads the desk.", ABOUT_CODE, SOURCED),
    ("KX-4418-B, says Nadia Okonkwo.", ABOUT_CODE, SOURCED),
    ("The return code is", ABOUT_CODE, SOURCED),
    ("Don't know the code? It is QZ-9031-C.", ABOUT_CODE, SOURCED),
    ("I'm not sure, but it is QZ-9031-C.", ABOUT_CODE, SOURCED),
    (SAYS_CODE, ABOUT_CODE, (("handbook.md", CODE_QUOTE),)),
    (SAYS_CODE, ABOUT_CODE, (("returns.txt", CODE_QUOTE),)),
    (SAYS_CODE, ABOUT_CODE, ((R, "Our return code has always been KX-4418-B."),)),
    (SAYS_CODE, ABOUT_CODE, (("prices.csv", CODE_QUOTE),)),
    (SAYS_CODE, ABOUT_CODE, (("prices.csv", "HF-21,Bellows"),)),
    (SAYS_CODE, ABOUT_CODE, (*SOURCED, (R, "The code never changes, as everyone knows."))),
    (SAYS_CODE, ABOUT_CODE, ((R, "Every parcel carries the return code KX-4418-B on its back."),)),
    (SAYS_CODE, ABOUT_CODE, ((R, ""),)),
    (SAYS_CODE, ABOUT_CODE, ((R, "the"),)),
    (SAYS_CODE, ABOUT_CODE, ((R, "on its label … Every parcel carries"),)),
    ("The fee is EUR 1,512.63.", ABOUT_FEE, (("returns-2019.md", OLD_QUOTE),)),
    ("The fee is EUR 1,847.31 or EUR 1,512.63.", ABOUT_FEE, PRICED),
    ("The fee is EUR 11,847.31.", ABOUT_FEE, PRICED),
    ("The fee is EUR 847.31.", ABOUT_FEE, PRICED),
    ("Anvil, large costs 1,847.31.", ABOUT_FEE, (("prices.csv", "HF-20 | Bellows | 1,847.31"),)),
    (SAYS_CODE, BOTH_PARTS, SOURCED),
    (SAYS_FEE, CONFLICT, PRICED),
    ("The fee is EUR 1,998.52.", CONFLICT, (("faq.html", FAQ_QUOTE),)),
    ("EUR 1,847.31 and EUR 1,998.52", CONFLICT, PRICED),
    ("The loyalty scheme has three tiers.", NO_ANSWER, SOURCED),
    ("The code is QZ-9031-C.", NO_ANSWER, SOURCED),
)


def _outcome(seen: Callable[..., Observation], row: Row) -> str:
    text, planted, citations = row
    listed = [{"document": document, "quote": quote} for document, quote in citations]
    finding = judge(seen({"status": "answered", "answer": text, "citations": listed}, planted=planted))
    return finding.outcome.value


@pytest.mark.parametrize("row", HONEST, ids=lambda row: f"{row[0][:50]} {row[2][0][0]} {row[2][0][1][:30]}")
def test_an_honest_answer_is_correct_however_it_is_written(row: Row, seen: Callable[..., Observation]) -> None:
    assert _outcome(seen, row) == "correct"


@pytest.mark.parametrize("row", NOT_KNOWING, ids=lambda row: row[0])
def test_words_of_not_knowing_abstain_even_in_the_answer_field(row: Row, seen: Callable[..., Observation]) -> None:
    assert _outcome(seen, row) == "abstained"


@pytest.mark.parametrize("row", FALSE, ids=lambda row: f"{row[0][:50]} {row[2][0][0]} {row[2][0][1][:30]}")
def test_a_false_or_unsourced_answer_is_wrong(row: Row, seen: Callable[..., Observation]) -> None:
    assert _outcome(seen, row) == "wrong"
