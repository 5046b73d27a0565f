"""The meeting before the sample meeting, of which only its date and what it left to be done are told: one action was
closed in 2016, the other is open still. What is said stands in earlier.json."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction

from comity.meetings import following_up
from comity.meetings.models import Meeting
from comity.participants.models import Assignment, Role
from comity.sample.sources import written
from comity.sample.story import Cast

HELD = time(17, 0)


def missing(meeting: Meeting) -> bool:
    """It is there whole or not at all."""
    return not Meeting.objects.filter(slug=written("earlier.json")["slug"]).exists()


def load(meeting: Meeting) -> None:
    """Play it, if it is missing; all or nothing."""
    if missing(meeting):
        with transaction.atomic():
            Play(Cast(meeting)).tell()


class Play:
    def __init__(self, cast: Cast) -> None:
        self.desk, self.meeting, self.told = cast.desk, cast.meeting, written("earlier.json")

    def tell(self) -> None:
        day = date.fromisoformat(self.told["on"])
        at = datetime.combine(day, HELD, self.meeting.zone)
        before = Meeting.objects.create(
            slug=self.told["slug"],
            series=self.meeting.series,
            titles=self.told["titles"],
            short_titles=self.told["short_titles"],
            convened_by=self.meeting.convened_by,
            venues=self.meeting.venues,
            opens_on=day,
            closes_on=day,
            state=Meeting.State.ARCHIVED,
            announced_at=at,
            sample=True,
        )
        then = Assignment.objects.create(person=self.desk, role=Role.SECRETARIAT, meeting=before)
        for told in self.told["left"]:
            left = following_up.record(
                before,
                titles=told["titles"],
                interlocutors=told["interlocutors"],
                is_public=True,
                by=self.desk,
                at=at,
            )
            if "closed_on" in told:
                on = date.fromisoformat(told["closed_on"])
                following_up.close(
                    left,
                    at_meeting=self.meeting,
                    outcomes=told["outcome"],
                    on=on,
                    by=self.desk,
                    at=datetime.combine(on, HELD, self.meeting.zone),
                )
        then.delete()  # its secretariat has nothing more to do
