"""Bytes into the storage, and what was read from them into the database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.text import slugify

from comity.meetings.models import Instrument
from comity.statements.models import Citation, LanguageVersion, Paragraph, StoredFile
from comity.texts import instruments
from comity.texts.model import Citation as FoundCitation
from comity.texts.model import Kind, Reading

CHUNK = 1024 * 1024


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    found = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def store(path: Path, *, media_type: str, at: datetime) -> StoredFile:
    """Keep the bytes for good: they are on the disk when this returns. The same bytes are kept once."""
    return store_each([(path, media_type)], at=at)[0]


def store_each(files: Sequence[tuple[Path, str]], *, at: datetime) -> list[StoredFile]:
    """As `store`, for several files with their media types."""
    hashes = [digest(path) for path, _type in files]
    known = rows_of(hashes)
    missing = {
        sha256: StoredFile(sha256=sha256, size=path.stat().st_size, media_type=media_type, stored_at=at)
        for sha256, (path, media_type) in zip(hashes, files, strict=True)
        if sha256 not in known
    }
    lost = {sha256 for sha256, kept in known.items() if not default_storage.exists(kept.path)}
    save_each(
        (StoredFile(sha256=sha256).path, path)
        for sha256, (path, _type) in zip(hashes, files, strict=True)
        if sha256 in missing or sha256 in lost
    )
    if missing:
        # Somebody else may be storing the same bytes at this instant: then theirs is the row.
        StoredFile.objects.bulk_create(missing.values(), ignore_conflicts=True)
        known |= rows_of(missing)
    return [known[sha256] for sha256 in hashes]


def rows_of(hashes: Iterable[str]) -> dict[str, StoredFile]:
    return {found.sha256: found for found in StoredFile.objects.filter(sha256__in=[*hashes])}


def save_each(files: Iterable[tuple[str, Path]]) -> None:
    """Into the storage, in one go where it can."""
    together = getattr(default_storage, "save_each", None)
    if together is not None:
        together(files)
        return
    for name, path in files:
        with open(path, "rb") as file:
            default_storage.save(name, File(file))


def keep_readings(read: Sequence[tuple[LanguageVersion, Reading]]) -> None:
    """Write paragraphs and citations of language versions that have none yet."""
    paragraphs = Paragraph.objects.bulk_create(
        Paragraph(
            language_version=target,
            position=position,
            anchor=paragraph.anchor,
            number=(paragraph.number or "")[:20],
            kind=paragraph.kind,
            level=paragraph.level,
            text=paragraph.text,
            language=paragraph.language,
            page=paragraph.page,
            attributed_to=list(paragraph.attributed_to),
        )
        for target, reading in read
        for position, paragraph in enumerate(reading.paragraphs)
    )
    by_anchor = {(one.language_version_id, one.anchor): one for one in paragraphs}
    known = records_of(
        {citation.symbol[:80]: citation for _target, reading in read for citation in reading.citations}
    )
    Citation.objects.bulk_create(
        Citation(
            paragraph=by_anchor[target.pk, citation.paragraph],
            start=citation.start,
            end=citation.end,
            text=citation.text[:300],
            symbol=citation.symbol[:80],
            year=citation.year,
            paragraph_cited=(citation.paragraph_cited or "")[:60],
            status=citation.status,
            instrument=known.get(citation.symbol[:80]),
        )
        for target, reading in read
        for citation in reading.citations
    )


def records_of(cited: dict[str, FoundCitation]) -> dict[str, Instrument]:
    """The instruments behind symbols; a record is made when a symbol is first cited."""
    if not cited:
        return {}
    known = {found.symbol: found for found in Instrument.objects.filter(symbol__in=cited)}
    for symbol, citation in cited.items():
        if symbol not in known:
            known[symbol] = Instrument.objects.get_or_create(symbol=symbol, defaults=facts(symbol, citation))[
                0
            ]
    return known


def facts(symbol: str, citation: FoundCitation) -> dict[str, object]:
    """What the bundled register says of a symbol; for one it does not hold, what the citation says."""
    slug = slugify(symbol.replace("/", "-"))[:80]
    if not slug or Instrument.objects.filter(slug=slug).exists():
        slug = f"{slug}-{hashlib.sha256(symbol.encode()).hexdigest()[:8]}".strip("-")
    entry = instruments.lookup(symbol)
    if entry is None:
        return {"slug": slug, "kind": "unknown", "year": citation.year, "known": False}
    return {
        "slug": slug,
        "kind": entry.kind,
        "year": entry.year,
        "adopted_on": entry.date,
        "title": entry.title or "",
        "operative_paragraphs": entry.operative_paragraphs,
        "known": True,
    }


def words_of(reading: Reading) -> int:
    """Words to be read aloud: headings and notes aside; two Chinese characters count as one and a half words."""
    spoken = [p for p in reading.paragraphs if p.kind not in (Kind.HEADING, Kind.NOTE, Kind.TABLE)]
    count = 0.0
    for paragraph in spoken:
        han = sum("\u4e00" <= letter <= "\u9fff" for letter in paragraph.text)
        count += han / 1.5 if han > len(paragraph.text) / 4 else len(paragraph.text.split())
    return round(count)
