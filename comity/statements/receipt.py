"""From a draft to a receipt: what a delegation does."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Aspect, Meeting
from comity.participants import roles
from comity.participants.models import Delegation, Group, Person
from comity.record import trail
from comity.refusals import NotNow, Refused
from comity.statements import changes, mails, states
from comity.statements.authority import CTED, Act, require
from comity.statements.markings import strictly_confidential
from comity.statements.models import CURRENT, LanguageVersion, Receipt, Statement, Version
from comity.statements.remarks import REFUSED, worded
from comity.statements.storing import keep_reading, store, words_of
from comity.texts.model import LANGUAGES, Reading, Unreadable
from comity.texts.sandbox import read_safely

CONDITIONS = ("on_behalf_of_id", "embargo", "embargo_until", "sensitivity")
"""Fields of a statement that the same files sent again must not differ in."""
LETTERS = "23456789bcdfghjkmnpqrstvwxz"
"""No vowels and no look-alikes: an address spells no word and is not misread."""


def new_ref(meeting: Meeting) -> str:
    while True:
        ref = f"{meeting.slug[:30]}-{''.join(secrets.choice(LETTERS) for _ in range(7))}"
        if not Statement.objects.filter(ref=ref).exists():
            return ref


def draft(
    delegation: Delegation, *, by: Person, at: datetime, aspects: Iterable[Aspect] = (), **details: Any
) -> Version:
    """Begin a statement. `details` are fields of `Statement`; nothing is received yet."""
    statement = Statement(
        ref=new_ref(delegation.meeting),
        meeting=delegation.meeting,
        delegation=delegation,
        created_by=by,
        created_at=at,
        **details,
    )
    require(by, Act.SUBMIT, statement=statement)
    aspects = list(aspects)
    check_place(statement, aspects)
    with transaction.atomic():
        statement.save()
        statement.aspects.set(aspects)
        version = Version.objects.create(statement=statement, number=1, created_at=at)
        trail.note(statement, "drafted", by=by, at=at)
    return version


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
    require(by, Act.SUBMIT, statement=version.statement)
    if version.state != Version.State.DRAFT:
        raise NotNow(_("This statement has been sent; files can no longer be added to it."))
    reading = reading or examine(path, name)
    language = language or reading_language(reading)
    with transaction.atomic():
        # Two uploads at once: the second waits here, and replaces or joins the first.
        still_draft(version, _("This statement has been sent; files can no longer be added to it."))
        kept = store(path, media_type=reading.media_type, at=at)
        earlier = version.languages.filter(language=language)
        first = not version.languages.exclude(language=language).exists()
        original = original or first or earlier.filter(is_original=True).exists()
        earlier.delete()
        if original:
            version.languages.update(is_original=False)
        added = LanguageVersion.objects.create(
            version=version,
            language=language,
            is_original=original,
            file=kept,
            file_name=Path(name).name[:255],
            pages=reading.pages,
            words=words_of(reading),
            languages_read=[{"language": part.language, "share": part.share} for part in reading.languages],
            warnings=[
                {"code": found.code, "message": found.message, "paragraph": found.paragraph}
                for found in reading.warnings
            ],
        )
        keep_reading(added, reading)
    return added


def examine(path: Path, name: str) -> Reading:
    """Size, scan and reading of a file that somebody sent. Raises `Refused`."""
    size = path.stat().st_size
    if size == 0:
        raise Refused(_("The file “%(name)s” is empty. Choose the file again.") % {"name": name})
    if size > settings.UPLOAD_LIMIT:
        raise Refused(
            _(
                "The file “%(name)s” has %(size)d MB; at most %(limit)d MB are taken. Save it with smaller pictures."
            )
            % {"name": name, "size": size // 1024**2 + 1, "limit": settings.UPLOAD_LIMIT // 1024**2}
        )
    import_string(settings.SCANNER)(path, name=name)
    try:
        reading = read_safely(path, name=name)
    except Unreadable as refusal:
        raise Refused(
            _("The file “%(name)s” cannot be taken: %(reason)s")
            % {"name": name, "reason": worded(REFUSED, refusal.code, refusal.message)}
        ) from refusal
    if strictly_confidential(reading):
        raise Refused(
            _(
                "The file “%(name)s” is marked STRICTLY CONFIDENTIAL. This site must not hold such papers: "
                "nothing was kept. Hand it to the secretariat in person."
            )
            % {"name": name}
        )
    return reading


def reading_language(reading: Reading) -> str:
    """The language that most of the text is in, "und" where that is none of the six official ones."""
    most = max(reading.languages, key=lambda part: part.share, default=None)
    return most.language if most is not None and most.language in LANGUAGES else "und"


def amend(
    version: Version, *, by: Person, at: datetime, aspects: Iterable[Aspect] | None = None, **details: Any
) -> None:
    """Change what the draft's statement says of itself: fields of `Statement`, and its aspects."""
    statement = version.statement
    require(by, Act.SUBMIT, statement=statement)
    aspects = None if aspects is None else list(aspects)
    if aspects == []:
        raise Refused(_("Choose at least one aspect of the meeting to which the statement relates."))
    with transaction.atomic():
        still_draft(version, _("This statement has been sent. Replace it to change it."))
        if statement.versions.filter(public_from__isnull=False).exists():
            raise NotNow(_("What a published statement says of itself is changed by the secretariat."))
        for name, value in details.items():
            setattr(statement, name, value)
        check_place(statement, aspects or [])
        Statement.objects.filter(pk=statement.pk).update(**details)
        if aspects is not None:
            statement.aspects.set(aspects)
        trail.note(statement, "amended", by=by, at=at, fields=sorted(details))
    statement.refresh_from_db()


def still_draft(version: Version, sentence: str | Promise) -> Version:
    """The version as it is now, and nobody else's until the transaction ends. Raises `NotNow` with the sentence
    where it is no draft any more."""
    now = Version.objects.select_for_update().filter(pk=version.pk).first()
    if now is None:
        raise NotNow(_("This draft has been discarded."))
    if now.state != Version.State.DRAFT:
        raise NotNow(sentence)
    return now


def check_place(statement: Statement, aspects: Iterable[Aspect]) -> None:
    """Group, session and aspects are the delegation's and the meeting's own; an embargo until a time has one."""
    check_group(statement.delegation, statement.on_behalf_of)
    places = [one.meeting_id for one in (*aspects, statement.session) if one is not None]
    if any(place != statement.meeting_id for place in places):
        raise Refused(_("Choose an aspect and a session of this meeting."))
    if (statement.embargo == Statement.Embargo.UNTIL_TIME) != (statement.embargo_until is not None):
        raise Refused(_("Give the time at which the embargo ends, and only for an embargo until a time."))


def check_group(delegation: Delegation, group: Group | None) -> None:
    """A delegation speaks for itself or for a group it is authorized for (R09-3)."""
    if group is not None and not delegation.speaks_for.filter(pk=group.pk).exists():
        raise Refused(
            _("%(delegation)s is not authorized to speak on behalf of %(group)s at this meeting.")
            % {"delegation": delegation, "group": group}
        )


def detach(language: LanguageVersion, *, by: Person) -> None:
    """Take a file out of a draft; another one becomes the original if it was."""
    version = language.version
    require(by, Act.SUBMIT, statement=version.statement)
    with transaction.atomic():
        still_draft(version, _("This statement has been sent; its files can no longer be taken out."))
        version.languages.filter(pk=language.pk).delete()
        rest = version.languages.first()
        if rest is not None and not version.languages.filter(is_original=True).exists():
            version.languages.filter(pk=rest.pk).update(is_original=True)


def mark_original(language: LanguageVersion, *, by: Person) -> None:
    """Say which language version is the authentic one."""
    version = language.version
    require(by, Act.SUBMIT, statement=version.statement)
    with transaction.atomic():
        still_draft(version, _("This statement has been sent; its original can no longer be changed."))
        version.languages.update(is_original=False)
        version.languages.filter(pk=language.pk).update(is_original=True)


def submit(version: Version, *, by: Person, at: datetime) -> Receipt:
    """Send a draft. Returns the receipt once file and rows are durably stored; the same submission twice gives
    the same receipt. Raises `Refused` with what is missing."""
    require(by, Act.SUBMIT, statement=version.statement)
    try:
        with transaction.atomic():
            return take(version, by=by, at=at)
    except IntegrityError:
        # On PostgreSQL the same files may have been sent at the same instant: the other was first.
        with transaction.atomic():
            same = same_submission(version)
            if same is None:
                raise
            version.refresh_from_db()
            return instead_of(version, same, by=by, at=at)


def take(version: Version, *, by: Person, at: datetime) -> Receipt:
    """Within one transaction: from the check to the receipt."""
    statement = version.statement
    now = Version.objects.select_for_update().filter(pk=version.pk).first()
    if now is not None and (now.state, version.state) == (Version.State.RECEIVED, Version.State.DRAFT):
        return now.receipt  # "Send" was pressed twice
    late = check_complete(version, by=by, at=at)
    version.fingerprint = fingerprint(version)
    same = same_submission(version)
    if same is not None:
        return instead_of(version, same, by=by, at=at)
    supersede_pending(version, by=by, at=at)
    states.move(version, states.State.RECEIVED, received_at=at, late=late, fingerprint=version.fingerprint)
    receipt = issue(version, by=by, at=at)
    trail.note(statement, "received", by=by, at=at, version=version.number, receipt=receipt.number)
    transaction.on_commit(lambda: mails.send_receipt(receipt, at=at))
    return receipt


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


def check_complete(version: Version, *, by: Person, at: datetime) -> bool:
    """Whether the submission is late. Raises `Refused` naming what is missing (concept note, paragraph 9)."""
    statement = version.statement
    if not statement.aspects.exists():
        raise Refused(_("Choose at least one aspect of the meeting to which the statement relates."))
    if not version.languages.exists():
        raise Refused(_("Add the file of the statement in at least one language."))
    if not statement.consent_to_publish:
        raise Refused(
            _("A statement is taken for publication: agree to it being published, or do not send it.")
        )
    until = statement.embargo_until
    if version.number == 1 and until is not None and until <= at:
        raise Refused(_("The embargo ends in the past. Choose a later time, or no embargo."))
    if statement.withdrawn_at is not None:
        raise NotNow(_("This statement has been withdrawn."))
    late = statement.meeting.deadline_passed(at)
    if late and not late_is_taken(version, by=by):
        raise NotNow(
            _("The deadline for statements has passed (%(deadline)s). Ask the secretariat to take it late.")
            % {"deadline": statement.meeting.statements_due_at}
        )
    return late


def late_is_taken(version: Version, *, by: Person) -> bool:
    """By the meeting's policy, by the secretariat's own hand, by a granted request, or because it was returned."""
    statement = version.statement
    if roles.holds(by, CTED, meeting=statement.meeting_id):
        return True
    if statement.meeting.late_policy == Meeting.LatePolicy.TAKE_LATE:
        return True
    if changes.is_granted(statement):
        return True
    return statement.versions.filter(state=Version.State.RETURNED).exists()


def fingerprint(version: Version) -> str:
    """The same files, in the same languages, for the same session by the same delegation."""
    statement = version.statement
    parts = [str(statement.meeting_id), str(statement.delegation_id), str(statement.session_id), version.kind]
    parts += sorted(f"{one.language}:{one.file.sha256}" for one in version.languages.select_related("file"))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def same_submission(version: Version) -> Receipt | None:
    return (
        Receipt.objects.filter(version__fingerprint=version.fingerprint)
        .filter(version__state__in=CURRENT)
        .exclude(version=version)
        .select_related("version__statement")
        .first()
    )


def discard(version: Version, *, by: Person, at: datetime) -> None:
    """A draft goes without a trace of its text; the statement too where it was its only version."""
    statement = version.statement
    require(by, Act.SUBMIT, statement=statement)
    with transaction.atomic():
        still_draft(version, _("Only a draft can be discarded."))
        trail.note(statement, "discarded draft", by=by, at=at, version=version.number)
        version.delete()
        if not statement.versions.exists():
            statement.change_requests.all().delete()
            statement.delete()


def supersede_pending(version: Version, *, by: Person, at: datetime) -> None:
    """A replacement takes the place of what was received and not yet published."""
    for earlier in version.statement.versions.filter(state__in=states.PENDING).exclude(pk=version.pk):
        states.move(earlier, states.State.SUPERSEDED)
        trail.note(version.statement, "replaced", by=by, at=at, version=earlier.number)


def issue(version: Version, *, by: Person, at: datetime) -> Receipt:
    """The next receipt of the meeting; call it inside the transaction that receives the version."""
    meeting = version.statement.meeting
    Meeting.objects.filter(pk=meeting.pk).update(receipts_issued=F("receipts_issued") + 1)
    number = Meeting.objects.values_list("receipts_issued", flat=True).get(pk=meeting.pk)
    return Receipt.objects.create(
        number=f"{meeting.slug.upper()}-R{number:05}",
        version=version,
        issued_at=at,
        issued_to=by,
        files=[
            {
                "language": one.language,
                "file_name": one.file_name,
                "sha256": one.file.sha256,
                "size": one.file.size,
            }
            for one in version.languages.select_related("file")
        ],
    )
