"""The child process that reads files from outside: limits on itself first, then one file after another.

Started by `sandbox`, which it speaks to over its standard input and output. It gives up what reading does not need:

- **network**: on Linux a network namespace of its own, with nothing in it but a loopback that is down, where the
  kernel lets an unprivileged process make one (`unshare`); everywhere an audit hook that refuses every socket;
- **programs**: the audit hook lets it start LibreOffice and Tesseract and nothing else;
- **memory, open files, written bytes, core dumps**: resource limits; **time**: a CPU limit anew for each file, and the
  parent's clock;
- **privileges**: none can be gained by starting a program (no_new_privs), capabilities are dropped;
- **its parent**: it dies with it, and at the end of its standard input.

What the kernel does not allow (a container may forbid namespaces, macOS has none) is left out, and `held` says so.
A crash or a kill ends this process and the file it was reading, nothing else.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import select
import signal
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
CAPABILITY_VERSION_3 = 0x20080522
PROGRAMS = {"soffice", "soffice.bin", "libreoffice", "tesseract"}
BEGUN = b"begun\n"
IDLE_SECONDS = 120
"""A child that nobody has asked for so long ends by itself."""
FILES_LIMIT = 500
"""A child that has read so many ends by itself, and with it whatever a library may have leaked."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Bytes and seconds."""

    size: int = 100 * 1024**2
    """Of the file itself."""
    memory: int = 1024**3
    """Beyond what the programme and its libraries take up."""
    seconds: float = 60
    """Of computing time; the clock on the wall may run half as long again."""
    pages: int = 2_000
    written: int = 256 * 1024**2
    """Of any file that reading writes (conversion, pictures of pages)."""
    open_files: int = 256
    ocr_seconds: float = 45
    """For reading pictures of text, where Tesseract is installed; 0 for never."""

    @property
    def timeout(self) -> float:
        return 1.5 * self.seconds


class Forbidden(PermissionError):
    """The child tried what reading a file does not need."""


def main() -> None:
    """Confine this process, then read until nobody asks any more. `argv[1]` holds the parent's pid and the limits."""
    order = json.loads(sys.argv[1])
    # Libraries print; the pipe to the parent must carry answers only.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    die_with(order["parent"])
    held = without_network()
    from comity.texts import reading, written  # noqa: F401  after the namespace: threads would forbid it
    from comity.texts.formats import READERS

    for module in sorted(set(READERS.values())):
        with suppress(ImportError):
            __import__(module)
    gc.freeze()
    gc.set_threshold(
        100_000, 20, 20
    )  # readings hold no cycles: looking for some costs a twentieth of the time
    limits = Limits(**order["limits"])
    confine(limits)
    answers.write(json.dumps({"held": held}).encode() + b"\n")
    answers.flush()
    serve(sys.stdin.buffer, answers, limits)


def serve(requests: BinaryIO, answers: BinaryIO, limits: Limits) -> None:
    """One request after another, {"name", "bytes", "folder", "table"} on a line and then so many bytes; what the
    reading writes goes to the folder, which the parent removes. Two lines answer: {"levels"} or {"refused"}, and the
    record of the reading, or {"rows"} of a table."""
    for _ in range(FILES_LIMIT):
        if not select.select([requests], [], [], IDLE_SECONDS)[0]:
            return
        line = requests.readline()
        if not line:
            return
        answers.write(BEGUN)
        answers.flush()
        request = json.loads(line)
        content = requests.read(request["bytes"])
        tempfile.tempdir = request["folder"]
        allow_seconds(limits.seconds)
        answer = (
            answered_rows(content) if request.get("table") else answered(content, request["name"], limits)
        )
        answers.write(answer + b"\n")
        answers.flush()


def answered(content: bytes, name: str, limits: Limits) -> bytes:
    """The reading or the refusal, as two lines of JSON."""
    from comity.texts.model import Unreadable
    from comity.texts.reading import read
    from comity.texts.written import as_record

    record: dict[str, Any] = {}
    try:
        found = read(content, name, pages_limit=limits.pages, ocr_seconds=limits.ocr_seconds)
        head: dict[str, Any] = {"levels": [one.level for one in found.paragraphs]}
        record = as_record(found)
    except Unreadable as refusal:
        head = {"refused": [refusal.code, refusal.message]}
    except MemoryError:
        head = {"refused": ["too_much_memory", ""]}
    except Exception as fault:
        head = {"refused": ["unreadable", type(fault).__name__]}
    return b"\n".join((as_line(head), as_line(record)))


def answered_rows(content: bytes) -> bytes:
    """The rows of a table or the refusal, as two lines of JSON."""
    from comity.texts.model import Unreadable
    from comity.texts.tables import rows

    head: dict[str, Any] = {"levels": []}
    record: dict[str, Any] = {}
    try:
        record = {"rows": rows(content)}
    except Unreadable as refusal:
        head = {"refused": [refusal.code, refusal.message]}
    except MemoryError:
        head = {"refused": ["too_much_memory", ""]}
    return b"\n".join((as_line(head), as_line(record)))


def as_line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def die_with(parent: int) -> None:
    """Killed when the parent's starting thread ends, whatever this process is doing then."""
    if sys.platform == "linux":  # pragma: no branch  macOS has no such call
        libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)  # pragma: no cover  ends before anything could be counted


def libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def without_network() -> str:
    """Cut the network off; returns how: "namespace" (by the kernel) or "guard" (by the audit hook alone)."""
    held = "guard"
    if sys.platform == "linux":  # pragma: no branch  macOS has no namespaces
        user, group = os.getuid(), os.getgid()
        if any(libc().unshare(new) == 0 for new in (CLONE_NEWUSER | CLONE_NEWNET, CLONE_NEWNET)):
            held = "namespace"
            with suppress(OSError):  # the same person inside, so that files still belong to somebody
                Path("/proc/self/setgroups").write_text("deny")
                Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
                Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
        libc().prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        drop_capabilities()
    sys.addaudithook(refuse)
    return held


def drop_capabilities() -> None:
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    none = (ctypes.c_uint32 * 6)()
    libc().capset(ctypes.byref(header), ctypes.byref(none))


def refuse(event: str, args: tuple[Any, ...]) -> None:
    """The audit hook: no socket, and no program but those that convert and recognise."""
    if event.startswith("socket."):
        raise Forbidden("reading a file needs no network")
    if event in ("os.system", "os.exec", "os.posix_spawn", "subprocess.Popen"):
        program = os.path.basename(os.fsdecode(args[0])) if args and args[0] else ""
        if event != "subprocess.Popen" or program not in PROGRAMS:
            raise Forbidden(f"reading a file does not start {program or 'a program'}")


def confine(limits: Limits) -> None:
    """Resource limits of this process and what it starts, once its libraries are loaded."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.written, limits.written))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits.open_files, limits.open_files))
    if sys.platform == "linux":  # pragma: no branch  macOS does not keep to RLIMIT_AS
        taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        lower(resource.RLIMIT_AS, taken + limits.memory)


def lower(what: int, limit: int) -> None:
    """A limit that nothing raises again; never above the one there is."""
    ceiling = resource.getrlimit(what)[1]
    if ceiling != resource.RLIM_INFINITY:
        limit = min(limit, ceiling)
    resource.setrlimit(what, (limit, limit))


def allow_seconds(seconds: float) -> None:
    """So much computing time from now on, for the next file."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(usage.ru_utime + usage.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))
