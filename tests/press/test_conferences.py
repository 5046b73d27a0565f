"""Press conferences: planned, announced, held with a recording, cancelled with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from comity.press import conferences
from comity.press.models import PressConference
from comity.refusals import NotAllowed, NotNow, Refused
from tests.makers import NOW, a_meeting, the_desk
from tests.press.makers import HOUR, a_draft, the_chair, the_meeting, the_officer

pytestmark = pytest.mark.django_db
LATER = NOW + 3 * HOUR


def planned(**details: Any) -> PressConference:
    given = {
        "titles": {"en": "The Chair meets the press"},
        "places": {"en": "Briefing Room"},
        "starts_at": NOW + HOUR,
        "ends_at": NOW + 2 * HOUR,
    }
    return conferences.plan(the_meeting(), **given | {"by": the_officer(), "at": NOW} | details)


def seen() -> list[PressConference]:
    return list(PressConference.objects.public(LATER))


def test_a_press_conference_is_public_from_its_announcement() -> None:
    """R13-2."""
    one = planned()
    assert seen() == []
    conferences.announce(one, by=the_officer(), at=NOW)
    assert seen() == [one]
    with pytest.raises(NotNow, match="is “announced”"):
        conferences.announce(one, by=the_officer(), at=NOW)
    with pytest.raises(NotNow, match="not begun"):
        conferences.hold(one, recording_url="", by=the_officer(), at=NOW)
    with pytest.raises(Refused, match="full address"):
        conferences.hold(one, recording_url="javascript:alert(1)", by=the_officer(), at=LATER)
    conferences.hold(one, recording_url="https://media.example.org/1", by=the_officer(), at=LATER)
    assert (one.state, one.recording_url) == ("held", "https://media.example.org/1")
    with pytest.raises(NotNow, match="held or cancelled"):
        conferences.change(one, by=the_officer(), at=LATER, titles={"en": "Other"})


def test_one_that_is_cancelled_stays_with_its_reason() -> None:
    one = planned()
    conferences.announce(one, by=the_officer(), at=NOW)
    with pytest.raises(Refused, match="Say why"):
        conferences.cancel(one, reasons={"en": " "}, by=the_officer(), at=NOW)
    conferences.cancel(one, reasons={"en": "The Chair is travelling."}, by=the_officer(), at=NOW)
    assert (seen(), one.reasons) == ([one], {"en": "The Chair is travelling."})


def test_times_people_and_papers_are_looked_at() -> None:
    with pytest.raises(Refused, match="ends after it begins"):
        planned(ends_at=NOW)
    with pytest.raises(NotAllowed, match="plan press conferences"):
        planned(by=the_chair())
    one = planned()
    conferences.change(one, by=the_officer(), at=NOW, places={"en": "Elsewhere"})
    assert (str(one), one.places) == ("The Chair meets the press", {"en": "Elsewhere"})
    release = a_draft().release
    conferences.hand_out(one, papers=[], releases=[release], by=the_officer(), at=NOW)
    other = planned()
    type(release).objects.update(meeting=a_meeting("sm2017"))
    release.refresh_from_db()
    with pytest.raises(Refused, match="of the same meeting"):
        conferences.hand_out(other, papers=[], releases=[release], by=the_officer(), at=NOW)


def test_nothing_is_announced_before_the_meeting_is() -> None:
    one = planned()
    type(one.meeting).objects.update(state="concept")
    one.refresh_from_db()
    with pytest.raises(NotNow, match="not been announced"):
        conferences.announce(one, by=the_desk(the_meeting()), at=NOW)
