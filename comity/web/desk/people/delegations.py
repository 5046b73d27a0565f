"""The delegations with those whom they registered, and how many each may."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from comity.participants import registration, states
from comity.participants.authority import Act
from comity.refusals import Refused
from comity.web.desk.people.forms import PlacesForm
from comity.web.desk.people.place import meeting_of, rights_of
from comity.web.desk.programme.place import person


@login_required
@never_cache
@require_safe
def delegations(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = meeting_of(request, slug)
    standing = Count("participants", filter=Q(participants__state__in=states.STANDING))
    found = meeting.delegations.select_related("body", "meeting").prefetch_related("body__former_names")
    rows = [
        (one, PlacesForm(initial={"places": one.places}, prefix=f"d{one.pk}"))
        for one in sorted(found.annotate(registered=standing), key=lambda one: one.whose.casefold())
    ]
    return render(request, "desk/people/delegations.html", {**rights_of(request, meeting), "rows": rows})


@login_required
@require_POST
def places(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Set how many a delegation may register; nothing written: as many as it wishes."""
    meeting = meeting_of(request, slug, Act.DECIDE)
    delegation = get_object_or_404(meeting.delegations.select_related("meeting", "body"), pk=pk)
    form = PlacesForm(request.POST, prefix=f"d{delegation.pk}")
    if not form.is_valid():
        raise Refused(_("Give a number of places from 0 to 1000, or none."))
    wanted = form.cleaned_data["places"]
    registration.set_places(delegation, wanted, by=person(request), at=timezone.now())
    messages.success(request, _("Saved: %(delegation)s.") % {"delegation": delegation.whose})
    return redirect("desk:delegations", slug=slug)
