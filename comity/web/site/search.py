"""Search over every public paragraph."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was asked for, a page of hits and the filters with their counts."""
    raise Http404
