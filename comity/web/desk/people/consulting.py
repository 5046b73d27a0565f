"""The log of consultations, with the categories that nobody has consulted yet."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from comity.participants import authority, consulting
from comity.participants.authority import Act
from comity.participants.models import Consultation
from comity.refusals import NotAllowed, Refused
from comity.web.desk.people.forms import ConsultationForm
from comity.web.desk.people.place import meeting_of, rights_of
from comity.web.desk.programme.place import person
from comity.web.shared.sending import sent


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def consultations(request: HttpRequest, slug: str) -> HttpResponse:
    meeting, at = meeting_of(request, slug), timezone.now()
    form = ConsultationForm(sent(request), meeting=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            consulting.log(meeting, **form.cleaned_data, by=person(request), at=at)
            messages.success(request, _("Logged."))
            return redirect("desk:consultations", slug=slug)
        except NotAllowed:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
    held = (
        meeting.consultations.filter(struck_at=None)
        .select_related("body", "recorded_by")
        .prefetch_related("body__former_names", "aspects")
    )
    words = {
        **rights_of(request, meeting),
        "form": form,
        "logs": authority.may(request.user, Act.CONSULT, meeting=meeting),
        "tells": authority.may(request.user, Act.TELL_CONSULTATIONS, meeting=meeting),
        "coverage": consulting.coverage(meeting),
        "others": consulting.others(meeting),
        "unspoken": consulting.not_spoken_of(meeting),
        "consultations": held,
    }
    return render(request, "desk/people/consultations.html", words, status=422 if form.errors else 200)


@login_required
@require_POST
def strike(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    meeting = meeting_of(request, slug)
    noted = get_object_or_404(Consultation, pk=pk, meeting=meeting)
    consulting.strike(noted, by=person(request), at=timezone.now())
    messages.success(request, _("Taken out."))
    return redirect("desk:consultations", slug=slug)


@login_required
@require_POST
def tell(request: HttpRequest, slug: str) -> HttpResponse:
    """Let the public read the figures, or no longer."""
    meeting = meeting_of(request, slug)
    consulting.tell(meeting, "public" in request.POST, by=person(request), at=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("desk:consultations", slug=slug)
