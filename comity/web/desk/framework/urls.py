"""Addresses of the framework's work; names stand in the desk's own namespace."""

from __future__ import annotations

from django.urls import path

from comity.web.desk.framework import doing, editions, plans, tree

HERE = "meetings/<slug:slug>/framework/"
urlpatterns = [
    path(HERE, tree.tree, name="framework"),
    path(f"{HERE}options/", plans.options, name="framework_options"),
    path(f"{HERE}options/<int:number>/", plans.option, name="framework_option"),
    path(f"{HERE}work/", plans.work, name="framework_work"),
    path(f"{HERE}work/<int:number>/", plans.item, name="framework_item"),
    path(f"{HERE}editions/", editions.editions, name="framework_editions"),
    path(f"{HERE}<int:number>/", doing.place, name="framework_place"),
    path(f"{HERE}<int:number>/text/<slug:language>/", doing.write, name="framework_write"),
    path(f"{HERE}<int:number>/<slug:name>/", doing.act, name="framework_act"),
]
