"""Sections written as a file: Markdown, plain text, HTML or CSV, in one of several house habits."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from random import Random
from typing import Literal

from seatrial.takehomes.docqa.source import Block, Section

_STRONG = re.compile(r"\*\*([^*]+)\*\*")
_EMPHASIS = re.compile(r"\*(\w[^*]*)\*")

Format = Literal["md", "txt", "html", "csv"]


@dataclass(frozen=True, slots=True)
class Habit:
    """How this author lays out a file; none of it changes a word."""

    variant: int
    bullet: str
    delimiter: str
    numbered: bool

    @classmethod
    def drawn(cls, dice: Random) -> "Habit":
        """Return one author's habits."""
        return cls(dice.randrange(4), dice.choice("-*"), dice.choice(",,;"), dice.random() < 0.4)


def format_of(file: str) -> Format:
    """Return the format that a file's suffix names; KeyError for one that we do not write."""
    formats: dict[str, Format] = {"md": "md", "txt": "txt", "html": "html", "csv": "csv"}
    return formats[file.rsplit(".", 1)[1]]


def render(fmt: Format, title: str, company: str, sections: tuple[Section, ...], habit: Habit) -> str:
    """Return the file's content."""
    writers: dict[Format, Callable[[str, str, tuple[Section, ...], Habit], str]] = {
        "md": _markdown,
        "txt": _plain,
        "html": _html,
        "csv": _csv,
    }
    return writers[fmt](title, company, sections, habit)


def inline(text: str, fmt: Format) -> str:
    """Return running text as it stands in a file of that format."""
    match fmt:
        case "html":
            return _EMPHASIS.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", escape(text, quote=False)))
        case "txt":
            return _EMPHASIS.sub(r"\1", _STRONG.sub(r"\1", text))
        case _:
            return text


def row_in_file(line: str, fmt: Format, habit: Habit) -> str:
    """Return a table row as one finds it in the file, and as a reader sees it once HTML tags are off."""
    cells = cells_of(line)
    if fmt == "csv":
        return _csv_line(cells, habit)
    return {"md": " | ", "txt": "   ", "html": " "}[fmt].join(cells)


def cells_of(line: str) -> list[str]:
    """Return the cells of a row."""
    return [cell.strip() for cell in line.split("|")]


def _markdown(title: str, company: str, sections: tuple[Section, ...], habit: Habit) -> str:
    match habit.variant:
        case 0:
            head = f"---\ntitle: {title}\nowner: {company}\n---\n\n# {title}\n"
        case 1:
            head = f"{title}\n{'=' * len(title)}\n"
        case _:
            head = f"# {title}\n"
    parts = [head]
    for number, section in enumerate(sections, 1):
        if section.heading:
            parts.append(f"## {f'{number}. ' if habit.numbered else ''}{section.heading}\n")
        parts += [_markdown_block(block, habit) for block in section.blocks]
    return "\n".join(parts)


def _markdown_block(block: Block, habit: Habit) -> str:
    match block.kind:
        case "bullets":
            return "".join(f"{habit.bullet} {line}\n" for line in block.lines)
        case "steps":
            return "".join(f"{number}. {line}\n" for number, line in enumerate(block.lines, 1))
        case "table":
            head, *rows = (f"| {' | '.join(cells_of(line))} |\n" for line in block.lines)
            return "".join((head, f"|{' --- |' * len(cells_of(block.lines[0]))}\n", *rows))
        case "paragraph":
            return f"{block.lines[0]}\n"


def _plain(title: str, company: str, sections: tuple[Section, ...], habit: Habit) -> str:
    heads = (title.upper(), f"{title}\n{'=' * len(title)}", f"{company}\n{title}\n{'-' * len(title)}", f"** {title} **")
    parts = [f"{heads[habit.variant]}\n"]
    for number, section in enumerate(sections, 1):
        if section.heading:
            heading = f"{number}. {section.heading}" if habit.numbered else section.heading
            parts.append((f"{heading.upper()}\n", f"{heading}\n{'-' * len(heading)}\n")[habit.variant % 2])
        parts += [_plain_block(block, habit) for block in section.blocks]
    return "\n".join(parts)


def _plain_block(block: Block, habit: Habit) -> str:
    match block.kind:
        case "bullets":
            return "".join(f"  {habit.bullet} {inline(line, 'txt')}\n" for line in block.lines)
        case "steps":
            return "".join(f"  {number}) {inline(line, 'txt')}\n" for number, line in enumerate(block.lines, 1))
        case "table":
            return "".join(f"  {'   '.join(cells_of(line))}\n" for line in block.lines)
        case "paragraph":
            return f"{inline(block.lines[0], 'txt')}\n"


def _html(title: str, company: str, sections: tuple[Section, ...], habit: Habit) -> str:
    main = ("main", "article", "div", "section")[habit.variant]
    style = "body { font-family: sans-serif; max-width: 48rem } td, th { padding: .2rem .6rem }"
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        f'<head><meta charset="utf-8"><title>{inline(title, "html")} – {inline(company, "html")}</title>',
        *([f"<style>{style}</style>"] if habit.numbered else []),
        "</head>",
        "<body>",
        *([f"<header><p>{inline(company, 'html')}</p></header>"] if habit.variant == 1 else []),
        f"<{main}>",
        f"<h1>{inline(title, 'html')}</h1>",
    ]
    for section in sections:
        if section.heading:
            parts.append(f"<h2>{inline(section.heading, 'html')}</h2>")
        for block in section.blocks:
            parts += _html_block(block)
    return "\n".join((*parts, f"</{main}>", "</body>", "</html>", ""))


def _html_block(block: Block) -> Iterator[str]:
    match block.kind:
        case "bullets" | "steps":
            tag = "ul" if block.kind == "bullets" else "ol"
            yield f"<{tag}>"
            yield from (f"  <li>{inline(line, 'html')}</li>" for line in block.lines)
            yield f"</{tag}>"
        case "table":
            yield "<table>"
            for number, line in enumerate(block.lines):
                cell = "td" if number else "th"
                cells = " ".join(f"<{cell}>{inline(text, 'html')}</{cell}>" for text in cells_of(line))
                yield f"  <tr>{cells}</tr>"
            yield "</table>"
        case "paragraph":
            yield f"<p>{inline(block.lines[0], 'html')}</p>"


def _csv(title: str, company: str, sections: tuple[Section, ...], habit: Habit) -> str:
    """Write the rows alone: a table file has no room for a title."""
    del title, company
    rows = [line for section in sections for block in section.blocks for line in block.lines]
    return "".join(f"{_csv_line(cells_of(row), habit)}\n" for row in rows)


def _csv_line(cells: list[str], habit: Habit) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=habit.delimiter, lineterminator="").writerow(cells)
    return line.getvalue()
