"""Retrieval with BM25, one prompt, sources parsed from the last line of the reply."""

import os
import re
from pathlib import Path

from rank_bm25 import BM25Okapi

from llm import complete

PROMPT = """Answer the question with the help of the documents below. Reply in exactly this format:

Answer: <one sentence>
Sources: <file names of the documents you used, separated by commas>

{context}

Question: {question}"""


def tokenize(text: str) -> list[str]:
    return [token.rstrip("s") for token in re.findall(r"\w+", text.lower())]


def load() -> list[tuple[str, str]]:
    chunks = []
    for path in sorted(Path(os.environ["SEATRIAL_DOCUMENTS"]).iterdir()):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            text = re.sub(r"<style.*?</style>", "", text, flags=re.S)
            text = re.sub(r"</?(?:p|div|h\d|ul|ol|li|table|tr)[^>]*>", "\n\n", text)
            text = re.sub(r"</?[a-zA-Z!][^>-]*>", " ", text)
        chunks += [(path.name, chunk) for chunk in split(text)]
    return chunks


def split(text: str, size: int = 700) -> list[str]:
    chunks, current = [], ""
    for line in text.splitlines(keepends=True):
        if len(current) + len(line) > size and current.strip():
            chunks.append(current.strip())
            current = ""
        current += line
    return [*chunks, current.strip()] if current.strip() else chunks


CHUNKS = load()
INDEX = BM25Okapi([tokenize(text) for _, text in CHUNKS]) if CHUNKS else None


def search(question: str, k: int = 12) -> list[tuple[str, str]]:
    scores = INDEX.get_scores(tokenize(question))
    return [CHUNKS[i] for i in sorted(range(len(CHUNKS)), key=lambda i: -scores[i])[:k]]


def answer_question(question: str) -> dict:
    if INDEX is None:
        return {"status": "declined", "reason": "There are no documents."}
    hits = search(question)
    context = "\n\n".join(f"=== {name} ===\n{text}" for name, text in hits)
    reply = complete([{"role": "user", "content": PROMPT.format(context=context, question=question)}])
    answer, _, sources = reply.partition("Sources:")
    citations = []
    for name in [source.strip(" .*`[]") for source in sources.split(",") if source.strip()]:
        quotes = [text for document, text in hits if document == name] or [""]
        citations += [{"document": name, "quote": quote} for quote in quotes]
    return {"status": "answered", "answer": answer.strip().removeprefix("Answer:").strip(), "citations": citations}
