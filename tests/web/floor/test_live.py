"""The live page and the room screen: what everybody may see of a session, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from comity.floor import asking, listing, moderating
from comity.floor.models import Floor, Intervention
from comity.floor.policy import PRESETS, Preset
from comity.meetings.models import Attribution, Meeting, Session
from comity.web.floor.live import snapshots
from comity.web.floor.live.channels import tag
from comity.web.front import Edition, PageCache
from tests.floor.makers import a_floor, a_question, chair, delegate_of, has_floor, inscribed
from tests.makers import a_delegation, a_meeting
from tests.web.acting import signed_in

pytestmark = pytest.mark.django_db
CLOSED = [Attribution.NON_ATTRIBUTED, Attribution.CONFIDENTIAL, Attribution.WITHDRAWN]


def address(floor: Floor, name: str = "session") -> str:
    return reverse(f"live:{name}", args=[floor.session.meeting.slug, floor.session.code])


def page(floor: Floor, name: str = "session") -> str:
    answer = Client().get(address(floor, name))
    assert answer.status_code == 200
    return answer.content.decode()


def data(floor: Floor, language: str = "en") -> dict[str, Any]:
    answer = Client().get(address(floor, "data").replace("/en/", f"/{language}/"))
    told: dict[str, Any] = json.loads(answer.content)
    return told


def speaking(code: str = "nor") -> Floor:
    """Norway has spoken for a minute, and the clock stands; Chile and Kenya wait."""
    floor = a_floor()
    turn = has_floor(floor, code, speaker_name="Ingrid Berg")
    Intervention.objects.filter(pk=turn.pk).update(running_since=None, spent_ms=60_000)
    for each in ("chl", "ken"):
        inscribed(floor, each)
    return floor


def under(floor: Floor, mode: str) -> Floor:
    Session.objects.filter(pk=floor.session_id).update(attribution=mode)
    return floor


@pytest.mark.parametrize("name", ["session", "screen"])
def test_everybody_sees_who_speaks_how_long_and_who_is_next(name: str) -> None:
    """R09-1: without script, too; the page then comes anew by itself."""
    shown = page(speaking(), name)
    assert re.search(r'data-live="name">\s*Norway', shown)
    assert re.search(r'<bdi dir="ltr">2:00</bdi>', shown)
    assert re.findall(r"<li><bdi>(\w+)</bdi>", shown) == ["Chile", "Kenya"]
    assert '<noscript><meta http-equiv="refresh"' in shown


def test_programmes_read_the_same() -> None:
    told = data(speaking())
    assert (told["name"], told["person"], told["said"]) == ("Norway", "Ingrid Berg", "Norway has the floor.")
    assert [one["name"] for one in told["next"]] == ["Chile", "Kenya"]
    assert told["clock"] == {"allowed": 180_000, "spent": 60_000, "running": False}


def test_a_running_clock_is_counted_on_from_the_time_of_the_server() -> None:
    floor, before = speaking(), timezone.now().timestamp() * 1000
    moderating.start(floor, by=chair(floor), at=timezone.now())
    answer = Client().get(address(floor, "data"))
    told = answer.json()
    assert before - 1 <= told["at"] <= int(answer.headers["Comity-Now"])
    assert told["clock"]["running"]
    assert 60_000 <= told["clock"]["spent"] <= 60_000 + told["at"] - before + 1


def test_in_each_language_names_and_words_are_its_own() -> None:
    told = data(speaking(), "ar")
    assert (told["name"], told["next"][0]["name"]) == ("النرويج", "شيلي")
    assert 'dir="rtl"' in Client().get("/ar/live/sm2016/s1/screen/").content.decode()


@pytest.mark.parametrize("mode", CLOSED)
@pytest.mark.parametrize("name", ["session", "screen", "data"])
def test_under_the_chatham_house_rule_no_name_leaves_the_room(name: str, mode: str) -> None:
    """RX-1: neither of who speaks, nor of who waits, nor of who asks; not for people of the meeting either."""
    floor = speaking()
    question = a_question(floor, "Which zyxwmeasures have worked?")
    asking.put(question, by=chair(floor), at=timezone.now())
    under(floor, mode)
    for client in (Client(), signed_in(delegate_of(a_delegation(floor.session.meeting, "chl")))):
        told = client.get(address(floor, name)).content.decode().partition("<main")
        told = told[2] or told[0]  # the head of the page names whoever has signed in
        assert [word for word in ("Norway", "Berg", "Chile", "Kenya", "zyxw") if word in told] == []
        assert "Under the rule of this session no names are shown." in told
    assert data(floor)["clock"]["allowed"] == 180_000


def test_by_category_the_category_stands_for_the_name() -> None:
    """RX-1."""
    told = json.dumps(data(under(speaking(), Attribution.BY_CATEGORY)))
    assert [word for word in ("Norway", "Berg", "Chile", "Kenya") if word in told] == []
    assert "Member State" in told


def test_a_list_that_is_not_public_is_not_shown() -> None:
    floor = speaking()
    listing.set_policy(floor, PRESETS[Preset.TECHNICAL], by=chair(floor), at=timezone.now())
    told = data(floor)
    assert (told["name"], told["next"], told["waiting"]) == ("Norway", [], "")
    assert "Chile" not in page(floor)


def test_of_many_who_wait_ten_are_named_and_the_others_counted() -> None:
    floor = a_floor()
    for code in ("nor", "chl", "ken", "fra", "chn", "rus", "gbr", "usa", "egy", "ind", "bra", "mex"):
        inscribed(floor, code)
    told = data(floor)
    assert (len(told["next"]), told["waiting"], told["label"]) == (10, "and 2 more", "Nobody has the floor.")


@pytest.mark.parametrize("waiting", [2, 12])
def test_a_state_takes_as_many_queries_however_long_the_list_is(
    waiting: int, django_assert_num_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    floor = speaking()
    for code in ("fra", "chn", "rus", "gbr", "usa", "egy", "ind", "bra", "mex", "per")[: waiting - 2]:
        inscribed(floor, code)
    session = snapshots.found("sm2016", "s1")
    assert session is not None
    with django_assert_num_queries(9):
        snapshots.now(session, "en", at=timezone.now())


def test_a_clock_that_is_over_or_stands_says_so() -> None:
    floor = speaking()
    assert "the clock stands</span>" in page(floor)
    Intervention.objects.update(spent_ms=190_000)
    assert '<bdi dir="ltr">+0:10</bdi>' in page(floor)
    assert "over time</span>" in page(floor)


def test_a_point_of_order_tells_who_waits() -> None:
    floor = speaking()
    order = a_delegation(floor.session.meeting, "fra")
    moderating.point_of_order(floor, order, by=chair(floor), at=timezone.now())
    told = data(floor)
    assert (told["label"], told["name"], told["note"]) == ("Point of order", "France", "interrupted: Norway")
    assert told["said"] == "Point of order: France"


def test_before_between_and_after_the_page_says_what_is() -> None:
    floor = a_floor(sitting=False)
    assert data(floor)["said"] == "The session has not begun."
    moderating.call_to_order(floor, by=chair(floor), at=timezone.now())
    until = timezone.now() + timedelta(hours=1)
    moderating.suspend(floor, until=until, by=chair(floor), at=timezone.now())
    shown = until.astimezone(floor.session.meeting.zone)
    assert data(floor)["label"] == f"The session is suspended; it goes on at {shown:%H:%M}."
    moderating.resume(floor, by=chair(floor), at=timezone.now())
    moderating.adjourn(floor, by=chair(floor), at=timezone.now())
    assert data(floor)["said"] == "The session is adjourned."


def test_looking_at_a_session_without_a_floor_makes_none() -> None:
    a_meeting()
    assert Client().get("/en/live/sm2016/s1/").status_code == 200
    assert Client().get("/en/live/sm2016/s1/data.json").json()["number"] == 0
    assert not Floor.objects.exists()


@pytest.mark.parametrize("state", [Meeting.State.CONCEPT, Meeting.State.PROVISIONAL])
def test_what_is_not_announced_is_nowhere(state: str) -> None:
    floor = speaking()
    Meeting.objects.update(state=state)
    assert {Client().get(address(floor, name)).status_code for name in ("session", "screen", "data")} == {404}


def test_a_cancelled_session_is_not_followed() -> None:
    floor = speaking()
    Session.objects.update(cancelled_at=timezone.now())
    assert Client().get(address(floor)).status_code == 404


def test_no_cache_keeps_a_clock() -> None:
    floor = speaking()
    for name in ("session", "screen"):
        assert Client().get(address(floor, name)).headers["Cache-Control"] == "no-store, private"


Asked = Callable[..., tuple[str, dict[str, str], bytes]]


@pytest.fixture
def ask() -> Asked:
    """The state through the page cache: status, headers, body."""
    cache = PageCache(get_wsgi_application(), edition=Edition(interval=0.0))

    def asked(floor: Floor, **extra: str) -> tuple[str, dict[str, str], bytes]:
        told: list[Any] = []
        environ = RequestFactory().get(address(floor, "data")).environ | {"wsgi.input": BytesIO()} | extra
        body = b"".join(cache(environ, lambda *start: told.extend(start)))
        return told[0], dict(told[1]), body

    return asked


def test_thousands_may_look_at_the_state_without_the_stream(
    ask: Asked, django_assert_num_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    """Whoever has it is told so in a few bytes, by the page cache alone, which asks whether anything was done; the
    server's time is that of each answer."""
    floor = speaking()
    status, first, body = ask(floor)
    assert (status, first["Cache-Control"]) == ("200 OK", "public, max-age=1")
    assert first["ETag"].startswith(f'W/"{Floor.objects.get().number}-')
    for cookies in ("", "sessionid=somebody"):
        with django_assert_num_queries(4):
            status, then, nothing = ask(floor, HTTP_IF_NONE_MATCH=first["ETag"], HTTP_COOKIE=cookies)
        assert (status, nothing, then["ETag"]) == ("304 Not Modified", b"", first["ETag"])
        assert int(first["Comity-Now"]) <= int(then["Comity-Now"])
    assert ask(floor, HTTP_COOKIE="sessionid=somebody")[2] == body


def test_what_was_done_shows_at_once_to_who_looks(ask: Asked) -> None:
    floor = speaking()
    before = ask(floor)[1]["ETag"]
    moderating.start(floor, by=chair(floor), at=timezone.now())
    status, headers, body = ask(floor, HTTP_IF_NONE_MATCH=before)
    assert (status, json.loads(body)["clock"]["running"]) == ("200 OK", True)
    assert headers["ETag"] != before


def test_of_a_clock_that_runs_on_every_node_says_the_same() -> None:
    speaking()
    Intervention.objects.update(running_since=timezone.now())
    session = snapshots.found("sm2016", "s1")
    assert session is not None
    at = timezone.now()
    later = at + timedelta(seconds=20)
    assert tag(snapshots.now(session, "en", at=at)) == tag(snapshots.now(session, "en", at=later))
    Intervention.objects.update(running_since=None)
    assert tag(snapshots.now(session, "en", at=at)) != tag(snapshots.now(session, "fr", at=at))


def test_a_page_may_listen_to_the_stream_and_to_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    floor = a_floor()
    assert 'data-stream=""' in page(floor)
    monkeypatch.setattr(settings, "STREAM_PORT", 8001)
    answer = Client().get(address(floor), HTTP_HOST="localhost:8000")
    assert "connect-src 'self' http://localhost:8001" in answer.headers["Content-Security-Policy"]
    assert 'data-stream="http://localhost:8001/stream/en/sm2016/s1"' in answer.content.decode()
    monkeypatch.setattr(settings, "STREAM_ADDRESS", "/")
    answer = Client().get(address(floor))
    assert "connect-src" not in answer.headers["Content-Security-Policy"]
    assert 'data-stream="/stream/en/sm2016/s1"' in answer.content.decode()


def test_home_page_and_programme_lead_to_a_session_that_sits() -> None:
    floor = a_floor()
    for path in ("/en/", "/en/programme/"):
        assert f'href="{address(floor)}"' in Client().get(path).content.decode()
    moderating.adjourn(floor, by=chair(floor), at=timezone.now())
    for path in ("/en/", "/en/programme/"):
        assert address(floor) not in Client().get(path).content.decode()


def test_the_console_leads_to_the_room_screen_where_the_session_is_public() -> None:
    floor = a_floor()
    client = signed_in(chair(floor))
    console = reverse("floor:console", args=["sm2016", "s1"])
    assert address(floor, "screen") in client.get(console).content.decode()
    Meeting.objects.update(state=Meeting.State.CONCEPT)
    assert address(floor, "screen") not in client.get(console).content.decode()
