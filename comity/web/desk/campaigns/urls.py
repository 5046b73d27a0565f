"""Addresses of campaigns at the desk; names stand in the desk's own namespace."""

from __future__ import annotations

from django.urls import path

from comity.web.desk.campaigns import acts, listing, page, planning, results, reviewing, tables

HERE = "meetings/<slug:slug>/framework/campaigns/"
ONE = f"{HERE}<int:number>/"
urlpatterns = [
    path(HERE, listing.campaigns, name="campaigns"),
    path(ONE, page.campaign, name="campaign"),
    path(f"{ONE}plan/", planning.write, name="campaign_plan"),
    path(f"{ONE}measures/", planning.add, name="campaign_measures"),
    path(f"{ONE}measures/<int:measure>/", planning.change, name="campaign_measure"),
    path(f"{ONE}review/", reviewing.review, name="campaign_review"),
    path(f"{ONE}results/", results.results, name="campaign_results"),
    path(f"{ONE}results/<int:pk>/", results.correct, name="campaign_result"),
    path(f"{ONE}tables/", tables.send, name="campaign_tables"),
    path(f"{ONE}tables/<int:pk>/", tables.look, name="campaign_table"),
    path(f"{ONE}<slug:name>/", acts.act, name="campaign_act"),
]
