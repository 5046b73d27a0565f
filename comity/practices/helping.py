"""What the machine knows of a meeting while people read it: what deserves a look first, and what is said alike.

Each process keeps it in memory, a `Desk` a meeting, and makes it anew from the database. What takes long (scores,
vectors, ranks) is reckoned by a thread that never touches the database: pages are answered meanwhile from what is
there, and store some of the new scores each.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
from django.db.models import Count, Max, QuerySet

from comity.meetings.models import Meeting
from comity.practices import engines, proposing, reading
from comity.practices.models import Reading
from comity.practices.reading import Fate, Key
from comity.statements.models import Paragraph, Statement, Version
from comity.texts.finding import crosslingual, stopping
from comity.texts.finding.items import Id, Item
from comity.texts.finding.plugged import Plugged, Unavailable
from comity.texts.finding.suggest import Suggester, Suggestion

if TYPE_CHECKING:
    from comity.texts.finding.learn import Queue

BUDGET = 0.06
"""Seconds that a page spends on scores that are missing; the thread makes the rest."""
STORED_AT_ONCE = 300
"""New scores that one page stores."""
EVERY = 5
"""So many new decisions change the order."""
ALIKE = 6
"""Paragraphs shown beside the one that is read."""
LIKENESS = 0.25
"""Cosine from which two paragraphs count as alike."""
CHUNK = 100


class Row(NamedTuple):
    """A paragraph of the meeting, in as few words as will do."""

    pk: int
    statement: int
    language: str
    anchor: str
    kind: str
    position: int
    form: str
    """Of its statement: what was sent, answered or said."""

    @property
    def key(self) -> Key:
        return self.statement, self.language, self.anchor


class Mark(NamedTuple):
    """What the machine makes of a paragraph."""

    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Decided:
    """What people have decided when the order was made: paragraph -> wanted, and the readings one after another."""

    wanted: Mapping[Id, bool]
    reads: Sequence[stopping.Read]
    total: int


@dataclass(frozen=True, slots=True)
class Modelled:
    """The paragraphs as a plugged model has them; `known`: (rows) those that it was shown."""

    by: Plugged
    vectors: crosslingual.Array
    common: Mapping[str, crosslingual.Array]
    known: npt.NDArray[np.bool_]


@dataclass(slots=True)
class Desk:
    """What one process keeps of one meeting. Only the thread writes what stands below `lock`."""

    meeting: int
    signature: object = None
    rows: list[Row] = field(default_factory=list)
    texts: dict[int, Item] = field(default_factory=dict)
    place: dict[int, int] = field(default_factory=dict)
    """Paragraph -> its place in `rows` and in the vectors."""
    lock: threading.Lock = field(default_factory=threading.Lock)
    marks: dict[int, Mark] = field(default_factory=dict)
    unsaved: list[Suggestion] = field(default_factory=list)
    vectors: crosslingual.Array | None = None
    """Without what the paragraphs of their language have in common, which `common` holds."""
    common: Mapping[str, crosslingual.Array] = field(default_factory=dict)
    open_words: frozenset[int] = frozenset()
    """Paragraphs that everybody may read: what a model behind an address may be shown."""
    modelled: Modelled | None = None
    queue: Queue | None = None
    ranks: dict[int, float] = field(default_factory=dict)
    """Paragraph -> chance that it is wanted, by the decisions; empty until there are enough."""
    told: int = 0
    """How many decisions the order knows."""
    left: stopping.Left | None = None
    busy: bool = False

    def chance(self, pk: int) -> float:
        """How likely the paragraph is wanted; what nobody has scored yet comes behind what is likely."""
        if pk in self.ranks:
            return self.ranks[pk]
        mark = self.marks.get(pk)
        return mark.score if mark else 0.0

    def is_aside(self, row: Row) -> bool:
        """A heading, or thanks and forms of address only."""
        mark = self.marks.get(row.pk)
        return row.kind == "heading" or (mark is not None and mark.label == proposing.COURTESY)

    def ready(self) -> bool:
        """Whether every paragraph is scored and can be compared."""
        return self.vectors is not None and len(self.marks) == len(self.rows)

    def nearness(self, pk: int) -> Mapping[int, float]:
        """Cosine of the paragraph and each other; nothing where it is not known or there are no vectors yet."""
        cosines = self.cosines(pk)
        return {} if cosines is None else dict(zip(self.place, cosines.tolist(), strict=False))

    def cosines(self, pk: int) -> crosslingual.Array | None:
        """How alike the paragraph and each row are: by the plugged model where it knows both, else by the space."""
        vectors, here, modelled = self.vectors, self.place.get(pk), self.modelled
        if vectors is None or here is None or here >= len(vectors):
            return None
        found = vectors @ vectors[here]
        if modelled is not None and modelled.known[here]:
            found = np.where(modelled.known, modelled.vectors @ modelled.vectors[here], found)
        return np.asarray(found, np.float32)

    def by(self, pk: int) -> Plugged | None:
        """The plugged model, where it knows the paragraph."""
        place, modelled = self.place.get(pk), self.modelled
        known = modelled is not None and place is not None and bool(modelled.known[place])
        return modelled.by if modelled is not None and known else None

    def alike(self, pk: int, *, closed: Collection[int] = (), number: int = ALIKE) -> list[tuple[int, float]]:
        """Paragraphs of other statements that say the like, in whatever language: (paragraph, cosine), best first.

        A language takes at most half of the places, so that one's own does not crowd out the others."""
        cosines = self.cosines(pk)
        if cosines is None:
            return []
        own = self.rows[self.place[pk]].statement
        found: list[tuple[int, float]] = []
        taken: dict[str, int] = {}
        for at in (-cosines).argsort(kind="stable")[: number * 20].tolist():
            row = self.rows[at]
            if cosines[at] < LIKENESS or len(found) == number:
                break
            full = taken.get(row.language, 0) >= max(1, number // 2)
            if row.statement == own or row.statement in closed or full or self.is_aside(row):
                continue
            taken[row.language] = taken.get(row.language, 0) + 1
            found.append((row.pk, round(float(cosines[at]), 2)))
        return found


_desks: dict[int, Desk] = {}
_creating = threading.Lock()


def forget() -> None:
    """Drop everything kept in this process."""
    with _creating:
        _desks.clear()


def desk(
    meeting: Meeting, *, at: datetime, known: Mapping[Key, Fate] | None = None, wait: bool = False
) -> Desk:
    """The meeting's desk, brought up to date as far as `BUDGET` allows; `wait`: entirely, before it is given.

    `known` are the fates of the meeting's paragraphs, where the caller has asked for them already.
    """
    with _creating:
        found = _desks.setdefault(meeting.pk, Desk(meeting.pk))
    load(found, meeting, at=at)
    known = reading.fates(meeting) if known is None else known
    missing = [row.pk for row in found.rows if row.pk not in found.marks]
    if missing and not found.busy:
        score(found, missing, until=None if wait else time.monotonic() + BUDGET)
    news = abs(len(known) - found.told) >= EVERY or (wait and len(known) != found.told) or found.left is None
    decided = decisions(found, meeting, known) if news and (wait or not found.busy) else None
    if wait:
        work(found, decided, len(known))
    elif (decided is not None or not found.ready()) and not found.busy:
        found.busy = True
        threading.Thread(target=work, args=(found, decided, len(known)), daemon=True).start()
    store(found, at=at, number=None if wait else STORED_AT_ONCE)
    return found


def load(found: Desk, meeting: Meeting, *, at: datetime) -> None:
    """Read the rows anew where a statement came, changed or went."""
    paragraphs = reading.to_read(meeting)
    open_words = told_to_all(paragraphs, at=at) if engines.sends() else frozenset()
    rows_of = (
        paragraphs.order_by("language_version")
        .values_list("language_version", "language_version__version__fingerprint")
        .annotate(last=Max("pk"), number=Count("pk"))
    )
    signature = (*rows_of, open_words)
    if signature == found.signature:
        return
    told = paragraphs.values_list(
        *("pk", *reading.KEY, "kind", "position", "language_version__version__statement__form"),
        *("text", "language"),
    )
    listed = list(told)
    rows = [Row(*one[:7]) for one in listed]
    texts = {one[0]: Item(one[0], one[7], one[8]) for one in listed}
    marks = {
        pk: Mark(label, score)
        for pk, label, score in proposing.current()
        .filter(paragraph__language_version__version__statement__meeting=meeting)
        .values_list("paragraph", "label", "score")
    }
    with found.lock:
        found.rows, found.texts = rows, texts
        found.place = {row.pk: place for place, row in enumerate(rows)}
        found.marks = {row.pk: marks[row.pk] for row in rows if row.pk in marks}
        found.vectors, found.common, found.queue = None, {}, None
        found.open_words, found.modelled = open_words, None
        found.ranks, found.unsaved, found.told, found.left = {}, [], 0, None
        found.signature = signature


def told_to_all(paragraphs: QuerySet[Paragraph], *, at: datetime) -> frozenset[int]:
    """Keys of those that everybody may read."""
    open_ones = paragraphs.filter(
        language_version__version__in=Version.objects.public(at),
        language_version__version__statement__sensitivity=Statement.Sensitivity.UNCLASSIFIED,
    )
    return frozenset(open_ones.order_by().values_list("pk", flat=True))


def score(found: Desk, missing: Sequence[int], *, until: float | None) -> None:
    """Score what is missing, up to an instant of the monotonic clock."""
    suggester, texts = Suggester(), found.texts
    for start in range(0, len(missing), CHUNK):
        for pk in missing[start : start + CHUNK]:
            if until is not None and time.monotonic() > until:
                return
            if pk in texts:
                suggestion = proposing.suggestion(suggester, texts[pk])
                found.marks[pk] = Mark(suggestion.label, suggestion.score)
                with found.lock:
                    found.unsaved.append(suggestion)


def work(found: Desk, decided: Decided | None, told: int) -> None:
    """Everything that takes long, without the database: scores, vectors, and the order that decisions make."""
    try:
        with found.lock:
            signature, rows, texts = found.signature, list(found.rows), found.texts
        score(found, [row.pk for row in rows if row.pk not in found.marks], until=None)
        items = [texts[row.pk] for row in rows]
        if found.vectors is None:
            spoken = [row.language for row in rows]
            vectors = crosslingual.load().vectors([one.text for one in items], spoken)
            common = crosslingual.means(vectors, spoken)
            keep(found, signature, vectors=crosslingual.centred(vectors, spoken, common), common=common)
        if found.modelled is None and (plugged := engines.plugged()) is not None:
            keep(found, signature, modelled=modelled(found.open_words, rows, items, plugged))
        if decided is not None:
            keep(found, signature, left=stopping.left(decided.reads, decided.total), told=told)
            if found.ranks or both_kinds(decided):
                rank(found, signature, items, decided.wanted)
    finally:
        found.busy = False


def modelled(
    open_words: Collection[int], rows: Sequence[Row], items: Sequence[Item], by: Plugged
) -> Modelled | None:
    """The rows by the plugged model, those alone that it may be shown; None where it has gone."""
    known = np.array([not by.model.sends or row.pk in open_words for row in rows], bool)
    try:
        vectors = by.vectors([one.text for one, is_shown in zip(items, known, strict=True) if is_shown])
    except Unavailable as fault:
        engines.fail(fault)
        return None
    spoken = [row.language for row, is_shown in zip(rows, known, strict=True) if is_shown]
    common = by.common(vectors, spoken, of_these=True)
    found = np.zeros((len(rows), vectors.shape[1]), np.float32)
    found[known] = crosslingual.centred(vectors, spoken, common)
    return Modelled(by, found, common, known)


def both_kinds(decided: Decided) -> bool:
    """Whether there is anything to learn from: below that the shipped weights alone speak."""
    return len(decided.wanted) >= EVERY and 2 <= sum(decided.wanted.values()) < len(decided.wanted)


def rank(found: Desk, signature: object, items: Sequence[Item], wanted: Mapping[Id, bool]) -> None:
    from comity.texts.finding.learn import Queue  # scikit-learn takes a second to load: the thread's second

    if found.queue is None:
        keep(found, signature, queue=Queue(items))
    if found.queue is not None:
        keep(found, signature, ranks=found.queue.ranked(wanted))


def keep(found: Desk, signature: object, **made: Any) -> None:
    """Unless the meeting's statements have changed meanwhile: then it is made again."""
    with found.lock:
        if found.signature == signature:
            for name, value in made.items():
                setattr(found, name, value)


def store(found: Desk, *, at: datetime, number: int | None) -> None:
    """Store scores that were made since."""
    with found.lock:
        some, found.unsaved = found.unsaved[:number], found.unsaved[number:] if number else []
    if some:
        proposing.save(some, found.texts, at=at)


def decisions(found: Desk, meeting: Meeting, known: Mapping[Key, Fate]) -> Decided:
    """What was decided about the rows, and in which order."""
    wanted: dict[Id, bool] = {
        row.pk: bool(is_wanted(known[row.key])) for row in found.rows if known_either_way(known, row)
    }
    drawn: dict[Key, bool] = {}
    told = Reading.objects.filter(
        paragraph__language_version__version__statement__meeting=meeting, undone_at__isnull=True
    ).order_by("at", "pk")
    for *key, at_random in told.values_list(*(f"paragraph__{name}" for name in reading.KEY), "drawn"):
        drawn.setdefault((key[0], key[1], key[2]), at_random)
    here = {row.key: row.pk for row in found.rows if not (found.is_aside(row) and row.key not in known)}
    reads = [
        stopping.Read(wanted[here[key]], at_random)
        for key, at_random in drawn.items()
        if key in here and here[key] in wanted
    ]
    return Decided(wanted, reads, len(here))


def known_either_way(known: Mapping[Key, Fate], row: Row) -> bool:
    return row.key in known and is_wanted(known[row.key]) is not None


def is_wanted(fate: Fate) -> bool | None:
    """None: left to somebody else, who has not said."""
    if fate == Fate.REFERRED:
        return None
    return fate in (Fate.CANDIDATE, Fate.GROUPED)
