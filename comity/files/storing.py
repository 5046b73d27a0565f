"""Bytes into the storage, and what was read from them into the database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Protocol

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.text import slugify

from comity.files.models import RECEIVED, FoundCitation, ReadParagraph, StoredFile, TextInLanguage
from comity.meetings.models import Instrument
from comity.texts import instruments
from comity.texts.model import Citation, Reading

CHUNK = 1024 * 1024


class Kept(Protocol):
    """What has a file."""

    file_id: int


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


@transaction.atomic
def store_each(files: Sequence[tuple[Path, str]], *, at: datetime) -> list[StoredFile]:
    """As `store`, for several files with their media types.

    Until the transaction ends nobody releases them: call it in the one that puts them to use.
    """
    hashes = [digest(path) for path, _type in files]
    known = rows_of(hashes)
    missing = {
        sha256: StoredFile(sha256=sha256, size=path.stat().st_size, media_type=media_type, stored_at=at)
        for sha256, (path, media_type) in zip(hashes, files, strict=True)
        if sha256 not in known
    }
    if missing:
        # Somebody else may be storing the same bytes at this instant: then theirs is the row.
        StoredFile.objects.bulk_create(missing.values(), ignore_conflicts=True)
        known |= rows_of(missing)
        if missing.keys() - known.keys():  # stored by somebody else, and released again
            return store_each(files, at=at)
    lost = {sha256 for sha256, kept in known.items() if not default_storage.exists(kept.path)}
    save_each(
        (known[sha256].path, path)
        for sha256, (path, _type) in zip(hashes, files, strict=True)
        if sha256 in missing or sha256 in lost
    )
    return [known[sha256] for sha256 in hashes]


def rows_of(hashes: Iterable[str]) -> dict[str, StoredFile]:
    """The rows that are there, held until the transaction ends; one that is being released is waited for and gone."""
    found = StoredFile.objects.select_for_update(no_key=True).filter(sha256__in=[*hashes])
    return {one.sha256: one for one in found.order_by("pk")}


def unused() -> QuerySet[StoredFile]:
    """What was left when a release did not come to its end."""
    return StoredFile.objects.filter(**{use.name: None for use in StoredFile._meta.related_objects})


def release(files: Iterable[int]) -> int:
    """Delete what no version uses any more, rows and bytes; returns how many. Call it after the transaction that put
    them out of use.

    Each is held first and looked at again: of a file that somebody submits at this instant either the row is found
    in use here, or it is found gone there and the bytes are written anew. The bytes go while the row is held; should
    the transaction then fail, whoever submits them next finds them lost and writes them.
    """
    released = 0
    for pk in files:
        with transaction.atomic():
            held = StoredFile.objects.select_for_update().filter(pk=pk).first()
            if held is None:
                continue
            with suppress(ProtectedError):
                held.delete()
                default_storage.delete(held.path)
                released += 1
    return released


def forget_strays(*, before: datetime) -> int:
    """Delete bytes that no row names, written before that instant; returns how many files.

    A transaction that was given up after the bytes were written leaves them, and a process that was killed a part.
    """
    return sum(forget(name) for name in strays(before=before))


def strays(*, before: datetime) -> Iterator[str]:
    """Names in the storage."""
    if not default_storage.exists(RECEIVED):
        return
    for folder in default_storage.listdir(RECEIVED)[0]:
        known = set(StoredFile.objects.filter(sha256__startswith=folder).values_list("sha256", flat=True))
        for name in default_storage.listdir(f"{RECEIVED}/{folder}")[1]:
            path = f"{RECEIVED}/{folder}/{name}"
            if name not in known and default_storage.get_modified_time(path) < before:
                yield path


@transaction.atomic
def forget(stray: str) -> bool:
    """Whoever submits the same bytes at this instant waits for the row that is held here, and writes them anew."""
    sha256 = PurePosixPath(stray).name
    row = StoredFile(sha256=sha256, size=0, media_type="", stored_at=datetime.now(UTC))
    if sha256.startswith("."):  # part of a file
        default_storage.delete(stray)
        return True
    StoredFile.objects.bulk_create([row], ignore_conflicts=True)
    held = StoredFile.objects.filter(sha256=sha256, size=0, media_type="")
    if not held.exists():  # somebody has just stored it
        return False
    default_storage.delete(stray)
    held.delete()
    return True


def release_later(languages: Iterable[Kept]) -> None:
    """Release the files of texts that are about to go, once the transaction has ended well."""
    files = {one.file_id for one in languages}
    if files:
        transaction.on_commit(lambda: release(files), robust=True)


def save_each(files: Iterable[tuple[str, Path]]) -> None:
    """Into the storage, in one go where it can."""
    together = getattr(default_storage, "save_each", None)
    if together is not None:
        together(files)
        return
    for name, path in files:
        with open(path, "rb") as file:
            default_storage.save(name, File(file))


def keep_readings(
    read: Sequence[tuple[TextInLanguage, Reading]],
    *,
    paragraphs: type[ReadParagraph],
    citations: type[FoundCitation],
) -> None:
    """Write paragraphs and citations, as these models, of texts that have none yet."""
    kept = paragraphs._default_manager.bulk_create(
        paragraphs(  # type: ignore[misc]
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
    by_anchor = {(one.language_version_id, one.anchor): one for one in kept}  # type: ignore[attr-defined]
    known = records_of(
        {citation.symbol[:80]: citation for _target, reading in read for citation in reading.citations}
    )
    citations._default_manager.bulk_create(
        citations(  # type: ignore[misc]
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


def records_of(cited: dict[str, Citation]) -> dict[str, Instrument]:
    """The instruments behind symbols; a record is made when a symbol is first cited."""
    if not cited:
        return {}
    known = {found.symbol: found for found in Instrument.objects.filter(symbol__in=cited)}
    # In one order: of two that record the same symbols at once neither waits for the other.
    for symbol in sorted(cited.keys() - known.keys(), key=lambda symbol: (slug_of(symbol), symbol)):
        known[symbol] = record_of(symbol, cited[symbol])
    return known


def record_of(symbol: str, citation: Citation) -> Instrument:
    try:
        return Instrument.objects.get_or_create(symbol=symbol, defaults=facts(symbol, citation))[0]
    except IntegrityError:
        # Another symbol took the slug at this very instant. Now it is seen, and this one's slug is told apart.
        return Instrument.objects.get_or_create(symbol=symbol, defaults=facts(symbol, citation))[0]


def slug_of(symbol: str) -> str:
    """What symbols that differ in signs only have in common."""
    return slugify(symbol.replace("/", "-"))[:80]


def facts(symbol: str, citation: Citation) -> dict[str, object]:
    """What the bundled register says of a symbol; for one it does not hold, what the citation says."""
    slug = slug_of(symbol)
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
