"""Norway asks for the floor and puts questions from the portal."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pytest
from django.test import Client

from comity.floor import inscribing, listing, moderating, ruling
from comity.floor.models import Floor, Inscription, Question, Ruling
from comity.participants.models import Delegation, Role
from comity.record.models import Act
from comity.statements import receipt
from comity.statements.models import Statement
from tests.floor.makers import BEGINS, a_floor, a_question, chair, inscribed
from tests.makers import a_delegate, a_delegation, a_group, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return a_floor()


@pytest.fixture
def norway(floor: Floor) -> Delegation:
    return a_delegation(floor.session.meeting)


@pytest.fixture
def client(norway: Delegation) -> Client:
    return seen_by(a_delegate(norway))


def seen_by(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(floor: Floor, delegation: Delegation, ending: str = "") -> str:
    return f"/en/portal/delegations/{delegation.pk}/floor/{floor.session_id}/{ending}"


def wishes(floor: Floor, **other: Any) -> dict[str, Any]:
    aspect = floor.session.meeting.aspects.first()
    said = {"aspects": [aspect.pk], "level": "minister", "language": "en", "speaker_name": "Kari Nordmann"}
    return said | other


def test_a_delegation_asks_for_the_floor_and_sees_its_place(
    client: Client, floor: Floor, norway: Delegation
) -> None:
    answer = client.post(page(floor, norway, "ask/"), wishes(floor), follow=True)
    assert "Your place in the list: 1" in answer.content.decode()
    assert Inscription.objects.get().level == "minister"


def test_the_floor_is_offered_as_long_as_there_is_somebody_in_whose_name_to_ask(
    client: Client, floor: Floor, norway: Delegation
) -> None:
    offered = f'href="{page(floor, norway, "ask/")}"'
    assert offered in client.get(page(floor, norway)).content.decode()
    own = inscribed(floor)
    assert offered not in client.get(page(floor, norway)).content.decode()
    norway.speaks_for.add(a_group())
    assert offered in client.get(page(floor, norway)).content.decode()
    inscribed(floor, on_behalf_of=norway.speaks_for.get())
    assert offered not in client.get(page(floor, norway)).content.decode()
    inscribing.withdraw(own, by=own.asked_by, at=BEGINS)
    assert offered in client.get(page(floor, norway)).content.decode()


def test_nobody_asks_without_an_aspect(client: Client, floor: Floor, norway: Delegation) -> None:
    """R09-1"""
    answer = client.post(page(floor, norway, "ask/"), wishes(floor, aspects=[]))
    assert answer.status_code == 422
    assert "Choose at least one aspect on which you wish to speak." in answer.content.decode()
    assert "Kari Nordmann" in answer.content.decode()
    assert not Inscription.objects.exists()


def test_no_question_is_put_without_an_aspect(client: Client, floor: Floor, norway: Delegation) -> None:
    """R09-1"""
    answer = client.post(page(floor, norway, "question/"), {"text": "Which?", "language": "en"})
    assert answer.status_code == 422
    assert "Choose at least one aspect to which the question relates." in answer.content.decode()
    assert not Question.objects.exists()


def test_a_form_that_is_sent_twice_asks_once(client: Client, floor: Floor, norway: Delegation) -> None:
    for _twice in range(2):
        assert client.post(page(floor, norway, "ask/"), wishes(floor)).status_code == 302
        asked = {"text": "Which?", "language": "en", "aspects": wishes(floor)["aspects"]}
        assert client.post(page(floor, norway, "question/"), asked).status_code == 302
    assert Inscription.objects.count() == 1
    assert Question.objects.count() == 1


def test_a_second_delegate_is_told_that_the_delegation_is_inscribed(
    client: Client, floor: Floor, norway: Delegation
) -> None:
    other = seen_by(a_delegate(norway, name="ola"))
    client.post(page(floor, norway, "ask/"), wishes(floor))
    answer = other.post(page(floor, norway, "ask/"), wishes(floor))
    assert answer.status_code == 422
    assert "is inscribed in this session already" in answer.content.decode()


@pytest.mark.parametrize("ending", ["", "ask/", "question/"])
def test_other_delegations_have_no_such_page(floor: Floor, norway: Delegation, ending: str) -> None:
    chile = a_delegate(a_delegation(floor.session.meeting, "chl"))
    for person in (chile, a_person("stranger")):
        assert seen_by(person).get(page(floor, norway, ending)).status_code == 404
        assert seen_by(person).post(page(floor, norway, "ask/"), wishes(floor)).status_code == 404


def test_a_focal_point_who_is_revoked_asks_for_nothing(floor: Floor, norway: Delegation) -> None:
    person = a_delegate(norway, name="focal", role=Role.FOCAL_POINT)
    client = seen_by(person)
    assert client.get(page(floor, norway)).status_code == 200
    person.assignments.all().delete()
    assert client.post(page(floor, norway, "ask/"), wishes(floor)).status_code == 404
    assert not Inscription.objects.exists()


def test_a_closed_list_says_what_one_can_do(client: Client, floor: Floor, norway: Delegation) -> None:
    listing.close_list(floor, by=chair(floor), at=BEGINS)
    assert "You may send a written statement" in client.get(page(floor, norway)).content.decode()
    answer = client.post(page(floor, norway, "ask/"), wishes(floor))
    assert answer.status_code == 422
    assert "The list of speakers is closed." in answer.content.decode()


def test_a_session_that_was_adjourned_meanwhile_takes_nothing(
    client: Client, floor: Floor, norway: Delegation
) -> None:
    moderating.adjourn(floor, by=chair(floor), at=BEGINS)
    answer = client.post(page(floor, norway, "ask/"), wishes(floor))
    assert answer.status_code == 422
    assert "Send a written statement instead." in answer.content.decode()


def test_one_sees_ones_own_place_and_no_other_name(client: Client, floor: Floor, norway: Delegation) -> None:
    inscribed(floor, "chl", speaker_name="Ana Soto")
    inscribed(floor, "nor")
    shown = client.get(page(floor, norway)).content.decode()
    assert "Your place in the list: 2" in shown
    assert "This is an estimate." in shown
    assert "Ana Soto" not in shown
    assert "Chile" not in shown


@pytest.mark.parametrize(
    ("wish", "state"), [("withdraw", "withdrawn"), ("write", "written_only"), ("pass", "passed")]
)
def test_a_delegation_leaves_the_list(
    client: Client, floor: Floor, norway: Delegation, wish: str, state: str
) -> None:
    own = inscribed(floor)
    client.post(f"/en/portal/delegations/{norway.pk}/inscriptions/{own.pk}/{wish}/")
    own.refresh_from_db()
    assert own.state == state


def test_a_delegation_that_let_others_go_first_is_put_back_at_the_end(
    client: Client, floor: Floor, norway: Delegation
) -> None:
    own = inscribed(floor)
    inscribed(floor, "chl")
    leave = f"/en/portal/delegations/{norway.pk}/inscriptions/{own.pk}/pass/"
    said = client.post(leave, follow=True).content.decode()
    assert "The moderator may put you back at the end of the list." in said
    assert f'action="{leave}"' not in said
    assert client.post(leave).status_code == 409
    listing.admit(own, by=chair(floor), at=BEGINS)
    assert "Your place in the list: 2" in client.get(page(floor, norway)).content.decode()


def test_the_page_learns_that_something_was_done(client: Client, floor: Floor, norway: Delegation) -> None:
    """The place is followed without reloading; no cache keeps the answer."""
    number = page(floor, norway, "number/")
    before = client.get(number)
    assert "no-store" in before.headers["Cache-Control"]
    inscribed(floor, "chl")
    after = client.get(number)
    floor.refresh_from_db()
    assert (before.json()["number"] < after.json()["number"], after.json()) == (
        True,
        {"number": floor.number},
    )
    assert seen_by(a_person("stranger")).get(number).status_code == 404


def test_who_speaks_may_be_changed_while_it_waits(client: Client, floor: Floor, norway: Delegation) -> None:
    own = inscribed(floor)
    changed = {"speaker_name": "Ola", "speaker_title": "", "language": "fr"}
    client.post(f"/en/portal/delegations/{norway.pk}/inscriptions/{own.pk}/", changed)
    own.refresh_from_db()
    assert (own.speaker_name, own.language) == ("Ola", "fr")


def test_a_question_that_is_ruled_out_becomes_a_written_statement(
    client: Client, floor: Floor, norway: Delegation
) -> None:
    """R09-2"""
    asked = a_question(floor, "How long are referrals to other services kept on record?")
    ruled = ruling.rule_out(asked, reason="Not an aspect.", by=chair(floor), at=BEGINS)
    assert "Not an aspect." in client.get(page(floor, norway)).content.decode()
    write = f"/en/portal/delegations/{norway.pk}/rulings/{ruled.pk}/write/"
    for _twice in range(2):
        answer = client.post(write, follow=True)
        assert answer.status_code == 200
        assert "question.txt" in answer.content.decode()
    made = Statement.objects.get()
    ruled.refresh_from_db()
    assert ruled.statement == made
    assert list(made.aspects.all()) == list(asked.aspects.all())
    assert Act.objects.filter(verb="turned into a written statement").count() == 1


def test_an_inscription_that_is_ruled_out_becomes_a_written_statement(
    client: Client, floor: Floor, norway: Delegation
) -> None:
    """R09-2"""
    own = inscribed(floor)
    ruled = ruling.rule_out(own, reason="Not an aspect.", by=chair(floor), at=BEGINS)
    client.post(f"/en/portal/delegations/{norway.pk}/rulings/{ruled.pk}/write/")
    own.refresh_from_db()
    assert own.state == "written_only"
    assert Statement.objects.get().session == floor.session


def test_a_draft_made_of_a_ruling_can_be_discarded(client: Client, floor: Floor, norway: Delegation) -> None:
    ruled = ruling.rule_out(a_question(floor), reason="Not an aspect.", by=chair(floor), at=BEGINS)
    client.post(f"/en/portal/delegations/{norway.pk}/rulings/{ruled.pk}/write/")
    made = Statement.objects.get()
    assert client.post(f"/en/portal/statements/{made.ref}/discard/").status_code == 302
    assert Ruling.objects.get().statement is None


def test_what_was_discarded_is_ruled_out_again_and_turned_once_more(
    client: Client, floor: Floor, norway: Delegation
) -> None:
    """R09-2: each step stands in the record of the floor."""
    own = inscribed(floor)
    ruled = ruling.rule_out(own, reason="Not an aspect.", by=chair(floor), at=BEGINS)
    write = f"/en/portal/delegations/{norway.pk}/rulings/{ruled.pk}/write/"
    client.post(write)
    client.post(f"/en/portal/statements/{Statement.objects.get().ref}/discard/")
    own.refresh_from_db()
    assert own.state == "ruled_out"
    assert client.post(write).status_code == 302
    own.refresh_from_db()
    assert own.state == "written_only"
    assert [one.verb for one in floor.acts.order_by("number")][-3:] == [
        "turned into a written statement",
        "gave up a written statement",
        "turned into a written statement",
    ]
    assert Act.objects.filter(verb="gave up a written statement").count() == 1


def test_another_delegation_turns_nothing_of_ours_into_a_statement(floor: Floor, norway: Delegation) -> None:
    ruled = ruling.rule_out(a_question(floor), reason="Not an aspect.", by=chair(floor), at=BEGINS)
    chile = a_delegation(floor.session.meeting, "chl")
    client = seen_by(a_delegate(chile))
    for delegation in (norway, chile):
        address = f"/en/portal/delegations/{delegation.pk}/rulings/{ruled.pk}/write/"
        assert client.post(address).status_code == 404
    assert not Statement.objects.exists()


def test_there_is_a_right_of_reply_only_by_policy(client: Client, floor: Floor, norway: Delegation) -> None:
    assert "Ask for a right of reply" not in client.get(page(floor, norway)).content.decode()
    assert client.post(page(floor, norway, "reply/")).status_code == 409


def test_the_portal_leads_to_the_sessions(client: Client, floor: Floor, norway: Delegation) -> None:
    address = f"/en/portal/delegations/{norway.pk}/floor/"
    assert address in client.get("/en/portal/").content.decode()
    assert page(floor, norway) in client.get(address).content.decode()


@pytest.mark.parametrize(("words", "warned"), [(325, False), (335, True)])
def test_a_statement_that_is_longer_than_the_slot_is_only_warned_about(
    client: Client, floor: Floor, norway: Delegation, words: int, warned: bool
) -> None:
    """R09-11: three minutes at the 110 words a minute of the meeting, as at the desk and the console."""
    draft = receipt.draft(norway, by=a_delegate(norway, name="writer"), at=BEGINS)
    with NamedTemporaryFile(suffix=".txt") as text:
        text.write(("We keep the words of this record. " * 100).encode())
        text.flush()
        made = receipt.attach(
            draft, Path(text.name), name="a.txt", language="en", by=draft.statement.created_by, at=BEGINS
        )
    made.words = words
    made.is_original = True
    made.save()
    said = wishes(floor, statement=draft.statement.pk)
    answer = client.post(page(floor, norway, "ask/"), said, follow=True)
    assert Inscription.objects.get().statement == draft.statement
    assert ("The statement is longer than the time that you have." in answer.content.decode()) == warned
