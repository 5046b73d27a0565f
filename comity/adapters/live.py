"""Bells between those who act on a floor and the streams that show it: "look now", and nothing else.

What is shown stands in the database, and a stream looks there every second by itself; a bell only makes it look at
once. So whatever rings may be lost, late or repeated: the stream of this node hears by a socket in COMITY_HOME, those
of others by a Redis (COMITY_REDIS_URL). Neither can delay or fail an act.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import queue
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import redis
import redis.asyncio
from django.conf import settings
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)

CHANNEL = "comity:floor"
PATIENCE = 0.5
"""Seconds until a Redis that does not answer is given up for this time."""
PAUSE = 1.0
"""Seconds before it is asked again."""
WAITING = 1000
"""How many bells may wait for a Redis; further ones are not rung, since streams look by themselves by then."""


def announce(session: int) -> None:
    """settings.FLOOR_ANNOUNCER: something was done in the session. Returns at once."""
    ring_here(session)
    if settings.REDIS:
        to_others().ring(session)


def place() -> str:
    """The socket by which the stream of this node hears. An address has about 100 bytes: a long home is entered
    through an open folder."""
    return str(settings.HOME / "live.sock")


@contextlib.contextmanager
def short(path: str) -> Iterator[str]:
    """The path, or a way to it that fits into the address of a socket."""
    if len(os.fsencode(path)) < 100:
        yield path
        return
    folder = os.open(Path(path).parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{Path(path).name}"
    finally:
        os.close(folder)


def ring_here(session: int) -> None:
    """Nobody hears where no stream runs, or where the system knows no such sockets."""
    with (
        contextlib.suppress(OSError, AttributeError),
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as bell,
        short(place()) as path,
    ):
        bell.setblocking(False)
        bell.sendto(str(session).encode(), path)


class Others:
    """Rings for other nodes from a thread of its own, so that a Redis that hangs keeps nobody."""

    def __init__(self, address: str) -> None:
        self.client = redis.Redis.from_url(
            address,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
        )
        self.bells: queue.Queue[int] = queue.Queue(WAITING)
        threading.Thread(target=self.keep_ringing, name="live-bells", daemon=True).start()

    def ring(self, session: int) -> None:
        with contextlib.suppress(queue.Full):
            self.bells.put_nowait(session)

    def keep_ringing(self) -> None:
        while True:
            session = self.bells.get()
            try:
                self.client.publish(CHANNEL, session)
            except RedisError as fault:
                log.info("Redis is not there: %s", fault)


_others: Others | None = None
_beginning = threading.Lock()


def to_others() -> Others:
    global _others
    with _beginning:
        if _others is None:
            _others = Others(settings.REDIS)
        return _others


class Here(asyncio.DatagramProtocol):
    def __init__(self, rung: Callable[[], object]) -> None:
        self.rung = rung

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self.rung()


async def hear(rung: Callable[[], object]) -> None:
    """Call `rung` for every bell of this node and of others, until cancelled."""
    opened = await listening(rung)
    try:
        await (hear_others(rung) if settings.REDIS else asyncio.Event().wait())
    finally:
        if opened is not None:
            opened.close()
            with contextlib.suppress(OSError):
                os.unlink(place())


async def listening(rung: Callable[[], object]) -> asyncio.DatagramTransport | None:
    path = place()
    try:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        bell = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        with short(path) as reached:
            bell.bind(reached)
        bell.setblocking(False)
    except (OSError, AttributeError) as fault:
        log.warning("The stream looks every second only: %s", fault)
        return None
    loop = asyncio.get_running_loop()
    transport, _protocol = await loop.create_datagram_endpoint(lambda: Here(rung), sock=bell)
    return transport


async def hear_others(rung: Callable[[], object]) -> None:
    """A Redis that goes and comes back is found again by itself."""
    while True:
        client = redis.asyncio.Redis.from_url(settings.REDIS, socket_connect_timeout=PATIENCE)
        try:
            async with client.pubsub() as bells:
                await bells.subscribe(CHANNEL)
                async for said in bells.listen():
                    if said["type"] == "message":
                        rung()
        except (RedisError, OSError) as fault:
            log.info("Redis is not there: %s", fault)
        finally:
            with contextlib.suppress(RedisError, OSError):
                await client.aclose()
        await asyncio.sleep(PAUSE)
