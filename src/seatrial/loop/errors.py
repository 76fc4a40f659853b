"""Pages for what went wrong: polite, and telling nothing of what is hidden."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was too old or came from elsewhere."""
    del reason
    return render(request, "403_csrf.html", status=403)
