"""A document from its beginning to its issue: files in several languages, versions one after the other."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.files.examining import as_read, examine, reading_language
from comity.files.models import Sensitivity
from comity.files.storing import keep_readings, release_later, store
from comity.meetings.models import Meeting
from comity.papers import clearance
from comity.papers.authority import Act, require, require_with
from comity.papers.markings import check_markings
from comity.papers.models import (
    Channel,
    Document,
    DocumentCitation,
    DocumentLanguage,
    DocumentParagraph,
    DocumentVersion,
)
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotNow, Refused
from comity.texts import symbols
from comity.texts.anchors import ALPHABET
from comity.texts.model import Reading

State, Kind = DocumentVersion.State, DocumentVersion.Kind
SENT = _("This version has been issued; it is changed by a correction or a revision.")


def new_ref(meeting: Meeting) -> str:
    """An address that nobody has: with a word that no statement's has, and never like a UN symbol."""
    while True:
        ref = f"{meeting.slug[:30]}-doc-{''.join(secrets.choice(ALPHABET) for _ in range(7))}"
        if not Document.objects.filter(ref=ref).exists():
            return ref


def begin(
    meeting: Meeting,
    *,
    kind: Document.Kind,
    titles: Mapping[str, str],
    by: Person,
    at: datetime,
    ref: str = "",
    **details: Any,
) -> DocumentVersion:
    """Begin a document. `details` are fields of `Document`; it is to be posted on both websites unless they say
    otherwise. Raises `Refused` where they do not agree."""
    require(by, Act.HANDLE, meeting=meeting)
    document = Document(
        ref=ref or new_ref(meeting),
        meeting=meeting,
        kind=kind,
        titles=dict(titles),
        created_by=by,
        created_at=at,
        **{"channels": list(Channel.values), **details},
    )
    check(document)
    with transaction.atomic():
        document.save()
        version = DocumentVersion.objects.create(document=document, number=1, created_at=at)
        trail.note(document, "began document", by=by, at=at, kind=kind)
        clearance.keep_open(document, by=by, at=at)
    return version


def check(document: Document) -> None:
    """What a document says of itself agrees with itself and with the meeting. Raises `Refused`."""
    if not any(title.strip() for title in document.titles.values()):
        raise Refused(_("Give the document a title in at least one language."))
    if document.session is not None and document.session.meeting_id != document.meeting_id:
        raise Refused(_("Choose a session of this meeting."))
    if document.symbol and symbols.parse(document.symbol) is None:
        raise Refused(
            _(
                "“%(symbol)s” is not a document symbol of the United Nations. Leave the field empty where the paper "
                "bears none: the site gives it an address of its own."
            )
            % {"symbol": document.symbol}
        )
    if not {*document.channels} <= {*Channel.values}:
        raise Refused(_("Choose the websites from the list."))
    if document.sensitivity != Sensitivity.UNCLASSIFIED and document.channels:
        raise Refused(_("A CONFIDENTIAL document is posted nowhere: choose no website for it."))


def amend(document: Document, *, by: Person, at: datetime, **details: Any) -> None:
    """Change what a document says of itself. What became public keeps its sensitivity and its end of embargo."""
    require_with(by, Act.HANDLE, document=document)
    with transaction.atomic():
        now = held(document)
        changed = {name: value for name, value in details.items() if getattr(now, name) != value}
        for name, value in changed.items():
            setattr(now, name, value)
        check(now)
        fixed = {"sensitivity", "embargo_until"} & changed.keys()
        if fixed and now.versions.filter(public_from__isnull=False).exists():
            raise NotNow(_("The document is posted or scheduled: withdraw it instead."))
        if changed:
            now.save(update_fields=[*changed])
            trail.note(now, "amended document", by=by, at=at, fields=sorted(changed))
        clearance.keep_open(now, by=by, at=at)
    document.refresh_from_db()


def held(document: Document) -> Document:
    """The document as it is now; whoever else acts on it waits. Raises `NotNow` where it was withdrawn. Call it
    inside a transaction."""
    now = Document.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=document.pk)
    if now.withdrawn_at is not None:
        raise NotNow(_("This document has been withdrawn."))
    return now


def still_draft(version: DocumentVersion) -> DocumentVersion:
    """The version as it is now, nobody else's until the transaction ends. Raises `NotNow`."""
    held(version.document)
    now = DocumentVersion.objects.select_for_update().filter(pk=version.pk).first()
    if now is None:
        raise NotNow(_("This draft has been discarded."))
    if now.state != State.DRAFT:
        raise NotNow(SENT)
    return now


def attach(
    version: DocumentVersion,
    path: Path,
    *,
    name: str,
    by: Person,
    at: datetime,
    language: str | None = None,
    original: bool = False,
    reading: Reading | None = None,
) -> DocumentLanguage:
    """Add the file of one language to a draft: stored, read, its paragraphs kept. A file of that language that is
    there gives way; the first is the original until one says it is. Raises `Refused` where it cannot be taken."""
    require_with(by, Act.HANDLE, document=version.document)
    reading = reading or examine(path, name)
    with transaction.atomic():
        still_draft(version)
        file = store(path, media_type=reading.media_type, at=at)
        added = DocumentLanguage(
            version=version,
            language=language or reading_language(reading),
            is_original=original,
            file=file,
            **as_read(reading, name),
        )
        give_way(added)
        added.save()
        keep_readings([(added, reading)], paragraphs=DocumentParagraph, citations=DocumentCitation)
        trail.note(version.document, "attached file", by=by, at=at, language=added.language)
    return added


def give_way(added: DocumentLanguage) -> None:
    others = list(added.version.languages.all())
    same = [one for one in others if one.language == added.language]
    rest = [one for one in others if one not in same]
    added.is_original = added.is_original or not rest or any(one.is_original for one in same)
    release_later(same)
    for one in same:
        one.delete()
    if added.is_original:
        added.version.languages.update(is_original=False)


def detach(language: DocumentLanguage, *, by: Person, at: datetime) -> None:
    """Take a file out of a draft; another one becomes the original if it was."""
    version = language.version
    require_with(by, Act.HANDLE, document=version.document)
    with transaction.atomic():
        still_draft(version)
        release_later([language])
        version.languages.filter(pk=language.pk).delete()
        rest = version.languages.first()
        if rest is not None and not version.languages.filter(is_original=True).exists():
            version.languages.filter(pk=rest.pk).update(is_original=True)
        trail.note(version.document, "took out file", by=by, at=at, language=language.language)


def mark_original(language: DocumentLanguage, *, by: Person, at: datetime) -> None:
    """Say which language version is the authentic one."""
    version = language.version
    require_with(by, Act.HANDLE, document=version.document)
    with transaction.atomic():
        still_draft(version)
        version.languages.update(is_original=False)
        version.languages.filter(pk=language.pk).update(is_original=True)
        trail.note(version.document, "marked original", by=by, at=at, language=language.language)


def issue(version: DocumentVersion, *, by: Person, at: datetime) -> None:
    """Make a version final: from now on it is circulated and posted, and never changed. A correction or revision
    takes the place of what was issued before; an addendum stands beside it."""
    document = version.document
    require_with(by, Act.HANDLE, document=document)
    with transaction.atomic():
        still_draft(version)
        if not version.languages.exists():
            raise Refused(_("Add the file of the document in at least one language."))
        check_markings(version)
        moved = DocumentVersion.objects.filter(pk=version.pk, state=State.DRAFT)
        moved.update(state=State.ISSUED, issued_at=at, issued_by=by)
        if not version.stands_beside:
            earlier = document.versions.filter(state=State.ISSUED).exclude(kind=Kind.ADDENDUM)
            earlier.exclude(pk=version.pk).update(state=State.SUPERSEDED)
        trail.note(document, "issued document", by=by, at=at, version=version.number, suffix=version.suffix)
    version.refresh_from_db()


def follow(
    document: Document, *, kind: DocumentVersion.Kind, note: str, by: Person, at: datetime
) -> DocumentVersion:
    """Begin an addendum, a correction or a revision of what was issued."""
    require_with(by, Act.HANDLE, document=document)
    if kind == Kind.ORIGINAL:
        raise Refused(_("Choose an addendum, a correction or a revision."))
    if not note.strip():
        raise Refused(_("Say what it adds or changes: it stands in the history of the document."))
    with transaction.atomic():
        held(document)
        if document.versions.filter(state=State.DRAFT).exists():
            raise NotNow(_("A draft of this document is under way. Issue or discard it first."))
        last = document.versions.order_by("-number").first()
        if last is None or not document.versions.exclude(state=State.DRAFT).exists():
            raise NotNow(_("Nothing has been issued yet: change the draft."))
        version = DocumentVersion.objects.create(
            document=document,
            number=last.number + 1,
            kind=kind,
            ordinal=document.versions.filter(kind=kind).count() + 1,
            note=note.strip(),
            created_at=at,
        )
        trail.note(document, "began version", by=by, at=at, version=version.number, suffix=version.suffix)
    return version


def discard(version: DocumentVersion, *, by: Person, at: datetime) -> None:
    """A draft goes without a trace of its text; the document too where it was its only version."""
    document = version.document
    require_with(by, Act.HANDLE, document=document)
    with transaction.atomic():
        still_draft(version)
        trail.note(document, "discarded draft", by=by, at=at, version=version.number)
        release_later(version.languages.all())
        version.delete()
        if not document.versions.exists():
            document.delete()
