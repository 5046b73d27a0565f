"""Template tags that every page has at hand."""

from __future__ import annotations

from django import template

from comity.languages import localized

register = template.Library()
register.filter("localized", localized)
