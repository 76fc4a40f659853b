"""A request for embeddings: what is to be embedded and how, or the provider's word on what is wrong with it."""

from dataclasses import dataclass
from typing import Any

from seatrial.bench.gateway.chat_rules import (
    NO_MODEL,
    NOT_JSON,
    above,
    below,
    empty,
    missing,
    wrong_type,
    wrong_value,
)
from seatrial.bench.gateway.embeddings import DEFAULT_DIMENSIONS, DIMENSIONS
from seatrial.bench.gateway.tokens import text_of
from seatrial.bench.provider_error import ProviderError

MOST_INPUTS = 2048


@dataclass(frozen=True, slots=True)
class EmbeddingRequest:
    """Texts to embed, in order."""

    texts: tuple[str, ...]
    model: str
    dimensions: int
    base64: bool


def read_embedding_request(body: dict[str, Any] | None) -> EmbeddingRequest | ProviderError:
    """Read a request's JSON body as the provider would."""
    if body is None:
        return NOT_JSON
    model = body.get("model")
    if not isinstance(model, str) or not model:
        return NO_MODEL
    texts = _texts(body.get("input"))
    if isinstance(texts, ProviderError):
        return texts
    dimensions = _dimensions(body.get("dimensions"), model)
    if isinstance(dimensions, ProviderError):
        return dimensions
    encoding = body.get("encoding_format") or "float"
    if encoding not in ("float", "base64"):
        return wrong_value("encoding_format", encoding, ("float", "base64"))
    return EmbeddingRequest(texts, model, dimensions, encoding == "base64")


def _texts(given: object) -> tuple[str, ...] | ProviderError:
    if given is None:
        return missing("input")
    if isinstance(given, str):
        given = [given]
    if not isinstance(given, list):
        return wrong_type("input", "a string or an array", given)
    if not given:
        return empty("input")
    if all(isinstance(one, int) for one in given):
        given = [given]
    if len(given) > MOST_INPUTS:
        return ProviderError(
            400,
            f"Invalid 'input': array too long. Expected an array with maximum length {MOST_INPUTS}, but got an array "
            f"with length {len(given)} instead.",
            param="input",
            code="array_above_max_length",
        )
    texts: list[str] = []
    for at, one in enumerate(given):
        text = _text(one, f"input[{at}]")
        if isinstance(text, ProviderError):
            return text
        texts.append(text)
    return tuple(texts)


def _text(one: object, param: str) -> str | ProviderError:
    if isinstance(one, list) and one and all(type(token) is int for token in one):
        text = text_of(one)
        return text if text is not None else ProviderError(400, f"Invalid '{param}': unknown token id.", param=param)
    if not isinstance(one, str):
        return wrong_type(param, "a string or an array of integers", one)
    if not one:
        return ProviderError(400, f"Invalid '{param}': input cannot be an empty string.", param=param)
    return one


def _dimensions(asked: object, model: str) -> int | ProviderError:
    most = DIMENSIONS.get(model, DEFAULT_DIMENSIONS)
    if asked is None:
        return most
    if model == "text-embedding-ada-002":
        return ProviderError(400, "This model does not support specifying dimensions.")
    if isinstance(asked, bool) or not isinstance(asked, int):
        return wrong_type("dimensions", "an integer", asked)
    if asked < 1:
        return below("dimensions", 1, asked)
    return above("dimensions", most, asked) if asked > most else asked
