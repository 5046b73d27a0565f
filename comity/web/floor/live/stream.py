"""The stream: what everybody may see of a session, by server-sent events, to thousands of browsers at once.

An ASGI application with nothing else in it. Each state is written once for each language and the same bytes go to all
who follow. A change of speaker or of the clock goes out at once; what changes in the list only goes with each
follower's next beat. Beats carry the server's time and are spread over followers. Whoever connects is sent the state.

granian takes what is sent without waiting, so one loop over the followers sends to all of them.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import Error, close_old_connections

from comity.adapters import live
from comity.texts.model import LANGUAGES
from comity.web.floor.live import snapshots
from comity.web.floor.live.channels import (
    SLOTS,
    Channel,
    Message,
    Send,
    body,
    event,
    everybody,
    sent,
    server_time,
)
from comity.web.floor.live.words import Told
from comity.web.front import Edition

log = logging.getLogger(__name__)

Receive = Callable[[], Awaitable[Message]]

BEAT = 2.0
"""Seconds between two beats of a follower; a page that hears nothing for 4.5 seconds says that it is stale."""
LOOK = 1.0
"""Seconds between two looks at the database without a bell."""
BUNDLE = 0.03
"""Seconds after a look in which bells are taken together."""
VOUCHED = 3.0
"""Seconds for which a look is good: without a database no beat goes out, and screens say that they are stale."""
RETRY = (500, 2500)
"""Milliseconds after which a browser connects again, so that not all come at once."""
AT_ONCE = 250
"""So many are sent to before others have their turn."""

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"access-control-allow-origin", b"*"),
    (b"x-accel-buffering", b"no"),
]
"""Everybody may read it from everywhere: nothing of a person is asked or told."""


class Stream:
    """`limit`: so many may follow; others are told to come again, and poll meanwhile."""

    def __init__(self, *, limit: int = 9000) -> None:
        self.limit = limit
        self.count = 0
        self.channels: dict[tuple[int, str], Channel] = {}
        self.keys: dict[tuple[str, str], int] = {}
        self.bell = asyncio.Event()
        self.looked = 0.0
        self.number = -1
        self.database = ThreadPoolExecutor(1, thread_name_prefix="stream")
        self.snapshots = snapshots.Snapshots(Edition(interval=0.0))

    # Who comes -------------------------------------------------------------------------------------------------------
    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["path"] == "/stream/health":
            return await answer(send, 200 if self.vouches() else 503)
        if scope["method"] != "GET":
            return await answer(send, 405)
        if self.count >= self.limit:
            return await answer(send, 503)
        self.count += 1
        try:
            await self.follow(scope["path"], receive, send)
        finally:
            self.count -= 1

    async def follow(self, path: str, receive: Receive, send: Send) -> None:
        try:
            channel = await self.channel(path)
        except Error:
            return await answer(send, 503)
        if channel is None:
            return await answer(send, 404)
        channel.coming += 1  # kept open until she has joined
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            follower, slot = channel.joined(send)
        finally:
            channel.coming -= 1
        try:
            hello = f"retry: {random.randint(*RETRY)}\n\n".encode()  # noqa: S311
            await send(body(hello + channel.state + (server_time() if self.vouches() else b"")))
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            slot.discard(follower)

    async def channel(self, path: str) -> Channel | None:
        """`/stream/en/<meeting>/<session>`; None where there is nothing that everybody may follow."""
        parts = path.split("/")
        if len(parts) != 5 or parts[1] != "stream" or parts[2] not in LANGUAGES:
            return None
        language, place = parts[2], (parts[3], parts[4])
        known = self.channels.get((self.keys.get(place, 0), language))
        if known is not None:
            return known
        opened = await self.asked(lambda: self.opened(language, *place))
        if opened is None:
            return None
        key, told = opened
        self.keys[place] = key
        return self.channels.setdefault((key, language), Channel(told))

    async def asked(self, question: Callable[[], Any]) -> Any:
        """Ask the database, in the one thread that does."""
        return await asyncio.get_running_loop().run_in_executor(self.database, question)

    def opened(self, language: str, slug: str, code: str) -> tuple[int, Told] | None:
        close_old_connections()
        session = snapshots.found(slug, code)
        told = self.snapshots.of(session.pk, language) if session else None
        return (session.pk, told) if session and told else None

    # What is new -----------------------------------------------------------------------------------------------------
    def vouches(self) -> bool:
        return time.monotonic() - self.looked < VOUCHED

    async def keep_looking(self) -> None:
        """At every bell, and every second."""
        while True:
            with contextlib.suppress(TimeoutError, asyncio.TimeoutError):
                await asyncio.wait_for(self.bell.wait(), LOOK)
            self.bell.clear()
            try:
                await self.look()
            except Exception:
                # What cannot be read is not vouched for: screens say so, and the next look may find it.
                log.exception("The stream could not look")
            await asyncio.sleep(BUNDLE)

    async def look(self) -> None:
        began = time.monotonic()
        followed = [key for key, channel in self.channels.items() if channel]
        for key in self.channels.keys() - set(followed):
            del self.channels[key]
        number, found = await self.asked(lambda: self.read(followed))
        self.looked = began
        for key, told in found.items():
            await self.show(key, told)
        # A channel that was opened meanwhile may show what was before: then everything is read once more.
        self.number = number if self.channels.keys() <= set(followed) else -1

    def read(self, followed: list[tuple[int, str]]) -> tuple[int, dict[tuple[int, str], Told | None]]:
        """What each of them shows now; nothing where nothing was done since."""
        close_old_connections()
        self.snapshots.renew()
        number = self.snapshots.number
        if number == self.number:
            return number, {}
        return number, {key: self.snapshots.of(*key) for key in followed}

    async def show(self, key: tuple[int, str], told: Told | None) -> None:
        channel = self.channels.get(key)
        if channel is None:
            return
        if told is None:
            await self.close(key, channel)
        elif channel.is_now(told):
            await self.to_all(channel)

    async def to_all(self, channel: Channel) -> None:
        state, message = channel.state, body(channel.state)
        for number, follower in enumerate(everybody(channel)):
            follower.seen = state
            await sent(follower, message)
            if number % AT_ONCE == AT_ONCE - 1:
                await asyncio.sleep(0)

    async def close(self, key: tuple[int, str], channel: Channel) -> None:
        """Nobody may follow any more; a page that connects again is told that there is nothing."""
        del self.channels[key]
        last: Message = {"type": "http.response.body", "body": event("gone", ""), "more_body": False}
        for follower in [*everybody(channel)]:
            await sent(follower, last)
        for slot in channel.slots:
            slot.clear()

    # Beats -----------------------------------------------------------------------------------------------------------
    async def keep_beating(self) -> None:
        """One part of the followers after the other, all of them within BEAT."""
        due, part = time.monotonic(), 0
        while True:
            due = max(due + BEAT / SLOTS, time.monotonic() - BEAT)
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            if self.vouches():
                for channel in [*self.channels.values()]:
                    await self.beat(channel, part)
            part = (part + 1) % SLOTS

    async def beat(self, channel: Channel, part: int) -> None:
        now = server_time()
        plain, new = body(now), body(channel.state + now)
        for follower in [*channel.slots[part]]:
            message, follower.seen = (plain if follower.seen is channel.state else new), channel.state
            await sent(follower, message)

    async def run(self) -> None:
        """Everything that goes on beside the followers, until cancelled."""
        await asyncio.gather(self.keep_looking(), self.keep_beating(), live.hear(self.bell.set))


async def answer(send: Send, status: int) -> None:
    headers = [
        (b"content-type", b"text/plain"),
        (b"access-control-allow-origin", b"*"),
        (b"retry-after", b"5"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
