"""Agents that call their tools in plain text: `Thought:`, `Action:`, `Action Input:`, then `Observation:`."""

import re

from seatrial.bench.gateway.understudy.chores import keywords
from seatrial.bench.gateway.understudy.index import Known
from seatrial.bench.meaning import Meaning

_ASKED = re.compile(r"Action(?: Input)?:.*Observation:", re.DOTALL)
_TOOLS = re.compile(r"(?:one of|tool name)[^\[\n(]{0,30}[\[(](?:one of )?[\"'`]?([\w -]+)")
_FINAL = re.compile(r"^(Final Answer|Answer):", re.MULTILINE)
_MOST = 3


def speaks_react(told: str) -> bool:
    """Tell whether the prompt wants actions in text."""
    return "Action Input" in told and bool(_ASKED.search(told))


def react(told: str, everything: str, questions: tuple[Known, ...], meaning: Meaning, *, seen: bool) -> str:
    """Return the next action, or the final answer once the evidence is seen or enough was tried."""
    tool = _TOOLS.search(told)
    tried = everything.count("\nObservation:") - told_examples(told)
    if not seen and tool and tried < _MOST:
        query = keywords(" ".join(known.text for known in questions))
        given = f'{{"input": "{query}"}}' if "JSON" in told else query
        return f"Thought: I have not seen the answer yet.\nAction: {tool[1].strip()}\nAction Input: {given}"
    labels = _FINAL.findall(told)
    label = "Final Answer" if "Final Answer" in labels or "Final Answer" in told else "Answer"
    return f"Thought: I now know the final answer.\n{label}: {meaning.sentence}"


def told_examples(told: str) -> int:
    """Return how many observations the instructions themselves show."""
    return len(re.findall(r"\nObservation: (?:the result|tool response|\[)", told))
