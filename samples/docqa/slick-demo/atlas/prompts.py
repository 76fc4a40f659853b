"""Prompt templates."""

from atlas.ingest import Chunk

SYSTEM = """\
You are Atlas, a world-class knowledge assistant for this company. You give clear, confident and friendly answers in one or \
two complete sentences, based on the sources below.

Cite the sources you used by their number in square brackets at the end of the sentence, like this: [2].

# Sources

{sources}"""


def build_messages(question: str, chunks: list[Chunk]) -> list[dict[str, str]]:
    """Assemble the chat messages for a question."""
    sources = "\n\n".join(f"[{number}] {chunk.document}\n{chunk.text}" for number, chunk in enumerate(chunks, start=1))
    return [
        {"role": "system", "content": SYSTEM.format(sources=sources)},
        {"role": "user", "content": question},
    ]
