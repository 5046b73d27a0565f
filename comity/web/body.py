"""Bodies of requests: whole or not at all.

A server that loses the connection in the middle of an upload hands on what had arrived, and Django would take
the stump for the file. Around the whole application stands `WholeBodies`, which makes such a read fail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class Cut(OSError):
    """The connection ended before the body did."""


class Whole:
    """The body of one request. Raises `Cut` where it ends before the announced `length` in bytes."""

    def __init__(self, body: Readable, length: int) -> None:
        self.body = body
        self.rest = length

    def read(self, size: int | None = None) -> bytes:
        wanted = self.rest if size is None or size < 0 else min(size, self.rest)
        if wanted == 0:
            return b""
        part = self.body.read(wanted)
        if not part:
            raise Cut(f"{self.rest} bytes of the body are missing")
        self.rest -= len(part)
        return part

    def readline(self, size: int | None = None) -> bytes:
        line = b""
        while not line.endswith(b"\n") and (size is None or size < 0 or len(line) < size):
            part = self.read(1)
            if not part:
                break
            line += part
        return line


class WholeBodies:
    """WSGI application around another one."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or ""
        if length.isdecimal() and int(length):
            environ["wsgi.input"] = Whole(environ["wsgi.input"], int(length))
        return self.application(environ, start_response)
