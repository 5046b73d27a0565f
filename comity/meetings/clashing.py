"""What stands against a session at another time or place: who is expected elsewhere, a room that is taken (R08-1)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from comity.meetings.casting import LEADING
from comity.meetings.models import Part, Room, Session
from comity.meetings.parts import STANDING
from comity.refusals import NotNow


def together(session: Session, starts_at: datetime, ends_at: datetime) -> QuerySet[Session]:
    """The other sessions that are held within these hours."""
    held = Session.objects.filter(meeting=session.meeting_id, cancelled_at=None).exclude(pk=session.pk)
    return held.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).order_by("starts_at", "pk")


def twice(session: Session, starts_at: datetime, ends_at: datetime) -> list[tuple[Part, Part]]:
    """Who would be in two places: (the part in this session, the part elsewhere), each person and session once."""
    standing = Part.objects.filter(state__in=STANDING).select_related("participant", "session").order_by("pk")
    own = {one.participant_id: one for one in standing.filter(session=session)}
    elsewhere = standing.filter(session__in=together(session, starts_at, ends_at), participant__in=own.keys())
    return [(own[one.participant_id], one) for one in elsewhere]


def require_leaders_free(session: Session, starts_at: datetime, ends_at: datetime) -> None:
    """Raises `NotNow` where whoever chairs or moderates this session or the other would be in both."""
    for here, there in twice(session, starts_at, ends_at):
        if leads(here) or leads(there):
            words = {"name": here.participant, "session": there.session, "role": here.get_role_display()}
            raise NotNow(
                _(
                    "%(name)s (%(role)s) is expected at the same time in: %(session)s. Whoever chairs or moderates "
                    "cannot be in two places: choose another time, or somebody else."
                )
                % words
            )


def leads(part: Part) -> bool:
    """Whether the person chairs or moderates that session, in any of her parts there."""
    same = Part.objects.filter(session=part.session_id, participant=part.participant_id, state__in=STANDING)
    return same.filter(role__in=LEADING).exists()


def doubts(session: Session, starts_at: datetime, ends_at: datetime, room: Room | None) -> list[str]:
    """What somebody should confirm: others in two places at once, and a room that is taken."""
    found = [
        _("%(name)s is expected at the same time in: %(session)s.")
        % {"name": here.participant, "session": there.session}
        for here, there in twice(session, starts_at, ends_at)
    ]
    taken = together(session, starts_at, ends_at).filter(room=room) if room else Session.objects.none()
    found += [
        _("%(room)s holds another session at that time: %(other)s.") % {"room": room, "other": other}
        for other in taken
    ]
    return [*dict.fromkeys(found)]
