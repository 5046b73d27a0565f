"""Addresses of the interface, without a language."""

from __future__ import annotations

from django.urls import path

from comity.web.api.interface import interface

urlpatterns = [path("api/v1/", interface.urls)]
