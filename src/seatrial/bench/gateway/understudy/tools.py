"""Which tool to call next: search while the evidence is not seen, read what a list names, then answer."""

import json
import re
from dataclasses import dataclass
from typing import Any

from seatrial.bench.gateway.understudy.chores import keywords
from seatrial.bench.gateway.understudy.folding import phrase
from seatrial.bench.gateway.understudy.index import Index, Known, stems_of
from seatrial.bench.gateway.understudy.prompt import Message, Prompt, Tool
from seatrial.bench.gateway.understudy.slots import Slot, slot_of

_OUTPUT = re.compile(
    r"^(?:final_?(?:result|answer|response|output)\w*|submit\w*|respond\w*|respon[sd]e?\w*|answer\w*|output\w*|finish\w*|return_\w+|give_\w*answer\w*|provide_\w*|report_\w*|structured\w*|done|conclude\w*|decline\w*|abstain\w*|\w*(?:answer|response|result|reply|output|schema|verdict|decision)s?)$",
    re.IGNORECASE,
)
_OUTPUT_WORDS = re.compile(
    r"final (?:response|answer|result)|ends? (?:this|the) conversation|correctly extracted|structured (?:output|response)|submit (?:the|your)",
    re.IGNORECASE,
)
_SEARCH = re.compile(r"search|retriev|quer|lookup|look_up|find|grep|rag\b|ask_doc|knowledge", re.IGNORECASE)
_READ = re.compile(r"read|open|get|fetch|load|view|show|cat\b|document", re.IGNORECASE)
_LIST = re.compile(r"list|index|catalog|toc|available|all_", re.IGNORECASE)
_QUERY_KEY = re.compile(r"quer|question|search|text|keyword|term|input|q$|pattern|topic|phrase|prompt", re.IGNORECASE)
_FILE_KEY = re.compile(r"file|name|path|doc|id|title|source|uri", re.IGNORECASE)
_FILE = re.compile(r"[\w./-]*\w\.(?:md|markdown|txt|html?|csv|tsv|pdf|docx?|json)\b", re.IGNORECASE)
_DECLINING = re.compile(
    r"declin|not_?found|no_?answer|unanswer|refus|abstain|insufficient|cannot|unknown|give_?up", re.IGNORECASE
)
MOST_SEARCHES = 2
MOST_READS = 4


@dataclass(frozen=True, slots=True)
class Call:
    """One tool call to make before answering, and why."""

    tool: str
    arguments: str
    why: str


def output_tools(prompt: Prompt) -> tuple[Tool, ...]:
    """Return the tools that take an answer instead of doing something."""
    return tuple(tool for tool in prompt.tools if is_output(tool))


def is_output(tool: Tool) -> bool:
    """Tell a tool that takes the answer from one that fetches something."""
    if _OUTPUT_WORDS.search(tool.description) or _OUTPUT.match(tool.name):
        return not _fetches(tool)
    keys = list(tool.parameters.get("properties", {}))
    slots = {slot_of(key) for key in keys}
    says = slots & {Slot.ANSWER, Slot.VALUE, Slot.VERDICT, Slot.FOUND, Slot.RANKING, Slot.CITATIONS, Slot.QUOTE}
    return bool(says) and not _fetches(tool)


def _fetches(tool: Tool) -> bool:
    keys = list(tool.parameters.get("properties", {}))
    doing = bool(
        (_SEARCH.search(tool.name) or re.match(r"(?:read|open|get|fetch|load|view|list)", tool.name, re.IGNORECASE))
        and not _OUTPUT.match(tool.name)
    )
    return doing and len(keys) <= 4


def next_call(prompt: Prompt, questions: tuple[Known, ...], words: str, index: Index) -> Call | None:
    """Return the call that a competent agent makes while it has not seen the evidence; None when it gives up."""
    made = _calls_since_asked(prompt.messages)
    fetching = [tool for tool in prompt.tools if not is_output(tool)]
    question = " ".join(known.text for known in questions) or words
    for tool in fetching:
        key = _key(tool, _QUERY_KEY)
        if key and _SEARCH.search(f"{tool.name} {tool.description}") and made.count(tool.name) < MOST_SEARCHES:
            query = _query(question, questions, made.count(tool.name))
            return Call(tool.name, _arguments(tool, key, query), "searches, for it has not seen the evidence")
    named = list(
        dict.fromkeys(
            file for message in prompt.messages if message.role != "assistant" for file in _FILE.findall(message.text)
        )
    )
    lists = next((tool for tool in fetching if _LIST.search(tool.name) and tool.name not in made), None)
    reads = next(
        (tool for tool in fetching if _reads(tool)),
        None,
    )
    if lists and not named:
        return Call(lists.name, _arguments(lists, "", ""), "lists what there is")
    if reads and made.count(reads.name) < MOST_READS:
        opened = _opened(prompt.messages)
        rest = [file for file in named if file not in opened]
        if rest:
            key = _key(reads, _FILE_KEY) or ""
            return Call(
                reads.name, _arguments(reads, key, _likeliest(rest, questions, index)), "reads the likeliest document"
            )
    return None


def _reads(tool: Tool) -> bool:
    """Tell a tool that opens a named file from a search whose name speaks of documents."""
    key = _key(tool, _FILE_KEY)
    searches = _SEARCH.search(tool.name) and _QUERY_KEY.search(key) and not _FILE_KEY.search(key)
    return bool(_READ.search(tool.name) and key and not _LIST.match(tool.name) and not searches)


def forced_call(tool: Tool, questions: tuple[Known, ...], words: str) -> Call:
    """Return a call of a tool that must be called, whatever is known."""
    question = " ".join(known.text for known in questions) or words
    key = _key(tool, _QUERY_KEY) or _key(tool, _FILE_KEY) or ""
    return Call(tool.name, _arguments(tool, key, keywords(question)), "the request demands this call")


def output_for(tools: tuple[Tool, ...], *, good: bool) -> Tool:
    """Choose among output tools: one for an answer, one for none."""
    declining = [tool for tool in tools if _DECLINING.search(tool.name)]
    answering = [tool for tool in tools if tool not in declining]
    return ((answering if good else declining) or list(tools))[0]


def _calls_since_asked(messages: tuple[Message, ...]) -> list[str]:
    last = max((at for at, message in enumerate(messages) if message.role == "user"), default=0)
    return [call.name for message in messages[last:] for call in message.tool_calls]


def _opened(messages: tuple[Message, ...]) -> str:
    return " ".join(call.arguments for message in messages for call in message.tool_calls)


def _query(question: str, questions: tuple[Known, ...], tries: int) -> str:
    if tries == 0:
        return keywords(question)
    facts = [known.fact for known in questions if known.fact]
    return " ".join(fact.entity[0] for fact in facts if fact.entity) or " ".join(keywords(question).split()[:3])


def _key(tool: Tool, shape: re.Pattern[str]) -> str:
    properties = tool.parameters.get("properties", {})
    strings = [key for key, inner in properties.items() if isinstance(inner, dict) and _takes_text(inner)]
    fitting = [key for key in strings if shape.search(key)]
    return fitting[0] if fitting else strings[0] if len(strings) == 1 else ""


def _takes_text(schema: dict[str, Any]) -> bool:
    kinds = schema.get("type")
    inner = [branch.get("type") for branch in schema.get("anyOf", ()) if isinstance(branch, dict)]
    return (
        kinds == "string"
        or (isinstance(kinds, list) and "string" in kinds)
        or "string" in inner
        or kinds is None
        or kinds == "array"
    )


def _arguments(tool: Tool, key: str, text: str) -> str:
    """Return arguments with `key` set, and any other required one by its type."""
    properties = tool.parameters.get("properties", {})
    required = tool.parameters.get("required", list(properties) if not key else [key])
    chosen: dict[str, Any] = {}
    for name, inner in properties.items():
        if name == key:
            chosen[name] = [text] if isinstance(inner, dict) and inner.get("type") == "array" else text
        elif name in required and isinstance(inner, dict) and "default" not in inner:
            chosen[name] = {"integer": 5, "number": 5, "boolean": True, "array": [], "object": {}}.get(
                str(inner.get("type")), text
            )
    return json.dumps(chosen, ensure_ascii=False)


def _likeliest(files: list[str], questions: tuple[Known, ...], index: Index) -> str:
    """Return the file whose name says most about the question, the one with the evidence where names tell nothing."""
    homes = {evidence.document for known in questions if known.fact for evidence in known.fact.evidence}
    wanted = frozenset().union(*(known.stems for known in questions)) if questions else frozenset()

    def fits(file: str) -> tuple[bool, float]:
        name = re.split(r"[/\\]", file)[-1]
        return name in homes, index.weight(wanted & stems_of(phrase(name)))

    return max(files, key=fits)
