"""Addresses of the work with papers; names stand in the desk's own namespace."""

from __future__ import annotations

from django.urls import path

from comity.web.desk.papers import document, drafts, lists, minutes, sending, taking

HERE = "meetings/<slug:slug>/papers/"
NOTES = "meetings/<slug:slug>/minutes/"

urlpatterns = [
    path(HERE, lists.papers, name="papers"),
    path(f"{HERE}new/", drafts.new, name="new_paper"),
    path("papers/<slug:ref>/", document.paper, name="paper"),
    path("papers/<slug:ref>/facts/", drafts.facts, name="paper_facts"),
    path("papers/<slug:ref>/files/", drafts.add_file, name="paper_files"),
    path("papers/<slug:ref>/files/<int:pk>/", taking.file, name="paper_file"),
    path("papers/<slug:ref>/files/<int:pk>/<slug:name>/", drafts.change_file, name="paper_file_act"),
    path("papers/<slug:ref>/v<int:number>.zip", taking.export, name="paper_export"),
    path("papers/<slug:ref>/recipients.csv", taking.recipients, name="paper_recipients"),
    path("papers/<slug:ref>/links/<int:pk>/<slug:name>/", sending.link, name="paper_link"),
    path("papers/<slug:ref>/checklist/", document.checked, name="paper_checklist"),
    path("papers/<slug:ref>/readers/<int:pk>/", document.take_off, name="paper_take_off"),
    path("papers/<slug:ref>/acts/<slug:name>/", document.act, name="paper_act"),
    path(NOTES, minutes.every, name="minutes"),
    path(f"{NOTES}<slug:code>/", minutes.minutes, name="minutes_of"),
    path(f"{NOTES}<slug:code>/v<int:number>/", minutes.earlier, name="minutes_text"),
    path(f"{NOTES}<slug:code>/v<int:number>.<slug:kind>", minutes.taken, name="minutes_file"),
    path(f"{NOTES}<slug:code>/<slug:name>/", minutes.act, name="minutes_act"),
]
