"""Who may read a CONFIDENTIAL statement: a name is put on its list or taken off."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.languages import isolated
from comity.refusals import Refused
from comity.statements import authority, clearance
from comity.statements.models import Statement
from comity.web.desk.forms import ReaderForm
from comity.web.desk.page import sent_versions


@login_required
@require_POST
def add(request: HttpRequest, ref: str) -> HttpResponse:
    statement = at_the_desk(request, ref)
    form = ReaderForm(request.POST, people=clearance.candidates(statement))
    if not form.is_valid():
        raise Refused(_("Choose somebody who sits at the desk of this meeting and is not named yet."))
    person = form.cleaned_data["person"]
    clearance.grant(statement, person, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("%(name)s may read the statement now.") % {"name": isolated(str(person))})
    return redirect("desk:statement", ref=ref)


@login_required
@require_POST
def take_off(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    named = get_object_or_404(at_the_desk(request, ref).clearances.select_related("person"), pk=pk)
    clearance.withdraw(named, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    messages.success(
        request, _("%(name)s may no longer read the statement.") % {"name": isolated(str(named.person))}
    )
    return redirect("desk:statement", ref=ref)


def at_the_desk(request: HttpRequest, ref: str) -> Statement:
    """A statement that was sent, for those whose role lets them see that it is there."""
    statement = get_object_or_404(Statement.objects.select_related("meeting", "delegation__body"), ref=ref)
    seen = authority.may(request.user, authority.Act.READ_UNPUBLISHED, delegation=statement.delegation)
    if not seen or not sent_versions(statement):
        raise Http404
    return statement
