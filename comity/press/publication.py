"""Releasing: at once or at the end of an embargo, which ends by time alone; moving it, recalling, withdrawing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from comity.participants.models import Person
from comity.press import checking, states, writing
from comity.press.authority import Act, require
from comity.press.models import PressRelease, ReleaseVersion
from comity.record import trail
from comity.refusals import NotNow, Refused

State = ReleaseVersion.State


def instant(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """The instant of a time by the clock of the meeting's place. Raises `Refused` where the clocks are changed and that
    time does not exist, or comes twice."""
    earlier, later = (datetime.combine(day, hour, zone).replace(fold=fold) for fold in (0, 1))
    if earlier.utcoffset() != later.utcoffset():
        back = earlier.astimezone(ZoneInfo("UTC")).astimezone(zone)
        if (back.date(), back.time()) != (day, hour):
            raise Refused(_("Clocks are put forward then: this time does not exist. Choose another."))
        raise Refused(_("Clocks are put back then: this time comes twice. Choose another."))
    return earlier


def release(version: ReleaseVersion, *, until: datetime | None = None, by: Person, at: datetime) -> None:
    """Let a cleared version go out: now, or at the end of an embargo (to the minute, without anybody's doing). A
    correction takes the place of what was released before, at the same instant.

    Raises `NotNow` where something that it quotes does not stand before the public at that instant.
    """
    require(by, Act.RELEASE, meeting=version.meeting)
    opens = opening(until, at=at)
    with transaction.atomic():
        PressRelease.objects.select_for_update().get(pk=version.release_id)
        if version.state != State.CLEARED:
            raise NotNow(_("Only what the Chair and the Executive Directorate have cleared is released."))
        checking.require_whole(version, at=opens)
        require_as_cleared(version)
        states.move(version, State.RELEASED, public_from=opens)
        replace_earlier(version, at=opens)
        trail.note(
            version.release,
            "released",
            by=by,
            at=at,
            version=version.number,
            public_from=opens.isoformat(),
        )


def opening(until: datetime | None, *, at: datetime) -> datetime:
    """When it becomes public: a whole minute ahead, or now."""
    if until is None:
        return at
    if until <= at:
        raise Refused(_("Choose a time that has not passed."))
    if until > at + timedelta(days=366):
        raise Refused(_("An embargo ends within a year."))
    return until.replace(second=0, microsecond=0)


def require_as_cleared(version: ReleaseVersion) -> None:
    """The words are those that every side has read."""
    now = writing.fingerprint(version)
    read = version.clearances.filter(lapsed_at__isnull=True)
    standing = {one.side for one in read if one.sha256 == now}
    if not standing >= {*writing.sides(version.release.kind)}:
        raise NotNow(
            _("The text is not the one that was cleared. Take it back to draft and have it cleared.")
        )


def replace_earlier(version: ReleaseVersion, *, at: datetime) -> None:
    for earlier in version.release.versions.filter(state=State.RELEASED).exclude(pk=version.pk):
        states.move(earlier, State.SUPERSEDED, public_until=max(at, earlier.public_from or at))


def move_embargo(version: ReleaseVersion, *, until: datetime | None, by: Person, at: datetime) -> None:
    """Move the end of an embargo that has not ended, or lift it (None). A correction moves with what it replaces."""
    require(by, Act.RELEASE, meeting=version.meeting)
    opens = opening(until, at=at)
    with transaction.atomic():
        require_embargo(version, at=at)
        checking.require_whole(version, at=opens)
        before = version.public_from
        states_now = ReleaseVersion.objects.filter(
            pk=version.pk, state=State.RELEASED, public_from=before, mailed_at__isnull=True
        )
        if not states_now.update(public_from=opens):
            raise NotNow(_("The embargo has ended or was changed: load the page again."))
        version.release.versions.filter(state=State.SUPERSEDED, public_until=before).update(
            public_until=opens
        )
        version.public_from = opens
        trail.note(
            version.release,
            "moved the embargo",
            by=by,
            at=at,
            version=version.number,
            public_from=opens.isoformat(),
        )


def require_embargo(version: ReleaseVersion, *, at: datetime) -> None:
    if not version.is_under_embargo(at):
        raise NotNow(_("The embargo has ended or was changed: load the page again."))


def recall(version: ReleaseVersion, *, by: Person, at: datetime) -> None:
    """Take back to draft what nobody can have read: the embargo has not ended. What it was to replace stays."""
    require(by, Act.RELEASE, meeting=version.meeting)
    with transaction.atomic():
        require_embargo(version, at=at)
        before = version.public_from
        states.move(version, State.DRAFT, public_from=None)
        writing.lapse(version, at=at)
        kept = version.release.versions.filter(state=State.SUPERSEDED, public_until=before)
        kept.update(state=State.RELEASED, public_until=None)
        trail.note(version.release, "recalled a release", by=by, at=at, version=version.number)


def withdraw(release: PressRelease, *, reason: str, by: Person, at: datetime) -> None:
    """Out of the public's sight; its page says that it was withdrawn, and why, if anybody could have read it."""
    require(by, Act.WRITE, meeting=release.meeting)
    if not reason.strip():
        raise Refused(_("Say why it is withdrawn."))
    with transaction.atomic():
        standing = PressRelease.objects.filter(pk=release.pk, withdrawn_at__isnull=True)
        if not standing.update(withdrawn_at=at, withdrawal_reason=reason.strip()[:500]):
            raise NotNow(_("This release has been withdrawn already."))
        seen = ReleaseVersion.objects.public(at).filter(release=release).exists()
        for version in release.versions.all():
            end(version, at=at)
        trail.note(release, "withdrew a release", by=by, at=at, reason=reason.strip()[:500], was_public=seen)
    release.refresh_from_db()


def end(version: ReleaseVersion, *, at: datetime) -> None:
    """One that never was public leaves no instant."""
    if version.state == State.SUPERSEDED:
        ReleaseVersion.objects.filter(pk=version.pk, public_until__gt=at).update(public_until=at)
        return
    if version.state == State.WITHDRAWN:
        return
    was_public = ReleaseVersion.objects.public(at).filter(pk=version.pk).exists()
    states.move(
        version,
        State.WITHDRAWN,
        public_from=version.public_from if was_public else None,
        public_until=at if was_public else None,
    )
