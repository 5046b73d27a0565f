"""A statement as the public reads it: its current version, its files, its permanent address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe


@require_safe
def statement(request: HttpRequest, ref: str) -> HttpResponse:
    """The version that is public now, or the tombstone."""
    raise Http404


@require_safe
def version(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """One version by its number."""
    raise Http404


@require_safe
def file(request: HttpRequest, ref: str, language: str, number: int | None = None) -> HttpResponseBase:
    """The file as received."""
    raise Http404


@require_safe
def permanent(request: HttpRequest, ref: str) -> HttpResponse:
    """Leads to the page in the reader's language."""
    raise Http404


@require_safe
def data(request: HttpRequest, ref: str) -> HttpResponse:
    """The statement as JSON."""
    raise Http404
