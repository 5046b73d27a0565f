"""Addresses without a language: permanent ones, health, robots."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
