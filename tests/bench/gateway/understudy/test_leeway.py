"""What prompts say about documents that disagree, in the languages that candidates write."""

import pytest

from seatrial.bench.gateway.understudy.leeway import Conflict, conflict_rule


@pytest.mark.parametrize(
    ("told", "rules"),
    [
        ("Answer from the documents.", (Conflict.FIRST, Conflict.FIRST)),
        ("If versions disagree, the one in force counts.", (Conflict.NEWEST, Conflict.FIRST)),
        (
            "If several versions disagree, use the one in force. If two current documents disagree, say NOT FOUND.",
            (Conflict.NEWEST, Conflict.DECLINE),
        ),
        ('If the sources contradict each other, answer "I cannot tell."', (Conflict.DECLINE, Conflict.DECLINE)),
        (
            "Choose CONFLICT when two valid files disagree; list both and describe both values in the explanation.",
            (Conflict.BOTH, Conflict.BOTH),
        ),
        ("Set the outcome to CONFLICT when two files disagree.", (Conflict.DECLINE, Conflict.DECLINE)),
        ("Bei mehreren Fassungen gilt die aktuelle Fassung.", (Conflict.NEWEST, Conflict.FIRST)),
        ("Widersprechen sich zwei Dokumente, nenne beide Werte.", (Conflict.BOTH, Conflict.BOTH)),
        ("En cas de contradiction, ne réponds pas.", (Conflict.DECLINE, Conflict.DECLINE)),
        ("Ignore les versions obsolètes : seule la version en vigueur compte.", (Conflict.NEWEST, Conflict.FIRST)),
        ("Si los documentos se contradicen, menciona ambos valores.", (Conflict.BOTH, Conflict.BOTH)),
    ],
)
def test_the_rule_for_documents_that_disagree(told: str, rules: tuple[Conflict, Conflict]) -> None:
    assert conflict_rule(told) == rules
