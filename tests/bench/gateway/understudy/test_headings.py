import pytest

from seatrial.bench.gateway.understudy.citing import citing
from seatrial.bench.gateway.understudy.content import Content
from seatrial.bench.gateway.understudy.form import spoken_form
from seatrial.bench.gateway.understudy.headings import headings
from seatrial.bench.gateway.understudy.render import dress
from seatrial.bench.gateway.understudy.task import Task
from seatrial.bench.meaning import Citation, Meaning

KNOWN = Meaning("The fee is 12.40.", "12.40", (Citation("fees.md", "A fee of 12.40 is due.", "fees.md"),))


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Reply in Markdown:\n\n## Answer\n<answer>\n\n## Sources\n- <file>", ("## Answer", "## Sources")),
        ("Write two sections, `### Answer` and `### Sources`.", ("### Answer", "### Sources")),
        ("Structure of the reply:\n# ANSWER\n...\n# SOURCES\n...", ("# ANSWER", "# SOURCES")),
        ("Reply from the sources.\n\n## Sources\n\n## Question\nHow much?\n\n## Answer", ()),
        ("Reply briefly.\n\n## Answer\n\n## Question\n\n## Sources\n", ()),
    ],
)
def test_tells_sections_of_the_reply_from_those_of_the_prompt(told: str, found: tuple[str, ...]) -> None:
    assert headings(told) == found


def test_keeps_the_headings_and_lists_the_sources() -> None:
    told = "Reply in Markdown:\n\n## Answer\n<answer>\n\n## Sources\n- <file>"
    reply = dress(Content(Task.ANSWER, KNOWN), spoken_form(told), citing(told), told, "c1")
    assert reply.text == "## Answer\nThe fee is 12.40.\n\n## Sources\n- fees.md"
