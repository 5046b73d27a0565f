"""From a draft to a receipt: what a delegation does."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from comity.files.examining import as_read, examine, reading_language
from comity.files.storing import keep_readings, release_later, store, store_each
from comity.meetings.models import Aspect, Meeting
from comity.participants.models import Delegation, Person
from comity.record import trail
from comity.refusals import NotNow, Refused
from comity.statements import clearance, mails, publication, states
from comity.statements.authority import Act, is_entered, require, require_own
from comity.statements.completeness import check_complete, check_place
from comity.statements.drafts import give_way, held, still_draft, still_drafts, take_over
from comity.statements.issuing import files_of, fingerprint, issue_each, same_submissions
from comity.statements.models import Citation, LanguageVersion, Paragraph, Receipt, Statement, Version
from comity.texts.anchors import ALPHABET
from comity.texts.model import Reading

CONDITIONS = ("on_behalf_of_id", "embargo", "embargo_until", "sensitivity")
"""Fields of a statement that the same files sent again must not differ in."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a statement. `language` None: as read; `reading` where it was read already."""

    path: Path
    name: str
    language: str | None = None
    original: bool = False
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """A statement to be begun: `details` are fields of `Statement`."""

    delegation: Delegation
    aspects: Sequence[Aspect] = ()
    details: dict[str, Any] = field(default_factory=dict)


def new_refs(meetings: Iterable[Meeting]) -> list[str]:
    """An address that nobody has for each of them."""
    while True:
        refs = [f"{one.slug[:30]}-{''.join(secrets.choice(ALPHABET) for _ in range(7))}" for one in meetings]
        if len({*refs}) == len(refs) and not Statement.objects.filter(ref__in=refs).exists():
            return refs


def draft(
    delegation: Delegation, *, by: Person, at: datetime, aspects: Iterable[Aspect] = (), **details: Any
) -> Version:
    """Begin a statement. `details` are fields of `Statement`; nothing is received yet."""
    return draft_each([Beginning(delegation, list(aspects), details)], by=by, at=at)[0]


def draft_each(wanted: Sequence[Beginning], *, by: Person, at: datetime) -> list[Version]:
    """Begin several statements, all or none."""
    meetings = [one.delegation.meeting for one in wanted]
    statements = [
        Statement(
            ref=ref,
            meeting=meeting,
            delegation=one.delegation,
            created_by=by,
            created_at=at,
            **one.details,
        )
        for one, meeting, ref in zip(wanted, meetings, new_refs(meetings), strict=True)
    ]
    for one, statement in zip(wanted, statements, strict=True):
        require(by, Act.SUBMIT, statement=statement)
        check_place(statement, one.aspects)
    with transaction.atomic():
        Statement.objects.bulk_create(statements)
        Relation = Statement.aspects.through
        Relation.objects.bulk_create(
            Relation(statement_id=statement.pk, aspect_id=aspect)
            for one, statement in zip(wanted, statements, strict=True)
            for aspect in dict.fromkeys(aspect.pk for aspect in one.aspects)
        )
        versions = Version.objects.bulk_create(
            Version(
                statement=statement, number=1, created_at=at, entered=is_entered(statement.delegation, by=by)
            )
            for statement in statements
        )
        trail.note_each([(statement, {}) for statement in statements], "drafted", by=by, at=at)
        for statement in statements:
            clearance.keep_open(statement, by=by, at=at)
    return versions


def attach(
    version: Version,
    path: Path,
    *,
    name: str,
    by: Person,
    at: datetime,
    language: str | None = None,
    original: bool = False,
    reading: Reading | None = None,
) -> LanguageVersion:
    """Add the file of one language to a draft: stored, read, its paragraphs kept. A file of that language that
    is there already gives way.

    `language` None: the one that most of the text is in. `reading` where the file has been read already.
    Raises `Refused` with a sentence where the file cannot be taken.
    """
    part = Part(path, name, language=language, original=original, reading=reading)
    return attach_each([(version, part)], by=by, at=at)[0]


def attach_each(parts: Sequence[tuple[Version, Part]], *, by: Person, at: datetime) -> list[LanguageVersion]:
    """As `attach`, one file to each of several drafts, all or none."""
    sent = _("This statement has been sent; files can no longer be added to it.")
    versions = [version for version, _part in parts]
    for version in versions:
        require_own(by, version)
        if version.state != Version.State.DRAFT:
            raise NotNow(sent)
    readings = [part.reading or examine(part.path, part.name) for _version, part in parts]
    with transaction.atomic():
        # Two uploads at once: the second waits here, and replaces or joins the first.
        still_drafts(versions, sent)
        take_over(versions, by=by)
        files = [(part.path, read.media_type) for (_, part), read in zip(parts, readings, strict=True)]
        kept = store_each(files, at=at)
        added = [
            LanguageVersion(
                version=version,
                language=part.language or reading_language(reading),
                is_original=part.original,
                file=file,
                **as_read(reading, part.name),
            )
            for (version, part), reading, file in zip(parts, readings, kept, strict=True)
        ]
        give_way(added)
        LanguageVersion.objects.bulk_create(added)
        keep_readings([*zip(added, readings, strict=True)], paragraphs=Paragraph, citations=Citation)
    return added


def keep_original(
    version: Version, path: Path, reading: Reading, name: str, *, at: datetime
) -> LanguageVersion:
    """Its only text, as it was read, in the language that most of it is in; the caller's are transaction and right."""
    kept = LanguageVersion.objects.create(
        version=version,
        language=reading_language(reading),
        is_original=True,
        file=store(path, media_type=reading.media_type, at=at),
        **as_read(reading, name),
    )
    keep_readings([(kept, reading)], paragraphs=Paragraph, citations=Citation)
    return kept


def amend(
    version: Version, *, by: Person, at: datetime, aspects: Iterable[Aspect] | None = None, **details: Any
) -> None:
    """Change what the draft's statement says of itself: fields of `Statement`, and its aspects."""
    statement = version.statement
    require_own(by, version)
    aspects = None if aspects is None else list(aspects)
    if aspects == []:
        raise Refused(_("Choose at least one aspect of the meeting to which the statement relates."))
    with transaction.atomic():
        publication.locked(statement)  # a publication waits, or came first
        still_draft(version, _("This statement has been sent. Replace it to change it."))
        if statement.versions.filter(public_from__isnull=False).exists():
            raise NotNow(_("What a published statement says of itself is changed by the secretariat."))
        take_over([version], by=by)
        for name, value in details.items():
            setattr(statement, name, value)
        check_place(statement, aspects or [])
        Statement.objects.filter(pk=statement.pk).update(**details)
        if aspects is not None:
            statement.aspects.set(aspects)
        trail.note(statement, "amended", by=by, at=at, fields=sorted(details))
        clearance.keep_open(statement, by=by, at=at)
    statement.refresh_from_db()


def detach(language: LanguageVersion, *, by: Person) -> None:
    """Take a file out of a draft; another one becomes the original if it was."""
    version = language.version
    require_own(by, version)
    with transaction.atomic():
        still_draft(version, _("This statement has been sent; its files can no longer be taken out."))
        release_later([language])
        version.languages.filter(pk=language.pk).delete()
        rest = version.languages.first()
        if rest is not None and not version.languages.filter(is_original=True).exists():
            version.languages.filter(pk=rest.pk).update(is_original=True)


def mark_original(language: LanguageVersion, *, by: Person) -> None:
    """Say which language version is the authentic one."""
    version = language.version
    require_own(by, version)
    with transaction.atomic():
        still_draft(version, _("This statement has been sent; its original can no longer be changed."))
        version.languages.update(is_original=False)
        version.languages.filter(pk=language.pk).update(is_original=True)


def submit(version: Version, *, by: Person, at: datetime) -> Receipt:
    """Send a draft. Returns the receipt once file and rows are durably stored; the same submission twice gives
    the same receipt. Raises `Refused` with what is missing."""
    require_own(by, version)
    try:
        with transaction.atomic():
            return take_each([version], by=by, at=at)[0]
    except IntegrityError:
        # On PostgreSQL the same files may have been sent at the same instant: the other was first.
        with transaction.atomic():
            same = same_submissions([version]).get(version.fingerprint)
            if same is None:
                raise
            version.refresh_from_db()
            return instead_of(version, same, by=by, at=at)


def submit_each(versions: Sequence[Version], *, by: Person, at: datetime) -> list[Receipt]:
    """As `submit`, several, all or none. Raises IntegrityError where two are the same: send these one by one."""
    for version in versions:
        require_own(by, version)
    with transaction.atomic():
        return take_each(versions, by=by, at=at)


def take_each(versions: Sequence[Version], *, by: Person, at: datetime) -> list[Receipt]:
    """Within one transaction: from the check to the receipts."""
    keys = [version.pk for version in versions]
    now = held(versions)
    twice = {one.pk for one in versions if one.pk in now and sent_meanwhile(one, now[one.pk])}
    found = {pk: now[pk].receipt for pk in twice}
    fresh = [version for version in versions if version.pk not in twice]
    files = files_of(fresh)
    placed = set(
        Statement.aspects.through.objects.filter(
            statement__in=[one.statement_id for one in fresh]
        ).values_list("statement", flat=True)
    )
    for version in fresh:
        version.late = check_complete(
            version, has_aspect=version.statement_id in placed, has_file=bool(files[version.pk]), by=by, at=at
        )
        version.fingerprint = fingerprint(version, files[version.pk])
    same = same_submissions(fresh)
    received = [version for version in fresh if version.fingerprint not in same]
    for version in received:
        supersede_pending(version, by=by, at=at)
        states.move(
            version,
            states.State.RECEIVED,
            received_at=at,
            late=version.late,
            fingerprint=version.fingerprint,
        )
    issued = issue_each(received, files, by=by, at=at)
    trail.note_each(
        [(one.version.statement, {"version": one.version.number, "receipt": one.number}) for one in issued],
        "received",
        by=by,
        at=at,
    )
    for receipt in issued:
        mails.write_receipt(receipt)
    found |= {one.version_id: one for one in issued}
    for version in fresh:
        if version.fingerprint in same:
            key = version.pk  # which a draft loses that is discarded
            found[key] = instead_of(version, same[version.fingerprint], by=by, at=at)
    return [found[pk] for pk in keys]


def sent_meanwhile(version: Version, now: Version) -> bool:
    """ "Send" was pressed twice."""
    return (now.state, version.state) == (Version.State.RECEIVED, Version.State.DRAFT)


def instead_of(version: Version, same: Receipt, *, by: Person, at: datetime) -> Receipt:
    """The receipt that the same files have already; the draft goes. Raises `NotNow` where it asked for other
    conditions, which would be lost without a word."""
    received = same.version.statement
    if any(getattr(received, name) != getattr(version.statement, name) for name in CONDITIONS):
        raise NotNow(
            _(
                "These files have been received already (receipt %(number)s), under other conditions. Change that "
                "statement, or send this one with its conditions."
            )
            % {"number": same.number}
        )
    discard(version, by=by, at=at)
    return same


def discard(version: Version, *, by: Person, at: datetime) -> None:
    """A draft goes without a trace of its text; the statement too where it was its only version."""
    statement = version.statement
    require_own(by, version)
    with transaction.atomic():
        still_draft(version, _("Only a draft can be discarded."))
        trail.note(statement, "discarded draft", by=by, at=at, version=version.number)
        release_later(version.languages.all())
        version.delete()
        if not statement.versions.exists():
            statement.change_requests.all().delete()
            statement.delete()


def supersede_pending(version: Version, *, by: Person, at: datetime) -> None:
    """A replacement takes the place of what was received and not yet published. A first version replaces nothing."""
    if version.number == 1:
        return
    for earlier in version.statement.versions.filter(state__in=states.PENDING).exclude(pk=version.pk):
        states.move(earlier, states.State.SUPERSEDED)
        trail.note(version.statement, "replaced", by=by, at=at, version=earlier.number)
