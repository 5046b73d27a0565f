"""The words of records: Dublin Core of what anybody may read now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from comity.languages import localized
from comity.meetings.models import Meeting
from comity.papers import shown as papers
from comity.papers.models import DocumentVersion
from comity.practices import public as register
from comity.practices.showing import Card
from comity.statements import public
from comity.statements.models import Version
from comity.texts.model import LANGUAGES
from comity.web.api.harvest.heads import DOCUMENTS, PRACTICES, STATEMENTS, Head


@dataclass(frozen=True, slots=True)
class Element:
    """One element of Dublin Core; `language` of its words, "" where it has none."""

    name: str
    words: str
    language: str = ""


Record = list[Element]


def of_each(heads: Iterable[Head], *, at: datetime) -> dict[str, Record]:
    """Reference -> its record, of those that are not deleted; a fixed number of queries."""
    by_kind: dict[str, list[str]] = {}
    for head in heads:
        if not head.is_deleted:
            by_kind.setdefault(head.kind, []).append(head.ref)
    return {
        **statements(by_kind.get(STATEMENTS, []), at),
        **documents(by_kind.get(DOCUMENTS, []), at),
        **practices(by_kind.get(PRACTICES, []), at),
    }


def statements(refs: list[str], at: datetime) -> dict[str, Record]:
    rows = public.versions(at, meetings=Meeting.objects.all()).filter(statement__ref__in=refs)
    return {one.statement.ref: statement(one) for one in rows.prefetch_related("languages__file")}


def statement(version: Version) -> Record:
    said = version.statement
    texts = list(version.languages.all())
    group = [Element("contributor", localized(said.on_behalf_of.names, "en"))] if said.on_behalf_of else []
    return [
        *titles(
            {
                code: f"{said.names[code]}: {said.meeting.titles[code]}"
                for code in LANGUAGES
                if code in said.names and code in said.meeting.titles
            },
            {one.language for one in texts},
        ),
        Element("creator", localized(said.names, "en"), "en"),
        *group,
        *(Element("subject", localized(one.titles, "en"), "en") for one in said.aspects.all()),
        *common(said.ref, said.meeting, version.public_from),
        *(Element("language", one.language) for one in texts),
        *(Element("format", kind) for kind in sorted({one.file.media_type for one in texts})),
    ]


def titles(every: dict[str, str], languages: set[str]) -> list[Element]:
    """In the languages of the text; in English, or any, where there is none in these."""
    shown = {code: words for code, words in every.items() if code in languages}
    if not shown and every:
        code = "en" if "en" in every else next(iter(every))
        shown = {code: every[code]}
    return [Element("title", words, code) for code, words in shown.items()]


def common(ref: str, meeting: Meeting, public_from: datetime | None) -> list[Element]:
    publisher = localized(meeting.convened_by, "en")
    return [
        Element("source", localized(meeting.titles, "en"), "en"),
        *([Element("publisher", publisher, "en")] if publisher else []),
        *([Element("date", public_from.date().isoformat())] if public_from else []),
        Element("type", "Text"),
        Element("identifier", f"{settings.PUBLIC_ADDRESS}/id/{ref}"),
    ]


def documents(refs: list[str], at: datetime) -> dict[str, Record]:
    rows = DocumentVersion.objects.public(at).filter(document__ref__in=refs)
    rows = rows.select_related("document__meeting").prefetch_related("languages__file")
    by_ref: dict[str, list[DocumentVersion]] = {}
    for one in rows.order_by("public_from", "number"):
        by_ref.setdefault(one.document.ref, []).append(one)
    found = {ref: papers.holding(same, at)[0] for ref, same in by_ref.items()}
    return {ref: document(one) for ref, one in found.items() if one is not None}


def document(version: DocumentVersion) -> Record:
    paper = version.document
    texts = list(version.languages.all())
    symbol = [Element("identifier", f"{paper.symbol} {version.suffix}".strip())] if paper.symbol else []
    return [
        *titles(paper.titles, {one.language for one in texts}),
        Element("subject", paper.kind.replace("_", " "), "en"),
        *common(paper.ref, paper.meeting, version.public_from),
        *symbol,
        *(Element("language", one.language) for one in texts),
        *(Element("format", kind) for kind in sorted({one.file.media_type for one in texts})),
    ]


def practices(refs: list[str], at: datetime) -> dict[str, Record]:
    rows = list(register.loaded(register.shared(at).filter(ref__in=refs)))
    cards = register.cards(rows, language="en")
    return {
        one.ref: practice(card, one.meeting, one.public_from) for one, card in zip(rows, cards, strict=True)
    }


def practice(card: Card, meeting: Meeting, public_from: datetime | None) -> Record:
    """Its title and summary; of its sources nothing, for not all may be told."""
    about = (*card.aspects, *card.threats, *card.measures)
    return [
        Element("title", card.title, card.language),
        *([Element("description", card.summary, card.language)] if card.summary else []),
        *(Element("subject", one.title, "en") for one in about),
        *(Element("relation", one.symbol) for one in card.instruments),
        *common(card.ref, meeting, public_from),
        Element("language", card.language),
    ]
