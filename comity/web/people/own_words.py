"""A panellist's words on her own page: the text of her presentation, and what the register makes of it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.meetings.models import Part
from comity.participants import agreements, links
from comity.participants.models import Use
from comity.practices import queries
from comity.refusals import Refused
from comity.statements import presenting
from comity.statements.models import Receipt
from comity.web.people.own_forms import TextForm
from comity.web.portal.practices.views import answered
from comity.web.portal.uploads import harmless


@never_cache
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Only what was asked of her: any other question does not exist."""
    asked = get_object_or_404(queries.confirmations_of_panellist(links.find(token)), pk=pk)
    return answered(request, asked, by=None, back=reverse("people:own", args=[token]))


@never_cache
@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """What became of the text of one of her presentations, and the form that sends it."""
    held = Part.objects.select_related("session__meeting", "participant__delegation", "participant__meeting")
    part = get_object_or_404(held, pk=pk, participant=links.find(token))
    if not presenting.may_send(part):
        raise Http404
    if request.method == "GET":
        return show(request, token, part, TextForm(initial=agreed(part)))
    form = TextForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, token, part, form, status=422)
    try:
        receipt = send(part, form)
    except Refused as refusal:
        return show(request, token, part, form, refusal=refusal, status=refusal.status)
    messages.success(
        request, _("Received. The number of the receipt is %(number)s.") % {"number": receipt.number}
    )
    return redirect("people:own_text", token=token, pk=pk)


def agreed(part: Part) -> dict[str, bool]:
    return {"may_publish": Use.TEXT in agreements.of(part.participant)}


def send(part: Part, form: TextForm) -> Receipt:
    upload = form.cleaned_data["file"]
    with tempfile.NamedTemporaryFile(prefix="comity-upload-") as copy:
        for chunk in upload.chunks():
            copy.write(chunk)
        copy.flush()
        return presenting.send(
            part,
            Path(copy.name),
            name=harmless(upload.name or ""),
            may_quote=form.cleaned_data["may_quote"],
            at=timezone.now(),
        )


def show(
    request: HttpRequest,
    token: str,
    part: Part,
    form: TextForm,
    *,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    there = presenting.sent_by(part.participant).filter(session=part.session)
    return render(
        request,
        "people/own/text.html",
        {
            "meeting": part.session.meeting,
            "part": part,
            "token": token,
            "form": form,
            "refusal": refusal,
            "sent": [one for each in there for one in each.versions.filter(received_at__isnull=False)],
            "is_open": not presenting.stands(part),
        },
        status=status,
    )
