"""The reference of `bench.floor`: a bare ASGI broadcast. Everybody who connects waits for the same bytes, which go out
each time a line comes in on standard input; it says how long a round took to hand over, and what memory is in use.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from typing import Any

from granian.constants import Interfaces
from granian.server.embed import Server

waiting: list[asyncio.Future[bytes]] = []


async def application(scope: Any, receive: Any, send: Any) -> None:
    headers = [(b"content-type", b"text/event-stream")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"id: 0\n\n", "more_body": True})
    loop = asyncio.get_running_loop()
    while True:
        waits: asyncio.Future[bytes] = loop.create_future()
        waiting.append(waits)
        await send({"type": "http.response.body", "body": await waits, "more_body": True})


async def broadcast(size: int) -> None:
    lines = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    number = 0
    while await lines.readline():
        number += 1
        began = time.monotonic()
        content = f"id: {number}\nevent: floor\ndata: {'x' * size}\n\n".encode()
        now, waiting[:] = waiting[:], []
        for one in now:
            one.set_result(content)
        print(json.dumps({"number": number, "began": began}), flush=True)


async def main() -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    server = Server(
        application,
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.ASGINL,
        backlog=4096,
        backpressure=1_000_000,
        websockets=False,
        log_enabled=False,
    )
    await asyncio.gather(server.serve(), broadcast(int(sys.argv[2])))


if __name__ == "__main__":
    asyncio.run(main())
