"""An issued agenda is made a document at the desk: six files from what was frozen."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.adapters.agenda import files
from comity.meetings.models import AgendaVersion
from comity.papers import agendas, authority
from comity.papers.authority import Act
from comity.papers.models import DocumentVersion
from comity.refusals import Refused
from comity.web.desk.programme.agendas import show, version_of
from comity.web.desk.programme.place import meeting_of, person


@login_required
@require_POST
def keep(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    meeting = meeting_of(request, slug)
    authority.require(request.user, Act.HANDLE, meeting=meeting)
    agenda = version_of(meeting, number)
    try:
        made = kept(request, agenda)
    except Refused as refusal:
        return show(request, meeting, refusal)
    messages.success(request, _("The agenda is a document now. Circulate it and post it here."))
    return redirect("desk:paper", ref=made.document.ref)


def kept(request: HttpRequest, agenda: AgendaVersion) -> DocumentVersion:
    with TemporaryDirectory(prefix="comity-agenda-") as folder:
        made = files.nameless_files(agenda, Path(folder))
        by, at, name = person(request), timezone.now(), files.stem(agenda)
        return agendas.keep(agenda, made["pdf"], texts=made["docx"], name=name, by=by, at=at)
