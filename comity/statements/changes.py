"""Replacing, correcting and withdrawing what was sent: until the deadline by oneself, later by request."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from comity.files.storing import release_later
from comity.participants import roles
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotNow, Refused
from comity.statements import mails, publication, states
from comity.statements.authority import BY_ROLE, Act, is_entered, may_open, require
from comity.statements.models import ChangeRequest, LanguageVersion, Statement, Version

Wish = ChangeRequest.Wish
Decision = ChangeRequest.Decision
WISH_OF_KIND = {
    Version.Kind.ORIGINAL: Wish.REPLACE,
    Version.Kind.CORRECTION: Wish.CORRECT,
    Version.Kind.REVISION: Wish.REVISE,
}


def new_version(
    statement: Statement,
    *,
    by: Person,
    at: datetime,
    kind: Version.Kind = Version.Kind.ORIGINAL,
    note: str = "",
) -> Version:
    """Begin a replacement (before publication), a Corr. or a Rev. (after it) as a draft with the next number.

    A draft that is open already is taken up again. Raises `NotNow` where a request must be granted first.
    """
    require(by, Act.REPLACE, statement=statement)
    with transaction.atomic():
        statement = publication.locked(statement)
        check_may_begin(statement, kind, by=by, at=at)
        open_draft = statement.versions.filter(state=Version.State.DRAFT).first()
        entered = is_entered(statement.delegation, by=by)
        if open_draft is not None:
            open_draft.statement = statement
            if not may_open(by, open_draft):
                raise NotNow(
                    _("The delegation has begun a new version itself. Wait until it is sent or discarded.")
                )
            Version.objects.filter(pk=open_draft.pk).update(kind=kind, note=note, entered=entered)
            open_draft.refresh_from_db()
            return open_draft
        last = statement.versions.aggregate(last=Max("number"))["last"]
        version = Version.objects.create(
            statement=statement, number=last + 1, kind=kind, note=note, created_at=at, entered=entered
        )
        trail.note(statement, "began version", by=by, at=at, version=version.number, kind=kind)
    return version


def check_may_begin(statement: Statement, kind: Version.Kind, *, by: Person, at: datetime) -> None:
    """Raises `NotNow` with a sentence."""
    if statement.withdrawn_at is not None:
        raise NotNow(_("This statement has been withdrawn."))
    published = statement.versions.filter(state=Version.State.PUBLISHED).exists()
    if published == (kind == Version.Kind.ORIGINAL):
        raise NotNow(
            _("A published statement is never replaced: send a correction (Corr.) or a revision (Rev.).")
            if published
            else _("A statement that is not yet published is replaced, not corrected.")
        )
    if not may_change_now(statement, WISH_OF_KIND[kind], by=by, at=at):
        raise NotNow(_("This needs the agreement of the secretariat. Ask for the change first."))


def may_change_now(statement: Statement, wish: Wish, *, by: Person, at: datetime) -> bool:
    """Whether the person may make the change without (or after) a request."""
    if roles.holds(by, BY_ROLE[Act.REPLACE], meeting=statement.meeting_id):
        return True
    if is_granted(statement, wish):
        return True
    published = statement.versions.filter(state=Version.State.PUBLISHED)
    if wish == Wish.WITHDRAW:
        published = published.filter(public_from__lte=at)  # what only waits for its hour has not been seen
    if published.exists():
        return False
    returned = statement.versions.filter(state=Version.State.RETURNED).exists()
    return not statement.meeting.deadline_passed(at) or (returned and wish == Wish.REPLACE)


def is_granted(statement: Statement, wish: Wish | None = None) -> bool:
    """Whether the secretariat has agreed to a change (of that kind) that has not been made yet."""
    granted = statement.change_requests.filter(decision=Decision.GRANTED)
    return any(not is_used(request) for request in (granted.filter(wish=wish) if wish else granted))


def is_used(request: ChangeRequest) -> bool:
    """Leave is given for one change: a version of its kind that was received since has used it up."""
    kinds = [kind for kind, wish in WISH_OF_KIND.items() if wish == request.wish]
    return request.statement.versions.filter(kind__in=kinds, received_at__gte=request.decided_at).exists()


def ask(statement: Statement, *, wish: Wish, reason: str, by: Person, at: datetime) -> ChangeRequest:
    """Ask the secretariat for a change. One open request a wish."""
    require(by, Act.ASK_FOR_CHANGE, statement=statement)
    if not reason.strip():
        raise Refused(_("Say why the change is needed."))
    if statement.withdrawn_at is not None:
        raise NotNow(_("This statement has been withdrawn."))
    published = statement.versions.filter(state=Version.State.PUBLISHED).exists()
    if wish != Wish.WITHDRAW and published == (wish == Wish.REPLACE):
        raise NotNow(
            _("A published statement is never replaced: ask for a correction (Corr.) or a revision (Rev.).")
            if published
            else _("A statement that is not yet published is replaced, not corrected.")
        )
    try:
        with transaction.atomic():
            request = ChangeRequest.objects.create(
                statement=statement, wish=wish, reason=reason, asked_by=by, asked_at=at
            )
            trail.note(statement, "asked for change", by=by, at=at, wish=wish, reason=reason)
    except IntegrityError as error:
        raise NotNow(_("You have asked for this already; the secretariat will answer.")) from error
    return request


def decide(request: ChangeRequest, *, grant: bool, answer: str, by: Person, at: datetime) -> None:
    """Grant or decline; a granted withdrawal is carried out at once."""
    statement = request.statement
    require(by, Act.DECIDE_REQUEST, statement=statement)
    if not grant and not answer.strip():
        raise Refused(_("Say why the request is declined."))
    decision = Decision.GRANTED if grant else Decision.DECLINED
    with transaction.atomic():
        changed = ChangeRequest.objects.filter(pk=request.pk, decision=Decision.OPEN).update(
            decision=decision, answer=answer, decided_by=by, decided_at=at
        )
        if not changed:
            raise NotNow(_("Somebody else has decided this request already."))
        request.refresh_from_db()
        trail.note(
            statement, "decided request", by=by, at=at, wish=request.wish, decision=decision, answer=answer
        )
        if grant and request.wish == Wish.WITHDRAW:
            take_back(statement, reason=request.reason, by=by, at=at)
        mails.write_decision(request, at=at)


def withdraw(statement: Statement, *, reason: str, by: Person, at: datetime) -> None:
    """Take a statement back. What was public leaves a tombstone; nothing is deleted."""
    require(by, Act.WITHDRAW, statement=statement)
    if not statement.versions.exclude(state=Version.State.DRAFT).exists():
        raise NotNow(_("This statement has not been sent. Discard the draft instead."))
    if not may_change_now(statement, Wish.WITHDRAW, by=by, at=at):
        raise NotNow(_("This needs the agreement of the secretariat. Ask for the change first."))
    take_back(statement, reason=reason, by=by, at=at)


def take_back(statement: Statement, *, reason: str, by: Person | None, at: datetime) -> None:
    with transaction.atomic():
        changed = Statement.objects.filter(pk=statement.pk, withdrawn_at__isnull=True).update(
            withdrawn_at=at, withdrawal_reason=reason
        )
        if not changed:
            raise NotNow(_("This statement has been withdrawn already."))
        statement.refresh_from_db()
        for version in statement.versions.filter(state__in=states.PENDING | {states.State.PUBLISHED}):
            publication.end(version, at=at)
        publication.cut_short(statement, at=at)
        drafts = statement.versions.filter(state=Version.State.DRAFT)
        release_later(LanguageVersion.objects.filter(version__in=drafts))
        drafts.delete()
        trail.note(statement, "withdrawn", by=by, at=at, reason=reason)
