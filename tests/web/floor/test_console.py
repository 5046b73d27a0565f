"""The console: one page from which a session is conducted, by buttons and by keys."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from comity.floor.models import Floor, Inscription, Intervention
from tests.floor.makers import a_floor, chair, inscribed, listed
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
