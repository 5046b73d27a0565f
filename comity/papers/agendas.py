"""An issued agenda as a document: cited by paragraph, found by the search, circulated and posted like any paper.

A stage of the agenda is one document, its Rev.n are versions of it. The files are made from the frozen content and name
nobody: what people agreed to may be taken back, and a document that was handed out cannot follow (RX-3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from comity.files.examining import examine
from comity.languages import page_language
from comity.meetings.models import AgendaVersion, Meeting
from comity.papers import drafting
from comity.papers.authority import Act, require
from comity.papers.models import Document, DocumentVersion
from comity.participants.models import Person
from comity.refusals import NotNow
from comity.texts.model import LANGUAGES

Stage, Kind = AgendaVersion.Stage, DocumentVersion.Kind
OWN = frozenset({Stage.PROPOSED})
"""The Committee's own: never a document for others."""
ORIGINAL = "en"


def refs(meeting: Meeting) -> dict[int, str]:
    """Number of an agenda -> the ref of the document that it is."""
    there = DocumentVersion.objects.filter(agenda__meeting=meeting)
    return dict(there.values_list("agenda__number", "document__ref"))


def offered(agendas: Iterable[AgendaVersion], there: Mapping[int, str]) -> set[int]:
    """Numbers of the versions that may be made a document; `there` as `refs` says. Where a later one of the same work
    is a document, the moment has passed."""
    every = list(agendas)
    return {
        one.number
        for one in every
        if one.stage not in OWN
        and not any(
            other.number in there
            for other in every
            if other.number >= one.number and other.stage in stages(one)
        )
    }


def stages(agenda: AgendaVersion) -> list[AgendaVersion.Stage]:
    """Stages of the same work: a revised agenda is a Rev. of the adopted one."""
    adopted = [Stage.ADOPTED, Stage.REVISED]
    return adopted if agenda.stage in adopted else [Stage(agenda.stage)]


def keep(
    agenda: AgendaVersion,
    files: Mapping[str, Path],
    *,
    texts: Mapping[str, Path],
    name: str,
    by: Person,
    at: datetime,
    ref: str = "",
) -> DocumentVersion:
    """Make the issued version a document and issue it; `files` are language -> PDF, `texts` the same words as DOCX,
    from which they are read: paragraphs stand there as they are, also from right to left. `name` is that of the files
    before the language, `ref` the address of a new document. Raises `NotNow` where it is a document already, or one
    that followed is."""
    meeting = agenda.meeting
    require(by, Act.HANDLE, meeting=meeting)
    readings = {
        language: replace(examine(path, path.name), media_type="application/pdf")
        for language, path in texts.items()
    }
    with transaction.atomic():
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        if agenda.number not in offered(meeting.agendas.all(), refs(meeting)):
            raise NotNow(_("This agenda, or one that followed it, is a document already."))
        version = begun(agenda, ref=ref, by=by, at=at)
        for language, path in files.items():
            drafting.attach(
                version,
                path,
                name=f"{name}-{language}.pdf",
                language=language,
                original=language == ORIGINAL,
                reading=readings[language],
                by=by,
                at=at,
            )
        drafting.issue(version, by=by, at=at)
    return version


def begun(agenda: AgendaVersion, *, ref: str = "", by: Person, at: datetime) -> DocumentVersion:
    """The draft: the first version of its document or the next one, numbered like the agenda."""
    there = Document.objects.filter(
        versions__agenda__meeting=agenda.meeting,
        versions__agenda__stage__in=stages(agenda),
        withdrawn_at=None,
    ).first()
    if there is None:
        version = drafting.begin(
            agenda.meeting, kind=Document.Kind.AGENDA, titles=titles(agenda), ref=ref, by=by, at=at
        )
    else:
        note = f"Version {agenda.number} of the agenda"
        version = drafting.follow(there, kind=Kind.REVISION, note=note, by=by, at=at)
    version.agenda = agenda
    version.kind = Kind.REVISION if agenda.revision else Kind.ORIGINAL
    version.ordinal = agenda.revision
    version.save(update_fields=["agenda", "kind", "ordinal"])
    return version


def titles(agenda: AgendaVersion) -> dict[str, str]:
    """What the stage is called, in six languages."""
    stage = Stage.ADOPTED if agenda.stage == Stage.REVISED else Stage(agenda.stage)
    found = {}
    for language in LANGUAGES:
        with override(page_language(language)):
            found[language] = capfirst(str(stage.label))
    return found
