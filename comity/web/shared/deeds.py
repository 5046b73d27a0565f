"""One form, one verb: pages on which several things can be done carry them out alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from comity.refusals import Refused

Show = Callable[..., HttpResponse]
"""Shows the page again: `bound` holds the form that was sent, `refusal` why it was not done."""


def carry_out(
    request: HttpRequest,
    name: str,
    form: forms.Form,
    verb: Callable[[dict[str, Any]], object],
    *,
    done: object,
    show: Show,
    back: str,
) -> HttpResponse:
    """Call the verb with what the form says and go back; on a mistake or a refusal the page is shown with what was
    written."""
    if not form.is_valid():
        return show(bound={name: form}, status=422)
    said = form.said() if hasattr(form, "said") else form.cleaned_data
    try:
        verb(said)
    except Refused as refusal:
        return show(bound={name: form}, refusal=refusal, status=refusal.status)
    messages.success(request, str(done))
    return redirect(back)
