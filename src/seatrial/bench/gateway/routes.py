"""Which of the provider's routes a request is for; `other` is every request that is for none that is served."""

from collections.abc import Iterator
from typing import Literal
from urllib.parse import unquote

from seatrial.bench.provider_error import ProviderError
from seatrial.bench.wire import Request

Route = Literal["chat", "embeddings", "models", "model", "other"]

_METHODS: dict[Route, str] = {"chat": "POST", "embeddings": "POST", "models": "GET", "model": "GET"}


def _spelled(path: str) -> Iterator[str]:
    """Yield the ways in which clients write a path."""
    for prefix in ("/v1", "", "/v1/v1"):
        yield f"{prefix}/{path}"
        yield f"{prefix}/{path}/"


_EXACT: dict[str, Route] = {
    **dict.fromkeys(_spelled("chat/completions"), "chat"),
    **dict.fromkeys(_spelled("embeddings"), "embeddings"),
    **dict.fromkeys(_spelled("models"), "models"),
}
_SERVED = "POST /v1/chat/completions, POST /v1/embeddings, GET /v1/models and GET /v1/models/{id}"


def route_of(path: str) -> Route:
    """Return the route of a path, with or without /v1."""
    exact = _EXACT.get(path)
    if exact is not None:
        return exact
    return "model" if model_named(path) else "other"


def model_named(path: str) -> str:
    """Return the model's name in a path such as /v1/models/gpt-4; empty for another path."""
    for prefix in ("/v1/models/", "/models/"):
        if path.startswith(prefix):
            return unquote(path[len(prefix) :]).strip("/")
    return ""


def wrong_request(request: Request, route: Route) -> ProviderError | None:
    """Return the provider's error for an unknown route, a wrong method or a missing key; None when all is well."""
    if route == "other":
        return ProviderError(
            404,
            f"Unknown request URL: {request.method} {request.path}. The Seatrial gateway serves {_SERVED}; "
            "point the client at one of these.",
            code="unknown_url",
        )
    if request.method != _METHODS[route] and request.method != "HEAD":
        return ProviderError(
            405, f"Only {_METHODS[route]} requests are accepted at {request.path}.", code="method_not_supported"
        )
    if not request.headers.get("authorization", "").removeprefix("Bearer").strip():
        return ProviderError(
            401,
            "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer "
            "auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're "
            "accessing the API from your browser and are prompted for a username and password.",
        )
    return None
