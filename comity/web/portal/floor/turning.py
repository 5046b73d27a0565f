"""What was ruled out of scope becomes a written statement in one step (R09-2)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.floor import ruling
from comity.floor.models import Question, Ruling
from comity.participants.models import Delegation
from comity.statements import receipt
from comity.statements.models import Statement
from comity.web.portal.people import delegation_of


@login_required
@require_POST
def write(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Begin the statement; pressed again, it leads to the one that was begun."""
    delegation = delegation_of(request, pk)
    own = Q(question__delegation=delegation) | Q(inscription__delegation=delegation)
    found = get_object_or_404(Ruling.objects.filter(own).select_related("floor__session__meeting"), pk=number)
    if found.statement is None:
        found.statement = begun(found, delegation, by=request.user, at=timezone.now())
        messages.success(request, _("The statement is begun. Replace its text if you wish, and send it."))
    return redirect("portal:files", ref=found.statement.ref)


def begun(found: Ruling, delegation: Delegation, *, by: Any, at: datetime) -> Statement:
    """A draft with the aspects, the session and the words of what was ruled out; the ruling names it."""
    item = ruling.subject(found)
    details: dict[str, Any] = {"session": found.floor.session}
    if not isinstance(item, Question):
        details["on_behalf_of"] = item.on_behalf_of
    with transaction.atomic():
        version = receipt.draft(delegation, by=by, at=at, aspects=item.aspects.all(), **details)
        if isinstance(item, Question):
            attach(version, item, by=by, at=at)
        ruling.turned_into(found, version.statement, by=by, at=at)
    return version.statement


def attach(version: Any, question: Question, *, by: Any, at: datetime) -> None:
    with NamedTemporaryFile(prefix="comity-question-", suffix=".txt") as copy:
        copy.write(question.text.encode())
        copy.flush()
        receipt.attach(
            version, Path(copy.name), name="question.txt", language=question.language, by=by, at=at
        )
