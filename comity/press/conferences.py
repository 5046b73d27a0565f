"""Press conferences: planned, announced, held with a recording, or cancelled with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from comity.meetings.models import Meeting
from comity.meetings.queries import is_public
from comity.papers.models import Document
from comity.participants.models import Person
from comity.practices.addresses import new_ref
from comity.press.authority import Act, require
from comity.press.models import PressConference, PressRelease
from comity.record import trail
from comity.refusals import NotNow, Refused

State = PressConference.State
FIELDS = frozenset({"titles", "subjects", "places", "starts_at", "ends_at", "persons"})


def plan(
    meeting: Meeting,
    *,
    titles: Mapping[str, str],
    places: Mapping[str, str],
    starts_at: datetime,
    ends_at: datetime,
    by: Person,
    at: datetime,
    subjects: Mapping[str, str] | None = None,
    persons: Sequence[Mapping[str, Any]] = (),
    ref: str = "",
) -> PressConference:
    """Plan one; the public learns of it when it is announced. `persons`: as `PressConference.persons`."""
    require(by, Act.CONFER, meeting=meeting)
    check_times(starts_at, ends_at)
    with transaction.atomic():
        conference = PressConference.objects.create(
            ref=ref or new_ref(meeting, "k"),
            meeting=meeting,
            titles={**titles},
            subjects={**(subjects or {})},
            places={**places},
            starts_at=starts_at,
            ends_at=ends_at,
            persons=[{**one} for one in persons],
            created_by=by,
            created_at=at,
        )
        trail.note(conference, "planned a press conference", by=by, at=at)
    return conference


def check_times(starts_at: datetime, ends_at: datetime) -> None:
    if starts_at >= ends_at:
        raise Refused(_("A press conference ends after it begins."))


def change(conference: PressConference, *, by: Person, at: datetime, **fields: Any) -> None:
    """Change some of `FIELDS`. Raises `NotNow` for one that was held or cancelled."""
    require(by, Act.CONFER, meeting=conference.meeting)
    assert fields.keys() <= FIELDS
    check_times(fields.get("starts_at", conference.starts_at), fields.get("ends_at", conference.ends_at))
    with transaction.atomic():
        open_ones = PressConference.objects.filter(
            pk=conference.pk, state__in=[State.PLANNED, State.ANNOUNCED]
        )
        if not open_ones.update(**fields):
            raise NotNow(_("This press conference has been held or cancelled."))
        trail.note(conference, "changed a press conference", by=by, at=at, changed=sorted(fields))
    conference.refresh_from_db()


def hand_out(
    conference: PressConference,
    *,
    papers: Sequence[Document],
    releases: Sequence[PressRelease],
    by: Person,
    at: datetime,
) -> None:
    """Which papers and releases of the meeting lie there. Each is shown to the public from when it is public itself."""
    require(by, Act.CONFER, meeting=conference.meeting)
    meetings = {*(paper.meeting_id for paper in papers), *(release.meeting_id for release in releases)}
    if meetings - {conference.meeting_id}:
        raise Refused(_("Choose papers and releases of the same meeting."))
    with transaction.atomic():
        conference.papers.set(papers)
        conference.releases.set(releases)
        trail.note(
            conference,
            "chose papers of a press conference",
            by=by,
            at=at,
            papers=[one.ref for one in papers],
            releases=[one.ref for one in releases],
        )


def move(
    conference: PressConference,
    of: Sequence[str],
    to: str,
    verb: str,
    *,
    by: Person,
    at: datetime,
    **more: Any,
) -> None:
    require(by, Act.CONFER, meeting=conference.meeting)
    with transaction.atomic():
        if not PressConference.objects.filter(pk=conference.pk, state__in=of).update(state=to, **more):
            raise NotNow(
                _("This is not possible now: the press conference is “%(state)s”.")
                % {"state": conference.get_state_display()}
            )
        trail.note(conference, verb, by=by, at=at)
    conference.refresh_from_db()


def announce(conference: PressConference, *, by: Person, at: datetime) -> None:
    """Show it in the press room."""
    if not is_public(conference.meeting):
        raise NotNow(_("The meeting has not been announced yet: nothing is announced before that."))
    move(
        conference,
        [State.PLANNED],
        State.ANNOUNCED,
        "announced a press conference",
        by=by,
        at=at,
        announced_at=at,
    )


def hold(conference: PressConference, *, recording_url: str, by: Person, at: datetime) -> None:
    """It took place; the recording may be named now or later. Raises `Refused` for what is no address of the web."""
    if recording_url:
        try:
            URLValidator(schemes=["https", "http"])(recording_url)
        except ValidationError as error:
            raise Refused(_("Give the full address of the recording, beginning with https://.")) from error
    if at < conference.starts_at:
        raise NotNow(_("It has not begun yet."))
    move(
        conference,
        [State.ANNOUNCED, State.HELD],
        State.HELD,
        "noted a press conference as held",
        by=by,
        at=at,
        recording_url=recording_url,
    )


def cancel(conference: PressConference, *, reasons: Mapping[str, str], by: Person, at: datetime) -> None:
    """Its page stays, if it was announced, and says why."""
    kept = {language: words.strip() for language, words in reasons.items() if words.strip()}
    if not kept:
        raise Refused(_("Say why it is cancelled."))
    move(
        conference,
        [State.PLANNED, State.ANNOUNCED],
        State.CANCELLED,
        "cancelled a press conference",
        by=by,
        at=at,
        reasons=kept,
    )
