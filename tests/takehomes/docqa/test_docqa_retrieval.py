"""An honest submission in a tutorial's style must find the answers: word counting over small passages is enough."""

import math
import re
from collections import Counter
from zlib import crc32

import pytest

from seatrial.takehomes.base import World
from seatrial.takehomes.docqa.world import make_world

SIZE, OVERLAP, TOP = 800, 200, 5


def shown(name: str, text: str) -> str:
    return (
        re.sub(r"\s*\n\s*", "\n", re.sub(r"<style>.*?</style>|<[^>]+>", "", text)) if name.endswith(".html") else text
    )


def by_paragraph(text: str) -> list[str]:
    """Fill passages with whole paragraphs, as recursive splitters do."""
    passages = [""]
    for line in text.splitlines(keepends=True):
        if len(passages[-1]) + len(line) > SIZE:
            passages.append("")
        passages[-1] += line
    return passages


def by_length(text: str) -> list[str]:
    """Cut anywhere, as the shortest tutorials do."""
    return [text[at : at + SIZE] for at in range(0, len(text), SIZE - OVERLAP)]


def tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


class Bm25:
    """The usual ranking by words, with the usual constants."""

    def __init__(self, passages: list[str]) -> None:
        self.passages = passages
        self.counts = [Counter(tokens(passage)) for passage in passages]
        self.lengths = [sum(count.values()) for count in self.counts]
        self.mean = sum(self.lengths) / len(self.lengths)
        self.spread = Counter(word for count in self.counts for word in count)

    def best(self, question: str) -> list[str]:
        asked = set(tokens(question))
        scores = [
            sum(self.weight(word) * self.fraction(count[word], length) for word in asked if word in count)
            for count, length in zip(self.counts, self.lengths, strict=True)
        ]
        order = sorted(range(len(scores)), key=lambda at: -scores[at])[:TOP]
        return [self.passages[at] for at in order]

    def weight(self, word: str) -> float:
        return math.log(1 + (len(self.passages) - self.spread[word] + 0.5) / (self.spread[word] + 0.5))

    def fraction(self, times: int, length: int) -> float:
        return times * 2.2 / (times + 1.2 * (0.25 + 0.75 * length / self.mean))


class Cosine(Bm25):
    """Plain bags of words put into few places, the poorest embedding that there is."""

    def best(self, question: str) -> list[str]:
        asked = self.bag(Counter(tokens(question)))
        scores = [self.likeness(asked, self.bag(count)) for count in self.counts]
        order = sorted(range(len(scores)), key=lambda at: -scores[at])[:TOP]
        return [self.passages[at] for at in order]

    def bag(self, count: Counter[str]) -> dict[int, float]:
        places: dict[int, float] = {}
        for word, times in count.items():
            place = crc32(word.encode()) % 4096
            places[place] = places.get(place, 0.0) + times * self.weight(word)
        return places

    @staticmethod
    def likeness(one: dict[int, float], other: dict[int, float]) -> float:
        dot = sum(weight * other.get(place, 0.0) for place, weight in one.items())
        return dot / math.sqrt(sum(weight**2 for weight in other.values()) or 1.0)


def missed(world: World, passages: list[str], ranking: type[Bm25]) -> tuple[list[str], int]:
    ranked = ranking([passage for passage in passages if passage.strip()])
    lost, asked = [], 0
    for question in world.questions:
        fact = world.fact(question)
        if fact is not None:
            asked += 1
            found = ranked.best(question.text)
            if not any(evidence.sentence in passage for evidence in fact.evidence for passage in found):
                lost.append(question.text)
    return lost, asked


@pytest.mark.parametrize("ranking", [Bm25, Cosine])
@pytest.mark.parametrize("split", [by_paragraph, by_length])
def test_counting_words_finds_the_evidence(split: object, ranking: type[Bm25]) -> None:
    assert callable(split)
    seeds = range(10)
    lost, asked = [], 0
    for seed in seeds:
        world = make_world(seed)
        passages = [passage for document in world.clean for passage in split(shown(document.name, document.text))]
        missing, count = missed(world, passages, ranking)
        lost += missing
        asked += count
    assert len(lost) <= asked * 0.05, lost
