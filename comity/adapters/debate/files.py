"""Files of the record, each made of what its reader may know (`comity.floor.recorded`)."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import override

from comity.adapters.debate import akn, tables
from comity.floor.told import Record, View
from comity.languages import page_language

TYPES = {
    "akn": "application/akn+xml",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
}
ENDINGS = {"akn": "xml", "json": "json", "csv": "csv"}
MAKERS: dict[str, Callable[[Record], bytes]] = {
    "akn": akn.written,
    "json": tables.as_json,
    "csv": tables.as_csv,
}


def file(record: Record, kind: str, *, language: str) -> bytes:
    """The record in one of the `TYPES`; labels and names in the language. What is told inside only never is a file."""
    assert record.view != View.INSIDE, "a file is taken away: ask for View.TAKEN"
    with override(page_language(language)):
        return MAKERS[kind](record)


def file_name(record: Record, kind: str, language: str) -> str:
    session = record.floor.session
    return f"record-{session.meeting.slug}-{session.code}-{language}.{ENDINGS[kind]}"
