"""The questions that every search puts to the database; the two great ones in plain SQL.

Django's query builder takes several times as long to write them as the database to answer, and every search waits.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, models

from comity.files.models import PublicationEntry
from comity.meetings.models import Meeting, Session
from comity.papers.models import Document, DocumentVersion
from comity.participants.models import Body, Delegation, Group
from comity.search import documents
from comity.statements.models import LanguageVersion, Paragraph, Statement, Version

_COLUMNS: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "paragraph": (
        Paragraph,
        (
            "id",
            "position",
            "anchor",
            "number",
            "kind",
            "level",
            "text",
            "language",
            "page",
            "language_version_id",
        ),
    ),
    "language_version": (LanguageVersion, ("id", "language", "version_id")),
    "version": (Version, ("id", "statement_id", "number", "kind")),
    "statement": (
        Statement,
        (
            "id",
            "ref",
            "meeting_id",
            "delegation_id",
            "on_behalf_of_id",
            "session_id",
            "speaker_name",
            "speaker_title",
        ),
    ),
    "meeting": (Meeting, ("id", "slug", "titles", "short_titles", "opens_on")),
    "delegation": (Delegation, ("id", "meeting_id", "body_id")),
    "body": (Body, ("id", "code", "category", "names")),
    "on_behalf_of": (Group, ("id", "code", "kind", "names")),
    "session": (Session, ("id", "meeting_id", "code", "titles")),
}
"""What is read of each part, in the order of the model's own fields, which Django relies on; anything else is read
when it is asked for."""
_JOINS = {
    "language_version": ("paragraph", "JOIN"),
    "version": ("language_version", "JOIN"),
    "statement": ("version", "JOIN"),
    "meeting": ("statement", "JOIN"),
    "delegation": ("statement", "JOIN"),
    "body": ("delegation", "JOIN"),
    "on_behalf_of": ("statement", "LEFT JOIN"),
    "session": ("statement", "LEFT JOIN"),
}
"""Part -> the part that names it, and whether it may be missing."""
_JSON = frozenset({"titles", "short_titles", "names"})


def _select() -> str:
    columns = ", ".join(f'{part}."{column}"' for part, (_, names) in _COLUMNS.items() for column in names)
    tables = {part: model._meta.db_table for part, (model, _) in _COLUMNS.items()}
    joins = " ".join(
        f'{how} "{tables[part]}" {part} ON {part}.id = {whole}.{part}_id'
        for part, (whole, how) in _JOINS.items()
    )
    return (
        f'SELECT {columns} FROM "{tables["paragraph"]}" paragraph {joins}'  # noqa: S608 (names of our own)
        " WHERE version.public_from <= %s AND (version.public_until IS NULL OR version.public_until > %s)"
    )


_PARAGRAPHS = _select()
_LOG = (
    f"SELECT entry.id, COALESCE(entry.version_id, entry.document_version_id + {documents.FIRST}),"  # noqa: S608 (our own)
    " COALESCE(statement.ref, document.ref), entry.effective_at"
    f' FROM "{PublicationEntry._meta.db_table}" entry'
    f' LEFT JOIN "{Version._meta.db_table}" version ON version.id = entry.version_id'
    f' LEFT JOIN "{Statement._meta.db_table}" statement ON statement.id = version.statement_id'
    f' LEFT JOIN "{DocumentVersion._meta.db_table}" paper ON paper.id = entry.document_version_id'
    f' LEFT JOIN "{Document._meta.db_table}" document ON document.id = paper.document_id'
    " WHERE entry.id >= %s OR entry.effective_at > %s AND entry.effective_at <= %s"
)


def public_paragraphs(keys: Collection[int], at: datetime) -> dict[int, Paragraph]:
    """Those of statements that are public at the instant, whatever an index says, each with its statement,
    delegation and session."""
    if not keys:
        return {}
    now = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(keys))
        cursor.execute(f"{_PARAGRAPHS} AND paragraph.id IN ({marks})", [now, now, *keys])
        found = cursor.fetchall()
    known: dict[tuple[str, int], models.Model] = {}
    alias = connection.alias
    paragraphs = {row[0]: _paragraph(row, known, alias) for row in found}
    bodies = [one for (part, _), one in known.items() if part == "body"]
    models.prefetch_related_objects(bodies, "former_names")
    return paragraphs


def _paragraph(row: tuple[Any, ...], known: dict[tuple[str, int], models.Model], alias: str) -> Paragraph:
    """The row as objects that name one another; those that several rows share are made once."""
    parts: dict[str, models.Model] = {}
    at = 0
    for part, (model, columns) in _COLUMNS.items():
        values, at = row[at : at + len(columns)], at + len(columns)
        if values[0] is None:
            continue
        if (part, values[0]) not in known:
            read = [_value(column, value) for column, value in zip(columns, values, strict=True)]
            known[part, values[0]] = model.from_db(alias, columns, read)
        parts[part] = known[part, values[0]]
    for part, (whole, _) in _JOINS.items():
        if part in parts:
            parts[whole]._state.fields_cache[part] = parts[part]
    paragraph = parts["paragraph"]
    assert isinstance(paragraph, Paragraph)
    return paragraph


def _value(column: str, value: Any) -> Any:
    """As Django would read it; SQLite keeps days as text."""
    if column in _JSON:
        return json.loads(value)
    return date.fromisoformat(value) if column == "opens_on" and isinstance(value, str) else value


def log(
    last: int, missing: Iterable[int], earliest: datetime, latest: datetime
) -> Iterator[tuple[int, int, str, datetime]]:
    """(number, version, reference of its work, when it takes effect) of the entries of the publication log
    from `last` on, of those that were missing, and of those that take effect after `earliest` and up to `latest`."""
    numbers = list(missing)
    times = [connection.ops.adapt_datetimefield_value(time) for time in (earliest, latest)]
    also = f" OR entry.id IN ({', '.join(['%s'] * len(numbers))})" if numbers else ""
    with connection.cursor() as cursor:
        cursor.execute(_LOG + also, [last, *times, *numbers])
        found = cursor.fetchall()
    for number, version, ref, effective in found:
        yield number, version, ref, _instant(effective)


def _instant(value: datetime | str) -> datetime:
    """SQLite keeps times as text, in UTC."""
    instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
