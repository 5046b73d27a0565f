"""Template tags that every page has at hand."""

from __future__ import annotations

from django import forms, template
from django.forms.utils import ErrorList

from comity.framework.campaigns.picturing import figure
from comity.languages import localized
from comity.practices import seal

register = template.Library()
register.filter("figure", figure)
register.filter("localized", localized)
register.filter("whose", seal.whose)


@register.filter
def told_above(form: forms.BaseForm) -> ErrorList:
    """What is wrong with the form as a whole, for the summary above it; the form itself then says it no second time."""
    form.is_told_above = True  # type: ignore[attr-defined]
    return form.non_field_errors()
