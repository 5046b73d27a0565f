"""What the floor recorded of a session, as lines of its minutes, named as in a record that is taken away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from comity.floor import named, recorded
from comity.floor.models import Floor
from comity.floor.models.speakers import Kind
from comity.floor.told import Asked, Record, Ruled, Said, View
from comity.meetings.models import Session


def of(session: Session, *, at: datetime) -> Record | None:
    """None where the session has no floor yet."""
    floor = Floor.objects.filter(session=session).first()
    if floor is None:
        return None
    floor.session = session
    return recorded.of(floor, View.TAKEN, at=at)


def aspects(session: Session) -> dict[str, str]:
    """Code -> what the aspect is called in the language of the minutes."""
    return {one.code: str(one) for one in session.meeting.aspects.all()}


def turns(record: Record | None, position: int | None, called: Mapping[str, str]) -> list[str]:
    """Interventions of one part of the session (by position; None for none), in order; `called` are its `aspects`."""
    if record is None:
        return []
    return [
        line
        for section in record.sections
        if (section.segment.position if section.segment else None) == position
        for one in section.said
        for line in turn(one, called)
    ]


def turn(one: Said, called: Mapping[str, str]) -> Iterator[str]:
    words = [named.called(one.who), named.person(one.who)]
    words += [str(Kind(one.kind).label)] if one.kind != Kind.STATEMENT else []
    words += ["; ".join(called.get(code, code) for code in one.aspects)]
    yield "- " + " · ".join(filter(None, words))
    if one.statement is not None:
        address = one.statement.statement.permanent_address
        yield "  " + _("Statement delivered:") + f" <{address}>"
    if one.decision:
        yield "  " + _("Decision: %(words)s") % {"words": one.decision}
    yield from (f"  {line}" for line in one.summary.splitlines() if line.strip())


def questions(record: Record | None, called: Mapping[str, str]) -> list[str]:
    return [asked(one, called) for one in record.questions] if record else []


def asked(one: Asked, called: Mapping[str, str]) -> str:
    about = "; ".join(called.get(code, code) for code in one.aspects)
    words = [named.called(one.who), about, one.called, one.reason]
    return f"- {' '.join(one.text.split())} ({' · '.join(filter(None, words))})"


def rulings(record: Record | None) -> list[str]:
    return [ruled(one) for one in record.rulings if one.taken_back_at is None] if record else []


def ruled(one: Ruled) -> str:
    what = _("question") if one.on == "question" else _("inscription")
    return f"- {named.called(one.who)} ({what}): {one.reason}"
