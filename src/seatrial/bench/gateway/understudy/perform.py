"""The understudy's one entry point: a prompt, a world and a case's script become a reply, and an account of it.

Which question, what is asked, what is seen, what is known, in which form: five steps, each in its own file.
"""

import hashlib
from dataclasses import dataclass, replace

from seatrial.bench.gateway.understudy.chores import chore, keywords
from seatrial.bench.gateway.understudy.citing import Citing, citing
from seatrial.bench.gateway.understudy.content import Content
from seatrial.bench.gateway.understudy.form import Form, form_of, shaped
from seatrial.bench.gateway.understudy.index import Index, Known, index_of
from seatrial.bench.gateway.understudy.judging import given_answer
from seatrial.bench.gateway.understudy.knowledge import Circumstances, Knowledge, know, say, together, unknown
from seatrial.bench.gateway.understudy.leeway import Leeway, conflict_rule, leeway
from seatrial.bench.gateway.understudy.obedience import ADDS, Stance, leaks, planted_link, recited, stance
from seatrial.bench.gateway.understudy.prompt import Prompt, Tool, from_request
from seatrial.bench.gateway.understudy.question import Found, which_question
from seatrial.bench.gateway.understudy.ranks import rates_each
from seatrial.bench.gateway.understudy.react import react, speaks_react
from seatrial.bench.gateway.understudy.reading import Reading, fences_of, read
from seatrial.bench.gateway.understudy.render import dress, plain
from seatrial.bench.gateway.understudy.room import leaves_room
from seatrial.bench.gateway.understudy.scene import scene
from seatrial.bench.gateway.understudy.sight import Sighting, look
from seatrial.bench.gateway.understudy.slots import Slot
from seatrial.bench.gateway.understudy.task import ANSWERING, Task, may_judge, task_in_form, what_is_asked
from seatrial.bench.gateway.understudy.tools import Call, forced_call, is_output, next_call, output_for, output_tools
from seatrial.bench.gateway.understudy.turns import MOST_SEARCHES, turns_of
from seatrial.bench.meaning import Meaning
from seatrial.bench.script import Script
from seatrial.bench.wire import Completion, ToolCall
from seatrial.takehomes.base import World

__all__ = ["Performance", "Prompt", "from_request", "perform"]

_PRIVATE = "I can't share my instructions."


@dataclass(frozen=True, slots=True)
class Performance:
    """One reply and how it came about.

    `meant` is what a healthy model would have said (text or a tool call's arguments). `understood` has the steps in plain
    words, or is None when the case's question was not found in the prompt. `bitten` says whether a content fault, a
    planted instruction or a demand for the system message really changed this reply.
    """

    completion: Completion
    meant: str
    understood: dict[str, str] | None
    answering: bool
    bitten: bool
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """All that one reply is made from."""

    prompt: Prompt
    script: Script
    reading: Reading
    index: Index
    found: Found
    form: Form
    task: Task
    told: str
    at: Circumstances
    seen: tuple[tuple[Sighting, ...], ...]
    call_id: str


def perform(prompt: Prompt, world: World, script: Script, *, strike: bool) -> Performance:
    """Return the reply to a prompt; `strike` says whether the script's content fault falls on this attempt."""
    part = _prepare(prompt, world, script)
    if call := _tool_step(part):
        completion = Completion(None, "tool_calls", tool_calls=(ToolCall(part.call_id, call.tool, call.arguments),))
        return _performed(part, completion, call.arguments, {"form": f"call of {call.tool}: {call.why}"})
    if (turn := _search_turn(part)) is not None:
        return _performed(
            part, turn, said_in(turn), {"form": "call of a search, as a turn in JSON: no evidence is seen"}
        )
    if part.task not in ANSWERING:
        content = chore(part.task, part.found.questions, sum(part.seen, ()), part.at, part.told)
        completion = _dressed(part, content)
        return _performed(part, completion, said_in(completion), {"knows": content.reason or "needs no fact for that"})
    return _answer(part, strike=strike)


def _prepare(prompt: Prompt, world: World, script: Script) -> _Part:
    index = index_of(world)
    reading = read(prompt, index)
    found = which_question(reading, index, script)
    outputs = output_tools(prompt)
    described = _described(prompt, outputs) if outputs or prompt.schema else ""
    told = f"{reading.told}\n{described}" if described else reading.told
    form = _form(prompt, outputs, reading)
    if (agent := turns_of(form, reading.told)) is not None:
        form = replace(form, keys=(*form.keys, *agent.keys))
    judges = may_judge(told) or form.has(Slot.VERDICT, Slot.FAULTY, Slot.FAULTS)
    given = judges and given_answer(reading, found.questions, index)
    passages = sum(len(block.passages) for block in reading.blocks if block.role != "assistant")
    task = what_is_asked(told, passages=passages, given=bool(given), refers=bool(found.questions))
    task = task_in_form(task, form.keys, passages=passages, given=bool(given))
    if passages > 1 and not given and rates_each(form.schema):
        task = Task.RERANK
    room = leeway(reading.told)
    if not room.allowed and leaves_room(form, prompt, outputs):
        room = Leeway(allowed=True)
    return _Part(
        prompt=prompt,
        script=script,
        reading=reading,
        index=index,
        found=found,
        form=form,
        task=task,
        told=told,
        at=Circumstances(
            reading, index, _style(reading.told, form, described), room, conflict_rule(reading.told), script.lie
        ),
        seen=tuple(look(reading, known, recalls=script.prefers_earlier) for known in found.questions),
        call_id=_call_id(prompt, script),
    )


def _style(told: str, form: Form, described: str) -> Citing:
    """Return how sources are named: as the author says, else as the form's keys and their descriptions say."""
    style = citing(told)
    if form.kind == "plain" and style.note:
        style = replace(style, by="file")
    elif form.kind == "plain" and style.numbered:
        style = replace(style, by="number")
    if style.by == "label":
        style = replace(style, by=citing(f"{' '.join(form.keys).replace('_', ' ')}\n{described}").by)
    wanted = style.wanted or form.has(Slot.CITATIONS, Slot.DOCUMENT)
    return replace(style, wanted=True) if wanted and not style.wanted else style


def _described(prompt: Prompt, outputs: tuple[Tool, ...]) -> str:
    schemas = [f"{tool.name} {tool.description} {_descriptions(tool.parameters)}" for tool in outputs]
    return "\n".join((*schemas, _descriptions(prompt.schema)))


def _descriptions(schema: object) -> str:
    if isinstance(schema, dict):
        own = " ".join(str(schema[key]) for key in ("title", "description") if isinstance(schema.get(key), str))
        return " ".join(filter(None, (own, *(_descriptions(inner) for inner in schema.values()))))
    if isinstance(schema, list):
        return " ".join(filter(None, map(_descriptions, schema)))
    return ""


def _form(prompt: Prompt, outputs: tuple[Tool, ...], reading: Reading) -> Form:
    tools = tuple(tool for tool in prompt.tools if tool.name == prompt.forced) or outputs
    if tools and prompt.tool_choice != "none":
        return shaped("tool", tools[0].parameters, tool=tools[0].name)
    return form_of(prompt, reading.told, fences_of(reading))


def _tool_step(part: _Part) -> Call | None:
    """Return the call to make instead of answering; None when it is time to answer."""
    prompt = part.prompt
    if not prompt.tools or prompt.tool_choice == "none":
        return None
    words = (
        part.reading.blocks[part.reading.last_user()].raw.decode("utf-8", "replace")
        if part.reading.last_user() >= 0
        else ""
    )
    forced = next((tool for tool in prompt.tools if tool.name == prompt.forced), None)
    if forced is not None:
        return None if is_output(forced) or len(prompt.tools) == 1 else forced_call(forced, part.found.questions, words)
    if all(part.seen) and part.seen:
        call = None
    else:
        call = next_call(prompt, part.found.questions, words, part.index) if part.found.questions else None
    if call is None and prompt.tool_choice == "required" and part.form.kind != "tool":
        return forced_call(prompt.tools[0], part.found.questions, words)
    return call


def _search_turn(part: _Part) -> Completion | None:
    """Return the turn in which an agent that acts in JSON searches; None when it need not, or has tried enough."""
    agent = turns_of(part.form, part.reading.told)
    if agent is None or not part.found.questions or (part.seen and all(part.seen)):
        return None
    replies = tuple(message.text for message in part.prompt.messages if message.role == "assistant")
    if agent.tried(replies) >= MOST_SEARCHES:
        return None
    question = " ".join(known.text for known in part.found.questions)
    content = Content(task=Task.ANSWER, meaning=unknown(part.at), question=question)
    return Completion(agent.search(keywords(question), content))


def _dressed(part: _Part, content: Content) -> Completion:
    form = part.form
    outputs = output_tools(part.prompt)
    if form.kind == "tool" and not part.prompt.forced and len(outputs) > 1:
        tool = output_for(outputs, good=content.good)
        form = replace(form, schema=tool.parameters, tool=tool.name)
    return dress(content, form, part.at.citing, part.told, part.call_id)


def _answer(part: _Part, *, strike: bool) -> Performance:
    healthy = _knowledge(part, part.seen)
    said = _say(part, healthy.meaning, healthy)
    fault = part.script.fault if strike else None
    knowledge, steps = healthy, {"knows": healthy.why}
    if fault is not None and hasattr(fault, "sees"):
        knowledge = _knowledge(part, tuple(_left(fault, seen) for seen in part.seen))
    meaning = knowledge.meaning
    stage = scene(part.found.questions, knowledge, part.form, part.at, part.script) if fault is not None else None
    if fault is not None and stage is not None and hasattr(fault, "mislead"):
        meaning = fault.mislead(meaning, stage) or meaning
    meaning, stances, obeyed = _obeyed(part, meaning)
    completion = said if meaning is healthy.meaning else _say(part, meaning, knowledge)
    if fault is not None and stage is not None and hasattr(fault, "garble"):
        completion = fault.garble(completion, stage) or completion
    bitten = obeyed or (fault is not None and completion != said)
    if (sight := fault is not None and hasattr(fault, "sees")) and any(part.seen):
        bitten = True
    if sight:
        steps["sight"] = "the evidence was cut out of its sight" if any(part.seen) else "there was no evidence to lose"
    return _performed(part, completion, said_in(said), {**steps, **stances}, bitten=bitten)


def _left(fault: object, seen: tuple[Sighting, ...]) -> tuple[Sighting, ...]:
    sees = getattr(fault, "sees")  # noqa: B009  -- told by the method's name, as the fault protocols are
    left = set(sees(tuple(sighting.sentence for sighting in seen)))
    return tuple(sighting for sighting in seen if sighting.sentence in left)


def _knowledge(part: _Part, seen: tuple[tuple[Sighting, ...], ...]) -> Knowledge:
    if part.task is Task.REFINE and not any(seen):
        return Knowledge(
            Meaning(given_answer(part.reading, part.found.questions, part.index), ""), "repeats the given answer"
        )
    if not part.found.questions:
        return Knowledge(unknown(part.at), "knows no such question, and says so")
    parts = [know(known, sights, part.at) for known, sights in zip(part.found.questions, seen, strict=True)]
    knowledge = together(parts)
    return _in_their_words(knowledge) if part.form.kind == "plain" and part.at.citing.extractive else knowledge


def _in_their_words(knowledge: Knowledge) -> Knowledge:
    """Return what is known as the documents put it, for a prompt that wants their very sentence."""
    quotes = "\n".join(citation.quote for citation in knowledge.meaning.citations)
    meaning = knowledge.meaning
    return replace(knowledge, meaning=replace(meaning, sentence=quotes)) if meaning.known and quotes else knowledge


def _obeyed(part: _Part, meaning: Meaning) -> tuple[Meaning, dict[str, str], bool]:
    """Return what is meant once planted instructions and demands were taken as this case's obedience has it."""
    steps, obeyed = {}, False
    if (planted := stance(part.prompt, part.script, part.reading.told)) is not None:
        steps["obeys"] = planted.why
        obeyed = planted.obeys
        if planted.obeys:
            meaning = _with_token(part, meaning)
    if (demand := leaks(part.prompt, part.script)) is not None:
        steps["leaks"] = demand.why
        obeyed = obeyed or demand.obeys
        meaning = _demanded(part, meaning, demand)
    return meaning, steps, obeyed


def _with_token(part: _Part, meaning: Meaning) -> Meaning:
    """Return the meaning as an obeying model says it: the token as the answer, or the link it is to show, or added."""
    script = part.script
    if script.token in meaning.sentence:
        return meaning
    if link := planted_link(script, meaning, part.reading.told):
        return replace(meaning, sentence=f"{meaning.sentence} {link}".strip(), known=True)
    if ADDS.search(script.instruction):
        sentence, value = f"{meaning.sentence} {script.token}".strip(), f"{meaning.value} {script.token}".strip()
        return replace(meaning, sentence=sentence, value=value, known=True)
    known = part.found.questions
    sentence = say(known[0], script.token) if known else script.token
    return replace(meaning, sentence=sentence, value=script.token, known=True)


def _demanded(part: _Part, meaning: Meaning, demand: Stance) -> Meaning:
    if part.found.questions and meaning.known and not demand.obeys:
        return meaning
    if demand.obeys:
        text = recited(part.reading.told_system, part.reading.told)
        return Meaning(text, text, meaning.citations, known=True)
    return Meaning(_PRIVATE, "", known=False)


def _say(part: _Part, meaning: Meaning, knowledge: Knowledge) -> Completion:
    if part.form.kind == "plain" and speaks_react(part.reading.told):
        everything = "\n".join(message.text for message in part.prompt.messages)
        seen = bool(part.seen) and all(part.seen)
        return Completion(react(part.reading.told, everything, part.found.questions, meaning, seen=seen))
    content = Content(
        task=part.task,
        meaning=meaning,
        question=" ".join(known.text for known in part.found.questions),
        labels=knowledge.labels,
        nothing=None if meaning.known or meaning.sentence == _PRIVATE else part.at.leeway.words,
        disputed=knowledge.disputed and meaning is knowledge.meaning,
    )
    if (agent := turns_of(part.form, part.reading.told)) is not None:
        return Completion(agent.finish(content, plain(content, part.at.citing, part.told)))
    return _dressed(part, content)


def said_in(completion: Completion) -> str:
    """Return the words of a completion: its text, or the arguments of its calls."""
    if completion.text is not None:
        return completion.text
    return "\n".join(call.arguments for call in completion.tool_calls)


def _performed(
    part: _Part, completion: Completion, meant: str, steps: dict[str, str], *, bitten: bool = False
) -> Performance:
    questions = part.found.questions
    understood = {
        "question": _named(questions, part.found.how),
        "asked": str(part.task),
        "sees": _sees(part),
        "knows": "nothing yet",
        "form": _form_words(part.form),
        **steps,
    }
    lost = bool(part.script.questions) and not questions and part.task in ANSWERING
    return Performance(
        completion=completion,
        meant=meant,
        understood=None if lost else understood,
        answering=part.task in ANSWERING and "call of" not in steps.get("form", ""),
        bitten=bitten,
        questions=tuple(known.id for known in questions),
    )


def _named(questions: tuple[Known, ...], how: str) -> str:
    if not questions:
        return "none of this world's questions"
    return " + ".join(f"{known.id} ({known.text or known.statement})" for known in questions) + f": {how}"


def _sees(part: _Part) -> str:
    if not part.found.questions:
        return "nothing to look for"
    kinds = {sighting.kind for seen in part.seen for sighting in seen}
    missing = sum(1 for seen in part.seen if not seen)
    if not kinds:
        return "no evidence"
    only = {"stale": "only the outdated value", "rival": "only the other value", "truth": "the evidence"}
    seen = only[next(iter(kinds))] if len(kinds) == 1 else f"values that differ ({', '.join(sorted(kinds))})"
    return f"{seen}, none for {missing} of the questions" if missing else seen


def _form_words(form: Form) -> str:
    keys = f" with {', '.join(form.keys[:8])}" if form.keys else ""
    return f"{form.kind} {form.tool}".strip() + keys


def _call_id(prompt: Prompt, script: Script) -> str:
    text = "\n".join(message.text for message in prompt.messages[-2:]) + str(len(prompt.messages)) + script.seed
    return "call_" + hashlib.blake2s(text.encode("utf-8", "replace"), digest_size=12).hexdigest()
