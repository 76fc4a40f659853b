"""How much a request may carry: counted as it comes in, so that what is too much is refused before it is on disk.

Django writes a whole body to a file before any of its own limits is asked; so the server's side stops giving it more,
and a middleware answers with a page as any other.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
View = TypeVar("View", bound=Callable[..., HttpResponse])

MB = 1024 * 1024
_EXCEEDED = "seatrial.exceeded"
_NOTHING: Message = {"type": "http.request", "body": b"", "more_body": False}


def takes_file(most: int) -> Callable[[View], View]:
    """Let a view's requests carry a file of so many bytes besides a form's worth, which is all that others may."""

    def marked(view: View) -> View:
        view.__dict__["most_in_file"] = most
        return view

    return marked


def most_in_file(path: str) -> int:
    """Return how large a file may be that is sent to this address; 0 where none is taken."""
    try:
        return getattr(resolve(path).func, "most_in_file", 0)
    except Resolver404:
        return 0


def limited(app: App) -> App:
    """Give the app no more of a body than its address takes, and note in the scope when there was more."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        file = most_in_file(scope["path"].removeprefix(scope.get("root_path", "")))
        most, announced, taken = file + settings.DATA_UPLOAD_MAX_MEMORY_SIZE, _announced(scope), 0

        async def taking() -> Message:
            nonlocal taken
            if _EXCEEDED in scope:
                return await _gone(receive)
            message = await receive() if announced <= most else _NOTHING
            taken += len(message.get("body", b""))
            if max(announced, taken) <= most:
                return message
            scope[_EXCEEDED] = file
            return _NOTHING

        return await app(scope, taking, send)

    return answer


async def _gone(receive: Receive) -> Message:
    """Let the rest go by, for a browser shows an answer only when it is rid of all; return the client's leaving."""
    while (message := await receive())["type"] != "http.disconnect":
        pass
    return message


def _announced(scope: Scope) -> int:
    said = dict(scope["headers"]).get(b"content-length", b"")
    return int(said) if said.isdigit() else 0


def refuse_too_large(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Say what was too much, why, and what to do, in place of the page that was asked for."""

    def answer(request: HttpRequest) -> HttpResponse:
        scope = getattr(request, "scope", {})
        if _EXCEEDED not in scope:
            return get_response(request)
        context = {"most": scope[_EXCEEDED] // MB, "sent": round(_announced(scope) / MB)}
        return render(request, "413.html", context, status=413)

    return answer
