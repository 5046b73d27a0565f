"""The papers under an item of the agenda (DOMAIN.md A.1, "Documentation").

Documents are a layer above this one: they are reached through the session under which they were filed. An agenda is
read by everybody, so that it names what everybody may read when it is issued, and nothing of what lies ahead.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from comity.meetings.models import Meeting, Session

FILED = "documents__versions"
"""To prefetch with the sessions."""
HERE = "event_site"
"""Where a paper is posted that an agenda names."""


def named(session: Session, *, at: datetime) -> list[dict[str, Any]]:
    """The papers that an agenda issued at the instant names under the session, in the version that holds."""
    papers = sorted(session.documents.all(), key=lambda one: (one.created_at, one.pk))
    found = [(one, one.holding(at)[0]) for one in papers]
    return [
        {
            "ref": one.ref,
            "symbol": one.symbol,
            "suffix": version.suffix,
            "version": version.number,
            "titles": one.titles,
        }
        for one, version in found
        if version is not None
    ]


def waiting(session: Session, *, at: datetime) -> list[str]:
    """Titles of the papers that are to be posted and cannot be named yet. A CONFIDENTIAL one is never among them."""
    return [
        str(one)
        for one in session.documents.all()
        if one.withdrawn_at is None and HERE in one.channels and one.holding(at)[0] is None
    ]


def withdrawn(sessions: Iterable[Session], meeting: Meeting) -> dict[int, list[str]]:
    """Session -> titles of the papers that its last agenda names and that were withdrawn since."""
    gone = [one for session in sessions for one in session.documents.all() if one.withdrawn_at is not None]
    last = meeting.agendas.order_by("-number").first() if gone else None
    if last is None:
        return {}
    there = {paper["ref"] for one in last.content["sessions"] for paper in one.get("documents", ())}
    found: dict[int, list[str]] = {}
    for one in gone:
        if one.ref in there and one.session_id is not None:
            found.setdefault(one.session_id, []).append(str(one))
    return found
