"""What is wrong with a form is said once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from comity.participants.models import Role
from tests.makers import a_delegate, a_delegation, a_meeting, the_desk

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
