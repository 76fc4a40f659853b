"""What every page tells browsers and search engines, and the answer to a proxy that asks whether we live."""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


def kept_private(get_response: Answer) -> Answer:
    """Forbid keeping pages and finding them: they are confidential, and some open by their address alone."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        return response

    return answer


def health(get_response: Answer) -> Answer:
    """Answer GET /health before anything else, under whatever host name: 200 when the database answers, else 503."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path != "/health":
            return get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
        return HttpResponse("ok\n", content_type="text/plain")

    return answer
