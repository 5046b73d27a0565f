"""One's own data as a file, and the end of one's own account."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.adapters import accounts
from comity.communications import closing
from comity.participants.models import Participant, Person
from comity.refusals import NotNow


def as_file(kept: dict[str, Any]) -> HttpResponse:
    response = HttpResponse(json.dumps(kept, ensure_ascii=False, indent=1), content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@login_required
@never_cache
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Everything that is kept of the account."""
    person, at = request.user, timezone.now()
    assert isinstance(person, Person)
    signing_in = accounts.all_that_is_kept(person, at=at)
    return as_file({**closing.all_that_is_kept(person), "signing_in": signing_in})


@login_required
@never_cache
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """It cannot be undone: whoever asks for it proves once more who she is."""
    person = request.user
    assert isinstance(person, Person)
    words: dict[str, Any] = {
        "registrations": person.participations.exclude(state=Participant.State.ERASED).select_related(
            "meeting"
        )
    }
    if request.method == "POST":
        try:
            wanted = "registrations" in request.POST
            closing.close(person, registrations=wanted, by=person, at=timezone.now())
        except NotNow as refused:
            return render(
                request, "people/close.html", {**words, "refused": refused.sentence}, status=refused.status
            )
        logout(request)
        messages.success(request, _("Your account is closed, and your data have been erased."))
        return redirect("site:home")
    return render(request, "people/close.html", words)
