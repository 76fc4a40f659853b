"""Step 2: what is asked of it? Answering is the default; the chores around it are recognised from the instructions."""

import re
from enum import StrEnum
from functools import lru_cache

from seatrial.bench.gateway.understudy.language import KEYS, wants_language
from seatrial.bench.gateway.understudy.slots import Slot, slot_of


class Task(StrEnum):
    """What a call is for, in the words of `--explain`."""

    ANSWER = "answer"
    REFINE = "refine an earlier answer"
    REWRITE = "rewrite the question"
    QUERIES = "write several search queries"
    KEYWORDS = "extract keywords"
    IMAGINE = "write a hypothetical passage"
    RERANK = "rank the passages"
    JUDGE = "judge a given answer"
    GRADE = "say whether a passage is relevant"
    CLASSIFY = "choose a category"
    LANGUAGE = "name the language"
    SUMMARISE = "summarise the passages"
    EXTRACT = "extract the relevant passages"


ANSWERING = frozenset({Task.ANSWER, Task.REFINE})
_COPYING = frozenset({Task.RERANK, Task.JUDGE, Task.GRADE, Task.SUMMARISE})
_MEASURED = frozenset({Slot.CONFIDENCE, Slot.RANKING, Slot.VERDICT, Slot.FAULTY, Slot.FAULTS, Slot.FOUND})
_SOURCES = frozenset({Slot.DOCUMENT, Slot.NUMBER, Slot.CITATIONS})
_LISTS = frozenset({"evidence", "excerpts", "snippets", "extracts", "quotes"})  # as well of ids as of what was copied

_ASKED_THING = r"(?:user'?s?|follow[- ]?up|latest|last|original|given|input|this|their|customer'?s?|employee'?s?)?\s*(?:question|query|message|input|request|utterance)"
_REWRITE = re.compile(
    rf"(?:re-?writ|rephras|reformulat|paraphras|turn|convert|transform|condens|distil|translat|simplif|improv|expand|contextuali[sz])\w*\b"
    rf"[^.\n]{{0,60}}{_ASKED_THING}"
    r"|stand-?alone (?:question|query|version)|(?:write|generate|produce|create|formulate|craft|output|return|give|suggest|come up with|propose)\b"
    r"[^.\n]{0,50}\b(?:search|retrieval|keyword|lookup|vector|bm25|database|db|sub-?|web) ?(?:quer(?:y|ies)|phrases?|terms|string|questions?)"
    r"|\b(?:search|retrieval|rewritten|optimi[sz]ed|better|improved) (?:query|question)\W*$|query (?:rewriter|rewriting|expansion|optimi[sz]er)",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:\d+|two|three|four|five|several|multiple|various|different|alternative|a (?:few|list|set|json (?:array|list))|up to|list of|array of|each)\b"
    r"[^.\n]{0,60}\b(?:quer(?:y|ies)|questions|versions|variations|variants|rephrasings|paraphrases|alternatives|formulations|phrasings|sub-?questions|reformulations)\b"
    r"|\bqueries\b|multi-?query|one (?:query |question )?per line",
    re.IGNORECASE,
)
_KEYWORDS = re.compile(
    r"(?:extract|list|give|return|identify|find|pull|output|generate)\b[^.\n]{0,50}\b(?:key ?words|key ?phrases|key terms|search terms|key ?words?:)"
    r"|KEYWORDS: ?<",
    re.IGNORECASE,
)
_IMAGINE = re.compile(
    r"hypothetical|\bhyde\b|(?:write|generate|draft|compose)\b[^.\n]{0,40}\b(?:passage|paragraph|document|excerpt|snippet)\b[^.\n]{0,50}"
    r"(?:answer|that (?:would|could|might))"
    r"|(?:write|generate|draft|compose|produce)\b[^.\n]{0,40}\b(?:sentences?|lines|texts?)\b[^.\n]{0,30}\b(?:would|could|might)\b[^.\n]{0,60}"
    r"\b(?:answer|stand|appear|be found)"
    r"|\b(?:imaginary|fictional|fictitious|made-up|ideal)\b[^.\n]{0,20}\b(?:answer|passage|paragraph|document|excerpt)\b",
    re.IGNORECASE,
)
_RERANK = re.compile(
    r"\bre-?rank|\brank (?:the|these|each|all|them|by|passages|documents)|(?:sort|order) (?:the|these|them)?[^.\n]{0,40}"
    r"(?:passages|documents|chunks|results|relevan)|in order of relevance|by (?:their )?relevance|relevance (?:score|rating) (?:for|of|to) each"
    r"|(?:select|choose|pick|return|list|identify|give|output)\b[^.\n]{0,70}\b(?:passages?|documents?|chunks?|excerpts?|snippets?|results?|numbers?\b|ids|indices|indexes|sources)"
    r"\b[^.\n]{0,60}\b(?:most relevant|relevant|useful|best|needed|contain|answer|help)"
    r"|which of (?:these|the)\b[^.\n]{0,30}(?:passages|documents|excerpts|chunks|snippets|texts)\b[^.\n]{0,30}\b(?:best|most)"
    r"|which (?:one )?(?:of (?:these|the|them) )?(?:passages?|documents?|excerpts?|chunks?|snippets?|texts?)\b[^.\n?]{0,60}\?[^\n]{0,80}\b(?:letter|number|id|index|identifier)\b"
    r"|(?:reply|respond|return|output|answer(?: only)? with)\b[^.\n]{0,30}\b(?:passage|excerpt|document|chunk|snippet)(?:'s)? (?:number|id|index)"
    r"|(?:score|rate|grade) (?:each|every|the (?:following )?(?:passages|documents|chunks|excerpts))|most relevant (?:passages?|documents?|chunks?)\b[^.\n]{0,20}\b(?:first|number|id|ind)"
    r"|(?:numbers?\b|ids|indices|indexes) of the (?:\w+ )?(?:most )?(?:relevant |useful )?(?:passages|documents|chunks|excerpts|snippets)",
    re.IGNORECASE,
)
_JUDGE = re.compile(
    r"\b(?:fact[- ]?check|verif(?:y|ies|ier|ication)|hallucinat|grounded(?:ness)?|faithful(?:ness)?|entail|(?:is|are|was|whether|if|fully|directly|claim|answer|statement|it)\b[^.\n]{0,60}\b(?:un)?supported"
    r"|supports? (?:the|this|it|that)|in line with the context|consisten(?:t|cy) with|factual(?:ly)?(?: accura| consist| correct)"
    r"|(?:judge|evaluat|assess|grad|check|review|critiqu|validat|audit|decid|determin|scor|rat)\w*\b[^.\n]{0,60}\b(?:answer|response|claim|reply|statement|generation|draft|completion)s?\b"
    r"|(?:is|was) (?:the|this|that|following)[^.\n]{0,20}(?:answer|response|claim|statement)[^.\n]{0,40}(?:correct|true|accurate|right|valid|based on)"
    r"|supported by the|true or false|(?:right|correct) or (?:wrong|incorrect|false)|contradicted by|backed (?:up )?by|follows? from the)",
    re.IGNORECASE,
)
_VERDICT = re.compile(
    r"\b(?:yes|no|true|false|supported|unsupported|pass|fail|grounded|ungrounded|valid|invalid|correct|incorrect|faithful|verdict|score|entailed|0|1)\b"
    r"|\bis_|bool(?:ean)?\b|hallucinated",
    re.IGNORECASE,
)
_GRADE = re.compile(
    r"(?:assess|grad|judg|decid|determin|evaluat|check|rat|scor|classif)\w*\b[^.\n]{0,80}\b(?:relevan(?:ce|t)|useful(?:ness)?)"
    r"|(?:is|are) (?:the|this|that|following|it)\b[^.\n]{0,60}\b(?:passage|document|context|chunk|excerpt|snippet|text)s?\b[^.\n]{0,40}\b(?:relevant|useful|enough|sufficient|help|contain|answer)"
    r"|(?:whether|(?:decide|check|determine|assess|say|tell me|see|judge|indicate)[^.\n]{0,30} if) the (?:retrieved |following |given )?(?:passage|document|context|chunk|excerpt|snippet|text)s?\b[^.\n]{0,40}\b(?:relevant|sufficient|enough|contains?|answers?|helps?|useful)"
    r"|does (?:the|this|that|it)\b[^.\n]{0,60}\b(?:passage|document|context|chunk|excerpt|snippet|text|it)s?\b[^.\n]{0,50}\b(?:contain|answer|help|include|mention|have)"
    r"|(?:rate|score|grade|judge)\b[^.\n]{0,40}\bhow (?:\w+ )?(?:the|this|that)\b[^.\n]{0,20}\b(?:passage|document|context|chunk|excerpt|snippet|text) (?:answers|helps|matches|fits|is)\b"
    r"|(?:rate|score|grade)\b[^.\n]{0,40}\bhow (?:well|much|likely|relevant|useful) (?:the|this|that) (?:passage|document|context|chunk|excerpt|snippet|text)\b"
    r"|relevant \(yes|relevance grader|can (?:the|this) question be answered|(?:enough|sufficient) (?:information|context) to answer",
    re.IGNORECASE,
)
_CLASSIFY = re.compile(
    r"\bclassif(?:y|ies|ier|ication)|categori[sz]e|\brout(?:e|er|ing)\b|which (?:of the following )?(?:category|categories|data ?source|label|intent|tool|index|collection|department|topic)"
    r"|\bintent\b|(?:in|out of|off)[- ](?:scope|topic)|prompt[- ]injection|(?:is|whether|if) (?:the|this|it)[^.\n]{0,60}\b(?:safe|malicious|harmful|adversarial|an attack|legitimate|on-topic|a question)"
    r"|moderat(?:e|ion|or)|guard(?:rail)?\b",
    re.IGNORECASE,
)
_EXTRACT = re.compile(
    r"(?:extract|copy|quote|return|list|find|select|pull|give|keep|identify|highlight)\b[^.\n]{0,60}\b(?:parts?|sentences?|quotes?|passages?|spans?|text|excerpts?|snippets?|lines?|facts|evidence|information)"
    r"\b[^.\n]{0,80}\b(?:relevant|verbatim|as[- ]is|word for word|answers?|that help|needed|pertain|support)"
    r"|relevant text, if any|extracted relevant|verbatim\W*$"
    r"|\b(?:take|make|write|jot|note) (?:down |your )?(?:\w+ ){0,3}(?:notes|bullet(?: point)?s|(?:facts|sentences|details) (?:that|which))\b",
    re.IGNORECASE,
)
_SUMMARISE = re.compile(
    r"(?:^|[.\n:] *|please |and |then |to |briefly |you )(?:summari[sz]e|compress|condense|write a (?:\w+ )?summary|shorten|give a summary|provide a summary)"
    r"|summary ?:|summari[sz]er\b",
    re.IGNORECASE,
)
_REFINE = re.compile(
    r"refine the (?:existing|original|previous|current) answer|(?:existing|original) answer[^\n]{0,5}:|refining existing answers|improve the (?:existing|previous) answer",
    re.IGNORECASE,
)
_ANSWERING = re.compile(
    r"\banswer(?:ing|s|ed)? (?:the|this|my|user|employee|customer|questions|any|only|using|based|from|in|it|with|as|to|each|their|that|strictly|truthfully|a question)"
    r"|\b(?:final|helpful|detailed|short|your) answer\b|followed by the answer|\bwith the answer\b|then (?:give|write|state|provide) (?:the|your|an) answer|answer\s*:\s*$|respond to the (?:user|question|query)|reply to the|qa (?:assistant|system)|question[- ]answering",
    re.IGNORECASE,
)
_FOR_AN_ANSWER = re.compile(
    r"\b(?:notes?|jot|extract\w*|quotes?|cop(?:y|ies)|collect|list|find|select|pick|pull|gather|identify|highlight)\b[^.\n]{0,100}"
    r"\b(?:help\w*|useful|needed|relevant|necessary|can|could|would|may|might)\b[^.\n]{0,30}\banswer\w*[^.\n]*",
    re.IGNORECASE,
)
_ANSWERABLE = re.compile(
    r"\banswerable\b\W{1,4}(?:or\b|/|\|)\W{0,4}(?:un|not[ _])answerable\b(?=[^\n]{0,60}\b(?:only|nothing else|no other|one word))"
    r"|\b(?:only|just|one word|single word)\b[^\n]{0,40}\banswerable\b\W{1,4}(?:or\b|/|\|)\W{0,4}(?:un|not[ _])answerable\b",
    re.IGNORECASE,
)
_ANSWERS_IT = re.compile(r"\banswer (?:it|the|this|in|questions?)\b", re.IGNORECASE)
_YES_OR_NO = re.compile(r"\b(?:binary|yes|no|true|false|boolean)\b", re.IGNORECASE)
_RANKS = re.compile(r"\bre-?rank|\brank|\border|\bsort|numbers?\b|\bids\b|indices|\beach\b", re.IGNORECASE)


def what_is_asked(told: str, *, passages: int, given: bool, refers: bool) -> Task:
    """Return what the author's words ask for.

    `passages` is how many passages the prompt holds, `given` whether an answer to be judged stands in it, `refers`
    whether it puts a known question.
    """
    return _decide(told, min(passages, 2), given, refers)


@lru_cache(maxsize=512)
def _decide(told: str, passages: int, given: bool, refers: bool) -> Task:  # noqa: FBT001  -- cached: hashable by position
    if given and _REFINE.search(told):
        return Task.REFINE
    if given and _judges(told):
        return Task.JUDGE
    if passages == 0:
        return _without_passages(told, refers=refers)
    return _with_passages(told, passages)


@lru_cache(maxsize=512)
def may_judge(told: str) -> bool:
    """Tell whether the words could ask to judge or refine an answer, so that one must be looked for."""
    return bool(_REFINE.search(told)) or _judges(told)


def _judges(told: str) -> bool:
    return bool(_JUDGE.search(told) and _VERDICT.search(told))


def _without_passages(told: str, *, refers: bool) -> Task:
    if wants_language(told) and not (_ANSWERS_IT.search(told) or _REWRITE.search(told)):
        return Task.LANGUAGE
    if _KEYWORDS.search(told):
        return Task.KEYWORDS
    if _IMAGINE.search(told):
        return Task.IMAGINE
    if _REWRITE.search(told):
        return Task.QUERIES if _SEVERAL.search(told) else Task.REWRITE
    if _SEVERAL.search(told) and re.search(
        r"versions|variations|paraphras|phrasings|wordings|formulations|sub-?questions|perspectives",
        told,
        re.IGNORECASE,
    ):
        return Task.QUERIES
    if refers and _CLASSIFY.search(told):
        return Task.CLASSIFY
    return Task.ANSWER


def _with_passages(told: str, passages: int) -> Task:
    answers = bool(_ANSWERING.search(told))
    if _ANSWERABLE.search(told):
        return Task.GRADE
    if _GRADE.search(told) and _YES_OR_NO.search(told) and not answers and not _RANKS.search(told):
        return Task.GRADE
    if _RERANK.search(told) and not (answers and _answers_first(told, _RERANK)):
        return Task.RERANK if passages > 1 else Task.GRADE if _GRADE.search(told) else Task.RERANK
    if _EXTRACT.search(told) and not _ANSWERING.search(_FOR_AN_ANSWER.sub("", told)):
        return Task.EXTRACT
    if _GRADE.search(told) and _VERDICT.search(told) and not (answers and _answers_first(told, _GRADE)):
        return Task.GRADE
    if answers:
        return Task.ANSWER
    if _SUMMARISE.search(told):
        return Task.SUMMARISE
    if re.search(r"stand-?alone question\W*$|(?:search|rewritten) query\W*$", told.rstrip(), re.IGNORECASE):
        return Task.REWRITE
    return Task.ANSWER


def _answers_first(told: str, chore: re.Pattern[str]) -> bool:
    """Tell `Answer the question ... cite the most relevant passage` from `Rank the passages by how well they answer`."""
    asked, other = _ANSWERING.search(told), chore.search(told)
    return bool(asked and other and asked.start() < other.start())


def task_in_form(task: Task, keys: tuple[str, ...], *, passages: int, given: bool) -> Task:
    """Let the form decide where it tells: keys for an answer with its source are no verdict, whatever the words."""
    named = {slot_of(key) for key in keys}
    slots = named - {Slot.REASON, Slot.CONFIDENCE, Slot.UNKNOWN, Slot.QUESTION}
    beside = [key for key in keys if key.lower() not in KEYS]
    if (
        not passages
        and len(beside) < len(keys)
        and {*map(slot_of, beside)} <= {Slot.QUERY, Slot.QUESTION, Slot.UNKNOWN}
    ):
        return Task.REWRITE if beside else Task.LANGUAGE
    if not slots or task is Task.REFINE:
        return task
    says = slots & {Slot.ANSWER, Slot.VALUE}
    if (
        says
        and slots & {Slot.CITATIONS, Slot.DOCUMENT, Slot.QUOTE, Slot.STATUS, Slot.FOUND, Slot.MISSING}
        and task is not Task.RERANK
    ):
        return task if task is Task.JUDGE and slots & {Slot.VERDICT, Slot.FAULTY, Slot.FAULTS} else Task.ANSWER
    if says or Slot.ANSWER in slots:
        return task
    if task in _COPYING and passages and _copies(keys) and not named & _MEASURED:
        return Task.EXTRACT
    if slots & {Slot.VERDICT, Slot.FAULTY, Slot.FAULTS, Slot.FOUND} and task is Task.ANSWER:
        return Task.JUDGE if given else Task.GRADE if passages else Task.CLASSIFY
    if slots == {Slot.QUERY}:
        return task if task in (Task.KEYWORDS, Task.QUERIES, Task.REWRITE, Task.IMAGINE) else Task.QUERIES
    if Slot.RANKING in slots and passages:
        return Task.RERANK
    if slots == {Slot.CATEGORY}:
        return Task.CLASSIFY
    return task


def _copies(keys: tuple[str, ...]) -> bool:
    """Tell copied words with the name of their source from a list of names."""
    copied = {slot_of(key) for key in keys if key.lower() not in _LISTS}
    return Slot.QUOTE in copied and bool(copied & _SOURCES)
