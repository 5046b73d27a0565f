"""The log of a meeting's mails: to whom, what, when, and what became of each."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comity.communications.authority import Act, require
from comity.meetings.models import Meeting
from comity.participants.models import Letter
from comity.web.shared.sending import without_null

PAGE = 50
STATES = {
    "sent": (_("sent"), Q(sent_at__isnull=False)),
    "waiting": (_("waiting"), Q(due_at__isnull=False)),
    "given_up": (_("not sent"), Q(given_up_at__isnull=False)),
}


@login_required
@never_cache
@require_safe
def mails(request: HttpRequest, slug: str) -> HttpResponse:
    """The latest first. `?q=`: part of the address or subject; `?state=`: one of `STATES`."""
    meeting = get_object_or_404(Meeting, slug=slug)
    require(request.user, Act.READ_MAILS, meeting=meeting)
    words, state = without_null(request.GET.get("q", "")).strip(), request.GET.get("state", "")
    found = Letter.objects.filter(meeting=meeting).defer("body", "files", "headers")
    if words:
        found = found.filter(Q(to__icontains=words) | Q(subject__icontains=words))
    if state in STATES:
        found = found.filter(STATES[state][1])
    page = Paginator(found.order_by("-written_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "desk/telling/mails.html",
        {
            "meeting": meeting,
            "page_of_list": page,
            "words": words,
            "state": state,
            "states": [(name, label) for name, (label, _rows) in STATES.items()],
            "query": query.urlencode(),
        },
    )
