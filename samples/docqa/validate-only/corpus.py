"""Documents as whole sections, found by the keywords they share with the question."""

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path


def squash(text: str) -> str:
    """Make quotes comparable: letters and digits only, case and spacing aside."""
    return "".join(re.findall(r"\w", unicodedata.normalize("NFKC", text).casefold()))


def keywords(text: str) -> list[str]:
    return [word.rstrip("s") for word in re.findall(r"\w{2,}", text.casefold())]


@dataclass
class Section:
    document: str
    text: str


class TextOf(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag, attrs) -> None:
        self.hidden = tag in ("style", "script")
        if tag in ("h1", "h2", "h3", "h4"):
            self.pieces.append("\n\n# ")
        elif tag in ("p", "table", "ul", "ol", "div"):
            self.pieces.append("\n\n")
        elif tag in ("tr", "li"):
            self.pieces.append("\n")
        elif tag in ("td", "th"):
            self.pieces.append(" ")

    def handle_endtag(self, tag) -> None:
        self.hidden = False

    def handle_data(self, data) -> None:
        if not self.hidden:
            self.pieces.append(re.sub(r"\s+", " ", data))


class Corpus:
    def __init__(self, folder: Path) -> None:
        self.texts: dict[str, str] = {}
        for path in sorted(folder.iterdir()):
            text = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
            if path.suffix == ".html":
                parser = TextOf()
                parser.feed(text)
                text = "".join(parser.pieces)
            self.texts[path.name] = text
        self.squashed = {name: squash(text) for name, text in self.texts.items()}
        self.sections = [section for name, text in self.texts.items() for section in sections(name, text)]
        self.counts = [Counter(keywords(section.text)) for section in self.sections]
        self.frequency = Counter(word for counts in self.counts for word in counts)

    def best(self, question: str, characters: int = 12_000) -> list[Section]:
        """Return the sections that share the rarest words with the question, as many as fit."""
        asked = set(keywords(question))

        def score(i: int) -> float:
            rarity = (math.log(len(self.sections) / self.frequency[word]) for word in asked & self.counts[i].keys())
            return sum(rarity) / math.sqrt(1 + self.counts[i].total() / 200)

        chosen, room = [], characters
        for i in sorted(range(len(self.sections)), key=score, reverse=True):
            if score(i) <= 0 or len(self.sections[i].text) > room:
                continue
            chosen.append(self.sections[i])
            room -= len(self.sections[i].text)
        return chosen

    def contains(self, document: str, quote: str) -> bool:
        """Tell whether the quote really is in the document."""
        return bool(squash(quote)) and squash(quote) in self.squashed.get(document, "")


def sections(name: str, text: str, size: int = 2500) -> list[Section]:
    """Cut at headings; what is still too long, at blank lines or lines."""
    found = []
    for part in re.split(r"\n(?=#{1,4} )|\n(?=[^\n]+\n[=-]{3,}\n)|\n(?=[A-Z][A-Z ,'?]{5,}\n)", text):
        while len(part) > size:
            cut = max(part.rfind("\n\n", 0, size), 0) or max(part.rfind("\n", 0, size), 0) or size
            found.append(Section(name, part[:cut].strip()))
            part = part[cut:]
        if part.strip():
            found.append(Section(name, part.strip()))
    return found
