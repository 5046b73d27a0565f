"""What is wrong with a form is said once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comity.meetings import parts
from comity.meetings.models import Part
from comity.participants.models import FormerName, Letter, Role
from tests.makers import a_delegate, a_delegation, a_meeting, a_participant, the_desk

NO_PLACE = "The delegation has 0 places and all are taken."


@pytest.mark.django_db
def test_a_refusal_that_belongs_to_no_field_stands_on_the_page_once(client: Client) -> None:
    meeting = a_meeting()
    norway = a_delegation(meeting)
    type(norway).objects.update(places=0)
    client.force_login(a_delegate(norway, role=Role.FOCAL_POINT))
    said = {"name": "Liv Berg", "kind": "delegate", "language": "en"}
    page = client.post(reverse("portal:people", args=[norway.pk]), said)
    assert page.status_code == 422
    assert page.content.decode().count(NO_PLACE) == 1


@pytest.mark.django_db
def test_whoever_is_only_noted_for_a_panel_is_not_called_invited(client: Client) -> None:
    meeting = a_meeting()
    client.force_login(the_desk(meeting))
    said = {"name": "Ana Silva", "kind": "panellist", "category": "academia", "language": "en"}
    said["email"] = "ana@example.org"
    address = reverse("desk:new_participant", args=[meeting.slug])
    noted = client.post(address, {**said, "note": "1"}, follow=True).content.decode()
    assert '<span class="tag">noted, not written to yet</span>' in noted
    asked = client.post(address, {**said, "name": "Bo Li", "invite": "1"}, follow=True).content.decode()
    assert '<span class="tag">invited</span>' in asked


@pytest.mark.django_db
def test_an_invitation_is_shown_with_the_day_for_the_answer_before_it_goes_out(client: Client) -> None:
    """What is shown is what is sent."""
    meeting = a_meeting()
    desk = the_desk(meeting)
    one = a_participant(meeting, kind="panellist")
    part = parts.propose(meeting.sessions.get(), one, Part.Role.PANELLIST, by=desk, at=timezone.now())
    client.force_login(desk)
    address = reverse("desk:invite_part", args=[meeting.slug, "s1", part.pk])
    day = timezone.now().date() + timedelta(days=9)
    shown = client.post(address, {"answer_by": day.isoformat(), "look": "1"}).content.decode()
    assert "We ask for your answer by" in shown
    assert "We ask for your answer by" not in client.get(address).content.decode()
    part.refresh_from_db()
    assert (part.state, part.answer_by) == ("proposed", None)
    client.post(address, {"answer_by": day.isoformat()})
    assert "We ask for your answer by" in Letter.objects.get().body


@pytest.mark.django_db
def test_a_drop_down_names_a_state_as_of_the_opening_of_the_meeting(client: Client) -> None:
    """RX-7."""
    meeting = a_meeting()
    norway = a_delegation(meeting)
    FormerName.objects.create(body=norway.body, names={"en": "Old Norway"}, until_on=date(2017, 1, 1))
    client.force_login(the_desk(meeting))
    page = client.get(reverse("people:meeting", args=[meeting.slug])).content.decode()
    assert f'<option value="{norway.pk}">Old Norway</option>' in page
