"""Quotes whose source was corrected or withdrawn, shown to whoever flagged them (R09-9, R12-7).

Nothing is written when a statement changes; what changed follows from its versions whenever somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.practices import flagging, grouping, states
from comity.practices.authority import Act, require
from comity.practices.models import Excerpt, Support
from comity.record import trail
from comity.refusals import NotNow, Refused
from comity.statements.models import LanguageVersion, Paragraph, Version
from comity.texts import quotes
from comity.texts.quotes import Verdict


@dataclass(frozen=True, slots=True)
class Changed:
    """A live excerpt whose words do not stand any more where they stood. `version`: the latest published one of its
    statement, None where the statement was withdrawn; `paragraph`: where the words stand now, if they do."""

    excerpt: Excerpt
    verdict: Verdict
    version: Version | None
    paragraph: Paragraph | None
    start: int | None = None
    end: int | None = None


def changed(meeting: Meeting, *, at: datetime, owner: Person | None = None) -> list[Changed]:
    """What the owner of excerpts (of all rapporteurs where None) should look at, the oldest first: the source has a
    newer version that is public, in which the paragraph is gone or has other words, or it was withdrawn."""
    excerpts = (
        Excerpt.objects.live()
        .filter(meeting=meeting)
        .select_related("paragraph__language_version__version__statement", "checked_against")
        .order_by("flagged_at", "pk")
    )
    if owner is not None:
        excerpts = excerpts.filter(flagged_by=owner)
    stale = [one for one in excerpts if not one.paragraph.language_version.version.is_public(at)]
    newest = newest_public({statement_of(one) for one in stale}, at=at)
    found = [compare(one, newest.get(statement_of(one)), at=at) for one in stale]
    return [one for one in found if one is not None]


def statement_of(excerpt: Excerpt) -> int:
    return excerpt.paragraph.language_version.version.statement_id


def newest_public(statements: Iterable[int], *, at: datetime) -> dict[int, Version]:
    found = Version.objects.public(at).filter(statement__in=[*statements]).order_by("number")
    return {one.statement_id: one for one in found}


def compare(excerpt: Excerpt, newest: Version | None, *, at: datetime) -> Changed | None:
    """None where the words stand in the newest version too, it is not newer, or the owner kept them all the same."""
    own = excerpt.paragraph.language_version
    if newest is None:
        withdrawn = own.version.statement.withdrawn_at
        is_gone = withdrawn is not None and withdrawn <= at and excerpt.checked_against_id != own.version_id
        return Changed(excerpt, Verdict.GONE, None, None) if is_gone else None
    if newest.number <= own.version.number or excerpt.checked_against_id == newest.pk:
        return None
    language = LanguageVersion.objects.filter(version=newest, language=own.language).first()
    read = list(language.paragraphs.all()) if language else []
    check = quotes.verify(excerpt.quote, read)
    if check.verdict == Verdict.VERIFIED:
        return None
    place = next((one for one in read if one.anchor == check.anchor), None)
    return Changed(excerpt, check.verdict, newest, place, check.start, check.end)


def keep(change: Changed, *, by: Person, at: datetime) -> None:
    """The words are quoted as they were said, from the version in which they were; the owner is not told again until a
    newer one comes."""
    excerpt = change.excerpt
    require(by, Act.READ, meeting=excerpt.meeting_id)
    version = change.version or excerpt.paragraph.language_version.version
    with transaction.atomic():
        Excerpt.objects.filter(pk=excerpt.pk).update(checked_against=version)
        trail.note(excerpt, "kept after correction", by=by, at=at, version=version.number)
    excerpt.refresh_from_db()


def follow(
    change: Changed, paragraph: Paragraph, start: int, end: int, *, by: Person, at: datetime
) -> Excerpt:
    """Quote the corrected words instead: they take the place of the old ones wherever those stand, under the same
    numbers; the old ones are discarded. Raises `Refused` for words of another statement or version."""
    old = change.excerpt
    require(by, Act.READ, meeting=old.meeting_id)
    if change.version is None or paragraph.language_version.version_id != change.version.pk:
        raise Refused(_("Choose the words in the corrected version of the same statement."))
    with transaction.atomic():
        supports = list(Support.objects.filter(excerpt=old, left_at__isnull=True).order_by("practice"))
        for support in supports:
            practice = states.locked(support.practice)
            if practice.state in states.CLOSED:
                raise NotNow(
                    _("The practice “%(title)s” is closed: its words stay as they were.")
                    % {"title": practice.working_title}
                )
        new = flagging.flag(
            paragraph,
            start,
            end,
            kind=Excerpt.Kind(old.kind),
            by=by,
            at=at,
            codes=old.codes.all(),
            aspects=old.aspects.all(),
            domain=old.domain,
            note=old.note,
        )
        for support in supports:
            replace(support, new, by=by, at=at)
        flagging.discard(old, by=by, at=at, reason="corrected")
    return new


def replace(support: Support, new: Excerpt, *, by: Person, at: datetime) -> None:
    """The mark stays with the words that are quoted now; the old ones keep a place under a number of their own."""
    practice, number, old = support.practice, support.number, support.excerpt
    later = grouping.join(practice, new, by=by, at=at, stance=support.stance)
    if later is None:  # they stood there already, under a mark of their own
        return
    spare = later.number
    Support.objects.filter(pk=later.pk).update(number=0)
    Support.objects.filter(pk=support.pk).update(number=spare)
    Support.objects.filter(pk=later.pk).update(number=number)
    trail.note(practice, "followed correction", by=by, at=at, number=number, old=old.pk, new=new.pk)
