"""Making a version public, at once or at the end of its embargo, and ending that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from comity.files.markings import LONGEST_MARKING, classified
from comity.files.models import PublicationEntry
from comity.meetings.queries import is_public
from comity.participants import agreements
from comity.participants.models import Person, Use
from comity.record import trail
from comity.refusals import NotNow, Refused
from comity.statements import mails, states
from comity.statements.authority import Act, require
from comity.statements.models import Paragraph, Statement, Version

Embargo = Statement.Embargo


def publish(version: Version, *, by: Person, at: datetime) -> None:
    """Publish an accepted version: now, at the end of an embargo, or (until delivered) when it is delivered.

    Raises `NotNow` for what may not be public: CONFIDENTIAL, without consent, bearing a security marking, or of a
    meeting that has not been announced.
    """
    publish_each([version], by=by, at=at)


def publish_each(versions: Sequence[Version], *, by: Person, at: datetime, tell: bool = True) -> None:
    """Publish several, each of another statement, all or none. `tell`: whether the delegations get a mail."""
    for version in versions:
        require(by, Act.PUBLISH, statement=version.statement)
    with transaction.atomic():
        # What the statements say of themselves now, not when the page was opened.
        now = locked_each(version.statement_id for version in versions)
        for version in versions:
            version.statement = now[version.statement_id]
        check_may_be_public(versions)
        kept = [version for version in versions if waits_for_delivery(version.statement)]
        states.move_each(kept, states.State.EMBARGOED)
        trail.note_each(
            [(one.statement, {"version": one.number}) for one in kept],
            "embargoed until delivery",
            by=by,
            at=at,
        )
        instants: dict[datetime, list[Version]] = {}
        for version in versions:
            if version not in kept:
                instants.setdefault(max(at, version.statement.embargo_until or at), []).append(version)
        for instant, released in instants.items():
            release(released, at=instant)
            trail.note_each(
                [
                    (one.statement, {"version": one.number, "public_from": instant.isoformat()})
                    for one in released
                ],
                "published",
                by=by,
                at=at,
            )
            for one in released if tell else ():
                mails.write_published(one, at=at)


def waits_for_delivery(statement: Statement) -> bool:
    return statement.embargo == Embargo.UNTIL_DELIVERED and statement.delivered_at is None


def locked(statement: Statement) -> Statement:
    """The statement as it is now; whoever else acts on it waits. Call it inside a transaction."""
    return locked_each([statement.pk])[statement.pk]


def locked_each(statements: Iterable[int]) -> dict[int, Statement]:
    """As `locked`, for several, by their keys."""
    found = Statement.objects.select_for_update(of=("self",)).select_related("meeting", "delegation__body")
    return {one.pk: one for one in found.filter(pk__in=[*statements]).order_by("pk")}


def check_may_be_public(versions: Sequence[Version]) -> None:
    """Raises `NotNow` where the delegation's conditions, or a marking in the text, keep one of them from the public
    (RX-5)."""
    marked = bearing_markings(versions)
    for version in versions:
        statement = version.statement
        if not is_public(statement.meeting):  # feed, search and the statement's own page would tell of it
            raise NotNow(
                _("The meeting has not been announced yet: its statements are published after that.")
            )
        if statement.sensitivity != Statement.Sensitivity.UNCLASSIFIED:
            raise NotNow(_("A statement marked CONFIDENTIAL is not published."))
        if not statement.consent_to_publish:
            raise NotNow(_("The delegation has not agreed to publication."))
        panellist = statement.delegation.panellist
        if panellist is not None and Use.TEXT not in agreements.of(panellist):
            raise NotNow(_("The panellist does not agree to her text being published."))
        if version.pk in marked:
            raise NotNow(
                _(
                    "The text bears a security marking. Return it, so that the delegation sends it without one."
                )
            )


def bearing_markings(versions: Sequence[Version]) -> set[int]:
    """Keys of the versions a paragraph of which is a security marking."""
    texts = (
        Paragraph.objects.filter(language_version__version__in=versions)
        .annotate(length=Length("text"))
        .filter(length__lte=LONGEST_MARKING)
        .order_by()
        .values_list("language_version__version", "text")
    )
    return {version for version, text in texts if classified(text)}


def release(versions: Sequence[Version], *, at: datetime) -> None:
    """Make them public from an instant on; what was public before ends at the same instant, and what was to become
    public then or later never does."""
    states.move_each(versions, states.State.PUBLISHED, public_from=at)
    PublicationEntry.objects.bulk_create(
        PublicationEntry(version=version, effective_at=at) for version in versions
    )
    earlier = Version.objects.filter(
        statement__in=[version.statement_id for version in versions], state=Version.State.PUBLISHED
    ).exclude(pk__in=[version.pk for version in versions])
    for other in earlier:
        seen = other.public_from is not None and other.public_from < at
        states.move(
            other,
            states.State.SUPERSEDED,
            public_from=other.public_from if seen else None,
            public_until=at if seen else None,
        )
        PublicationEntry.objects.create(version=other, effective_at=at)


def deliver(statement: Statement, *, by: Person, at: datetime) -> None:
    """Record that it was delivered; an embargo until delivery ends at this instant."""
    require(by, Act.RECORD_DELIVERY, statement=statement)
    delivered(statement, by=by, at=at)


def delivered(statement: Statement, *, by: Person, at: datetime) -> None:
    """As `deliver`, where the floor itself tells: whoever ends an intervention has the authority for that."""
    with transaction.atomic():
        changed = Statement.objects.filter(
            pk=statement.pk, delivered_at__isnull=True, withdrawn_at__isnull=True
        ).update(delivered_at=at, delivery=Statement.Delivery.DELIVERED)
        if not changed:
            raise NotNow(_("The delivery has been recorded already, or the statement was withdrawn."))
        statement.refresh_from_db()
        trail.note(statement, "delivered", by=by, at=at)
        for version in statement.versions.filter(state=Version.State.EMBARGOED):
            version.statement = statement
            try:
                check_may_be_public([version])
            except NotNow as reason:
                # The delegation has taken back its leave meanwhile: the delivery is a fact, publication waits.
                trail.note(statement, "kept back", by=by, at=at, version=version.number, reason=str(reason))
                continue
            release([version], at=at)
            trail.note(statement, "published", by=by, at=at, version=version.number)
            mails.write_published(version, at=at)


def reschedule(version: Version, *, until: datetime, by: Person, at: datetime) -> None:
    """Move the end of an embargo that has not ended yet."""
    statement = version.statement
    require(by, Act.PUBLISH, statement=statement)
    if until < at:
        raise Refused(_("Choose a time that has not passed."))
    with transaction.atomic():
        changed = Version.objects.filter(
            pk=version.pk, state=Version.State.PUBLISHED, public_from__gt=at, public_from=version.public_from
        ).update(public_from=until)
        if not changed:
            raise NotNow(_("The embargo has ended or was changed: load the page again."))
        replaced = statement.versions.filter(
            state=Version.State.SUPERSEDED, public_until=version.public_from, public_from__lt=until
        )
        for earlier in [*replaced]:
            Version.objects.filter(pk=earlier.pk).update(public_until=until)
            PublicationEntry.objects.create(version=earlier, effective_at=until)
        Statement.objects.filter(pk=statement.pk).update(embargo=Embargo.UNTIL_TIME, embargo_until=until)
        PublicationEntry.objects.create(version=version, effective_at=until)
        trail.note(
            statement, "moved publication", by=by, at=at, version=version.number, until=until.isoformat()
        )
        version.refresh_from_db()
        mails.write_published(version, at=at)


def end(version: Version, *, at: datetime) -> None:
    """Take a version out of the public's sight (withdrawal); one that never was public leaves no instant."""
    was_public = version.public_from is not None and version.public_from <= at
    states.move(
        version,
        states.State.WITHDRAWN,
        public_from=version.public_from if was_public else None,
        public_until=at if was_public else None,
    )
    if was_public:
        PublicationEntry.objects.create(version=version, effective_at=at)


def cut_short(statement: Statement, *, at: datetime) -> None:
    """End at once what was to stay public until a scheduled revision appears."""
    for version in statement.versions.public(at).filter(state=Version.State.SUPERSEDED):
        Version.objects.filter(pk=version.pk).update(public_until=at)
        PublicationEntry.objects.create(version=version, effective_at=at)
