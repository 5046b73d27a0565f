"""Statements and documents as shapes, made of what anybody may see and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from comity.papers.models import DocumentVersion
from comity.papers.shown import Listed
from comity.papers.shown import Shown as ShownDocument
from comity.statements import shown
from comity.statements.models import Version
from comity.statements.shown import Shown
from comity.web.api.shapes.common import Label
from comity.web.api.shapes.texts import (
    CitationOut,
    DocumentLine,
    DocumentOut,
    Event,
    FileOut,
    ParagraphOut,
    StatementLine,
    StatementOut,
    VersionLine,
)
from comity.web.shared import works


def statement_line(version: Version) -> StatementLine:
    statement = version.statement
    assert version.public_from is not None  # what is listed is public
    return StatementLine(
        ref=statement.ref,
        address=statement.permanent_address,
        meeting=statement.meeting.slug,
        delegation=Label(code=statement.delegation.body.code, title=statement.whose),
        on_behalf_of=str(statement.on_behalf_of) if statement.on_behalf_of else None,
        session=statement.session.code if statement.session else None,
        aspects=[one.code for one in statement.aspects.all()],
        version=version.number,
        published_at=version.public_from,
        languages=[one.language for one in version.languages.all()],
    )


def statement(one: Shown, version: Version) -> StatementOut:
    said = one.statement
    return StatementOut(
        **dict(statement_line(version)),
        speaker_name=said.speaker_name,
        speaker_title=said.speaker_title,
        delivery=said.delivery,
        delivered_at=said.delivered_at,
        names=said.names,
        history=[
            Event(
                happened=event.happened,
                at=event.at,
                version=event.version.number if event.version else None,
                note=event.version.note if event.version else "",
            )
            for event in one.history
        ],
        files=[file(each, "site:file", said.ref, each.language) for each in shown.languages(version)],
    )


def file(one: works.Text, route: str, *place: object) -> FileOut:
    return FileOut(
        language=one.language,
        is_original=one.is_original,
        media_type=one.file.media_type,
        size=one.file.size,
        sha256=one.file.sha256,
        address=settings.PUBLIC_ADDRESS + reverse(route, args=place),
    )


def paragraphs(text: works.Text) -> list[ParagraphOut]:
    """All of one language, in order."""
    home = f"{works.of(text).permanent_address}?{urlencode({'language': text.language})}"
    return [
        ParagraphOut(
            anchor=one.anchor,
            number=one.number or None,
            kind=one.kind,
            level=one.level,
            language=one.language,
            page=one.page,
            text=one.text,
            address=f"{home}#p-{one.anchor}",
            citations=citations(one.citations.all()),
        )
        for one in works.paragraphs(text)
    ]


def citations(found: Iterable[works.Citation]) -> list[CitationOut]:
    return [
        CitationOut(
            start=one.start,
            end=one.end,
            text=one.text,
            symbol=one.symbol,
            paragraph_cited=one.paragraph_cited or None,
            status=one.status,
        )
        for one in found
    ]


def document_line(version: DocumentVersion) -> DocumentLine:
    document = version.document
    assert version.public_from is not None
    return DocumentLine(
        ref=document.ref,
        address=document.permanent_address,
        meeting=document.meeting.slug,
        session=document.session.code if document.session else None,
        kind=document.kind,
        symbol=document.symbol or None,
        title=str(document),
        titles=document.titles,
        version=version.number,
        suffix=version.suffix,
        note=version.note,
        posted_at=version.public_from,
        languages=[one.language for one in version.languages.all()],
    )


def listed(one: Listed) -> DocumentLine:
    return document_line(one.version)


def document(one: ShownDocument, version: DocumentVersion) -> DocumentOut:
    return DocumentOut(
        **dict(document_line(version)),
        files=[
            file(each, "site:document_file", one.document.ref, version.number, each.language)
            for each in version.languages.select_related("file")
        ],
        addenda=[version_line(each) for each in one.addenda],
        history=[version_line(each) for each in one.history],
    )


def version_line(version: DocumentVersion) -> VersionLine:
    return VersionLine(
        number=version.number, suffix=version.suffix, note=version.note, posted_at=version.public_from
    )
