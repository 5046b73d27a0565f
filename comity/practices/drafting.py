"""Wording a practice in up to six languages, each sentence with the words it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.languages import NATIVE_NAMES
from comity.meetings.models import Aspect
from comity.participants.models import Group, Person
from comity.practices import marks, states
from comity.practices.authority import Act, require
from comity.practices.flagging import Cited
from comity.practices.models import (
    Coding,
    Evidence,
    Practice,
    PracticeInstrument,
    PracticeText,
    PracticeVersion,
    Term,
)
from comity.practices.models.excerpts import Attribution
from comity.practices.models.vocabulary import Scheme
from comity.practices.states import State
from comity.record import trail
from comity.refusals import NotNow, Refused

RESTING = (
    *("summary", "gap", "what", "who", "legal_basis", "evidence", "inputs", "transferability", "inclusion"),
)
"""Fields each sentence of which names its source; the title repeats them, and safeguards are the reviewer's."""
FIELDS = ("title", *RESTING, "safeguards")
LONGEST_TITLE = 15
"""Words."""
TELLING = 20
"""Characters of a quotation from which it leads to whoever said it."""
CLASSES = (
    *("chapter", "practice_type", "level", "legal_basis", "maturity", "status", "since_year", "until_year"),
    "next_review_on",
)
FROZEN = _("This wording has been handed on and no longer changes. Begin a new one.")


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A sentence that names no source (`unknown` empty), or sources that the practice does not have."""

    language: str
    field: str
    sentence: str
    unknown: tuple[int, ...] = ()


def begin(practice: Practice, *, language: str, by: Person, at: datetime) -> PracticeVersion:
    """Start wording a consolidated practice, or one under review, in its original language."""
    require(by, Act.DRAFT, meeting=practice.meeting_id)
    check_language(language)
    with transaction.atomic():
        now = states.locked(practice, State.CONSOLIDATED, State.UNDER_REVIEW)
        decided = now.versions.filter(decisions__isnull=False).order_by("decisions__recorded_at").last()
        after = decided if now.state == State.UNDER_REVIEW else latest(now)
        if after is not None and after.frozen_at is None:  # taken back to candidate meanwhile
            version = after
        else:
            version = new_version(now, language, after, by=by, at=at)
        states.move(practice, State.DRAFTED)
        if after is None:
            PracticeText.objects.create(
                version=version,
                language=language,
                title=now.working_title if now.is_named else "",
                edited_by=by,
                edited_at=at,
            )
        trail.note(practice, "began drafting", by=by, at=at, version=version.number)
    return version


def check_language(language: str) -> None:
    if language not in NATIVE_NAMES:
        raise Refused(_("Choose one of the six official languages."))


def new_version(
    practice: Practice, language: str, after: PracticeVersion | None, *, by: Person, at: datetime
) -> PracticeVersion:
    """The next wording; it begins with the words of the one that it comes after."""
    last = latest(practice)
    version = PracticeVersion.objects.create(
        practice=practice,
        number=last.number + 1 if last else 1,
        original_language=after.original_language if after else language,
        strength=after.strength if after else PracticeVersion.Strength.ENCOURAGED,
        created_by=by,
        created_at=at,
    )
    for text in after.texts.all() if after else ():
        text.pk, text.version, text._state.adding = None, version, True
        text.save()
    return version


def latest(practice: Practice) -> PracticeVersion | None:
    """Its newest wording."""
    return practice.versions.order_by("number").last()


def write(
    version: PracticeVersion, *, language: str, by: Person, at: datetime, **fields: str
) -> PracticeText:
    """Write or rewrite the text in one language; `fields` of `FIELDS`, others stay.

    Raises `NotNow` once the wording has been handed on, but for a language that it does not have yet (a translation,
    which names the same sources).
    """
    require(by, Act.DRAFT, meeting=version.practice.meeting_id)
    check_language(language)
    assert fields.keys() <= {*FIELDS}
    cleaned = {name: value.strip() for name, value in fields.items()}
    if cleaned.get("title") == "":
        raise Refused(_("Give the practice a title."))
    if len(cleaned.get("title", "")) > 200:
        raise Refused(_("The title is too long: an imperative of at most 15 words."))
    with transaction.atomic():
        now = PracticeVersion.objects.select_for_update().get(pk=version.pk)
        text = now.texts.filter(language=language).first() or PracticeText(version=now, language=language)
        if now.frozen_at is not None and (text.pk is not None or language == now.original_language):
            raise NotNow(FROZEN)
        for name, value in cleaned.items():
            setattr(text, name, value)
        if not text.title:
            raise Refused(_("Give the practice a title."))
        if now.frozen_at is not None:
            check_translation(now, text)
        text.edited_by, text.edited_at = by, at
        text.save()
        trail.note(
            now.practice, "wrote", by=by, at=at, version=now.number, language=language, fields=sorted(fields)
        )
    return text


def check_translation(version: PracticeVersion, text: PracticeText) -> None:
    """A translation that is added later says what the frozen text says: the same sources, field by field."""
    original = version.texts.get(language=version.original_language)
    for field in RESTING:
        if marks.marks(getattr(text, field)) != marks.marks(getattr(original, field)):
            raise Refused(
                _("The translation must name the same sources as the original in each part. See “%(field)s”.")
                % {"field": field.replace("_", " ")}
            )


def set_strength(version: PracticeVersion, *, strength: str, by: Person, at: datetime) -> None:
    """How strongly it is put: should, are encouraged to, may consider."""
    require(by, Act.DRAFT, meeting=version.practice.meeting_id)
    with transaction.atomic():
        changed = PracticeVersion.objects.filter(pk=version.pk, frozen_at__isnull=True).update(
            strength=strength
        )
        if not changed:
            raise NotNow(FROZEN)
        trail.note(version.practice, "set strength", by=by, at=at, strength=strength)
    version.refresh_from_db()


def classify(
    practice: Practice,
    *,
    by: Person,
    at: datetime,
    codings: Mapping[str, Sequence[Term]] | None = None,
    aspects: Iterable[Aspect] | None = None,
    regions: Iterable[Group] | None = None,
    instruments: Sequence[Cited] | None = None,
    **classes: Any,
) -> None:
    """Say what the practice is about; what is None stays. `codings`: role -> terms; `classes`: of `CLASSES`."""
    require(by, Act.DRAFT, meeting=practice.meeting_id)
    assert classes.keys() <= {*CLASSES}
    with transaction.atomic():
        states.locked(practice, *states.RESTS_ON_WORDS, State.CANDIDATE)
        if classes:
            Practice.objects.filter(pk=practice.pk).update(**classes)
        if codings is not None:
            practice.codings.all().delete()
            Coding.objects.bulk_create(
                Coding(practice=practice, term=term, role=role)
                for role, terms in codings.items()
                for term in dict.fromkeys(terms)
            )
        if aspects is not None:
            practice.aspects.set(aspects)
        if regions is not None:
            practice.regions.set(regions)
        if instruments is not None:
            practice.instrument_links.all().delete()
            PracticeInstrument.objects.bulk_create(
                PracticeInstrument(
                    practice=practice, instrument=one.instrument, paragraph_cited=one.paragraph
                )
                for one in dict.fromkeys(instruments)
            )
        trail.note(practice, "classified", by=by, at=at, fields=sorted(classes))
    practice.refresh_from_db()


def add_evidence(
    practice: Practice,
    *,
    evidence_type: Term,
    source: str,
    by: Person,
    at: datetime,
    dated_on: date | None = None,
    method: str = "",
    result: str = "",
    limitations: str = "",
) -> Evidence:
    """What shows that it works. Raises `Refused` without a source."""
    require(by, Act.DRAFT, meeting=practice.meeting_id)
    if not source.strip():
        raise Refused(_("Name the source of the evidence."))
    with transaction.atomic():
        evidence = Evidence.objects.create(
            practice=practice,
            evidence_type=evidence_type,
            source=source,
            dated_on=dated_on,
            method=method,
            result=result,
            limitations=limitations,
            recorded_by=by,
            recorded_at=at,
        )
        trail.note(practice, "added evidence", by=by, at=at, evidence=evidence.pk)
    return evidence


def remove_evidence(evidence: Evidence, *, by: Person, at: datetime) -> None:
    """It no longer counts; the record of it stays."""
    require(by, Act.DRAFT, meeting=evidence.practice.meeting_id)
    with transaction.atomic():
        if not Evidence.objects.filter(pk=evidence.pk, removed_at__isnull=True).update(removed_at=at):
            raise NotNow(_("This evidence has been removed already."))
        trail.note(evidence.practice, "removed evidence", by=by, at=at, evidence=evidence.pk)
    evidence.refresh_from_db()


def unsupported(version: PracticeVersion) -> list[Unsupported]:
    """Sentences of the wording, in every language, that no source supports: they name none, or one that the practice
    does not have (any more)."""
    known = set(version.practice.supports.live().values_list("number", flat=True))
    return [
        Unsupported(text.language, field, sentence.text, unknown)
        for text in version.texts.all()
        for field in RESTING
        for sentence in marks.sentences(getattr(text, field))
        if (unknown := tuple(number for number in sentence.marks if number not in known))
        or not sentence.marks
    ]


def repeated(version: PracticeVersion) -> list[tuple[str, str]]:
    """(language, field) of the wording that hold words whose source may not be named: a search would find it by them
    (RX-1). Short ones are anybody's."""
    supports = version.practice.supports.exclude(excerpt__attribution=Attribution.ATTRIBUTED)
    told = [one for one in supports.values_list("excerpt__text", flat=True) if len(one) >= TELLING]
    return [
        (text.language, field)
        for text in version.texts.all()
        for field in FIELDS
        if any(one in getattr(text, field) or one[:200] == getattr(text, field) for one in told)
    ]


def check_repeats_nothing(version: PracticeVersion) -> None:
    """Raises `NotNow` where the wording would give a source away."""
    for language, field in repeated(version):
        raise NotNow(
            _(
                "“%(field)s” (%(language)s) repeats words whose source may not be named, and a search for them would "
                "find it. Say it in other words."
            )
            % {"field": field.replace("_", " "), "language": NATIVE_NAMES[language]}
        )


def long_titles(version: PracticeVersion) -> list[str]:
    """Languages whose title has more words than a good one; Chinese is counted by characters, two a word."""
    return [
        text.language
        for text in version.texts.all()
        if (len(text.title) / 2 if text.language == "zh" else len(text.title.split())) > LONGEST_TITLE
    ]


def finish(version: PracticeVersion, *, by: Person, at: datetime) -> None:
    """Hand the wording on to the human-rights reviewer: from now on it does not change.

    Raises `Refused` naming what is missing: a text, a chapter, a threat vector (R01-1), or the source of a sentence.
    """
    practice = version.practice
    require(by, Act.DRAFT, meeting=practice.meeting_id)
    with transaction.atomic():
        states.locked(practice, State.DRAFTED)
        check_complete(version)
        changed = PracticeVersion.objects.filter(pk=version.pk, frozen_at__isnull=True).update(frozen_at=at)
        if not changed:
            raise NotNow(FROZEN)
        trail.note(practice, "finished drafting", by=by, at=at, version=version.number)
    version.refresh_from_db()


def check_complete(version: PracticeVersion) -> None:
    practice = version.practice
    original = version.texts.filter(language=version.original_language).first()
    if original is None or not original.what:
        raise Refused(_("Write what is done, in the original language."))
    for text in version.texts.filter(title=""):
        raise Refused(
            _("Give the practice a title in each language (%(language)s).")
            % {"language": NATIVE_NAMES[text.language]}
        )
    if practice.chapter_id is None:
        raise Refused(_("Choose the chapter to which the practice belongs."))
    if not practice.codings.filter(term__scheme=Scheme.THREAT).exists():
        raise Refused(_("Choose at least one threat vector that the practice answers."))
    check_repeats_nothing(version)
    for one in unsupported(version):
        raise Refused(
            _("No excerpt supports this sentence (%(language)s): “%(sentence)s” Name its source as [1].")
            % {"language": NATIVE_NAMES[one.language], "sentence": one.sentence}
        )


def reword(practice: Practice, *, reason: str, by: Person, at: datetime) -> PracticeVersion:
    """A new wording in place of one that was handed on; it begins with the words of that one."""
    require(by, Act.DRAFT, meeting=practice.meeting_id)
    if not reason.strip():
        raise Refused(_("Say why a new wording is needed."))
    with transaction.atomic():
        now = states.locked(practice, *states.WORDED_ANEW)
        last = latest(now)
        if last is None or last.frozen_at is None:
            raise NotNow(_("The wording is open: change it as it is."))
        if now.state != State.DRAFTED:
            states.move(practice, State.DRAFTED)
        version = new_version(now, last.original_language, last, by=by, at=at)
        trail.note(practice, "reworded", by=by, at=at, version=version.number, reason=reason)
    return version


def drop(practice: Practice, *, reason: str, by: Person, at: datetime) -> None:
    """Give up the new wording of a practice that was decided before: what was decided stands, under review."""
    require(by, Act.DRAFT, meeting=practice.meeting_id)
    if not reason.strip():
        raise Refused(_("Say why the wording is given up."))
    with transaction.atomic():
        now = states.locked(practice, *states.WORDED_ANEW)
        if not states.was_decided(now):
            raise NotNow(_("Nothing was decided before: take the practice back, or do not retain it."))
        states.move(practice, State.UNDER_REVIEW)
        now.versions.filter(frozen_at__isnull=True).delete()
        trail.note(practice, "gave up wording", by=by, at=at, reason=reason)
