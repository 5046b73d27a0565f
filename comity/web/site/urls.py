"""Addresses of the public site."""

from __future__ import annotations

from django.urls import include, path

from comity.web.site import agenda, feeds, lists, outcome, pages, participants, search, statement, summary
from comity.web.site.register import compendium, coverage, practices, siblings
from comity.web.site.register import feeds as register_feeds

app_name = "site"
urlpatterns = [
    path("", pages.home, name="home"),
    path("programme/", pages.programme, name="programme"),
    path("agenda/", agenda.latest, name="agenda_latest"),
    path("agenda/<slug:slug>/<int:number>/", agenda.agenda, name="agenda"),
    path("agenda/<slug:slug>/<int:number>.<slug:kind>", agenda.file, name="agenda_file"),
    path("agenda/<slug:slug>/<int:before>...<int:after>/", agenda.difference, name="agenda_difference"),
    path("summary/", summary.latest, name="summary_latest"),
    path("summary/<slug:slug>/<int:number>/", summary.version, name="summary_version"),
    path("summary/<slug:slug>/<int:number>.<slug:kind>", summary.file, name="summary_file"),
    path("summary/<slug:slug>/<int:before>...<int:after>/", summary.difference, name="summary_difference"),
    path("resources/", outcome.resources, name="resources"),
    path("follow-up/", outcome.follow_up, name="follow_up"),
    path("mandates/", outcome.deadlines, name="deadlines"),
    path("open/", outcome.open_now, name="still_open"),
    path("consultations/", outcome.consultations, name="consultations"),
    path("participants/", participants.participants, name="participants"),
    path("statements/", lists.statements, name="statements"),
    path("statements.atom", feeds.atom, name="feed"),
    path("statements/<slug:ref>/", statement.statement, name="statement"),
    path("statements/<slug:ref>/data.json", statement.data, name="data"),
    path("statements/<slug:ref>/files/<str:language>/", statement.file, name="file"),
    path("statements/<slug:ref>/v<int:number>/", statement.version, name="version"),
    path("statements/<slug:ref>/v<int:number>/files/<str:language>/", statement.file, name="version_file"),
    path("", include("comity.web.site.documents.urls")),
    path("delegations/<slug:code>/", lists.delegation, name="delegation"),
    path("instruments/", lists.instruments, name="instruments"),
    path("instruments/<slug:slug>/", lists.instrument, name="instrument"),
    path("practices/", practices.practices, name="practices"),
    path("practices.atom", register_feeds.atom, name="practices_feed"),
    path("practices/data.json", practices.practices_data, name="practices_data"),
    path("practices/coverage/", coverage.coverage, name="coverage"),
    path("practices/coverage/data.json", coverage.coverage_data, name="coverage_data"),
    path("practices/<slug:ref>/", practices.practice, name="practice"),
    path("practices/<slug:ref>/data.json", practices.data, name="practice_data"),
    path("practices/<slug:ref>/annotations.json", practices.quotes, name="annotations"),
    path("challenges/", siblings.challenges, name="challenges"),
    path("challenges/data.json", siblings.challenges_data, name="challenges_data"),
    path("challenges/<slug:ref>/", siblings.challenge, name="challenge"),
    path("challenges/<slug:ref>/data.json", siblings.challenge_data, name="challenge_data"),
    path("initiatives/", siblings.initiatives, name="initiatives"),
    path("initiatives/data.json", siblings.initiatives_data, name="initiatives_data"),
    path("initiatives/<slug:ref>/", siblings.initiative, name="initiative"),
    path("initiatives/<slug:ref>/data.json", siblings.initiative_data, name="initiative_data"),
    path("compendium/", compendium.latest, name="compendium"),
    path("compendium/<slug:slug>/<int:number>/", compendium.edition, name="edition"),
    path("compendium/<slug:slug>/<int:number>.<slug:kind>", compendium.download, name="edition_file"),
    path("", include("comity.web.site.framework.urls")),
    path("", include("comity.web.site.campaigns.urls")),
    path("search/", search.search, name="search"),
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("", include("comity.web.site.press.urls")),
    path("", include("comity.web.site.following.urls")),
]
