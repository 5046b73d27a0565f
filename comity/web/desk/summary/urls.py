"""Addresses of the work on the Chair's summary; names stand in the desk's own namespace."""

from __future__ import annotations

from django.urls import path

from comity.web.desk.summary import draft, drafting, quantifiers, sentences, versions

HERE = "meetings/<slug:slug>/summary/"

urlpatterns = [
    path(HERE, draft.draft, name="summary"),
    path(f"{HERE}begin/", draft.begin, name="summary_begin"),
    path(f"{HERE}sentences/", draft.add, name="summary_add"),
    path(f"{HERE}sentences/<int:number>/", sentences.sentence, name="summary_sentence"),
    path(f"{HERE}sentences/<int:number>/model/ask/", drafting.ask, name="summary_ask"),
    path(f"{HERE}sentences/<int:number>/model/keep/", drafting.keep, name="summary_keep"),
    path(f"{HERE}sentences/<int:number>/<slug:name>/", sentences.act, name="summary_act"),
    path(f"{HERE}quantifiers/", quantifiers.quantifiers, name="summary_quantifiers"),
    path(f"{HERE}clear/", versions.clear, name="summary_clear"),
    path(f"{HERE}v<int:number>/", versions.version, name="summary_version"),
    path(f"{HERE}v<int:number>/issue/", versions.issue, name="summary_issue"),
    path(f"{HERE}v<int:number>.<slug:kind>", versions.file, name="summary_version_file"),
    path(f"{HERE}v<int:before>...v<int:after>/", versions.difference, name="summary_difference"),
]
