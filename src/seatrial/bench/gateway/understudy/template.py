"""JSON asked for in prose: a template, an example, a key list or a class becomes a schema, however it is written."""

import re
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]

_KEY = re.compile(r"\s*[\"'`“]?(\$?[A-Za-z_][\w -]{0,40}?)[\"'`”]?\s*(\?)?\s*:")
_BARE_END = re.compile(r"[,;}\]\n]|//|#")
_OPTIONS = re.compile(r"\s*(?:\||/|\bor\b)\s*")
_CLASS_FIELD = re.compile(r"^\s+(\w+)\s*:\s*([A-Za-z][\w\[\], |.\"']*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Template:
    """A JSON value shown in a prompt, as a schema, and where it stood."""

    schema: Schema
    start: int
    end: int


class _NotJson(Exception):
    pass


def templates(text: str) -> list[Template]:
    """Return every JSON object that a text shows, outermost ones only."""
    if "{{" in text:
        text = text.replace("{{", "{ ").replace("}}", "} ")
    found, at = [], text.find("{")
    while at >= 0:
        try:
            value, end = _value(text, at, 0)
        except (_NotJson, IndexError):
            at = text.find("{", at + 1)
            continue
        if isinstance(value, dict) and value:
            found.append(Template(_as_schema(value), at, end))
        at = text.find("{", end)
    return found


def _as_schema(value: Any) -> Schema:
    if isinstance(value, dict):
        if isinstance(value.get("properties"), dict) and value["properties"]:
            return dict(_plain(value))  # it is a schema already
        required = [key for key in value if not key.endswith("?")]
        return {
            "type": "object",
            "properties": {key.rstrip("?"): _as_schema(inner) for key, inner in value.items()},
            "required": required,
        }
    if isinstance(value, list):
        return {"type": "array", "items": _as_schema(value[0]) if value else {"type": "string"}}
    return _leaf(value)


def _plain(value: Any) -> Any:
    """Turn what was read back into plain JSON values."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, _Bare):
        return {"true": True, "false": False, "null": None}.get(value.text, _number(value.text))
    return value


@dataclass(frozen=True, slots=True)
class _Bare:
    """A value without quotes, such as `string`, `true`, `0.9` or `<the answer>`."""

    text: str
    note: str = ""


def _leaf(value: Any) -> Schema:
    if isinstance(value, _Bare):
        return typed(value.text, value.note)
    text = str(value)
    options = [option.strip(" \"'`<>") for option in _OPTIONS.split(text)]
    if 1 < len(options) <= 6 and all(re.fullmatch(r"[A-Za-z][\w-]{0,24}", option) for option in options):
        return {"type": "string", "enum": options}
    return {"type": "string", "description": text}


def typed(text: str, note: str = "") -> Schema:
    """Return the schema of a type as people write it: `string`, `list[str]`, `string | null`, `true/false`, `0.0-1.0`."""
    word = text.strip().strip("<>").strip()
    low = word.lower()
    schema: Schema = {"description": f"{word} {note}".strip()}
    nullable = bool(re.search(r"\bnull\b|\bnone\b|optional", low)) and low not in ("null", "none")
    quoted = re.findall(r"[\"'`]([\w -]{1,30})[\"'`]", word)
    if len(quoted) > 1 or (quoted and "literal" in low):
        schema |= {"type": "string", "enum": quoted}
    elif re.search(r"\[\]|^(?:list|array|sequence|tuple|set)\b|(?:list|array) of|^\[", low):
        item = "integer" if re.search(r"\bint|number|ids? of|indices", low) else "string"
        schema |= {"type": "array", "items": {"type": item, "description": schema["description"]}}
    elif re.search(r"\bbool|^true|^false|true (?:or|if|/)|true/false", low):
        schema["type"] = "boolean"
    elif re.search(r"^int|^\d+$|\binteger\b", low):
        schema["type"] = "integer"
    elif re.search(r"^(?:float|number|decimal)|^\d*\.\d+|^\d+ ?(?:-|–|to) ?\d", low):
        schema["type"] = "number"
    elif low in ("null", "none"):
        schema["type"] = ["string", "null"]
    else:
        schema["type"] = "string"
    if nullable:
        schema["type"] = [schema["type"], "null"]
    return schema


def _number(text: str) -> Any:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


def _value(text: str, at: int, depth: int) -> tuple[Any, int]:
    if depth > 12:
        raise _NotJson
    at = _skip(text, at)
    match text[at]:
        case "{":
            found, end = _object(text, at + 1, depth)
            return ([found], end + 2) if text.startswith("[]", end) else (found, end)
        case "[":
            return _array(text, at + 1, depth)
        case '"' | "'" | "“":
            return _string(text, at)
        case _:
            return _bare(text, at)


def _object(text: str, at: int, depth: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    while True:
        at = _skip(text, at, ",;.…")
        if text[at] == "}":
            return found, at + 1
        key = _KEY.match(text, at)
        if not key:
            raise _NotJson
        value, at = _value(text, key.end(), depth + 1)
        rest, at = _rest(text, at)
        if rest and isinstance(value, str):
            value = _Bare(f'"{value}" {rest}') if re.match(r"\s*(?:\||or\b)", rest) else f"{value} {rest}"
        found[key[1] + (key[2] or "")] = value


def _array(text: str, at: int, depth: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    while True:
        at = _skip(text, at, ",;.…")
        if text[at] == "]":
            return found, at + 1
        value, at = _value(text, at, depth + 1)
        _, at = _rest(text, at)
        if not (isinstance(value, _Bare) and not value.text):
            found.append(value)


def _string(text: str, at: int) -> tuple[str, int]:
    closing = "”" if text[at] == "“" else text[at]
    end = at + 1
    while True:
        end = text.index(closing, end) if closing in text[end:] else len(text)
        if end >= len(text) or end - at > 2000:
            raise _NotJson
        if text[end - 1] != "\\" and re.match(r"\s*(?:[,:}\];|/#)(]|or\b|$|\n)", text[end + 1 : end + 12] or "\n"):
            return text[at + 1 : end], end + 1
        end += 1


def _bare(text: str, at: int) -> tuple[_Bare, int]:
    if text[at] == "<" and ">" in text[at:]:
        end = text.index(">", at) + 1
        word, rest_at = text[at:end], end
    else:
        found = _BARE_END.search(text, at)
        end = found.start() if found else len(text)
        word, rest_at = text[at:end], end
        if "[" in word and text[end : end + 1] in ("]", ","):  # list[str], string[], Literal["a", "b"]
            end = text.index("]", at) + 1
            word, rest_at = text[at:end], end
    if len(word) > 300:
        raise _NotJson
    note, rest_at = _rest(text, rest_at)
    return _Bare(word.strip(), note), rest_at


def _rest(text: str, at: int) -> tuple[str, int]:
    """Read what follows a value up to the next one: a type's other half, a comment."""
    start = at
    comma = False
    while at < len(text):
        code = text[at]
        if code in "}]":
            break
        if code == "\n" and (comma or re.match(r"\s*[\"'`}\]]|\s*\w+\??\s*:", text[at + 1 : at + 60] or "}")):
            break
        if code in ",;":
            if not re.match(r"[ \t]*(?://|#)", text[at + 1 : at + 8]):
                break
            comma = True
        at += 1
        if at - start > 400:
            raise _NotJson
    return text[start:at].strip(" ,;/#\t"), at


def _skip(text: str, at: int, also: str = "") -> int:
    while text[at].isspace() or text[at] in also or text.startswith(("//", "# "), at):
        if text.startswith(("//", "# "), at):
            at = text.index("\n", at)
        at += 1
    return at


def class_schema(text: str) -> Schema | None:
    """Return the schema of a class that a prompt shows in Python (`answer: str`)."""
    at = re.search(r"class \w+\((?:\w+\.)?(?:BaseModel|TypedDict|Struct)\)\s*:|@dataclass[^\n]*\nclass \w+\s*:", text)
    if not at:
        return None
    fields = _CLASS_FIELD.findall(text[at.end() : at.end() + 1500])
    return {"type": "object", "properties": {name: typed(kind) for name, kind in fields}} if fields else None


_LIST_LEAD = re.compile(
    r"(?:keys?|fields?|properties|attributes|members|elements|entries|schlüsseln?|feldern?|felder|clés|champs|claves|campos)\b(?:\s+(?:named|called|are|must be|should be|exactly|only|of|below|following|required|in it))*\s*[:\-–=(]?\s*|(?:schema|format|shape)\b[^\n:]{0,24}:\s*(?=\n)|json(?: object)?\s*[:\-–]\s*(?=[a-z_]+ ?[(,])|json (?:object )?(?:with|containing|having|of|like)\s+(?:the |an? |two |three |four |exactly )*",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"[\"'`“„«*]{1,2} ?([^\W\d]\w{0,40}) ?[\"'`”*]{1,2}\s*(\([^)\n]{0,120}\)|[:\-–=]\s*[^\n,;\"'`]{0,140})?"
)
_LISTED = re.compile(
    r"(?:^|\n)\s*(?:[-*•]|\d+[.)])\s*[\"'`*]{0,2}([A-Za-z_]\w{0,40})[\"'`*]{0,2}\s*(\([^)\n]{0,120}\))?\s*[:\-–—]?\s*([^\n]{0,160})"
)
_PLAIN = re.compile(r"([a-z_][A-Za-z_]{2,40})\s*(\([^)\n]{0,120}\))?\s*(?:,|\band\b|&|$|[.\n;])")


def key_list(text: str) -> Schema | None:
    """Return the schema of keys that a prompt names in words: `JSON with the keys answer and sources (a list)`."""
    lead = max(text.lower().find("json"), 0)
    for found in _LIST_LEAD.finditer(text, max(0, lead - 160)):
        rest = text[found.end() : found.end() + 700]
        for shape in (_LISTED, _MARKED, _PLAIN):
            near = rest if shape is _LISTED else rest[:320]
            named = [
                (match[1], " ".join(group for group in match.groups()[1:] if group)) for match in shape.finditer(near)
            ]
            named = [(key, note) for key, note in named if key.lower() not in _NO_KEYS]
            if shape is _LISTED and named and not _starts_list(rest):
                continue
            if shape is _PLAIN:
                named = _run_of(rest)
            if named:
                return {
                    "type": "object",
                    "properties": {key: _of_note(key, note) for key, note in named},
                }
    return None


def _of_note(key: str, note: str) -> Schema:
    """Return the schema of a key by what is written behind it."""
    if not note:
        return guess(key)
    if shown := templates(note):
        inner = shown[0].schema
        return (
            {"type": "array", "items": inner} if re.match(r"\W*(?:array|list)\b|\W*\[", note, re.IGNORECASE) else inner
        )
    return typed(note, note)


_NO_KEYS = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "or",
        "json",
        "object",
        "string",
        "list",
        "array",
        "with",
        "keys",
        "key",
        "fields",
        "field",
        "no",
        "other",
        "nothing",
        "else",
        "only",
        "value",
        "values",
        "null",
        "true",
        "false",
        "exactly",
    ]
)


def _starts_list(rest: str) -> bool:
    return bool(re.match(r"[^\n]{0,60}\n?\s*(?:[-*•]|\d+[.)])", rest))


def _run_of(rest: str) -> list[tuple[str, str]]:
    """Read `answer, sources and confidence` as far as the enumeration goes."""
    named, at = [], 0
    shape = re.compile(
        r"\s*(?:,|and\b|&|or\b|plus\b)*\s*(?:an? |the )?([a-z_][A-Za-z_]{2,40})\s*(\([^)\n]{0,120}\))?\s*(?=,|\band\b|&|$|[.\n;]|\bplus\b)"
    )
    while match := shape.match(rest, at):
        if match[1].lower() in _NO_KEYS:
            break
        named.append((match[1], match[2] or ""))
        at = match.end()
    return named


def guess(key: str) -> Schema:
    """Return the likeliest type of a key of which only the name is known."""
    low = key.lower()
    if re.match(
        r"is_|has_|can_|found$|answerable$|supported$|grounded$|relevant$|gefunden$|beantwortbar$|trouvée?$|encontrad[oa]$",
        low,
    ):
        return {"type": "boolean"}
    if re.search(
        r"sources$|citations$|references$|quotes$|documents$|queries$|keywords$|ids$|claims$|quellen$|belege$|fuentes$|citas$",
        low,
    ):
        return {"type": "array", "items": {"type": "string"}}
    if low in ("confidence", "score"):
        return {"type": "number"}
    return {"type": "string"}
