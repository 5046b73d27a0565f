"""The ASGI entry point: the stream of what happens on the floor, a process beside the pages.

`comity serve` starts it as `python -m config.asgi` and keeps the other end of its standard input: it ends with the
server, however that ends.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import resource
import signal
import sys
import threading

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from granian.constants import Interfaces  # noqa: E402
from granian.server.embed import Server  # noqa: E402

from comity.web.floor.live.stream import Stream  # noqa: E402  (needs Django to be set up)

RESERVED = 200
"""Open files for other things than followers."""
BACKLOG = 4096


def followers() -> int:
    """How many may follow at once: as many connections as the system lets a process have."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return max(100, min(hard, 1_000_000) - RESERVED)


async def serve(host: str, port: int, *, with_parent: bool) -> None:
    application = Stream(limit=followers())
    server = Server(
        application,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        backlog=BACKLOG,
        backpressure=1_000_000,
        websockets=False,
        log_enabled=False,
    )
    loop = asyncio.get_running_loop()
    ended = loop.create_future()

    def end() -> None:
        if not ended.done():
            ended.set_result(None)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end)
    if with_parent:
        threading.Thread(
            target=lambda: (sys.stdin.read(), loop.call_soon_threadsafe(end)), daemon=True
        ).start()
    work = [asyncio.create_task(server.serve()), asyncio.create_task(application.run())]
    done, _going = await asyncio.wait([ended, *work], return_when=asyncio.FIRST_COMPLETED)
    for task in work:
        task.cancel()
    for one in done:
        one.result()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--with-parent", action="store_true", help="end when standard input does")
    said = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(said.host, said.port, with_parent=said.with_parent))
    sys.stdout.flush()
    os._exit(0)  # threads that wait for a socket or a database keep nobody


if __name__ == "__main__":
    main()
