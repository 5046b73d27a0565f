"""A panellist's words in the register, on her own page: she sees them with the draft, and answers (R12-4)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.participants import links
from comity.practices import queries
from comity.web.portal.practices.views import answered


@never_cache
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Only what was asked of her: any other question does not exist."""
    asked = get_object_or_404(queries.confirmations_of_panellist(links.find(token)), pk=pk)
    return answered(request, asked, by=None, back=reverse("people:own", args=[token]))
