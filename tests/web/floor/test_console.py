"""The console: one page from which a session is conducted, by buttons and by keys."""

from __future__ import annotations

import re
from inspect import getsource, isfunction, signature
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from comity.floor import asking, listing, moderating, ruling
from comity.floor.models import Floor, Inscription, Intervention
from comity.web.floor.console import acts
from tests.floor.makers import a_floor, a_question, chair, has_floor, inscribed, listed
from tests.makers import a_delegation, a_person
from tests.web.acting import signed_in

pytestmark = pytest.mark.django_db


def opened(floor: Floor, client: Client) -> str:
    answer = client.get(address(floor))
    assert answer.status_code == 200, answer.content.decode()[:400]
    return answer.content.decode()


def address(floor: Floor, name: str = "") -> str:
    where = [floor.session.meeting.slug, floor.session.code]
    return reverse("floor:console_act", args=[*where, name]) if name else reverse("floor:console", args=where)


def does(floor: Floor, client: Client, name: str, **fields: object) -> str:
    """Press a button, and see the page to which it leads."""
    answer = client.post(address(floor, name), fields, follow=True)
    floor.refresh_from_db()
    return answer.content.decode()


def test_a_session_is_conducted_from_one_page() -> None:
    """R08-2."""
    floor = a_floor(sitting=False)
    client = signed_in(chair(floor))
    first, second = inscribed(floor, "nor"), inscribed(floor, "chl")
    names = re.findall(r"speaker-name\">([^<]+)", opened(floor, client))
    assert names == ["Norway", "Chile"]
    assert "The session is called to order." in does(floor, client, "begin")
    does(floor, client, "call", inscription=second.pk)
    does(floor, client, "move", inscription=second.pk, before=first.pk, reason="The minister leaves.")
    assert listed(floor) == ["chl", "nor"]
    page = does(floor, client, "next")
    assert re.search(r"now-name\">\s*<bdi>Chile", page)
    does(floor, client, "extend", seconds="30")
    does(floor, client, "stop")
    speaks = Intervention.objects.get()
    assert (speaks.allowed_seconds, speaks.running_since) == (210, None)
    does(floor, client, "end", intervention=speaks.pk)
    assert "The session is adjourned." in does(floor, client, "adjourn")
    first.refresh_from_db()
    assert first.state == Inscription.State.WRITTEN_ONLY


def test_every_verb_of_a_moderator_is_an_act_of_the_console() -> None:
    """R08-2: nothing that the floor allows a moderator is out of her reach."""
    source = Path(acts.__file__).read_text()
    for module in (moderating, listing, asking, ruling):
        for name, verb in vars(module).items():
            own = isfunction(verb) and verb.__module__ == module.__name__
            asks = own and {"by", "at"} <= {*signature(verb).parameters} and not name.startswith("_")
            if asks and "Act.MODERATE" in getsource(verb) and name != "draw":
                assert f"{module.__name__.rpartition('.')[2]}.{name}" in source, name


def test_a_delegate_and_a_stranger_do_not_conduct() -> None:
    floor = a_floor()
    first = inscribed(floor, "nor")
    for person in (first.asked_by, a_person("stranger")):
        client = signed_in(person)
        assert client.get(address(floor)).status_code == 403
        assert client.post(address(floor, "next")).status_code == 403
    assert not Intervention.objects.exists()


def test_an_unknown_act_is_not_found() -> None:
    floor = a_floor()
    assert signed_in(chair(floor)).post(address(floor, "dance")).status_code == 404


def test_the_second_of_two_is_told_that_another_has_the_floor() -> None:
    """R08-2: both saw nobody speaking; the floor is given once."""
    floor = a_floor()
    client = signed_in(chair(floor))
    inscribed(floor, "nor"), inscribed(floor, "chl")
    does(floor, client, "next")
    answer = client.post(address(floor, "next"))
    assert answer.status_code == 409
    assert "Somebody else was first: another has the floor by now." in answer.content.decode()
    assert [one.delegation.body.code for one in Intervention.objects.all() if one.delegation] == ["nor"]


def test_a_reason_that_came_too_late_is_not_lost() -> None:
    floor = a_floor()
    client = signed_in(chair(floor))
    speaks = has_floor(floor, "nor")
    does(floor, client, "end", intervention=speaks.pk)
    late = {"intervention": speaks.pk, "reason": "Beyond the time, twice."}
    answer = client.post(address(floor, "cut"), late)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This intervention has ended already." in page
    assert "Beyond the time, twice." in page


def test_what_needs_a_reason_is_refused_without() -> None:
    """R09-2, R09-10."""
    floor = a_floor()
    client = signed_in(chair(floor))
    first, asked = inscribed(floor, "nor"), a_question(floor)
    acts_with = {"move": {"inscription": first.pk}, "refuse": {"inscription": first.pk}}
    for name, words in {**acts_with, "rule": {"question": asked.pk}}.items():
        answer = client.post(address(floor, name), {**words, "reason": " "})
        assert answer.status_code == 422
        assert "Give the reason: it is recorded." in answer.content.decode()
    assert listed(floor) == ["nor"]


def test_a_point_of_order_interrupts_until_it_is_decided() -> None:
    floor = a_floor()
    client = signed_in(chair(floor))
    speaks = has_floor(floor, "nor")
    other = a_delegation(floor.session.meeting, "chl")
    does(floor, client, "order", delegation=other.pk)
    raised = Intervention.objects.get(kind="point_of_order")
    speaks.refresh_from_db()
    assert speaks.interrupted
    does(floor, client, "decide", intervention=raised.pk, decision="Not in order.")
    speaks.refresh_from_db()
    assert not speaks.interrupted
    raised.refresh_from_db()
    assert raised.decision == "Not in order."


def test_questions_are_found_in_scope_put_answered_and_ruled_out() -> None:
    """R09-1, R09-2."""
    floor = a_floor()
    client = signed_in(chair(floor))
    first, second, third = (a_question(floor, f"Question {number}?") for number in "123")
    for name in ("scope", "put", "answered"):
        does(floor, client, name, question=first.pk)
    does(floor, client, "scope", question=second.pk)
    does(floor, client, "writing", question=second.pk)
    does(floor, client, "rule", question=third.pk, reason="Beside the aspects.")
    states = [one.state for one in floor.questions.order_by("number")]
    assert states == ["answered", "in_writing", "ruled_out"]
    does(floor, client, "unrule", ruling=floor.rulings.get().pk)
    third.refresh_from_db()
    assert third.state == "in_scope"


def test_speakers_pass_are_missing_write_and_are_put_back() -> None:
    floor = a_floor()
    client = signed_in(chair(floor))
    first, second = inscribed(floor, "nor"), inscribed(floor, "chl")
    does(floor, client, "pass", inscription=first.pk)
    does(floor, client, "miss", inscription=second.pk)
    assert listed(floor) == []
    does(floor, client, "admit", inscription=first.pk)
    does(floor, client, "written", inscription=second.pk)
    second.refresh_from_db()
    assert (listed(floor), second.state) == (["nor"], "written_only")


def test_the_list_is_closed_and_opened_again_and_a_delegation_inscribed_in_the_room() -> None:
    """R09-10."""
    floor = a_floor()
    client = signed_in(chair(floor))
    meeting = floor.session.meeting
    does(floor, client, "close")
    assert floor.list_state == "closed"
    does(floor, client, "open")
    told = {"kind": "statement", "level": "minister", "language": "es"}
    where = {
        "delegation": a_delegation(meeting, "chl").pk,
        "aspects": [meeting.aspects.earliest("position").pk],
    }
    does(floor, client, "inscribe", **told, **where)
    assert listed(floor) == ["chl"]


def test_a_slip_is_undone() -> None:
    floor = a_floor()
    client = signed_in(chair(floor))
    inscribed(floor, "nor")
    does(floor, client, "next")
    does(floor, client, "undo", act=floor.acts.order_by("-number").first().pk)  # type: ignore[union-attr]
    assert (listed(floor), Intervention.objects.count()) == (["nor"], 0)


def test_the_session_is_suspended_resumed_and_its_clock_stopped_and_started() -> None:
    floor = a_floor()
    client = signed_in(chair(floor))
    has_floor(floor, "nor")
    for name, expected in {"stop": False, "start": True, "suspend": False, "resume": False}.items():
        does(floor, client, name)
        assert (Intervention.objects.get().running_since is not None) is expected, name
    assert floor.proceedings == "sitting"


def test_single_keys_are_switched_off() -> None:
    """WCAG 2.1.4."""
    floor = a_floor()
    client = signed_in(chair(floor))
    where = [floor.session.meeting.slug, floor.session.code]
    assert 'data-keys="on"' in opened(floor, client)
    client.post(reverse("floor:console_keys", args=where), {"keys": "off"})
    assert 'data-keys="off"' in opened(floor, client)


def test_the_session_at_the_desk_leads_to_the_console() -> None:
    floor = a_floor()
    client = signed_in(chair(floor))
    page = client.get(reverse("desk:session", args=[floor.session.meeting.slug, floor.session.code]))
    assert f'href="{address(floor)}"' in page.content.decode()


def test_whoever_conducts_finds_the_console_at_the_head_of_every_page() -> None:
    """R08-1."""
    floor = a_floor(sitting=False)
    leads = f'href="{reverse("floor:sessions")}"'
    home = reverse("site:home")
    assert leads in signed_in(chair(floor)).get(home).content.decode()
    assert leads not in Client().get(home).content.decode()
