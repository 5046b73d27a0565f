"""What becomes of each paragraph: seen by whom, rejected, referred, set aside or flagged; and the sum of it all.

A paragraph counts by its statement, language and anchor, so that what was read stays read when a corrected version
repeats it word for word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Meeting
from comity.participants import roles
from comity.participants.models import Person
from comity.practices.authority import BY_ROLE, Act, require
from comity.practices.models import Excerpt, Reading, Support
from comity.record import trail
from comity.refusals import NotNow, Refused
from comity.statements import authority as statements
from comity.statements.models import CURRENT, Paragraph, Version

Decision = Reading.Decision
Key = tuple[int, str, str]
"""Statement, language, anchor."""
KEY = ("language_version__version__statement_id", "language_version__language", "anchor")


class Fate(StrEnum):
    """What became of a paragraph."""

    UNSEEN = "unseen"
    SET_ASIDE = "set_aside"
    REJECTED = "rejected"
    REFERRED = "referred"
    CANDIDATE = "candidate"
    """Words of it are flagged."""
    GROUPED = "grouped"
    """Words of it stand under a practice, a challenge or an initiative."""


@dataclass(frozen=True, slots=True)
class Accounting:
    """How many paragraphs of a meeting came to what; every one is in exactly one of them."""

    unseen: int = 0
    set_aside: int = 0
    rejected: int = 0
    referred: int = 0
    candidate: int = 0
    grouped: int = 0

    @property
    def total(self) -> int:
        return sum(getattr(self, fate) for fate in Fate)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two readers on the paragraphs that both decided. `kappa` is Cohen's, None where it is not defined."""

    both: int
    agreed: int
    kappa: float | None


def reject(paragraph: Paragraph, *, reason: str, by: Person, at: datetime) -> Reading:
    """Nothing in it for the register. Raises `Refused` without a reason."""
    if not reason.strip():
        raise Refused(_("Say why the paragraph is rejected."))
    return decide_each([paragraph], Decision.REJECTED, by=by, at=at, reason=reason)[0]


def refer(paragraph: Paragraph, *, to: Person, by: Person, at: datetime, reason: str = "") -> Reading:
    """Leave it to another rapporteur, to whom its statement is open."""
    statement = paragraph.language_version.version.statement
    reads = roles.holds(to, BY_ROLE[Act.READ], meeting=statement.meeting_id)
    if to == by or not reads or not statements.is_open_to(to, statement):
        raise Refused(_("Choose another rapporteur of this meeting."))
    return decide_each([paragraph], Decision.REFERRED, by=by, at=at, reason=reason, to=to)[0]


def set_aside(paragraph: Paragraph, *, by: Person, at: datetime, reason: str = "") -> Reading:
    """Courtesies, headings and what may wait: hidden from the queue, never lost."""
    return decide_each([paragraph], Decision.SET_ASIDE, by=by, at=at, reason=reason)[0]


def set_aside_each(
    paragraphs: Sequence[Paragraph], *, by: Person, at: datetime, reason: str = ""
) -> list[Reading]:
    """As `set_aside`, many of one meeting, all or none."""
    return decide_each(paragraphs, Decision.SET_ASIDE, by=by, at=at, reason=reason)


def decide_each(
    paragraphs: Sequence[Paragraph],
    decision: Reading.Decision,
    *,
    by: Person,
    at: datetime,
    reason: str = "",
    to: Person | None = None,
) -> list[Reading]:
    """One decision about each, in place of what the reader decided before. Raises `NotNow` where the reader's own
    flag stands in one of them."""
    if not paragraphs:
        return []
    meeting = paragraphs[0].language_version.version.statement.meeting
    require(by, Act.READ, meeting=meeting)
    flags = Excerpt.objects.live().filter(paragraph__in=paragraphs, flagged_by=by)
    if flags.exists():
        raise NotNow(_("You have flagged words in this paragraph. Take the flag back first."))
    with transaction.atomic():
        read = put(paragraphs, decision, by=by, at=at, reason=reason, to=to)
        trail.note_each(
            [(one.paragraph, {"reason": reason} if reason else {}) for one in read],
            decision.replace("_", " "),
            by=by,
            at=at,
            meeting=meeting,
        )
    return read


def put(
    paragraphs: Iterable[Paragraph],
    decision: Reading.Decision,
    *,
    by: Person,
    at: datetime,
    reason: str = "",
    to: Person | None = None,
) -> list[Reading]:
    paragraphs = list(paragraphs)
    Reading.objects.filter(paragraph__in=paragraphs, by=by, undone_at__isnull=True).update(undone_at=at)
    return Reading.objects.bulk_create(
        Reading(paragraph=one, by=by, decision=decision, reason=reason, referred_to=to, at=at)
        for one in paragraphs
    )


def flagged(paragraph: Paragraph, *, by: Person, at: datetime) -> None:
    """A flag is a decision about its paragraph; called by `flagging`."""
    standing = Reading.objects.filter(paragraph=paragraph, by=by, undone_at__isnull=True)
    if not standing.filter(decision=Decision.FLAGGED).exists():
        put([paragraph], Decision.FLAGGED, by=by, at=at)


def unflagged(paragraph: int, *, by: int, at: datetime) -> None:
    """The reader's last flag in the paragraph was taken back: it is unread by that reader again."""
    if not Excerpt.objects.live().filter(paragraph=paragraph, flagged_by=by).exists():
        Reading.objects.filter(
            paragraph=paragraph, by=by, decision=Decision.FLAGGED, undone_at__isnull=True
        ).update(undone_at=at)


def undo(paragraph: Paragraph, *, by: Person, at: datetime) -> None:
    """Take one's own decision about the paragraph back; what was decided before it does not come back."""
    meeting = paragraph.language_version.version.statement.meeting
    require(by, Act.READ, meeting=meeting)
    if Excerpt.objects.live().filter(paragraph=paragraph, flagged_by=by).exists():
        raise NotNow(_("You have flagged words in this paragraph. Take the flag back first."))
    with transaction.atomic():
        live = Reading.objects.filter(paragraph=paragraph, by=by, undone_at__isnull=True)
        if not live.update(undone_at=at):
            raise NotNow(_("There is no decision of yours about this paragraph."))
        trail.note(paragraph, "undid", by=by, at=at, meeting=meeting)


def to_read(meeting: Meeting) -> QuerySet[Paragraph]:
    """The paragraphs of the meeting: of each statement's latest version that stands, in its original language."""
    latest = (
        Version.objects.filter(statement__meeting=meeting, state__in=CURRENT)
        .values("statement")
        .annotate(latest=Max("number"))
    )
    numbers = {row["statement"]: row["latest"] for row in latest}
    versions = [
        pk
        for pk, statement, number in Version.objects.filter(
            statement__meeting=meeting, state__in=CURRENT
        ).values_list("pk", "statement", "number")
        if numbers[statement] == number
    ]
    return Paragraph.objects.filter(
        language_version__version__in=versions, language_version__is_original=True
    ).order_by("language_version__version__statement", "position")


def fates(meeting: Meeting) -> dict[Key, Fate]:
    """What became of every paragraph that somebody has looked at; the latest decision of any reader counts."""
    found: dict[Key, Fate] = {}
    of = [f"paragraph__{name}" for name in KEY]
    readings = Reading.objects.filter(
        paragraph__language_version__version__statement__meeting=meeting, undone_at__isnull=True
    ).exclude(decision=Decision.FLAGGED)
    for statement, language, anchor, decision in readings.order_by("at", "pk").values_list(*of, "decision"):
        found[statement, language, anchor] = Fate(decision)
    flags = Excerpt.objects.live().filter(meeting=meeting).order_by()
    for statement, language, anchor in flags.values_list(*of):
        found[statement, language, anchor] = Fate.CANDIDATE
    joined = Support.objects.live().values("excerpt")
    grouped = flags.filter(
        Q(pk__in=joined) | Q(challenges__isnull=False) | Q(initiatives__isnull=False)
    ).distinct()
    for statement, language, anchor in grouped.values_list(*of):
        found[statement, language, anchor] = Fate.GROUPED
    return found


def accounting(meeting: Meeting) -> Accounting:
    """Every paragraph of the meeting once, by what became of it: five queries of few columns."""
    known = fates(meeting)
    counts = Counter(known.get(key, Fate.UNSEEN) for key in to_read(meeting).order_by().values_list(*KEY))
    return Accounting(**{fate.value: counts[fate] for fate in Fate})


def agreement(meeting: Meeting, one: Person, other: Person) -> Agreement:
    """Cohen's kappa over flagged, referred and not taken (rejected or set aside), on what both have decided."""
    decided: list[dict[Key, str]] = []
    for person in (one, other):
        rows = (
            Reading.objects.filter(
                paragraph__language_version__version__statement__meeting=meeting,
                by=person,
                undone_at__isnull=True,
            )
            .order_by("at", "pk")
            .values_list(*(f"paragraph__{name}" for name in KEY), "decision")
        )
        decided.append({(row[0], row[1], row[2]): verdict(row[3]) for row in rows})
    pairs = [(decided[0][key], decided[1][key]) for key in decided[0].keys() & decided[1].keys()]
    agreed = sum(first == second for first, second in pairs)
    return Agreement(len(pairs), agreed, kappa(pairs))


def verdict(decision: str) -> str:
    return "not taken" if decision in (Decision.REJECTED, Decision.SET_ASIDE) else decision


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa, -1..1; None where there is nothing to compare or chance alone would agree always."""
    if not pairs:
        return None
    total = len(pairs)
    first, second = Counter(pair[0] for pair in pairs), Counter(pair[1] for pair in pairs)
    by_chance = sum(first[label] * second[label] for label in first) / total**2
    if by_chance == 1:
        return None
    return (sum(one == other for one, other in pairs) / total - by_chance) / (1 - by_chance)


def referred_to(person: Person, meeting: Meeting) -> QuerySet[Reading]:
    """What others left to the person and the person has not decided yet, the oldest first."""
    decided = Reading.objects.filter(by=person, undone_at__isnull=True).values("paragraph")
    return (
        Reading.objects.filter(
            paragraph__language_version__version__statement__meeting=meeting,
            referred_to=person,
            undone_at__isnull=True,
        )
        .exclude(paragraph__in=decided)
        .select_related("paragraph__language_version__version__statement", "by")
        .order_by(F("at"))
    )
