"""The record for programmes: JSON with every field (docs/how-to/record-a-session.md), CSV with a row for each turn."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from io import StringIO
from typing import Any

from comity.adapters.compendium.tables import safe
from comity.floor import named
from comity.floor.told import Asked, Record, Ruled, Said

COLUMNS = (
    *("number", "part", "kind", "for", "category", "speaker", "began_at", "ended_at", "seconds", "outcome"),
    *("aspects", "language", "attribution", "statement", "summary", "decision"),
)


def as_json(record: Record) -> bytes:
    session = record.floor.session
    written = {
        "meeting": session.meeting.slug,
        "session": session.code,
        "title": str(session),
        "attribution": str(record.mode),
        "sample": session.meeting.sample,
        "parts": [
            {
                "title": str(section.segment) if section.segment else None,
                "interventions": [turn(one) for one in section.said],
            }
            for section in record.sections
        ],
        "questions": [question(one) for one in record.questions],
        "rulings": [ruling(one) for one in record.rulings],
    }
    return (json.dumps(written, ensure_ascii=False, indent=1) + "\n").encode()


def turn(one: Said) -> dict[str, Any]:
    return {
        "number": one.number,
        "kind": one.kind,
        "for": named.called(one.who) if one.is_named else None,
        "category": one.who.category or None,
        "speaker": named.person(one.who) or None,
        "began_at": instant(one.began_at),
        "ended_at": instant(one.ended_at),
        "seconds": one.seconds,
        "outcome": one.outcome,
        "aspects": [*one.aspects],
        "language": one.language or None,
        "attribution": one.mode,
        "statement": one.statement.statement.permanent_address if one.statement else None,
        "summary": one.summary or None,
        "decision": one.decision or None,
    }


def question(one: Asked) -> dict[str, Any]:
    return {
        "number": one.number,
        "text": one.text,
        "language": one.language,
        "state": one.state,
        "aspects": [*one.aspects],
        "asked_by": named.called(one.who) if one.who.names or one.who.speaker else None,
        "reason": one.reason or None,
    }


def ruling(one: Ruled) -> dict[str, Any]:
    return {
        "on": one.on,
        "number": one.number,
        "reason": one.reason,
        "at": one.at.isoformat(),
        "taken_back_at": instant(one.taken_back_at),
    }


def instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def as_csv(record: Record) -> bytes:
    """With a mark of byte order, by which office programmes know that it is UTF-8."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for section in record.sections:
        part = str(section.segment) if section.segment else ""
        for one in section.said:
            cells = {**turn(one), "part": part, "aspects": "; ".join(one.aspects)}
            row = ["" if cells[name] is None else str(cells[name]) for name in COLUMNS]
            writer.writerow([safe(value) for value in row])
    return ("\ufeff" + out.getvalue()).encode()
