"""Flagging exact words of a paragraph, saying what they are about, discarding them again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from comity.floor import recording
from comity.meetings.models import Aspect, Instrument
from comity.participants.models import Person
from comity.practices import reading, states
from comity.practices.authority import Act, require
from comity.practices.models import Excerpt, ExcerptInstrument, Practice, Support, Term
from comity.practices.models.excerpts import Attribution
from comity.record import trail
from comity.refusals import NotNow, Refused
from comity.statements import authority as statements
from comity.statements.models import CURRENT, Citation, Paragraph, Statement
from comity.texts import quotes


@dataclass(frozen=True, slots=True)
class Cited:
    """An instrument with the paragraph of it that is meant ("2 (f)"), if one is."""

    instrument: Instrument
    paragraph: str = ""


def flag(
    paragraph: Paragraph,
    start: int,
    end: int,
    *,
    kind: Excerpt.Kind,
    by: Person,
    at: datetime,
    codes: Iterable[Term] = (),
    aspects: Iterable[Aspect] | None = None,
    instruments: Iterable[Cited] | None = None,
    domain: str = "",
    note: str = "",
) -> Excerpt:
    """Keep the words `paragraph.text[start:end]` (code points; blanks at the ends fall away) as an excerpt (R12-1).

    The same words flagged again as the same kind are the excerpt that is there. `aspects` None: the statement's own
    where it has one; `instruments` None: those that the words cite. Words whose source has not agreed to quotation are
    not attributed; those of a CONFIDENTIAL statement are confidential.
    Raises `Refused` for a range without words, `NotNow` where the text does not stand any more.
    """
    statement = paragraph.language_version.version.statement
    require(by, Act.READ, meeting=statement.meeting)
    statements.require(by, statements.Act.READ_UNPUBLISHED, statement=statement)
    with transaction.atomic():
        excerpt = keep(paragraph, start, end, kind=kind, by=by, at=at, domain=domain, note=note)
        reading.flagged(paragraph, by=by, at=at)
        excerpt.codes.add(*codes)
        excerpt.aspects.add(*(own_aspect(statement) if aspects is None else aspects))
        link_instruments(excerpt, cited_in(excerpt) if instruments is None else instruments)
    return excerpt


def keep(
    paragraph: Paragraph, start: int, end: int, *, kind: Excerpt.Kind, by: Person, at: datetime, **said: str
) -> Excerpt:
    """The excerpt of these words, made where none of the kind stands yet; within a transaction, and after the caller
    has asked whether the person may. Nobody is taken to have read the paragraph for the register."""
    version = paragraph.language_version.version
    statement = version.statement
    if version.state not in CURRENT:
        raise NotNow(
            _("This text does not stand any more. Flag the words in the version that took its place.")
        )
    start, end = trimmed(paragraph.text, start, end)
    words = paragraph.text[start:end]
    excerpt, is_new = Excerpt.objects.get_or_create(
        paragraph=paragraph,
        start=start,
        end=end,
        kind=kind,
        discarded_at=None,
        defaults={
            "text": words,
            "sha256": quotes.digest(words),
            "language": paragraph.language,
            "meeting": statement.meeting,
            "delegation": statement.delegation,
            "attribution": attribution_of(statement),
            "flagged_by": by,
            "flagged_at": at,
            **said,
        },
    )
    if is_new:
        trail.note(excerpt, "flagged", by=by, at=at, kind=kind, sha256=excerpt.sha256)
    return excerpt


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without blanks at its ends."""
    if not 0 <= start < end <= len(text):
        raise Refused(_("Select the words within one paragraph."))
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    if start >= end:
        raise Refused(_("Select at least one word."))
    return start, end


def attribution_of(statement: Statement) -> Attribution:
    """With which attribution words of the statement begin."""
    if statement.sensitivity != Statement.Sensitivity.UNCLASSIFIED:
        return Attribution.CONFIDENTIAL
    if statement.form == Statement.Form.INTERVENTION:
        return recording.mode_of(statement.spoken_as)
    return Attribution.ATTRIBUTED if statement.consent_to_quote else Attribution.NON_ATTRIBUTED


def own_aspect(statement: Statement) -> list[Aspect]:
    aspects = list(statement.aspects.all()[:2])
    return aspects if len(aspects) == 1 else []


def cited_in(excerpt: Excerpt) -> list[Cited]:
    """The instruments that the words themselves cite."""
    found = Citation.objects.filter(
        paragraph=excerpt.paragraph_id,
        start__gte=excerpt.start,
        end__lte=excerpt.end,
        instrument__isnull=False,
    ).select_related("instrument")
    return [Cited(one.instrument, one.paragraph_cited) for one in found if one.instrument]


def link_instruments(excerpt: Excerpt, cited: Iterable[Cited]) -> None:
    ExcerptInstrument.objects.bulk_create(
        [
            ExcerptInstrument(excerpt=excerpt, instrument=one.instrument, paragraph_cited=one.paragraph)
            for one in cited
        ],
        ignore_conflicts=True,
    )


def code(
    excerpt: Excerpt,
    *,
    by: Person,
    at: datetime,
    codes: Iterable[Term] | None = None,
    aspects: Iterable[Aspect] | None = None,
    instruments: Iterable[Cited] | None = None,
    **changes: Any,
) -> None:
    """Say what the words are about; what is None stays. `changes`: kind, domain or note. The words stay as they are."""
    require(by, Act.READ, meeting=excerpt.meeting_id)
    assert changes.keys() <= {"kind", "domain", "note"}
    try:
        with transaction.atomic():
            if changes:
                Excerpt.objects.filter(pk=excerpt.pk).update(**changes)
            if codes is not None:
                excerpt.codes.set(codes)
            if aspects is not None:
                excerpt.aspects.set(aspects)
            if instruments is not None:
                excerpt.instrument_links.all().delete()
                link_instruments(excerpt, instruments)
            trail.note(
                excerpt,
                "coded",
                by=by,
                at=at,
                codes=[f"{one.scheme}:{one.code}" for one in excerpt.codes.all()],
                **changes,
            )
    except IntegrityError as error:
        raise Refused(_("The same words are flagged as this already.")) from error
    excerpt.refresh_from_db()


def discard(excerpt: Excerpt, *, by: Person, at: datetime, reason: str = "") -> None:
    """Take a flag back; `restore` undoes it. Raises `NotNow` where a practice would lose its last words."""
    require(by, Act.READ, meeting=excerpt.meeting_id)
    with transaction.atomic():
        refuse_if_last(excerpt)
        changed = Excerpt.objects.filter(pk=excerpt.pk, discarded_at__isnull=True).update(
            discarded_at=at, discard_reason=reason
        )
        if not changed:
            raise NotNow(_("This flag has been taken back already."))
        reading.unflagged(excerpt.paragraph_id, by=excerpt.flagged_by_id, at=at)
        trail.note(excerpt, "discarded", by=by, at=at, reason=reason)
    excerpt.refresh_from_db()


def restore(excerpt: Excerpt, *, by: Person, at: datetime) -> None:
    """Undo `discard`: the excerpt is back, and back in the practices that it was in."""
    require(by, Act.READ, meeting=excerpt.meeting_id)
    try:
        with transaction.atomic():
            changed = Excerpt.objects.filter(pk=excerpt.pk, discarded_at__isnull=False).update(
                discarded_at=None, discard_reason=""
            )
            if not changed:
                raise NotNow(_("This flag has not been taken back."))
            reading.flagged(excerpt.paragraph, by=excerpt.flagged_by, at=at)
            trail.note(excerpt, "restored", by=by, at=at)
    except IntegrityError as error:
        raise NotNow(_("The same words have been flagged anew meanwhile.")) from error
    excerpt.refresh_from_db()


def refuse_if_last(excerpt: Excerpt) -> None:
    """Raises `NotNow` naming a practice that rests on these words alone. Call it inside the transaction."""
    for practice in carried(excerpt):
        raise NotNow(
            _("The practice “%(title)s” rests on these words alone. Take it back to candidate first.")
            % {"title": practice.working_title}
        )


def carried(excerpt: Excerpt) -> list[Practice]:
    """Practices beyond candidate that would have no words left without these; locked."""
    inside = Support.objects.filter(excerpt=excerpt, left_at__isnull=True).values("practice")
    practices = Practice.objects.select_for_update(of=("self",)).filter(
        pk__in=inside, state__in=states.RESTS_ON_WORDS
    )
    return [practice for practice in practices.order_by("pk") if not rests_without(practice, excerpt)]


def rests_without(practice: Practice, excerpt: Excerpt) -> bool:
    others = practice.supports.live().filter(stance=Support.Stance.SUPPORTS).exclude(excerpt=excerpt)
    return others.exists()
