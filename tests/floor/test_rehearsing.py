"""A rehearsal plays everything on a stage of its own; nothing of it reaches the real meeting, the public or a mail."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from comity.floor import acting, moderating, recorded, rehearsing, staging
from comity.floor.models import Floor, FloorAct, Inscription, Intervention, Question
from comity.meetings import holding, queries
from comity.meetings.models import Meeting, Segment, Session
from comity.participants.models import Assignment, Letter, Role
from comity.record.models import Act
from comity.refusals import NotNow
from tests.floor.makers import BEGINS, a_floor, chair, delegate_of, inscribed, listed
from tests.makers import a_delegation, a_meeting, the_desk

pytestmark = pytest.mark.django_db
CODES = ("bra", "chl", "egy", "fra", "ind", "jpn", "ken", "nor", "esp", "mex", "sen", "tha")


class Clock:
    """Goes on only by waiting, and a little by every look at it."""

    def __init__(self) -> None:
        self.at, self.lines = BEGINS - timedelta(days=1), [""]

    def now(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at

    def wait(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)

    def pace(self, *, seed: int = 1) -> rehearsing.Pace:
        return rehearsing.Pace(
            speed=20, seed=seed, now=self.now, wait=self.wait, tell=lambda at, line: self.lines.append(line)
        )


def the_meeting() -> Meeting:
    """Announced, with a dozen delegations and a discussion."""
    meeting = a_meeting()
    the_desk(meeting)
    for code in CODES:
        a_delegation(meeting, code)
    Segment.objects.create(session=meeting.sessions.get(), position=1, kind="discussion", minutes=180)
    return meeting


def played(meeting: Meeting, *, seed: int = 1, delegates: bool = False) -> tuple[Floor, Clock]:
    clock = Clock()
    floor = rehearsing.play(meeting.sessions.get(), clock.pace(seed=seed), delegates=delegates)
    return floor, clock


def test_a_rehearsal_shows_all_that_happens_on_a_floor() -> None:
    floor, clock = played(the_meeting())
    assert floor.proceedings == Floor.Proceedings.ADJOURNED
    assert not [line for line in clock.lines if line.startswith("Not done")]
    kinds = Counter(floor.interventions.values_list("kind", flat=True))
    assert (kinds["presentation"], kinds["point_of_order"], kinds["reply"]) == (2, 1, 1)
    assert kinds["statement"] >= 6
    states = {*floor.inscriptions.values_list("state", flat=True)}
    assert states == {"delivered", "withdrawn", "ruled_out", "written_only"}
    assert {*floor.questions.values_list("state", flat=True)} == {"answered", "ruled_out"}
    assert {"undid", "suspended the session", "resumed the session", "passed", "inscribed"} <= {
        *floor.acts.values_list("verb", flat=True)
    }


def test_the_same_seed_plays_the_same_and_another_does_not() -> None:
    meeting = the_meeting()
    first, again, other = (played(meeting, seed=seed)[1].lines for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_times_are_divided_by_the_speed_so_that_clocks_run_out_with_their_speakers() -> None:
    floor, _clock = played(the_meeting())
    statements = floor.interventions.filter(kind="statement")
    assert {one.allowed_seconds for one in statements} == {9, 12}
    assert all(0.6 < one.spent_ms / 1000 / one.allowed_seconds < 1.3 for one in statements)


def test_nothing_of_the_real_meeting_is_touched() -> None:
    meeting = the_meeting()
    session = meeting.sessions.get()
    floor = Floor.objects.create(session=session, policy=acting.of(session).policy)
    before = Floor.objects.filter(pk=floor.pk).values().get()
    acts = Act.objects.filter(meeting=meeting).count()
    rehearsed, _clock = played(meeting)
    assert rehearsed.session.meeting_id != meeting.pk
    assert Floor.objects.filter(pk=floor.pk).values().get() == before
    assert Act.objects.filter(meeting=meeting).count() == acts
    for model in (Inscription, Intervention, Question, FloorAct):
        assert not model.objects.filter(floor=floor).exists()  # type: ignore[attr-defined]


def test_the_public_sees_nothing_of_a_rehearsal_and_nobody_gets_a_mail() -> None:
    meeting = the_meeting()
    rehearsed, _clock = played(meeting)
    staged = rehearsed.session.meeting
    assert (staged.rehearses, queries.is_public(staged)) == (meeting, False)
    assert queries.public() == [meeting]
    assert not recorded.may_be_public(rehearsed)
    assert not Letter.objects.exists()


def test_only_the_sample_is_rehearsed_before_the_public() -> None:
    meeting = the_meeting()
    for sample, public in ((False, False), (True, True)):
        Meeting.objects.filter(pk=meeting.pk).update(sample=sample)
        session = Session.objects.select_related("meeting").get(meeting=meeting)
        floor = staging.set_up(session, speed=20, shown=True, at=BEGINS)
        assert queries.is_public(floor.session.meeting) == public
        assert not recorded.may_be_public(floor)


def test_a_rehearsal_is_never_announced() -> None:
    meeting = the_meeting()
    rehearsed, _clock = played(meeting)
    with pytest.raises(NotNow, match="a rehearsal"):
        holding.proceed(rehearsed.session.meeting, Meeting.State.APPROVED, by=the_desk(meeting), at=BEGINS)


def test_it_begins_anew_over_one_that_was_stopped() -> None:
    """What was played goes; the trail keeps that it was."""
    meeting = the_meeting()
    first, _clock = played(meeting)
    second, _clock = played(meeting)
    assert (first.session_id, first.number) == (second.session_id, second.number)
    assert Floor.objects.filter(session__meeting__rehearses=meeting).count() == 1
    assert Act.objects.filter(verb="began a rehearsal").count() == 2
    staging.clear(meeting)
    assert not FloorAct.objects.exists()
    assert Meeting.objects.filter(rehearses=meeting).count() == 1


def test_delegations_that_asked_in_truth_ask_in_the_rehearsal_without_their_speakers_names() -> None:
    meeting = the_meeting()
    floor = a_floor(meeting, sitting=False)
    inscribed(floor, "ken", level=Inscription.Level.HEAD_OF_STATE, speaker_name="President A", language="fr")
    rehearsed, _clock = played(meeting)
    first = rehearsed.inscriptions.get(number=1)
    assert (first.delegation.body.code, first.level, first.language) == ("ken", "head_of_state", "fr")
    assert first.speaker_name == ""
    assert listed(floor) == ["ken"]


@pytest.mark.parametrize("over", [False, True])
def test_a_session_that_is_under_way_or_over_is_not_rehearsed(over: bool) -> None:
    meeting = the_meeting()
    floor = a_floor(meeting)
    if over:
        moderating.adjourn(floor, by=chair(floor), at=BEGINS)
    with pytest.raises(NotNow, match="only a session that has not begun"):
        played(meeting)
    assert not Meeting.objects.filter(rehearses=meeting).exists()


def test_staff_conducts_with_its_own_accounts_and_delegates_follow_if_told() -> None:
    meeting = the_meeting()
    norway = a_delegation(meeting, "nor")
    delegate = delegate_of(norway)
    held = Assignment.objects.filter(meeting__rehearses=meeting, person__is_programme=False)
    played(meeting)
    assert [*held.values_list("person", "role")] == [(the_desk(meeting).pk, Role.SECRETARIAT)]
    played(meeting, delegates=True)
    assert held.get(role=Role.DELEGATE).person == delegate


def test_the_command_says_what_it_does_and_what_it_cannot() -> None:
    meeting = the_meeting()
    said = StringIO()
    call_command("rehearse", meeting="sm2016", speed=1000.0, stdout=said)
    assert "The session is called to order." in said.getvalue()
    assert said.getvalue().splitlines()[-1].endswith("acts.")
    call_command("rehearse", meeting="sm2016", clear=True, stdout=said)
    for wrong, sentence in (
        ({"meeting": "none"}, "There is no meeting"),
        ({"meeting": "sm2016", "session": "s9"}, "There is no session 's9' in sm2016. Known: s1."),
        ({"meeting": "sm2016", "speed": 0.0}, "Give a speed"),
        ({"meeting": "sm2016", "shown": True}, "Only a rehearsal of the sample"),
        ({"meeting": "sm2016-rehearsal"}, "a rehearsal itself"),
    ):
        with pytest.raises(CommandError, match=sentence):
            call_command("rehearse", **wrong)
    Session.objects.filter(meeting=meeting).update(cancelled_at=BEGINS)
    with pytest.raises(CommandError, match="No session"):
        call_command("rehearse", meeting="sm2016")
