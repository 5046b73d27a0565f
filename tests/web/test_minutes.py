"""Minutes at the desk."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.urls import reverse

from comity.meetings.models import Attribution, Meeting, Session
from comity.papers import minutes as minuting
from comity.papers.models import Minutes, MinutesText
from comity.participants.models import Person, Role
from tests.makers import NOW, a_meeting, a_role
from tests.web.acting import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


@pytest.fixture
def rapporteur(meeting: Meeting) -> Person:
    return a_role(Role.RAPPORTEUR, meeting)


def words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def of(meeting: Meeting, name: str = "") -> str:
    if name:
        return reverse("desk:minutes_act", args=[meeting.slug, "s1", name])
    return reverse("desk:minutes_of", args=[meeting.slug, "s1"])


def test_minutes_go_from_their_skeleton_to_a_correction(meeting: Meeting, rapporteur: Person) -> None:
    client = signed_in(rapporteur)
    assert "Begin the minutes" in words(client.get(of(meeting)))
    client.post(of(meeting, "begin"))
    assert "Conference Room 4" in words(client.get(of(meeting)))
    client.post(of(meeting, "write"), {"text": "Two measures were named.", "seen": "1"})
    client.post(of(meeting, "share"))
    client.post(of(meeting, "final"))
    assert "The minutes are final" in words(client.get(of(meeting)))
    sent = {"text": "Three measures were named.", "seen": "2", "reason": "One was missing."}
    client.post(of(meeting, "correct"), sent)
    assert [*MinutesText.objects.values_list("kind", flat=True)] == ["text", "text", "correction"]
    earlier = client.get(reverse("desk:minutes_text", args=[meeting.slug, "s1", 2]))
    assert "Two measures were named." in words(earlier)


def test_of_two_who_write_at_once_the_second_keeps_what_she_wrote(
    meeting: Meeting, rapporteur: Person
) -> None:
    client = signed_in(rapporteur)
    client.post(of(meeting, "begin"))
    client.post(of(meeting, "write"), {"text": "First words.", "seen": "1"})
    answer = client.post(of(meeting, "write"), {"text": "Second words.", "seen": "1"})
    shown = words(answer)
    assert answer.status_code == 409
    assert "Second words." in shown
    assert "First words." in shown
    assert 'name="seen" value="2"' in shown
    client.post(of(meeting, "write"), {"text": "Both words.", "seen": "2"})
    assert minuting.newest(Minutes.objects.get()).text == "Both words."


def test_the_chair_reads_what_is_shared_and_changes_nothing(meeting: Meeting, rapporteur: Person) -> None:
    chair = signed_in(a_role(Role.CHAIR, meeting))
    kept = minuting.begin(meeting.sessions.get(), language="en", by=rapporteur, at=NOW)
    assert chair.get(of(meeting)).status_code == 403
    minuting.share(kept, by=rapporteur, at=NOW)
    shown = words(chair.get(of(meeting)))
    assert "First session" in shown
    assert "<textarea" not in shown
    assert chair.post(of(meeting, "final")).status_code == 403


def test_confidential_minutes_are_for_rapporteurs(meeting: Meeting, rapporteur: Person) -> None:
    """RX-1"""
    chair = signed_in(a_role(Role.CHAIR, meeting))
    kept = minuting.begin(meeting.sessions.get(), language="en", by=rapporteur, at=NOW)
    minuting.share(kept, by=rapporteur, at=NOW)
    signed_in(rapporteur).post(of(meeting, "tighten"), {"mode": Attribution.CONFIDENTIAL})
    for address in (of(meeting), reverse("desk:minutes_text", args=[meeting.slug, "s1", 1])):
        assert chair.get(address).status_code == 403
    assert "for rapporteurs only" in words(chair.get(reverse("desk:minutes", args=[meeting.slug])))


def test_attribution_is_not_loosened_from_the_page(meeting: Meeting, rapporteur: Person) -> None:
    """RX-1"""
    Session.objects.update(attribution=Attribution.NON_ATTRIBUTED)
    minuting.begin(meeting.sessions.get(), language="en", by=rapporteur, at=NOW)
    answer = signed_in(rapporteur).post(of(meeting, "tighten"), {"mode": Attribution.ATTRIBUTED})
    assert answer.status_code == 400
    assert "consent" in words(answer)


def test_technical_results_are_a_list_for_the_rapporteurs(meeting: Meeting, rapporteur: Person) -> None:
    """R07-3"""
    special = meeting.sessions.get()
    technical = Session.objects.create(
        meeting=meeting,
        code="t1",
        tier=Session.Tier.TECHNICAL,
        position=2,
        titles={"en": "Technical session I: Money"},
        starts_at=special.starts_at - timedelta(days=1),
        ends_at=special.starts_at - timedelta(hours=20),
    )
    technical.leads_to.add(special)
    shown = words(signed_in(rapporteur).get(reverse("desk:minutes", args=[meeting.slug])))
    assert "Technical session I: Money" in shown
    assert "Leads to: First session" in shown
    assert "nothing was shared before the Special Meeting opened" in shown  # it was held in 2016


def test_other_addresses_lead_back_or_nowhere(meeting: Meeting, rapporteur: Person) -> None:
    client = signed_in(rapporteur)
    assert client.get(of(meeting, "begin")).status_code == 302
    assert client.post(of(meeting, "nonsense")).status_code == 404
    assert client.post(of(meeting, "write"), {"text": "x", "seen": "1"}).status_code == 404
    client.post(of(meeting, "begin"))
    assert client.post(of(meeting, "write"), {"text": "", "seen": "x"}).status_code == 422
    assert client.post(of(meeting, "begin")).status_code == 409
