"""The stream as an ASGI server speaks to it: what goes out at once, what with the next beat, and what not at all."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from comity.floor import inscribing, moderating
from comity.floor.inscribing import Asked
from comity.floor.models import Floor
from comity.meetings.models import Attribution, Meeting, Session
from comity.web.floor.live.channels import SLOTS
from comity.web.floor.live.stream import VOUCHED, Stream
from tests.floor.makers import BEGINS, a_floor, chair, has_floor, inscribed
from tests.makers import a_delegation, a_meeting

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "/stream/en/sm2016/s1"


class Browser:
    """Follows a path from now on; `heard`: what came, piece by piece."""

    def __init__(self, stream: Stream, path: str = PATH, method: str = "GET") -> None:
        self.heard: list[bytes] = []
        self.status = 0
        self.headers: dict[bytes, bytes] = {}
        self.gone = asyncio.Event()
        scope = {"type": "http", "path": path, "method": method, "headers": []}
        self.task = asyncio.create_task(stream(scope, self.receive, self.send))  # type: ignore[arg-type]

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        else:
            self.heard.append(message["body"])

    async def answered(self) -> Browser:
        while not self.heard:
            await asyncio.sleep(0.001)
        return self

    def takes(self) -> list[str]:
        """Names of the events since it was asked last."""
        lines = b"".join(self.heard).decode().splitlines()
        self.heard.clear()
        return [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]

    def state(self) -> dict[str, Any]:
        """The last state that came."""
        said = b"".join(self.heard).decode().split("\n\n")
        states = [one for one in said if "event: floor" in one]
        found: dict[str, Any] = json.loads(states[-1].partition("data: ")[2])
        return found


@contextmanager
def a_stream(limit: int = 10) -> Iterator[tuple[Stream, asyncio.Runner]]:
    with asyncio.Runner() as runner:
        stream = Stream(limit=limit)
        runner.run(stream.look())
        yield stream, runner
        stream.database.submit(lambda: connection.close()).result()


def play(story: Callable[[Stream], Awaitable[None]], limit: int = 10) -> None:
    with a_stream(limit) as (stream, runner):
        runner.run(story(stream))  # type: ignore[arg-type]


async def done(act: Callable[[], object]) -> None:
    """An act of somebody else, in another thread as in truth."""

    def once() -> None:
        try:
            act()
        finally:
            connection.close()

    await asyncio.to_thread(once)


async def beats(stream: Stream) -> None:
    """A whole round, without the waiting."""
    for channel in stream.channels.values():
        for part in range(SLOTS):
            await stream.beat(channel, part)


def test_a_change_of_speaker_goes_out_at_once_and_the_list_with_the_next_beat() -> None:
    """R09-1: the same bytes to all; nothing where nothing is new."""
    floor = a_floor()
    first = inscribed(floor, "nor")

    async def story(stream: Stream) -> None:
        one, two = Browser(stream), Browser(stream)
        await one.answered()
        await two.answered()
        assert (one.status, one.headers[b"content-type"]) == (200, b"text/event-stream; charset=utf-8")
        assert [row["name"] for row in one.state()["next"]] == ["Norway"]
        assert b"retry: " in one.heard[0]
        assert (one.takes(), two.takes()) == (["floor", "beat"], ["floor", "beat"])
        await stream.look()
        await beats(stream)
        assert one.takes() == ["beat"]

        chile = a_delegation_of("chl")
        await done(lambda: asks(floor, chile))
        await stream.look()
        assert one.takes() == []
        await beats(stream)
        assert [row["name"] for row in one.state()["next"]] == ["Norway", "Chile"]
        assert one.takes() == ["floor", "beat"]
        two.takes()

        await done(lambda: moderating.give(first, by=chair(floor), at=timezone.now()))
        await stream.look()
        assert one.state()["name"] == "Norway"
        assert one.heard[-1] is two.heard[-1]
        assert one.takes() == ["floor"]
        await beats(stream)
        assert one.takes() == ["beat"]

    def a_delegation_of(code: str) -> Any:
        return delegations[code]

    delegations = {"chl": a_delegation(floor.session.meeting, "chl")}
    play(story)


def asks(floor: Floor, delegation: Any) -> None:
    aspects = [floor.session.meeting.aspects.first()]
    asked = Asked(aspects=aspects)
    inscribing.ask(delegation, floor.session, asked, by=chair(floor), at=timezone.now())


def test_under_the_chatham_house_rule_no_name_goes_out_even_to_who_follows_already() -> None:
    """RX-1."""
    floor = a_floor()
    has_floor(floor, "nor", at=BEGINS)
    inscribed(floor, "chl")

    async def story(stream: Stream) -> None:
        one = await Browser(stream).answered()
        assert one.state()["name"] == "Norway"
        one.takes()
        await done(lambda: tighten(floor))
        await stream.look()
        told = b"".join(one.heard).decode()
        assert "event: floor" in told
        assert [word for word in ("Norway", "Chile") if word in told] == []

    play(story)


def tighten(floor: Floor) -> None:
    from comity.record import trail

    Session.objects.filter(pk=floor.session_id).update(attribution=Attribution.NON_ATTRIBUTED)
    trail.note(floor.session, "changed", by=chair(floor), at=timezone.now(), meeting=floor.session.meeting)


def test_only_what_everybody_may_follow_is_there_and_only_by_its_address() -> None:
    a_floor()

    async def story(stream: Stream) -> None:
        statuses = {}
        for path in (PATH, "/stream/xx/sm2016/s1", "/stream/en/sm2016/s9", "/stream/en/sm2016", "/", "/en/"):
            statuses[path] = (await Browser(stream, path).answered()).status
        assert statuses.pop(PATH) == 200
        assert set(statuses.values()) == {404}
        assert (await Browser(stream, method="POST").answered()).status == 405
        assert (await Browser(stream, "/stream/health").answered()).status == 200

    play(story)


def test_who_comes_when_the_house_is_full_is_told_to_come_again() -> None:
    a_floor()

    async def story(stream: Stream) -> None:
        first, second = await Browser(stream).answered(), Browser(stream)
        await second.answered()
        third = await Browser(stream).answered()
        assert (first.status, second.status, third.status) == (200, 200, 503)
        second.gone.set()
        await second.task
        assert (await Browser(stream).answered()).status == 200

    play(story, limit=2)


def test_when_a_meeting_is_public_no_more_its_followers_are_sent_away() -> None:
    floor = a_floor()

    async def story(stream: Stream) -> None:
        one = await Browser(stream).answered()
        one.takes()
        await done(lambda: withdraw(floor))
        await stream.look()
        assert one.takes() == ["gone"]
        assert (await Browser(stream).answered()).status == 404

    play(story)


def withdraw(floor: Floor) -> None:
    from comity.record import trail

    Meeting.objects.update(state=Meeting.State.CONCEPT)
    trail.note(floor.session, "changed", by=chair(floor), at=timezone.now(), meeting=floor.session.meeting)


def test_what_cannot_be_vouched_for_is_not_beaten() -> None:
    """A screen that hears no beat says that it is stale."""
    a_floor()

    async def story(stream: Stream) -> None:
        stream.looked = time.monotonic() - VOUCHED
        one = await Browser(stream).answered()
        assert one.takes() == ["floor"]
        assert (await Browser(stream, "/stream/health").answered()).status == 503

    play(story)


def test_a_session_without_a_floor_is_followed_until_it_has_one() -> None:
    meeting = a_meeting()

    async def story(stream: Stream) -> None:
        one = await Browser(stream).answered()
        assert one.state()["number"] == 0
        await done(lambda: a_floor(meeting))
        await stream.look()
        assert one.state()["proceedings"] == "sitting"

    play(story)
