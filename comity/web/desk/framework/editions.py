"""Editions of the framework: what would be issued, the letter, and issuing it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.framework import authority, issuing, waiting
from comity.framework.authority import Act
from comity.framework.issuing import Letter
from comity.framework.models import Framework
from comity.refusals import Refused
from comity.web.desk.framework.place import around, framework_of, person, titles
from comity.web.desk.page import mistakes


class LetterForm(forms.Form):
    """The letter of transmittal; the rest of it is form."""

    dated_on = forms.DateField(
        label=_("Date of the letter"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Give the date of the letter.")},
    )
    signatory = forms.CharField(
        label=_("Signed by"), max_length=200, error_messages={"required": _("Say who signs the letter.")}
    )
    addressee = forms.CharField(
        label=_("Addressed to"),
        max_length=200,
        required=False,
        help_text=_("The President of the Security Council where you write nothing."),
    )
    symbol = forms.CharField(
        label=_("Symbol"),
        max_length=80,
        required=False,
        help_text=_("Only as the Organization has given it: S/2017/375. Comity makes none up."),
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def editions(request: HttpRequest, slug: str) -> HttpResponse:
    framework, at = framework_of(request, slug), timezone.now()
    today = at.astimezone(framework.meeting.zone).date()
    if request.method == "GET":
        return show(request, framework, LetterForm(initial={"dated_on": today}), at)
    authority.require(request.user, Act.ISSUE, meeting=framework.meeting)
    form = LetterForm(request.POST)
    if not form.is_valid():
        return show(request, framework, form, at)
    try:
        made = issuing.issue(framework, letter=Letter(**form.cleaned_data), by=person(request), at=at)
    except Refused as refusal:
        return show(request, framework, form, at, refusal=refusal)
    messages.success(
        request, _now("Edition %(number)d is issued. Everything in it is public.") % {"number": made.number}
    )
    return redirect("desk:framework_editions", slug=slug)


def show(
    request: HttpRequest,
    framework: Framework,
    form: forms.Form,
    at: datetime,
    *,
    refusal: Refused | None = None,
) -> HttpResponse:
    printed = issuing.would_print(framework, at=at)
    wrong = mistakes({"": form})
    context: dict[str, Any] = {
        **around(request, framework.meeting),
        "framework": framework,
        "form": form,
        "refusal": refusal,
        "mistakes": wrong,
        "printed": printed,
        "called": titles([one.node for one in printed]),
        "hindrance": hindrance(framework, printed, at),
        "waiting": waiting.of(framework, at=at),
        "editions": [*paired(framework)],
    }
    status = refusal.status if refusal else 422 if wrong else 200
    return render(request, "desk/framework/editions.html", context, status=status)


def hindrance(framework: Framework, printed: list[issuing.Printed], at: datetime) -> str:
    """Why nothing can be issued now; "" where nothing stands in the way."""
    try:
        issuing.check(framework, printed, at=at)
    except Refused as refusal:
        return str(refusal)
    return ""


def paired(framework: Framework) -> list[tuple[Any, Any]]:
    """Each edition with the one before it, the newest first."""
    every = list(framework.editions.select_related("issued_by").order_by("-number"))
    return list(zip(every, [*every, None][1:], strict=True))
