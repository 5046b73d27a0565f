"""Addresses of the interface, without a language."""

from __future__ import annotations

from django.urls import URLPattern, path

from comity.web.api.harvest.views import harvest
from comity.web.api.interface import interface
from comity.web.shared.middleware import takes_files

WITH_FILES = ("statements", "statement_versions", "document_files")
"""Routes that may be sent files."""
ROUTES = interface.urls
for pattern in ROUTES[0]:
    if isinstance(pattern, URLPattern) and pattern.name in WITH_FILES:
        assert pattern.callback is not None
        takes_files(pattern.callback)

urlpatterns = [
    path("api/v1/", ROUTES),
    path("api/oai", harvest, name="harvest"),
]
