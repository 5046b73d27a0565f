"""Addresses of the record, below /floor/record/."""

from __future__ import annotations

from django.urls import path

from comity.web.floor.record import views

urlpatterns = [
    path("<slug:slug>/<slug:code>/", views.record, name="record"),
    path("<slug:slug>/<slug:code>/public/", views.public, name="record_public"),
    path("<slug:slug>/<slug:code>/file/<slug:kind>/", views.taken, name="record_file"),
    path("<slug:slug>/<slug:code>/public/file/<slug:kind>/", views.public_file, name="record_public_file"),
    path("<slug:slug>/<slug:code>/turn/<int:number>/<slug:name>/", views.act, name="record_act"),
]
