"""Which paragraph a reader is given next, and where the reader was last.

A reader goes through a meeting in one of these ways: "queue" (best first, one in ten drawn at random), "queue-" and a
form of sources ("queue-questionnaire": of these alone), "referred" (what
colleagues left to the reader), "second" (what a colleague has decided, read again without knowing how), or a statement
from top to bottom, named by its ref.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.practices import helping, reading
from comity.practices.authority import Act, require
from comity.practices.helping import Desk, Row
from comity.practices.models import Bookmark, Reading
from comity.practices.reading import Accounting, Decision, Fate, Key
from comity.record import trail
from comity.refusals import NotNow
from comity.statements.models import Paragraph, Statement
from comity.texts.finding import stopping

QUEUE, REFERRED, SECOND = "queue", "referred", "second"
OF_FORM = {f"{QUEUE}-{form.value}": form for form in Statement.Form}
"""Ways through the sources of one form alone."""
BEFORE_A_COLLEAGUE = timedelta(minutes=10)
"""So long a paragraph on a colleague's screen is not given to anybody else."""


@dataclass(frozen=True, slots=True)
class Next:
    """What to read now; `drawn`: by lot and not for its score."""

    pk: int
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """The meeting as one reader sees it at one moment."""

    meeting: Meeting
    person: Person
    desk: Desk
    rows: Sequence[Row]
    """Those that are open to the reader."""
    known: Mapping[Key, Fate]
    mine: Mapping[Key, str]
    """The reader's own decisions."""
    aside: Collection[int]
    """Courtesies and headings that the machine alone has set aside."""
    closed: Collection[int]
    """Statements that need-to-know closes to the reader."""
    at: datetime

    def fate(self, row: Row) -> Fate:
        """What became of the paragraph; courtesies and headings are set aside until somebody takes them out."""
        return Fate.SET_ASIDE if row.pk in self.aside else self.known.get(row.key, Fate.UNSEEN)

    def accounting(self) -> Accounting:
        """Every paragraph that is open to the reader once, by what became of it."""
        counts = Counter(self.fate(row) for row in self.rows)
        return Accounting(**{fate.value: counts[fate] for fate in Fate})

    def unseen(self) -> list[Row]:
        return [row for row in self.rows if self.fate(row) == Fate.UNSEEN]

    def unseen_of_form(self) -> dict[Statement.Form, int]:
        """How many wait in the sources of each form that there is; a form read to its end has none."""
        waiting = Counter(row.form for row in self.unseen())
        there = {row.form for row in self.rows}
        return {form: waiting[form] for form in Statement.Form if form in there}

    def hidden(self) -> list[Row]:
        return [row for row in self.rows if row.pk in self.aside]

    def referred(self) -> list[Reading]:
        """What colleagues left to the reader, where it is still open to the reader."""
        return [
            one
            for one in reading.referred_to(self.person, self.meeting)
            if one.paragraph.language_version.version.statement_id not in self.closed
        ]

    def second(self) -> list[Row]:
        """What others have decided and the reader has not."""
        return [row for row in self.rows if row.key in self.known and row.key not in self.mine]


def view(meeting: Meeting, person: Person, *, at: datetime, wait: bool = False) -> View:
    """Raises `NotAllowed` for those who do not work on the register."""
    require(person, Act.SEE, meeting=meeting)
    known, closed, out = reading.fates(meeting), closed_to(person, meeting), taken_out(meeting)
    desk = helping.desk(meeting, at=at, known=known, wait=wait)
    rows = [row for row in desk.rows if row.statement not in closed]
    return View(
        meeting=meeting,
        person=person,
        desk=desk,
        rows=rows,
        known=known,
        mine=own(meeting, person),
        aside={row.pk for row in rows if desk.is_aside(row) and row.key not in known and row.key not in out},
        closed=closed,
        at=at,
    )


def own(meeting: Meeting, person: Person) -> dict[Key, str]:
    rows = Reading.objects.filter(
        paragraph__language_version__version__statement__meeting=meeting, by=person, undone_at__isnull=True
    ).order_by("at", "pk")
    keys = [f"paragraph__{name}" for name in reading.KEY]
    return {(row[0], row[1], row[2]): row[3] for row in rows.values_list(*keys, "decision")}


def closed_to(person: Person, meeting: Meeting) -> set[int]:
    confidential = Statement.objects.filter(meeting=meeting).exclude(
        sensitivity=Statement.Sensitivity.UNCLASSIFIED
    )
    return set(confidential.values_list("pk", flat=True)) - set(
        confidential.open_to(person).values_list("pk", flat=True)
    )


def taken_out(meeting: Meeting) -> set[Key]:
    """A setting aside that somebody undid says that it is to be read after all."""
    undone = Reading.objects.filter(
        paragraph__language_version__version__statement__meeting=meeting,
        decision=Decision.SET_ASIDE,
        undone_at__isnull=False,
    )
    keys = undone.values_list(*(f"paragraph__{name}" for name in reading.KEY))
    return {(row[0], row[1], row[2]) for row in keys}


def take_out(paragraph: Paragraph, *, by: Person, at: datetime) -> None:
    """Read after all what the machine set aside: it waits in the queue from now on."""
    meeting = paragraph.language_version.version.statement.meeting
    require(by, Act.READ, meeting=meeting)
    if Reading.objects.filter(paragraph=paragraph, by=by, undone_at__isnull=True).exists():
        raise NotNow(_("You have decided about this paragraph already. Take that back instead."))
    with transaction.atomic():
        Reading.objects.create(paragraph=paragraph, by=by, decision=Decision.SET_ASIDE, at=at, undone_at=at)
        trail.note(paragraph, "took out", by=by, at=at, meeting=meeting)


def put_back(paragraph: Paragraph, *, by: Person, at: datetime) -> None:
    """Undo `take_out`."""
    meeting = paragraph.language_version.version.statement.meeting
    require(by, Act.READ, meeting=meeting)
    with transaction.atomic():
        Reading.objects.filter(
            paragraph=paragraph, by=by, decision=Decision.SET_ASIDE, undone_at__isnull=False
        ).delete()
        trail.note(paragraph, "put back", by=by, at=at, meeting=meeting)


def following(
    seen: View, way: str, *, skipped: Collection[int] = (), after: int | None = None
) -> Next | None:
    """What the reader is given next on the way; None where nothing is left on it.

    Whose turn it is to be drawn depends on how many paragraphs the reader has decided, and what is drawn on the
    meeting and the reader alone, so that whoever comes back finds the same.
    """
    if way == REFERRED:
        waiting = [one.paragraph_id for one in seen.referred()]
        return next((Next(pk) for pk in waiting if pk not in skipped), None)
    if way == SECOND:
        pks = [row.pk for row in seen.second() if row.pk not in skipped]
        return Next(stopping.draw(pks, seed(seen)), drawn=False) if pks else None  # type: ignore[arg-type]
    if is_queue(way):
        return queued(seen, skipped, form=OF_FORM.get(way))
    return below(seen, way, after)


def is_queue(way: str) -> bool:
    """Whether the best comes first, of all sources or of those of one form."""
    return way == QUEUE or way in OF_FORM


def queued(seen: View, skipped: Collection[int], form: Statement.Form | None = None) -> Next | None:
    unseen = [row.pk for row in seen.unseen() if row.pk not in skipped and form in (None, row.form)]
    busy = elsewhere(seen)
    waiting = [pk for pk in unseen if pk not in busy] or unseen
    if not waiting:
        return None
    if stopping.is_drawn(len(seen.mine)):
        return Next(int(stopping.draw(waiting, seed(seen))), drawn=True)
    return Next(min(waiting, key=lambda pk: (-seen.desk.chance(pk), pk)))


def below(seen: View, ref: str, after: int | None) -> Next | None:
    """The next paragraph of a statement that nobody has decided about, from `after` on."""
    statement = Statement.objects.filter(meeting=seen.meeting, ref=ref).first()
    rows = [row for row in seen.rows if statement is not None and row.statement == statement.pk]
    start = next((row.position for row in rows if row.pk == after), -1)
    return next(
        (Next(row.pk) for row in rows if row.position > start and seen.fate(row) == Fate.UNSEEN), None
    )


def seed(seen: View) -> str:
    return f"{seen.meeting.slug}/{seen.person.pk}"


def elsewhere(seen: View) -> set[int]:
    """What colleagues have before them now."""
    last = Bookmark.objects.filter(meeting=seen.meeting, at__gt=seen.at - BEFORE_A_COLLEAGUE)
    found = last.exclude(person=seen.person).exclude(paragraph=None).values_list("paragraph", flat=True)
    return {pk for pk in found if pk is not None}


def bookmark(meeting: Meeting, person: Person, *, at: datetime) -> Bookmark:
    """The reader's place; a new reader's is at the beginning of the queue."""
    found = Bookmark.objects.filter(meeting=meeting, person=person).first()
    return found or Bookmark(meeting=meeting, person=person, at=at)


def keep_place(place: Bookmark, paragraph: int | None, *, way: str, drawn: bool, at: datetime) -> Bookmark:
    """Remember where the reader is."""
    found, _new = Bookmark.objects.update_or_create(
        person=place.person,
        meeting=place.meeting,
        defaults={"paragraph_id": paragraph, "way": way, "drawn": drawn, "at": at},
    )
    return found


def switch_keys(place: Bookmark, on: bool, *, at: datetime) -> None:
    """Whether single keys act for the reader in this meeting."""
    Bookmark.objects.update_or_create(
        person=place.person,
        meeting=place.meeting,
        defaults={"keys": on},
        create_defaults={"keys": on, "at": at},
    )


def note_drawn(paragraph: Paragraph, *, by: Person) -> None:
    """The decision just made was about a paragraph drawn by lot."""
    Reading.objects.filter(paragraph=paragraph, by=by, undone_at__isnull=True).update(drawn=True)
