"""Who follows one session in one language, and what they are sent: the same bytes to all."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from hashlib import blake2b
from typing import Any

from comity.web.floor.live.words import Told

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]

SLOTS = 20
"""In so many parts followers are sent their beats, one after the other."""
LATER = {"number", "at", "list", "next", "waiting"}
"""What may wait for the next beat."""


def event(name: str, data: str, number: int | None = None) -> bytes:
    first = f"id: {number}\n" if number is not None else ""
    return f"{first}event: {name}\ndata: {data}\n\n".encode()


def server_time() -> bytes:
    return event("beat", str(round(time.time() * 1000)))


def body(content: bytes) -> Message:
    return {"type": "http.response.body", "body": content, "more_body": True}


class Follower:
    __slots__ = ("seen", "send")

    def __init__(self, send: Send, seen: bytes) -> None:
        self.send = send
        self.seen = seen


class Channel:
    """A session in one language, and who follows it."""

    def __init__(self, told: Told) -> None:
        self.slots: list[set[Follower]] = [set() for _slot in range(SLOTS)]
        self.next_slot = 0
        self.coming = 0
        self.told = told
        self.state = written(told)

    def __bool__(self) -> bool:
        return self.coming > 0 or any(self.slots)

    def joined(self, send: Send) -> tuple[Follower, set[Follower]]:
        """The follower, and the set in which she stands."""
        follower, slot = Follower(send, self.state), self.slots[self.next_slot]
        self.next_slot = (self.next_slot + 1) % SLOTS
        slot.add(follower)
        return follower, slot

    def is_now(self, told: Told) -> bool:
        """Take the state; whether it must go out at once."""
        was, self.told = self.told, told
        if told["number"] != was["number"] or differs(told, was, set()):
            self.state = written(told)
        return differs(told, was, LATER)


def written(told: Told) -> bytes:
    return event("floor", json.dumps(told, ensure_ascii=False, separators=(",", ":")), told["number"])


def tag(told: Told) -> str:
    """Changes when a screen would show something else; of a clock that runs on, all nodes say the same."""
    shown = {key: value for key, value in told.items() if key not in ("at", "clock")}
    digest = blake2b(json.dumps([shown, began(told)], sort_keys=True).encode(), digest_size=8)
    return f'W/"{told["number"]}-{digest.hexdigest()}"'


def differs(told: Told, was: Told, but: set[str]) -> bool:
    """Whether a screen would show something else; a clock that runs on shows the same."""
    but = but | {"at", "number", "clock"}
    if any(told[key] != was[key] for key in told.keys() - but):
        return True
    return began(told) != began(was)


def began(told: Told) -> tuple[int, bool, int] | None:
    """How a clock goes: what is allowed, and when it would have begun if it had never stood (to a tenth of a second,
    since both instants are rounded), or what is spent."""
    clock = told["clock"]
    if clock is None:
        return None
    if clock["running"]:
        return clock["allowed"], True, round((told["at"] - clock["spent"]) / 100)
    return clock["allowed"], False, clock["spent"]


async def sent(follower: Follower, message: Message) -> None:
    with contextlib.suppress(OSError):  # she has gone, and will be told off by her own task
        await follower.send(message)


def everybody(channel: Channel) -> Iterator[Follower]:
    for slot in channel.slots:
        yield from [*slot]
