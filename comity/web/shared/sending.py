"""What was sent with a form."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict


def sent(request: HttpRequest) -> QueryDict | None:
    """The fields, however few; None where the page was only asked for."""
    return request.POST if request.method == "POST" else None
