"""Who asks for accreditation, and who is on the list."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.meetings.models import Meeting
from comity.press import accrediting, authority
from comity.press.authority import Act
from comity.press.models import Accreditation
from comity.refusals import Refused
from comity.web.desk.press.place import may, meeting_of, person
from comity.web.shared.sending import written

State = Accreditation.State


@login_required
@never_cache
@require_safe
def listed(request: HttpRequest, slug: str) -> HttpResponse:
    """Names and addresses are for those alone who decide about them."""
    return show(request, meeting_of(request, slug))


def show(request: HttpRequest, meeting: Meeting, refusal: Refused | None = None) -> HttpResponse:
    authority.require(request.user, Act.ACCREDIT, meeting=meeting)
    every = Accreditation.objects.filter(meeting=meeting).prefetch_related("conferences")
    words = {
        "meeting": meeting,
        "may": may(request, meeting),
        "asking": every.filter(state=State.ASKED),
        "approved": every.filter(state=State.APPROVED).select_related("decided_by"),
        "refused": every.filter(state=State.REFUSED).count(),
        "ended": every.filter(state=State.ENDED).count(),
        "refusal": refusal,
    }
    return render(request, "desk/press/accreditation.html", words, status=refusal.status if refusal else 200)


@login_required
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """Approve, refuse with a reason, or end."""
    meeting = meeting_of(request, slug)
    found = get_object_or_404(Accreditation.objects.filter(meeting=meeting).select_related("meeting"), pk=pk)
    if request.method == "GET":
        return redirect("desk:press_accreditation", slug=slug)
    by, at = person(request), timezone.now()
    try:
        if name == "approve":
            accrediting.approve(found, by=by, at=at)
        elif name == "refuse":
            accrediting.refuse(found, reason=written(request, "reason"), by=by, at=at)
        elif name == "end":
            accrediting.end(found, by=by, at=at)
        else:
            raise Http404
    except Refused as refusal:
        return show(request, meeting, refusal)
    messages.success(request, _("Done."))
    return redirect("desk:press_accreditation", slug=slug)
