"""What becomes of a mail that could not be sent."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.participants import letters
from comity.participants.models import Letter


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it again, or set it aside."""
    letter, at = get_object_or_404(Letter, pk=pk, meeting__isnull=False), timezone.now()
    if "aside" in request.POST:
        letters.set_aside(letter, by=request.user, at=at)  # type: ignore[arg-type]
        messages.success(request, _("The mail is set aside."))
    else:
        letters.send_again(letter, by=request.user, at=at)  # type: ignore[arg-type]
        messages.success(request, _("The mail is on its way again."))
    assert letter.meeting is not None
    return redirect("desk:meeting", slug=letter.meeting.slug)
