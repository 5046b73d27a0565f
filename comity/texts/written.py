"""Readings as JSON objects, in the shape that `comity read --json` prints, and back."""

from __future__ import annotations

from typing import Any

from comity.texts.model import Citation, Kind, LanguageShare, Paragraph, Reading, Status, Warning


def as_record(reading: Reading) -> dict[str, Any]:
    """The reading as one JSON object: the contract of the command line, so names and order stay."""
    return {
        "file": reading.file,
        "sha256": reading.sha256,
        "media_type": reading.media_type,
        "pages": reading.pages,
        "languages": [{"language": one.language, "share": one.share} for one in reading.languages],
        "paragraphs": [paragraph_record(one) for one in reading.paragraphs],
        "citations": [citation_record(one) for one in reading.citations],
        "warnings": [
            {"code": one.code, "message": one.message, "paragraph": one.paragraph} for one in reading.warnings
        ],
    }


def paragraph_record(one: Paragraph) -> dict[str, Any]:
    record: dict[str, Any] = {
        "anchor": one.anchor,
        "number": one.number,
        "kind": one.kind.value,
        "text": one.text,
        "language": one.language,
        "page": one.page,
    }
    if one.attributed_to:
        record["attributed_to"] = list(one.attributed_to)
    return record


def citation_record(one: Citation) -> dict[str, Any]:
    return {
        "paragraph": one.paragraph,
        "start": one.start,
        "end": one.end,
        "text": one.text,
        "symbol": one.symbol,
        "year": one.year,
        "paragraph_cited": one.paragraph_cited,
        "status": one.status.value,
    }


def from_record(record: dict[str, Any], levels: list[int] | None = None) -> Reading:
    """The reading behind a record; `levels` are the depths of its paragraphs, which the record does not hold.

    Raises KeyError, TypeError or ValueError where the record has another shape.
    """
    depths = levels or [0] * len(record["paragraphs"])
    return Reading(
        file=record["file"],
        sha256=record["sha256"],
        media_type=record["media_type"],
        pages=record["pages"],
        languages=[LanguageShare(one["language"], one["share"]) for one in record["languages"]],
        paragraphs=[
            Paragraph(
                anchor=one["anchor"],
                number=one["number"],
                kind=Kind(one["kind"]),
                text=one["text"],
                language=one["language"],
                page=one["page"],
                level=level,
                attributed_to=tuple(one.get("attributed_to", ())),
            )
            for one, level in zip(record["paragraphs"], depths, strict=True)
        ],
        citations=[Citation(**{**one, "status": Status(one["status"])}) for one in record["citations"]],
        warnings=[Warning(**one) for one in record["warnings"]],
    )
