"""Addresses. Every page stands under its language (`/en/...`), so that a link says what it shows."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

handler429 = "comity.web.shared.limits.too_many"
urlpatterns = [
    path("", include("comity.web.site.urls_plain")),
    path("", include("comity.web.api.urls_plain")),
    *i18n_patterns(
        path("accounts/", include("allauth.urls")),
        path("people/", include("comity.web.people.urls")),
        path("portal/", include("comity.web.portal.urls")),
        path("desk/", include("comity.web.desk.urls")),
        path("floor/", include("comity.web.floor.urls")),
        path("", include("comity.web.api.urls")),
        path("", include("comity.web.site.urls")),
        path("live/", include("comity.web.floor.live.urls")),
    ),
]
