"""The index on disk: one folder a generation, the current one named in a file, one writer at a time.

    search/lock          held by the one process of this node that writes
    search/lock-new      held by the one that builds a generation anew
    search/current       name of the generation that is searched; replaced in one step
    search/g-.../        a tantivy index

What a generation holds of the publication log (`State`) is kept in the index itself, so that a commit moves both
or neither: a kill or a power cut at any moment leaves the last commit. A generation that cannot be read, or was made
by another analyser, schema or list of names, counts as missing and is made anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import struct
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

import tantivy

from comity.search import index
from comity.texts import names, words

_HEAP = 64_000_000
"""Bytes that the writer gathers before it writes a segment."""


_MAGIC = 1337
_AT_A_TIME = 1 << 20
VERSIONS_AT_A_TIME = 50_000
"""Versions that the engine is asked for together."""
_MERGING = 0.3
"""Seconds for which whoever wrote waits until segments are merged."""


class Busy(Exception):
    """Another process or thread of this node is writing."""


class Unusable(Exception):
    """There is no index, or it is damaged or of another make; it has to be filled anew."""


@dataclass(frozen=True, slots=True)
class State:
    """How far an index has followed the publication log. Times are seconds since 1970."""

    last_id: int = 0
    """Highest entry seen."""
    missing: dict[int, float] = field(default_factory=dict)
    """Lower ids not seen yet -> since when: transactions that commit late, or that never will."""
    due_until: float = 0.0
    """Entries that took effect up to this instant are applied."""
    checked_at: float = 0.0
    """When the index was last compared with the whole database; 0 while it is being filled."""
    source: str = ""
    """What the last entry looked like: tells whether the database is still the same one."""
    shared: dict[str, str] = field(default_factory=dict)
    """What statements of a meeting, session, body ... bear in common (`content.shared_values`)."""
    make: str = ""


def make() -> str:
    """Fingerprint of all that decides which terms a text gives."""
    listed = repr(names.all()).encode()
    return f"{index.SCHEMA_VERSION}.{words.VERSION}.{hashlib.sha256(listed).hexdigest()[:12]}"


class Generations:
    """The folder of one node's index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: tuple[str, tantivy.Index] | None = None
        self._seen: object = None
        self._current: tuple[tantivy.Searcher, State] | None = None
        self._reading = threading.Lock()

    def current(self) -> tuple[tantivy.Searcher, State]:
        """A view of the newest commit, whoever made it, and what it holds of the log. Raises `Unusable`."""
        with self._reading:
            try:
                return self._newest()
            except BaseException as error:
                self._opened = self._current = None
                if not is_damage(error):
                    raise
                raise Unusable(str(error)) from error

    def check(self) -> None:
        """Read every file of the generation that is searched; a damaged one counts as missing from here on.

        Raises `Busy`. A file may be damaged where no search of today looks.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with _lock(self.folder / "lock"):
            name = self._usable_name()
            if name is None or all(map(_is_whole, (self.folder / name).glob("*.*"))):
                return
            (self.folder / "current").unlink()
            self._opened = self._current = None

    def _newest(self) -> tuple[tantivy.Searcher, State]:
        name = (self.folder / "current").read_text(encoding="ascii").strip()
        # Looked at before the index is read, so that a commit in between is seen at the next call.
        seen = _identity(self.folder / name / "meta.json")
        if self._opened is None or self._opened[0] != name:
            self._opened, self._current = (name, _open(self.folder / name)), None
        elif seen != self._seen:
            self._opened[1].reload()
            self._current = None
        if self._current is None:
            searcher = self._opened[1].searcher()
            self._current, self._seen = (searcher, _state(searcher)), seen
        return self._current

    def size(self) -> int:
        """Bytes on disk."""
        total = 0
        for path in self.folder.rglob("*"):
            with suppress(FileNotFoundError):  # merged away meanwhile
                total += path.stat().st_size if path.is_file() else 0
        return total

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """The one writer of the generation that is searched; an empty one is made where nothing usable is there.

        Raises `Busy`. Segments are merged after the block by a thread of its own where that takes long; until it is
        done others are told `Busy`.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as held:
            held.enter_context(_lock(self.folder / "lock"))
            held.callback(self._sweep)
            name = self._usable_name()
            if name is None:
                name = self._new()
                with closing(self._writer(name)) as writer:
                    writer.commit(State())
                self._publish(name)
            writer = self._writer(name)
            held.callback(writer.close)
            try:
                yield writer
            finally:
                merging = threading.Thread(target=held.pop_all().close, name="search index merge")
                merging.start()
                merging.join(_MERGING)

    @contextmanager
    def building(self) -> Iterator[Writer]:
        """An empty generation beside the one that is searched and written, in whose place it comes after the block.

        Raises `Busy` where one is being built.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with _lock(self.folder / "lock-new"):
            name = self._new()
            try:
                with closing(self._writer(name)) as writer:
                    writer.commit(State())
                    yield writer
                with _lock(self.folder / "lock", patience=60):
                    self._publish(name)
            finally:
                self._remove_others()

    def _new(self) -> str:
        name = f"g-{secrets.token_hex(6)}"
        (self.folder / name).mkdir()
        return name

    def _writer(self, name: str) -> Writer:
        return Writer(_open(self.folder / name))

    def _usable_name(self) -> str | None:
        try:
            self.current()
        except Unusable:
            return None
        return self._opened[0] if self._opened else None

    def _publish(self, name: str) -> None:
        new = self.folder / "current.new"
        with new.open("w", encoding="ascii") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.folder / "current")
        folder = os.open(self.folder, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)

    def _sweep(self) -> None:
        """Remove generations that were left, unless one is being built."""
        with suppress(Busy), _lock(self.folder / "lock-new"):
            self._remove_others()

    def _remove_others(self) -> None:
        """Remove generations that nobody names; whoever still reads one keeps its open files."""
        current = self.folder / "current"
        kept = current.read_text(encoding="ascii").strip() if current.is_file() else ""
        for found in self.folder.glob("g-*"):
            if found.name != kept:
                shutil.rmtree(found, ignore_errors=True)


class Writer:
    """Changes become visible, all at once and for good, with `commit`."""

    def __init__(self, opened: tantivy.Index) -> None:
        self._index = opened
        self._writer: tantivy.IndexWriter = opened.writer(_HEAP, 1)

    def replace(self, versions: Iterable[int], entries: Iterable[index.Entry]) -> int:
        """Take these versions out and these paragraphs in; returns how many paragraphs."""
        self._remove(versions)
        number = 0
        for number, entry in enumerate(entries, 1):  # noqa: B007
            self._writer.add_document(index.document(entry))
        return number

    def _remove(self, versions: Iterable[int]) -> None:
        # By query: `delete_documents_by_term` takes every number for a signed one and removes nothing.
        if removed := sorted(set(versions)):
            self._writer.delete_documents_by_query(
                tantivy.Query.term_set_query(index.SCHEMA, "version", removed)
            )

    def commit(self, state: State) -> None:
        self._remove([0])
        text = json.dumps(asdict(state) | {"make": make()})
        self._writer.add_document(tantivy.Document.from_dict({"version": 0, "state": text}, index.SCHEMA))
        self._writer.commit()
        self._index.reload()

    def clear(self) -> None:
        """Forget every paragraph, at once."""
        self._writer.delete_all_documents()
        self.commit(State())

    def state(self) -> State:
        return _state(self._index.searcher())

    def versions(self) -> set[int]:
        """Every version that has paragraphs in the last commit."""
        return versions(self._index.searcher())

    def close(self) -> None:
        """Let running merges finish; what was not committed is forgotten."""
        self._writer.rollback()
        self._writer.wait_merging_threads()


def versions(searcher: tantivy.Searcher) -> set[int]:
    """Every version that has paragraphs here."""
    found: set[int] = set()
    after = 0
    while True:
        rest = tantivy.Query.range_query(
            index.SCHEMA, "version", tantivy.FieldType.Unsigned, lower_bound=after, include_lower=False
        )
        terms = {"terms": {"field": "version", "size": VERSIONS_AT_A_TIME, "order": {"_key": "asc"}}}
        buckets = searcher.aggregate(rest, {"version": terms})["version"]["buckets"]
        found |= {int(bucket["key"]) for bucket in buckets}
        if len(buckets) < VERSIONS_AT_A_TIME:
            return found
        after = max(found)


def _open(folder: Path) -> tantivy.Index:
    opened = tantivy.Index(index.SCHEMA, str(folder))
    opened.config_reader("manual")
    opened.reload()
    return opened


def _state(searcher: tantivy.Searcher) -> State:
    """Raises `ValueError` where the index is of another make."""
    query = tantivy.Query.term_query(index.SCHEMA, "version", 0)
    hits = searcher.search(query, 1, count=False).hits
    if not hits:
        raise ValueError("the index does not say what it holds")
    kept = json.loads(searcher.doc(hits[0][1])["state"][0])
    if kept.get("make") != make():
        raise ValueError("the index is of another make")
    return State(**kept | {"missing": {int(key): since for key, since in kept["missing"].items()}})


def is_damage(error: BaseException) -> bool:
    """Whether the engine gave up on its files: it panics, which Python's `Exception` does not cover."""
    return isinstance(error, OSError | ValueError) or type(error).__name__ == "PanicException"


def _is_whole(path: Path) -> bool:
    """Whether a file is as tantivy wrote it: its last bytes are a JSON with a checksum, its length, and 1337."""
    if path.name.startswith(".") or path.name == "meta.json":
        return True
    try:
        with path.open("rb") as file:
            file.seek(-8, os.SEEK_END)
            length, magic = struct.unpack("<II", file.read())
            end = file.seek(-8 - length, os.SEEK_END)
            crc: int = json.loads(file.read(length))["crc"]
            file.seek(0)
            found = 0
            while file.tell() < end:
                found = zlib.crc32(file.read(min(_AT_A_TIME, end - file.tell())), found)
        return magic == _MAGIC and found == crc
    except FileNotFoundError:
        return True  # merged away meanwhile
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _identity(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size


@contextmanager
def _lock(path: Path, *, patience: float = 0.0) -> Iterator[None]:
    """Held by this process alone; the kernel lets go of it however the process ends. Raises `Busy` after so many
    seconds."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    until = time.monotonic() + patience
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= until:
                    raise Busy from error
                time.sleep(0.02)
        yield
    finally:
        os.close(descriptor)
