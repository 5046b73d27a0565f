"""Browsers that follow a stream, thousands in a process of their own: `python -m bench.followers PORT PATH NUMBER`.

Says as JSON lines when all are connected, and answers what is asked by lines: `reached [[number, instant], ...]`: how
long after each instant (of the monotonic clock, which all processes of a machine share) each follower had the state
with that number or a later one; `back`: how many follow now, and when the last of those who were cut off was back.
"""

from __future__ import annotations

import asyncio
import json
import random
import resource
import sys
import time
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

AT_ONCE = 100
RETRY = (0.5, 2.5)
"""Seconds after which a browser that was cut off comes again, as the stream tells it."""


class Follower(asyncio.Protocol):
    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.numbers = array("q")
        self.instants = array("d")
        self.rest = b""
        self.there = False
        self.transport: Any = None

    def connection_made(self, transport: Any) -> None:
        self.rest, self.transport = b"", transport
        transport.write(self.crowd.request)

    def data_received(self, data: bytes) -> None:
        if not self.there and data.startswith(b"HTTP/1.1 5"):
            self.transport.close()  # no node had a place; a browser comes again, too
            return
        if self.rest:
            data = self.rest + data
        begins = data.find(b"id: ")
        while begins >= 0:
            ends = data.find(b"\n\n", begins)
            if ends < 0:
                self.rest = data[begins:]
                return
            self.numbers.append(int(data[begins + 4 : data.index(b"\n", begins)]))
            self.instants.append(time.monotonic())
            if not self.there:
                self.there = True
                self.crowd.arrived()
            begins = data.find(b"id: ", ends)
        self.rest = b""

    def connection_lost(self, exc: Exception | None) -> None:
        if self.there:
            self.there = False
            self.crowd.left()
        asyncio.get_running_loop().call_later(random.uniform(*RETRY), self.crowd.again, self)


class Crowd:
    def __init__(self, port: int, path: str) -> None:
        self.port = port
        self.request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n".encode()
        self.followers: list[Follower] = []
        self.there = 0
        self.cut = 0
        self.last = 0.0
        self.tasks: set[asyncio.Task[None]] = set()

    def arrived(self) -> None:
        self.there += 1
        self.last = time.monotonic()

    def left(self) -> None:
        self.there -= 1
        self.cut += 1

    def again(self, follower: Follower) -> None:
        task = asyncio.get_running_loop().create_task(self.connect(follower))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def connect(self, follower: Follower) -> None:
        try:
            await asyncio.get_running_loop().create_connection(lambda: follower, "127.0.0.1", self.port)
        except OSError:
            follower.connection_lost(None)

    async def come(self, number: int) -> None:
        self.followers = [Follower(self) for _one in range(number)]
        for first in range(0, number, AT_ONCE):
            some = self.followers[first : first + AT_ONCE]
            await asyncio.gather(*(self.connect(one) for one in some))
        while self.there < number:
            await asyncio.sleep(0.05)

    def reached(self, marks: Sequence[tuple[int, float]]) -> dict[str, Any]:
        """For each mark the times of all followers, in order; and how many never had it."""
        found, missing = [], 0
        for number, instant in marks:
            times = []
            for one in self.followers:
                place = bisect_left(one.numbers, number)
                if place < len(one.instants):
                    times.append(one.instants[place] - instant)
                else:
                    missing += 1
            times.sort()
            found.append((times[len(times) // 2], times[int(len(times) * 0.99)], times[-1]))
        return {"reached": found, "missing": missing}


async def serve(crowd: Crowd, number: int) -> None:
    began = time.monotonic()
    await crowd.come(number)
    say(there=crowd.there, seconds=time.monotonic() - began)
    lines = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := (await lines.readline()).decode():
        word, _space, rest = line.strip().partition(" ")
        if word == "reached":
            say(**crowd.reached(json.loads(rest)))
        elif word == "back":
            say(there=crowd.there, cut=crowd.cut, last=crowd.last)


def say(**words: Any) -> None:
    print(json.dumps(words), flush=True)


def main() -> None:
    port, path, number = sys.argv[1:]
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    asyncio.run(serve(Crowd(int(port), path), int(number)))


if __name__ == "__main__":
    main()
