"""Addresses of documents."""

from __future__ import annotations

from django.urls import path

from comity.web.site.documents import feeds, lists, page, sent

urlpatterns = [
    path("documents/", lists.documents, name="documents"),
    path("documents.atom", feeds.atom, name="documents_feed"),
    path("documents/data.json", feeds.every, name="documents_data"),
    path("documents/<slug:ref>/", page.document, name="document"),
    path("documents/<slug:ref>/data.json", feeds.one, name="document_data"),
    path("documents/<slug:ref>/v<int:number>/", page.version, name="document_version"),
    path("documents/<slug:ref>/v<int:number>/files/<str:language>/", page.file, name="document_file"),
    path("paper/<str:token>/", sent.paper, name="paper"),
    path("paper/<str:token>/files/<str:language>/", sent.file, name="paper_file"),
]
