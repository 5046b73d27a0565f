"""What programmes ask for: feed, site map, robots, health."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """The latest publications."""
    raise Http404


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    raise Http404


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    raise Http404


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    raise Http404
