"""Files of a book are written by child processes with limits of their own: no page waits for one in the server's."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from comity.refusals import Refused

MEMORY = 3 * 1024**3
SECONDS = 120
"""Of processor; twice as much by the clock."""


class Unavailable(Refused):
    """The machine cannot make the file now."""

    status = 503


def written(module: str, book: Any, *, late: str, **order: Any) -> subprocess.CompletedProcess[bytes]:
    """Run a module of this package as a process that reads the book as JSON and writes the file. Raises `Unavailable`
    with the sentence `late` where it takes too long."""
    told = json.dumps({"book": asdict(book), **order}, ensure_ascii=False).encode()
    try:
        return subprocess.run(
            [sys.executable, "-m", f"comity.adapters.compendium.{module}"],
            input=told,
            capture_output=True,
            timeout=2 * SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise Unavailable(late) from slow


def confined() -> dict[str, Any]:
    """In the child: take the limits and read the order."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    order: dict[str, Any] = json.load(sys.stdin.buffer)
    return order


def fault(done: subprocess.CompletedProcess[bytes], program: str) -> RuntimeError:
    return RuntimeError(f"{program}: {done.stderr.decode(errors='replace')[-2000:]}")
