"""A session at another time: whoever leads it is never in two places; other doubts are asked about (R08-1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comity.meetings import parts, programme
from comity.meetings.models import Meeting, Part, Session
from comity.refusals import NotNow
from tests.makers import NOW, a_meeting, a_participant, the_desk

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


def another(meeting: Meeting, tier: Session.Tier = Session.Tier.SPECIAL) -> Session:
    """A session of the day before, in the same room."""
    first = meeting.sessions.get(code="s1")
    wording = programme.Wording(titles={"en": "Second session"})
    return programme.add(
        meeting,
        tier,
        wording,
        starts_at=first.starts_at - DAY,
        ends_at=first.ends_at - DAY,
        room=first.room,
        by=the_desk(meeting),
        at=NOW,
    )


def expected(meeting: Meeting, session: Session, role: Part.Role, name: str = "Ana Silva") -> None:
    known = meeting.participants.filter(name=name).first()
    one = known or a_participant(meeting, name, kind="bureau")
    parts.propose(session, one, role, by=the_desk(meeting), at=NOW)


def moves(session: Session) -> None:
    programme.move(
        session,
        starts_at=session.starts_at + DAY,
        ends_at=session.ends_at + DAY,
        room=session.room,
        by=the_desk(session.meeting),
        at=NOW,
    )


@pytest.mark.parametrize("leads_first", [True, False])
@pytest.mark.parametrize("role", [Part.Role.CHAIR, Part.Role.MODERATOR])
def test_a_session_is_not_moved_where_whoever_leads_would_be_in_two_places(
    meeting: Meeting, role: Part.Role, leads_first: bool
) -> None:
    """R08-1: leading either of the two is enough."""
    first, second = meeting.sessions.get(code="s1"), another(meeting)
    expected(meeting, first, role if leads_first else Part.Role.PANELLIST)
    expected(meeting, second, Part.Role.PANELLIST if leads_first else role)
    with pytest.raises(NotNow, match=r"Ana Silva .* is expected at the same time in: First session"):
        moves(second)
    second.refresh_from_db()
    assert second.starts_at == first.starts_at - DAY


def test_a_cancelled_session_is_not_taken_up_while_its_chair_is_elsewhere(meeting: Meeting) -> None:
    """R08-1."""
    first, second = meeting.sessions.get(code="s1"), another(meeting)
    expected(meeting, second, Part.Role.CHAIR)
    programme.cancel(second, reasons={"en": "Strike"}, by=the_desk(meeting), at=NOW)
    Session.objects.filter(pk=second.pk).update(starts_at=first.starts_at, ends_at=first.ends_at)
    second.refresh_from_db()
    expected(meeting, first, Part.Role.CHAIR)
    with pytest.raises(NotNow, match="cannot be in two places"):
        programme.reinstate(second, by=the_desk(meeting), at=NOW)


def test_others_in_two_places_and_a_room_that_is_taken_are_asked_about_first(
    client: Client, meeting: Meeting
) -> None:
    first, second = meeting.sessions.get(code="s1"), another(meeting)
    for one in (first, second):
        expected(meeting, one, Part.Role.PANELLIST)
    client.force_login(the_desk(meeting))
    with timezone.override(meeting.zone):
        starts, ends = (timezone.localtime(when) for when in (first.starts_at, first.ends_at))
    said = {"seen": str(second.calendar_sequence), f"{second.code}-room": "cr4"}
    for name, when in (("starts_at", starts), ("ends_at", ends)):
        said[f"{second.code}-{name}"] = f"{when:%Y-%m-%dT%H:%M}"
        said |= {f"{second.code}-{name}_0": f"{when:%Y-%m-%d}", f"{second.code}-{name}_1": f"{when:%H:%M}"}
    address = reverse("desk:session_act", args=["sm2016", second.code, "move"])
    page = client.post(address, said)
    words = page.content.decode()
    assert page.status_code == 409
    assert "Ana Silva is expected at the same time in: First session." in words
    assert "Conference Room 4 holds another session at that time: First session." in words
    assert f'name="{second.code}-despite"' in words
    second.refresh_from_db()
    assert second.starts_at != first.starts_at
    assert client.post(address, {**said, f"{second.code}-despite": "on"}).status_code == 302
    second.refresh_from_db()
    assert second.starts_at == first.starts_at
