"""What was sent with a form or in an address."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict


def sent(request: HttpRequest) -> QueryDict | None:
    """The fields, however few; None where the page was only asked for."""
    return request.POST if request.method == "POST" else None


def written(request: HttpRequest, name: str) -> str:
    """What stands in a field that no form checks, without U+0000, which PostgreSQL takes in no text."""
    return without_null(request.POST.get(name, ""))


def without_null(words: str) -> str:
    return words.replace("\0", "")


def whole_number(written: str | None, *, digits: int = 18) -> int | None:
    """A number as programmes write it, None for anything else. Every database takes one of eighteen digits."""
    if written and len(written) <= digits and written.isascii() and written.isdigit():
        return int(written)
    return None
