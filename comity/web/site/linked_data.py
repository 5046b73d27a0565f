"""The statement for programmes: JSON, JSON-LD, and which of its pages are the same in other languages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from comity.languages import page_language, reader_language
from comity.statements import shown
from comity.statements.models import LanguageVersion, Paragraph, Version
from comity.statements.shown import Shown
from comity.texts.model import LANGUAGES


def address(ref: str, language: str) -> str:
    """Of the page written in a language, with scheme and host."""
    with override(page_language(language)):
        return settings.PUBLIC_ADDRESS + reverse("site:statement", args=[ref])


def alternates(version: Version, languages: Sequence[LanguageVersion]) -> list[tuple[str, str]]:
    """(language, address) of the pages on which the text itself stands in another official language."""
    official = [one.language for one in languages if one.language in LANGUAGES]
    if len(official) < 2:
        return []
    return [(one, address(version.statement.ref, one)) for one in LANGUAGES if one in official]


def canonical(version: Version, languages: Sequence[LanguageVersion]) -> str:
    """The page in the reader's language where the text has it; else that of the original language."""
    have = [one.language for one in languages if one.language in LANGUAGES]
    language = reader_language()
    return address(version.statement.ref, language if language in have or not have else have[0])


def script(one: Shown, version: Version, languages: Sequence[LanguageVersion]) -> SafeString:
    """JSON-LD that cannot end the element it stands in."""
    written = json.dumps(described(one, version, languages), ensure_ascii=False)
    for sign in "<>&":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(written)  # noqa: S308  (the signs that could end it are written as escapes)


def described(one: Shown, version: Version, languages: Sequence[LanguageVersion]) -> dict[str, Any]:
    """In the words of schema.org."""
    statement = one.statement
    assert version.public_from is not None
    return {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": statement.permanent_address,
        "url": address(statement.ref, reader_language()),
        "name": f"{statement.whose}: {statement.meeting}",
        "author": {"@type": "Organization", "name": statement.whose},
        "datePublished": one.first_published_at.isoformat(),
        "dateModified": version.public_from.isoformat(),
        "version": version.number,
        "inLanguage": [each.language for each in languages],
        "isPartOf": {
            "@type": "Event",
            "name": str(statement.meeting),
            "startDate": statement.meeting.opens_on.isoformat(),
            "endDate": statement.meeting.closes_on.isoformat(),
        },
        "about": [str(aspect) for aspect in statement.aspects.all()],
        "encoding": [
            {
                "@type": "MediaObject",
                "inLanguage": each.language,
                "encodingFormat": each.file.media_type,
                "contentSize": str(each.file.size),
                "sha256": each.file.sha256,
                "contentUrl": settings.PUBLIC_ADDRESS
                + reverse("site:file", args=[statement.ref, each.language]),
            }
            for each in languages
        ],
    }


def whole(one: Shown, version: Version) -> dict[str, Any]:
    """Everything that the page says, for a programme."""
    statement, languages = one.statement, shown.languages(version)
    return {
        "ref": statement.ref,
        "address": statement.permanent_address,
        "meeting": statement.meeting.slug,
        "delegation": {
            "code": statement.delegation.body.code,
            "names": statement.names,
            "names_today": statement.delegation.body.names,
        },
        "on_behalf_of": statement.on_behalf_of and statement.on_behalf_of.names,
        "speaker": {"name": statement.speaker_name, "title": statement.speaker_title},
        "session": statement.session and statement.session.code,
        "aspects": [aspect.code for aspect in statement.aspects.all()],
        "delivery": statement.delivery,
        "delivered_at": instant(statement.delivered_at),
        "version": version.number,
        "published_at": instant(one.first_published_at),
        "history": history(one),
        "languages": [of_language(each) for each in languages],
    }


def tombstone(one: Shown) -> dict[str, Any]:
    return {
        "ref": one.statement.ref,
        "address": one.statement.permanent_address,
        "withdrawn_at": instant(one.withdrawn_at),
        "history": history(one),
    }


def history(one: Shown) -> list[dict[str, Any]]:
    return [
        {
            "happened": event.happened,
            "at": instant(event.at),
            **({"version": event.version.number, "note": event.version.note} if event.version else {}),
        }
        for event in one.history
    ]


def of_language(one: LanguageVersion) -> dict[str, Any]:
    return {
        "language": one.language,
        "is_original": one.is_original,
        "words": one.words,
        "pages": one.pages,
        "file": {"sha256": one.file.sha256, "size": one.file.size, "media_type": one.file.media_type},
        "warnings": [warning["code"] for warning in one.warnings],
        "paragraphs": [of_paragraph(each) for each in shown.paragraphs(one)],
    }


def of_paragraph(one: Paragraph) -> dict[str, Any]:
    return {
        "anchor": one.anchor,
        "number": one.number or None,
        "kind": one.kind,
        "level": one.level,
        "language": one.language,
        "page": one.page,
        "text": one.text,
        "citations": [
            {
                "start": citation.start,
                "end": citation.end,
                "text": citation.text,
                "symbol": citation.symbol,
                "paragraph_cited": citation.paragraph_cited or None,
                "status": citation.status,
            }
            for citation in one.citations.all()
        ],
    }


def instant(at: Any) -> str | None:
    return at.isoformat() if at else None
