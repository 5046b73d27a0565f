"""What minutes begin with: everything that programme, documents and floor already know of the session.

Under the Chatham House Rule neither identity nor affiliation of a participant is noted: then only how many delegations
of each category are registered is said, and of fewer than three nothing (DOMAIN.md 5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from comity.languages import comma, localized
from comity.meetings import casting
from comity.meetings.models import Attribution, Session
from comity.meetings.times import at_venue
from comity.papers import shown, spoken
from comity.papers.models import Minutes
from comity.participants.listing import NAME_WITHHELD
from comity.participants.models import Stakeholder

FEWEST = 3
"""Delegations of a category below which their number would tell who they are."""


def of(minutes: Minutes, *, at: datetime) -> str:
    """Markdown, in the language that is active."""
    session = minutes.session
    lines = [f"# {session}", "", *place(session), "", _("Attribution: %(mode)s") % mode(minutes)]
    for title, items in (
        (_("Officers and speakers"), people(session)),
        (_("Present"), present(minutes)),
        (_("Documents"), documents(session, at)),
    ):
        found = list(items)
        lines += ["", f"## {title}", "", *(found or ["–"])]
    record, called = spoken.of(session, at=at), spoken.aspects(session)
    for segment in session.segments.all():
        lines += ["", f"## {capfirst(str(segment))} ({segment.minutes}′)", ""]
        lines += spoken.turns(record, segment.position, called)
    for title, found in (
        (_("Interventions"), spoken.turns(record, None, called)),
        (_("Questions"), spoken.questions(record, called)),
        (_("Rulings"), spoken.rulings(record)),
    ):
        lines += ["", f"## {title}", "", *found] if found else []
    for heading in (
        _("Issues raised"),
        _("Measures and practices"),
        _("Points of divergence"),
        _("For follow-up"),
    ):
        lines += ["", f"## {heading}", ""]
    if questions := [f"- {localized(one.texts)}" for one in session.questions.all()]:
        heading = _("Guiding questions")
        lines += ["", f"## {heading}", "", *questions]
    return "\n".join(lines).strip() + "\n"


def mode(minutes: Minutes) -> dict[str, str]:
    return {"mode": str(minutes.get_attribution_display())}


def place(session: Session) -> list[str]:
    """When and where."""
    when = at_venue(session.starts_at, session.meeting)
    return [f"{when}{comma()}{session.room}" if session.room else when]


def people(session: Session) -> Iterator[str]:
    """Who was confirmed; as the agenda names them: those who agreed to be named."""
    called = dict(casting.labels())
    standing = casting.standing([session]).get(session.pk, [])
    cast = [one for one in standing if not casting.unconfirmed(one.state)]
    agreed = casting.named(one.who for one in cast)
    for one in cast:
        if one.who not in agreed:
            yield f"- {called.get(one.role, one.role)}: {NAME_WITHHELD}"
            continue
        affiliation = localized(one.affiliation) if one.affiliation else ""
        words = comma().join(filter(None, [one.name, one.title, affiliation]))
        yield f"- {called.get(one.role, one.role)}: {words}"


def present(minutes: Minutes) -> Iterator[str]:
    delegations = minutes.session.meeting.delegations.select_related("body")
    if minutes.attribution == Attribution.ATTRIBUTED:
        yield from (f"- {name}" for name in sorted(str(one) for one in delegations))
        return
    counts = Counter(one.body.category for one in delegations)
    for category in Stakeholder:
        if counts[category] >= FEWEST:
            yield f"- {category.label}: {counts[category]}"


def documents(session: Session, at: datetime) -> Iterator[str]:
    """Those of the session that are posted."""
    for one in shown.listed(session.meeting, at=at, session=session):
        symbol = f" ({one.document.symbol})" if one.document.symbol else ""
        yield f"- {one.document}{symbol} <{one.document.permanent_address}>"
