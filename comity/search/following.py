"""Keeps the index of a node equal to what is public, by the publication log.

At every search one small query tells what the log says that the index does not know yet: entries that were added,
and entries whose time came. What is little is followed at once, so that a search shows a text published a moment
ago; what is much (a first build, a bulk import) is followed by a thread beside, and until then such versions are
left out of every answer. So nobody has to run a job when an embargo ends, and no answer holds what was withdrawn.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

import tantivy
from django.conf import settings
from django.db import connection
from django.db.models.functions import Coalesce
from django.utils import timezone

from comity.files.models import PublicationEntry
from comity.search import content, rows
from comity.search.generations import Busy, Generations, State, Unusable, Writer, versions

LITTLE = 3_000
"""Paragraphs that are followed while a reader waits, about half a second's work."""
PATIENCE = 0.7
"""Seconds that a reader waits for another process which is writing."""
COMMIT_EVERY = 20_000
"""Paragraphs of a long build between two commits: as much work is lost by a kill."""
AT_A_TIME = 200
"""Versions that are read from the database together."""
SHARED_EVERY = 5.0
"""Seconds for which a search believes what it knows of the values that statements share."""
LATE = timedelta(hours=1)
"""A number of the log that has not appeared by then belongs to a transaction that was given up."""
LOOKED_BACK = 1_000
"""Newest entries of the log among which missing numbers are looked for."""

log = logging.getLogger(__name__)
Progress = Callable[[int], object]


class OtherDatabase(Exception):
    """The index was filled from another database, or from this one before it was restored from a backup."""


@dataclass(frozen=True, slots=True)
class News:
    """Versions to look at again, and how far the log is followed once that is done."""

    versions: frozenset[int]
    state: State

    def __bool__(self) -> bool:
        return bool(self.versions)


@dataclass(frozen=True, slots=True)
class View:
    """What can be searched now; `searcher` is None where there is nothing yet."""

    searcher: tantivy.Searcher | None
    pending: frozenset[int]
    """Versions of which the index tells something outdated: leave them out."""
    is_complete: bool


def news(state: State, at: datetime, shared: dict[str, str] | None = None) -> News:
    """What the log says beyond the state, one query; and what bears other values than then. Raises `OtherDatabase`.

    Time may also have gone backwards: then entries that are no longer in effect are looked at again. `shared` is
    what may be a little old; without it the database is asked.
    """
    if shared is None:
        shared = shared_now()
    changed = other_values(state, shared)
    seen = datetime.fromtimestamp(state.due_until, UTC)
    earliest, latest = min(seen, at), max(seen, at)
    found = {
        pk: (version, effective, source(pk, ref, effective))
        for pk, version, ref, effective in rows.log(state.last_id, state.missing, earliest, latest)
    }
    if state.last_id and (state.last_id not in found or found[state.last_id][2] != state.source):
        raise OtherDatabase
    last = max(found, default=state.last_id)
    again = frozenset(
        version
        for pk, (version, effective, _) in found.items()
        if pk != state.last_id or earliest < effective <= latest
    )
    return News(
        again | content.bearing(changed, at) if changed else again,
        replace(
            state,
            last_id=last,
            source=found[last][2] if last else "",
            missing=still_missing(state, found, last, at),
            due_until=at.timestamp(),
            shared=shared,
        ),
    )


def other_values(state: State, shared: dict[str, str]) -> set[str]:
    """Meetings, sessions, bodies ... whose statements the index holds under other values."""
    if state.shared == shared:
        return set()
    return {place for place, values in shared.items() if state.shared.get(place, values) != values}


_shared: tuple[float, dict[str, str]] = (0.0, {})


def shared_now() -> dict[str, str]:
    """What statements share, from the database."""
    global _shared
    _shared = (time.monotonic() + SHARED_EVERY, content.shared_values())
    return _shared[1]


def shared_lately() -> dict[str, str]:
    until, known = _shared
    return known if time.monotonic() < until else shared_now()


def source(pk: int, ref: str, effective: datetime) -> str:
    """Tells an entry from one with the same number in another database: the reference is random."""
    return f"{pk} {ref} {effective.timestamp()}"


def still_missing(state: State, found: Iterable[int], last: int, at: datetime) -> dict[int, float]:
    """Lower numbers of the log that have not been seen and may still appear."""
    now, seen = at.timestamp(), set(found)
    since = {pk: now for pk in range(max(state.last_id + 1, last - LOOKED_BACK), last)} | state.missing
    return {
        pk: when
        for pk, when in since.items()
        if pk not in seen and abs(now - when) < LATE.total_seconds() and pk > last - LOOKED_BACK
    }


def start(at: datetime) -> State:
    """The newest place of the log, for an index that is compared with the whole database from here on."""
    newest = list(
        PublicationEntry.objects.order_by("-pk").values_list(
            "pk",
            Coalesce("version__statement__ref", "document_version__document__ref"),
            "effective_at",
        )[:LOOKED_BACK]
    )
    if not newest:
        return State(due_until=at.timestamp())
    numbers = {pk for pk, _, _ in newest}
    missing = {pk: at.timestamp() for pk in range(min(numbers), max(numbers)) if pk not in numbers}
    last, ref, effective = newest[0]
    return State(last, missing, at.timestamp(), source=source(last, ref, effective))


def fill(writer: Writer, at: datetime, progress: Progress | None = None) -> None:
    """Make the index equal to all that is public, keeping what is right already. Can be killed and gone on with."""
    state = replace(start(at), shared=shared_now())
    held = writer.versions()
    there = held - content.bearing(other_values(writer.state(), state.shared), at)
    public = content.public(at)
    writer.replace(held - there.intersection(public), ())
    wanted = [version for version in public if version not in there]
    uncommitted = 0
    for first in range(0, len(wanted), AT_A_TIME):
        some = wanted[first : first + AT_A_TIME]
        added = writer.replace((), content.of_keys(some, at))
        uncommitted += added
        if progress:
            progress(added)
        if uncommitted >= COMMIT_EVERY:
            writer.commit(state)
            uncommitted = 0
    writer.commit(replace(state, checked_at=at.timestamp()))


def follow(writer: Writer, heard: News, at: datetime) -> None:
    """Look again at the versions that the log names."""
    writer.replace(heard.versions, content.of_keys(heard.versions, at))
    writer.commit(heard.state)


def catch_up(
    kept: Generations, at: datetime, progress: Progress | None = None, *, compare: bool = False
) -> None:
    """Bring the index up to the instant, from nothing where need be. Raises `Busy`.

    With `compare` all that is public is compared, whatever the log says.
    """
    with kept.writing() as writer:
        try:
            heard = news(writer.state(), at)
        except OtherDatabase:
            writer.clear()
            heard = news(writer.state(), at)
        if compare or not writer.state().checked_at:
            fill(writer, at, progress)
        elif heard:
            follow(writer, heard, at)


def rebuild(kept: Generations, at: datetime, progress: Progress | None = None) -> None:
    """A new index beside the old one, which is searched and followed meanwhile. Raises `Busy`."""
    with kept.building() as writer:
        fill(writer, at, progress)


def view(at: datetime) -> View:
    """What can be searched, brought up to the instant as far as a reader can wait for it."""
    kept = generations()
    until = time.monotonic() + PATIENCE
    while True:
        found, is_much = _look(kept, at)
        if found.is_complete or time.monotonic() >= until:
            return found
        if is_much:
            start_beside(check=False)
            return found
        try:
            catch_up(kept, at)
        except Busy:
            time.sleep(0.02)
        except (OSError, ValueError):
            # No room, no right to write: what there is can be searched, less what is outdated.
            log.exception("the search index cannot be written")
            return found


def _look(kept: Generations, at: datetime) -> tuple[View, bool]:
    """What there is, and whether what it lacks is more than a reader can wait for."""
    try:
        searcher, state = kept.current()
        heard = news(state, at, shared_lately())
    except (Unusable, OtherDatabase):
        return View(None, frozenset(), False), _much(at)
    if not state.checked_at:
        return View(searcher, heard.versions, False), _much(at)
    is_much = bool(heard) and content.size(heard.versions, limit=LITTLE) >= LITTLE
    return View(searcher, heard.versions, not heard), is_much


def _much(at: datetime) -> bool:
    return content.size(content.public(at)[:LITTLE], limit=LITTLE) >= LITTLE


class Condition(StrEnum):
    """How the index of this node stands."""

    CURRENT = "It holds all that is public."
    BEHIND = "It is behind the publication log and catches up at the next search."
    BEING_BUILT = "It is being built, or was left half built; the server and the next search go on with it."
    OTHER_DATABASE = "It was filled from another database; the server and the next search fill it anew."
    UNUSABLE = "There is no index that can be read; the server and the next search build one."


@dataclass(frozen=True, slots=True)
class Status:
    """`versions` are those that have paragraphs; `size` is in bytes."""

    condition: Condition
    paragraphs: int = 0
    versions: int = 0
    size: int = 0


def status(at: datetime) -> Status:
    """How the index of this node stands; changes nothing."""
    kept = generations()
    try:
        searcher, state = kept.current()
    except Unusable:
        return Status(Condition.UNUSABLE)
    try:
        behind = bool(news(state, at))
        condition = Condition.BEHIND if behind else Condition.CURRENT
        if not state.checked_at:
            condition = Condition.BEING_BUILT
    except OtherDatabase:
        condition = Condition.OTHER_DATABASE
    return Status(condition, searcher.num_docs - 1, len(versions(searcher)), kept.size())


_beside = threading.Lock()


def start_beside(*, check: bool = True) -> threading.Thread | None:
    """Bring the index up to now in a thread; None where this process is at it already.

    With `check` its files are checked and its content is compared with the database: at the start of a server, and
    where a search failed.
    """
    if not _beside.acquire(blocking=False):
        return None
    thread = threading.Thread(
        target=_run_beside, args=(generations(), check), name="search index", daemon=True
    )
    thread.start()
    return thread


def _run_beside(kept: Generations, check: bool) -> None:
    try:
        if check:
            kept.check()
        catch_up(kept, timezone.now(), compare=check)
    except Busy:
        pass
    except Exception:
        # The next search tries again; a page must not fail because of it.
        log.exception("the search index could not be brought up to date")
    finally:
        connection.close()
        _beside.release()


def generations() -> Generations:
    return _generations(Path(settings.SEARCH_INDEX))


@cache
def _generations(folder: Path) -> Generations:
    return Generations(folder)
