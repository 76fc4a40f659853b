"""What the author's words say about not knowing, about documents that disagree, and about how to cite."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_CONDITION = re.compile(
    r"(?:\b(?:if|when|whenever|where|should|in case|unless|otherwise|else|for (?:questions|anything))\b[^.\n]{0,90}?(?:\b|(?=n't))(?:not|no|none|nothing|n't|cannot|un(?:able|sure|answerable|certain|clear|known|supported)|"
    r"insufficient|lacks?|missing|absent|fails?|without|out of scope|outside|irrelevant|empty|otherwise)"
    r"|(?:doesn't|does not|didn't|can't|cannot|could not|couldn't|unable to|isn't|is not|aren't|are not|wasn't|not) "
    r"(?:know|find|found|answer|contain|in the|have|present|available|covered?|mention|state|say|provide|support|determine|be (?:found|answered|determined)|sure|enough|sufficient|stated|mentioned|explicitly|include|specif|address|help|discuss|tell|be sure)"
    r"|(?:don't|do not) (?:know|find|have|contain|cover|mention|say)"
    r"|(?:don't|do not|never|not|avoid|without|no|rather than|instead of) (?:\w+ ){0,3}(?:guess|mak(?:e|ing) (?:\w+ ){0,3}up|invent|fabricat|speculat|hallucinat|assum|improvis)\w*"
    r"|\bno (?:match|result|hit|such|source|evidence|passage|document|mention|clue|idea)|nothing (?:found|relevant|fits|matches|helps|there|on it)|\bsilent\b|not (?:settle|cover)|under \d+ means|\b(?:wenn|falls|sofern|ist)\b[^.\n]{0,90}\b(?:nicht|kein\w*|nichts|fehlt)|(?:^|[.!?:\n]\s*)(?:steht|stehen|fehlt|fehlen|find(?:et|en|est)|gibt|lässt|enth(?:ält|alten)|reich(?:t|en)|weißt|kannst)\b[^.\n]{0,90}\b(?:nicht|kein\w*|nichts)\b|\bfehlt die antwort|\bsi\b[^.\n]{0,90}\b(?:ne|pas|no|aucun\w*|ningun\w*|rien|nada)\b|insufficient|unanswerable|not[_ ]?found|no[_ ](?:answer|information|relevant)|none of the (?:sources|documents|passages|context|above)|\bunknown\b|\babstain|\bdeclin\w*|refuse to answer|say so\b|admit)",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"(?i:\b(?:say|reply|respond|answer|return|output|write|state|use|print|with|to|exactly|phrase|string|token|words?|as|be|is|tell (?:them|the user)|antworte|schreibe?|sage?|melde|gib|réponds?|répondez|écris|écrivez|responde|escribe|di|contesta)\b\s*(?:only|just|exactly|simply|with|verbatim|:|the|text|phrase|string|token|sentence|words?|single|literal(?:ly)?|message|that|genau|nur|mit|exactement|exactamente|con|=|\s)*)"
    r"(?:\"([^\"\n]{2,200})\"|“([^”\n]{2,200})”|`([^`\n]{2,200})`|(?<!\w)'((?:[^'\n]|'(?=\w)){2,200})'(?!\w)|\*\*([^*\n]{2,120})\*\*)"
)
_UNQUOTED = re.compile(
    r"(?:reply|respond|say|answer|write|return|output|state|use)(?: (?:exactly|only|with|just|simply|this|is|reads|should be|must be|the (?:words|phrase|sentence|text)))*: ?(?!null\b|none\b|empty\b)([A-Z][^\n\"“`{<]{3,120})(?:\n|$)|(?:unknown|unsure|not found|missing|unanswerable|no answer): ?([\w ]{2,30})(?:[.\n]|$)",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"\b((?:NOT|NO|UN|IN|CANNOT|CAN'T|DO|NONE|INSUFFICIENT|UNKNOWN|UNANSWERABLE|MISSING|DECLINED?|IDK|OUT)[A-Z]*(?:_[A-Z]+)+|NOT FOUND|NO ANSWER|UNKNOWN|UNANSWERABLE|IDK|N/A|NOTFOUND|NONE|NO_OUTPUT|INSUFFICIENT[_ ]\w+)\b"
)
_CAPITALS = re.compile(
    r"\b(?i:say|reply|respond|answer|write|return|output|state|use|antworte|schreibe?|réponds?|répondez|écris|écrivez|responde|escribe|contesta)(?: (?i:exactly|only|just|simply|with|the|single|words?|phrase|genau|nur|mit|exactement|seulement|par|exactamente|solo|con))* ?:? ([A-Z]{2,}(?:[ _'][A-Z]{2,}){0,5})\b"
)
_OR_ELSE = re.compile(
    r"\bor (?:just |simply |else )?(?:\"([^\"\n]{2,60})\"|“([^”\n]{2,60})”|`([^`\n]{2,60})`|'([^'\n]{2,60})'|([A-Z]{2,}(?:[ _][A-Z]{2,}){0,3})) (?=if\b|when\b|where\b)"
)
_KEYED = re.compile(
    r"(?:status|found|type|confidence|answerable|verdict|outcome|score|key|field|result_type|state)\W{0,6}(?:to|=|:|as|is|be|of)?\W{0,4}$",
    re.IGNORECASE,
)
_BLANK = re.compile(r"(?:empty string|blank (?:string|answer|reply)|return (?:nothing|an empty)|\"\")", re.IGNORECASE)

_CONFLICT = re.compile(
    r"conflict|contradict|disagree|discrepan|inconsisten|differ(?:ent|ing)? (?:values|answers|versions|information|in)|(?:multiple|several|two|more than one) (?:\w+ )?(?:versions|values|answers|figures)"
    r"|supersed|outdated|out[- ]of[- ]date|obsolete|newest|latest|most recent|(?:newer|older|current|archived|old) (?:version|document|one|polic|edition|source|file|info)|up[- ]to[- ]date|deprecated|stale"
    r"|widerspr|veraltet|überholt|abgelöst|neueste|(?:aktuell|gültig|geltend)\w* (?:fassung|version|stand|dokument|regelung|wert)|mehrere (?:fassungen|versionen|werte)"
    r"|contredi|contradic|divergen|obsol[eè]t|périmé|plus récent|en vigueur|versions? actuelles?|plusieurs (?:versions|valeurs)|más reciente|vigente|desactualizad|versión actual|varias versiones",
    re.IGNORECASE,
)
_NEWEST = re.compile(
    r"newe(?:r|st)|latest|most recent|(?:more|later) recent|current|up[- ]to[- ]date|supersed|outdated|obsolete|out[- ]of[- ]date|in force|effective date|later date|archived|deprecated|stale|older"
    r"|neueste|neuere|aktuell|gültig|geltend|in kraft|veraltet|überholt|plus récent|actuel|en vigueur|obsol[eè]t|périmé|más reciente|vigente|actual|desactualizad",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"\b(?:both|each(?! other) ?(?:of them|value|version|one)?|all (?:of them|the |values|versions)|mention|list|flag|point (?:it |this |that )?out|report|present|surface|state (?:that|the|both|each|every)|note|say (?:that they|which)|explain|describe|tell|beide[sn]?|nenne|weise|les deux|signale[rz]?|mentionne[rz]?|ambos|ambas|menciona|señala)\b",
    re.IGNORECASE,
)
_DECLINE = re.compile(
    r"declin|refus|(?:do not|don't|never) (?:answer|choose|pick|guess|decide)|abstain|cannot|unanswerable|say so|escalate|not_found|\bnull\b|conflict(?:ing)?[\"'`]|(?-i:\bCONFLICT\w*)|antworte (?:dann )?nicht|keine antwort|lehne|ne réponds? pas|ne répondez pas|no respondas",
    re.IGNORECASE,
)


class Conflict(StrEnum):
    """What to do when documents disagree."""

    FIRST = "nothing is said about conflicts"
    NEWEST = "the prompt prefers what is current"
    BOTH = "the prompt wants both stated"
    DECLINE = "the prompt wants no answer then"


@dataclass(frozen=True, slots=True)
class Leeway:
    """Whether the author's words leave room for not knowing; `words` are the exact ones demanded (None: any)."""

    allowed: bool
    words: str | None = None


@lru_cache(maxsize=512)
def leeway(told: str) -> Leeway:
    """Return what these instructions say about an answer that cannot be had."""
    text = told.replace("’", "'")
    conditions = list(_CONDITION.finditer(text))
    for condition in conditions:
        start, end = condition.span()
        sentence = text[max(0, text.rfind("\n", 0, start), start - 160) : end + 220]
        offset = condition.start() - max(0, text.rfind("\n", 0, start), start - 160)
        for said in _SAID.finditer(sentence):
            words = next(group for group in said.groups() if group)
            if said.end() < offset - 60 or _KEYED.search(sentence[: said.start(said.lastindex or 0) - 1]):
                continue
            if _declining(words):
                return Leeway(allowed=True, words=words)
        if (said_so := _UNQUOTED.search(sentence)) and _declining(said_so[1] or said_so[2]):
            return Leeway(allowed=True, words=(said_so[1] or said_so[2]).strip())
        if (or_else := _OR_ELSE.search(sentence)) and _declining(words := next(filter(None, or_else.groups()))):
            return Leeway(allowed=True, words=words)
        if (capitals := _CAPITALS.search(sentence)) and _declining(capitals[1]):
            return Leeway(allowed=True, words=capitals[1])
        if token := _TOKEN.search(sentence):
            return Leeway(allowed=True, words=token[1])
    blank = bool(conditions) and bool(_BLANK.search(text))
    return Leeway(allowed=bool(conditions), words="" if blank else None)


def _declining(words: str) -> bool:
    """Tell words of not knowing from another example in the same sentence."""
    return bool(
        re.search(
            r"\b(?:not|no|don't|dont|cannot|can't|couldn't|could|unable|unknown|unanswerable|n/?a|none|nothing|sorry|insufficient|unsure|idk|null|missing|doesn't|isn't|unfortunately|declined?|weiß|nicht|outside|beyond|kann|contact|ask|sais|sé|match|covered|found|ir?relevant|kein|keine|aucun\w*|introuvable|inconnu|desconocido|unbekannt|ningun\w*)\b",
            words.replace("_", " "),
            re.IGNORECASE,
        )
    )


def _prescribes_declining(text: str) -> bool:
    """Tell whether words of not knowing are demanded, quoted or in capitals."""
    said = (next(group for group in found.groups() if group) for found in _SAID.finditer(text))
    return bool(_TOKEN.search(text)) or any(_declining(words) for words in said)


@lru_cache(maxsize=512)
def conflict_rule(told: str) -> tuple[Conflict, Conflict]:
    """Return what to do about an outdated version, and about two that are equally current."""
    sentences = re.split(r"(?<=[.!?;])\s+|\n", told)
    marked = [at for at, sentence in enumerate(sentences) if _CONFLICT.search(sentence)]
    if not marked:
        return Conflict.FIRST, Conflict.FIRST
    text = " ".join(
        " ".join(sentences[at : at + 2]) if sentences[at].rstrip().endswith((":", ",", ";")) else sentences[at]
        for at in marked
    )
    newest, both, decline = (bool(shape.search(text)) for shape in (_NEWEST, _BOTH, _DECLINE))
    decline = decline or _prescribes_declining(text)
    disputed = (
        Conflict.DECLINE
        if decline
        and not re.search(r"\b(?:both|each(?! other)|beide[sn]?|les deux|ambos|ambas)\b", text, re.IGNORECASE)
        else Conflict.BOTH
        if both
        else Conflict.FIRST
    )
    return (Conflict.NEWEST if newest else disputed), disputed
