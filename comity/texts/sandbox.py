"""Files from outside, read in child processes: `read_safely`. A bomb costs one file an honest refusal.

The children (`confinement`) are started by executing Python anew, never by forking, so that it is safe in a server of
many threads; they are kept warm and used again, since starting one costs a third of a second and reading a statement
some hundredths. As many run at once as there are processors; further callers wait. A child whose file crashed, hung or
was killed is replaced. It knows nothing of the database, gets the bytes of the file and gives back JSON, which this
side takes apart without trust. What a child that a file has taken over could still do is answer falsely for the
files that it reads after; it ends after 500.
"""

from __future__ import annotations

import atexit
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from comity.texts.confinement import BEGUN, Limits
from comity.texts.model import Reading, Unreadable
from comity.texts.written import from_record

SENTENCES = {
    "timeout": "Reading the file took too long and was stopped. Save it anew, as a PDF or a DOCX without pictures, "
    "or split it.",
    "too_much_memory": "Reading the file took too much memory and was stopped. Save it anew without large pictures, or "
    "split it.",
    "crashed": "The file made the reader fail, as damaged files do. Open it, save it under another name and send that.",
    "unreadable": "The file could not be read: its content is not as its format has it. Open it, save it under another "
    "name and send that.",
}
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1])['path'];"
    " from comity.texts.confinement import main; main()"
)
_ATTEMPTS = 3


def read_safely(
    source: str | Path | bytes,
    *,
    name: str | None = None,
    limits: Limits | None = None,
    timeout: float | None = None,
) -> Reading:
    """As `reading.read`, in a child process without network and with limits.

    `timeout` is in seconds on the clock (by default half as long again as the limit on computing time). Raises
    `Unreadable`: the codes of the formats, and "too_large", "timeout", "too_much_memory", "crashed", "unreadable";
    OSError where the path cannot be opened.
    """
    if name is None:
        name = "" if isinstance(source, bytes) else Path(source).name
    record, levels = read_record(source, name=name, limits=limits or Limits(), timeout=timeout)
    try:
        return from_record(json.loads(record), levels)
    except (KeyError, TypeError, ValueError) as fault:
        raise refusal("crashed") from fault


def read_rows_safely(content: bytes, *, limits: Limits | None = None) -> list[tuple[int, list[str]]]:
    """As `tables.rows`, in the same child processes. Raises `Unreadable` as `read_safely` does."""
    record, _levels = read_record(content, name="", limits=limits or Limits(), table=True)
    try:
        return [(int(number), [str(cell) for cell in cells]) for number, cells in json.loads(record)["rows"]]
    except (KeyError, TypeError, ValueError) as fault:
        raise refusal("crashed") from fault


def content_of(source: str | Path | bytes, limits: Limits) -> bytes:
    """The bytes of the file, which must not be more than the limit."""
    size = len(source) if isinstance(source, bytes) else os.stat(source).st_size
    if size > limits.size:
        raise Unreadable(
            "too_large",
            f"The file has {size // 1024**2 + 1} MB and the limit is {limits.size // 1024**2} MB. Make it smaller: "
            "pictures take up most.",
        )
    return source if isinstance(source, bytes) else Path(source).read_bytes()


def read_record(
    source: str | Path | bytes,
    *,
    name: str,
    limits: Limits,
    timeout: float | None = None,
    table: bool = False,
) -> tuple[bytes, list[int]]:
    """(the reading as a line of JSON, the levels of its paragraphs): for those who pass it on as it is. `table`: the
    rows of a spreadsheet instead."""
    content = content_of(source, limits)
    with nursery(limits) as children:
        for _ in range(_ATTEMPTS):
            child = children.taken()
            try:
                head, record = child.ask(content, name, timeout or limits.timeout, table=table)
            except Gone:
                continue  # it ended while idle: nothing was read
            children.give_back(child)
            if "refused" in head:
                code, sentence = head["refused"]
                raise refusal(code) if code in SENTENCES else Unreadable(code, sentence)
            return record, head["levels"]
    raise refusal("crashed")


def refusal(code: str) -> Unreadable:
    return Unreadable(code, SENTENCES[code])


class Gone(Exception):
    """The child had ended before it took the file."""


class Child:
    """One reading process. `held` says how its network is cut off: "namespace" or "guard"."""

    def __init__(self, limits: Limits) -> None:
        order = {"parent": os.getpid(), "limits": asdict(limits), "path": sys.path}
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-c", _START, json.dumps(order)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=environment(),
            start_new_session=True,
        )
        assert isinstance(self.process.stdin, io.FileIO)
        assert isinstance(self.process.stdout, io.FileIO)
        self._requests = self.process.stdin
        self._answers = io.BufferedReader(self.process.stdout, 1024**2)
        self.held = ""

    def ask(
        self, content: bytes, name: str, seconds: float, *, table: bool = False
    ) -> tuple[dict[str, Any], bytes]:
        """(what became of the file, the record of its reading). Raises Gone, or Unreadable where the child did not
        live to answer. What was written on the way is removed, whatever became of the child."""
        late = threading.Event()
        alarm = threading.Timer(seconds, self._stop, [late])
        alarm.daemon = True
        alarm.start()
        try:
            with tempfile.TemporaryDirectory(prefix="comity-reader-", ignore_cleanup_errors=True) as folder:
                request = {"name": name, "bytes": len(content), "folder": folder, "table": table}
                return self._answer(content, request, late)
        finally:
            alarm.cancel()

    def _answer(
        self, content: bytes, request: dict[str, Any], late: threading.Event
    ) -> tuple[dict[str, Any], bytes]:
        if not self.held:
            self.held = json.loads(self._answers.readline() or b'{"held": ""}')["held"]
        with suppress(BrokenPipeError):
            self._send(json.dumps(request).encode() + b"\n")
            self._send(content)
        begun = self._answers.readline() == BEGUN
        head = self._answers.readline() if begun else b""
        record = self._answers.readline() if head else b""
        if record.endswith(b"\n"):
            return json.loads(head), record
        self.end()
        if late.is_set() or self.process.returncode == -signal.SIGXCPU:
            raise refusal("timeout")
        if not begun:
            raise Gone
        raise refusal("crashed")

    def _send(self, content: bytes) -> None:
        rest = memoryview(content)
        while rest:
            rest = rest[self._requests.write(rest) or 0 :]

    def _stop(self, late: threading.Event) -> None:
        late.set()
        self.process.kill()

    def end(self) -> None:
        """Kill it and what it has started."""
        with suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.close()
        self.process.wait()

    def close(self) -> None:
        """Let go of the pipes: an idle child ends by that."""
        self._requests.close()
        self._answers.close()

    def forget(self) -> None:
        """After a fork the child belongs to the other process."""
        self.close()
        self.process.returncode = 0


def environment() -> dict[str, str]:
    """What a reader needs of the surroundings: no secret of the server's reaches it."""
    kept = ("PATH", "LANG", "LC_ALL", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "OMP_THREAD_LIMIT": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


class Nursery:
    """The children for one set of limits: at most one for each processor."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._idle: SimpleQueue[Child] = SimpleQueue()
        self._room = threading.BoundedSemaphore(os.cpu_count() or 1)

    def __enter__(self) -> Nursery:
        self._room.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self._room.release()

    def taken(self) -> Child:
        """An idle child, or a new one."""
        with suppress(Empty):
            return self._idle.get_nowait()
        return midwife().call(lambda: Child(self._limits))

    def give_back(self, child: Child) -> None:
        self._idle.put(child)

    def each_idle(self) -> Iterator[Child]:
        with suppress(Empty):
            while True:
                yield self._idle.get_nowait()


class Midwife:
    """The thread in which all children are started. Linux kills a child when the thread that started it ends, and
    the threads of a server come and go."""

    def __init__(self) -> None:
        self._calls: SimpleQueue[tuple[Callable[[], Child], Future[Child]]] = SimpleQueue()
        threading.Thread(target=self._work, name="comity-readers", daemon=True).start()

    def call(self, start: Callable[[], Child]) -> Child:
        result: Future[Child] = Future()
        self._calls.put((start, result))
        return result.result()

    def _work(self) -> None:
        while True:
            start, result = self._calls.get()
            try:
                result.set_result(start())
            except BaseException as fault:
                result.set_exception(fault)


_lock = threading.Lock()
_nurseries: dict[Limits, Nursery] = {}
_midwife: Midwife | None = None


def nursery(limits: Limits) -> Nursery:
    with _lock:
        return _nurseries.setdefault(limits, Nursery(limits))


def midwife() -> Midwife:
    global _midwife
    with _lock:
        if _midwife is None:
            _midwife = Midwife()
        return _midwife


def close() -> None:
    """End the idle children. They start anew when a file comes."""
    for one in list(_nurseries.values()):
        for child in one.each_idle():
            child.end()


def _after_fork() -> None:
    global _midwife, _lock
    for one in _nurseries.values():
        for child in one.each_idle():
            child.forget()
    _nurseries.clear()
    _midwife, _lock = None, threading.Lock()


atexit.register(close)
os.register_at_fork(after_in_child=_after_fork)
