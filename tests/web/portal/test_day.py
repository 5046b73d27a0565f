"""What a delegation has to do on a day, on one page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comity.floor.models import Floor
from comity.meetings.models import Session
from tests.floor.makers import a_floor, a_question, inscribed
from tests.makers import a_delegate, a_delegation, a_draft, a_person, an_accepted_statement
from tests.web.acting import signed_in

pytestmark = pytest.mark.django_db


def of_today(floor: Floor) -> None:
    now = timezone.now()
    Session.objects.filter(pk=floor.session_id).update(starts_at=now, ends_at=now + timedelta(minutes=1))


def opened(client: Client, floor: Floor, code: str = "nor") -> str:
    delegation = a_delegation(floor.session.meeting, code)
    return client.get(f"/en/portal/delegations/{delegation.pk}/day/").content.decode()


def test_a_delegation_sees_its_sessions_its_place_its_questions_and_its_statements() -> None:
    floor = a_floor()
    of_today(floor)
    norway = a_delegation(floor.session.meeting)
    client = signed_in(a_delegate(norway))
    inscribed(floor, "chl", speaker_name="Ana Soto")
    inscribed(floor, "nor")
    a_question(floor)
    sent = an_accepted_statement(norway)
    page = opened(client, floor)
    assert "Your day" in page
    assert "Your place in the list: 2" in page
    assert "This is an estimate." in page
    assert "Which measures have worked?" in page
    assert sent.statement.ref in page
    assert "Ana Soto" not in page
    assert f"/en/portal/delegations/{norway.pk}/day/" in client.get("/en/portal/").content.decode()


def test_the_next_day_is_shown_where_nothing_is_today() -> None:
    floor = a_floor()
    tomorrow = timezone.now() + timedelta(days=2)
    Session.objects.filter(pk=floor.session_id).update(
        starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=1)
    )
    page = opened(signed_in(a_delegate(a_delegation(floor.session.meeting))), floor)
    assert "There is no session today; this is the next day." in page
    assert "You have not asked for the floor." in page


def test_a_meeting_without_sessions_has_a_day_as_well() -> None:
    floor = a_floor()
    client = signed_in(a_delegate(a_delegation(floor.session.meeting)))
    Session.objects.update(cancelled_at=timezone.now())
    assert "No session is planned yet." in opened(client, floor)


def test_the_day_of_a_delegation_is_nobody_else_s() -> None:
    floor = a_floor()
    norway, chile = (a_delegation(floor.session.meeting, code) for code in ("nor", "chl"))
    draft = a_draft(norway)
    for person in (a_person("stranger"), a_delegate(chile)):
        answer = signed_in(person).get(f"/en/portal/delegations/{norway.pk}/day/")
        assert answer.status_code == 404
        assert draft.statement.ref not in answer.content.decode()
