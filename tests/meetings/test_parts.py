"""The people of sessions: who may be what, where, and how it moves from the proposal to the appearance."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from comity.meetings import authority, balance, casting, parts
from comity.meetings.authority import Act
from comity.meetings.models import Meeting, Part, Session
from comity.participants import letters
from comity.participants import states as participants
from comity.participants.models import Assignment, Group, Letter, Participant, Role, Use
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused
from tests.makers import NOW, a_delegation, a_meeting, a_participant, a_person, a_role, the_desk

pytestmark = pytest.mark.django_db
State, As = Part.State, Part.Role


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


def session_of(meeting: Meeting, code: str = "s1", tier: str = "special", **fields: Any) -> Session:
    first = meeting.sessions.get(code="s1")
    if code == "s1":
        return first
    return Session.objects.create(
        meeting=meeting,
        code=code,
        tier=tier,
        position=2,
        titles={"en": code},
        **{"starts_at": first.starts_at, "ends_at": first.ends_at, **fields},
    )


def propose(session: Session, who: Participant, role: Part.Role = As.PANELLIST, **words: Any) -> Part:
    return parts.propose(session, who, role, by=the_desk(session.meeting), at=NOW, **words)


def a_letter(part: Part) -> Letter:
    return letters.write(
        to=part.participant.email, subject="S", body="B", at=NOW, meeting=part.session.meeting
    )


def test_a_panellist_goes_from_the_proposal_to_the_appearance(meeting: Meeting) -> None:
    """R10-3: whoever she comes from; who accepts takes part."""
    desk = the_desk(meeting)
    part = propose(session_of(meeting), a_participant(meeting, state="invited", category="academia"))
    parts.invite(part, answer_by=NOW.date(), by=desk, at=NOW, letter=a_letter)
    parts.respond(part, accepts=True, words=" Gladly ", by=None, at=NOW)
    part.refresh_from_db()
    assert (part.state, part.answer, part.participant.state) == ("accepted", "Gladly", "approved")
    parts.confirm(part, by=desk, at=NOW)
    with pytest.raises(NotNow, match="not begun"):
        parts.appear(part, by=desk, at=NOW)
    during = part.session.starts_at
    with pytest.raises(NotNow, match="Nobody has noted"):
        parts.take_appearance_back(part, by=desk, at=during)
    reader = a_role(Role.RAPPORTEUR, meeting)
    parts.appear(part, by=reader, at=during)
    parts.take_appearance_back(part, by=reader, at=during)
    verbs = [act.verb for act in trail.of(part)]
    assert verbs == ["did not appear", "appeared", "confirmed", "accepted", "invited", "proposed"]
    assert "Ana" not in str([act.details for act in trail.of(part)])
    assert "Gladly" not in str([act.details for act in trail.of(part)])


@pytest.mark.parametrize(
    "category", ["member_state", "igo_regional", "civil_society", "academia", "private_sector"]
)
def test_panellists_come_from_every_category_of_the_note(meeting: Meeting, category: str) -> None:
    """R10-3, R05-1."""
    assert propose(session_of(meeting), a_participant(meeting, category=category)).state == State.PROPOSED


def test_only_experts_who_hold_the_role_are_rapporteurs(meeting: Meeting) -> None:
    """R10-2."""
    session, expert = session_of(meeting), a_role(Role.RAPPORTEUR, meeting)
    for person in (
        None,
        a_person(),
        a_role(Role.REVIEWER, meeting),
        a_role(Role.RAPPORTEUR, a_meeting("o"), name="o"),
    ):
        with pytest.raises(NotAllowed, match="rapporteur"):
            propose(session, a_participant(meeting, f"X {person}", person=person), As.RAPPORTEUR)
    part = propose(session, a_participant(meeting, person=expert, kind="expert"), As.RAPPORTEUR)
    Assignment.objects.filter(person=expert).delete()
    with pytest.raises(NotAllowed):
        parts.confirm(part, by=the_desk(meeting), at=NOW)


def test_the_bureau_chairs_and_others_moderate_technical_sessions_only(meeting: Meeting) -> None:
    """R08-1."""
    special, technical = session_of(meeting), session_of(meeting, "ts1", "technical")
    chair, outside = a_participant(meeting, "Chair", kind="bureau"), a_participant(meeting)
    for session, role in ((special, As.CHAIR), (technical, As.CHAIR), (special, As.MODERATOR)):
        with pytest.raises(NotAllowed):
            propose(session, outside, role)
    assert propose(technical, outside, As.MODERATOR).state == State.PROPOSED
    propose(special, chair, As.CHAIR)
    assert propose(special, chair, As.MODERATOR).session == special


def test_nobody_is_in_two_places_at_once(meeting: Meeting) -> None:
    """R08-1: overlap is refused, whatever the roles; what is off, over or declined is no place."""
    first, ana, desk = session_of(meeting), a_participant(meeting), the_desk(meeting)
    half = first.starts_at + timedelta(minutes=90)
    second = session_of(meeting, "ts1", "technical", starts_at=half, ends_at=half + timedelta(hours=3))
    after = session_of(
        meeting, "ts2", "technical", starts_at=first.ends_at, ends_at=first.ends_at + timedelta(hours=1)
    )
    part = propose(second, ana, As.MODERATOR)
    with pytest.raises(NotNow, match="expected at the same time in: ts1"):
        propose(first, ana)
    propose(after.meeting.sessions.get(code="ts2"), a_participant(meeting, "Bo"))
    parts.withdraw(part, by=desk, at=NOW)
    other = propose(first, ana)
    with pytest.raises(NotNow, match="same time"):
        parts.propose_again(part, by=desk, at=NOW)
    Session.objects.filter(pk=first.pk).update(cancelled_at=NOW)
    parts.propose_again(part, by=desk, at=NOW)
    Session.objects.filter(pk=first.pk).update(cancelled_at=None)
    for verb in (
        lambda: parts.confirm(other, by=desk, at=NOW),
        lambda: parts.invite(other, by=desk, at=NOW, letter=a_letter),
    ):
        with pytest.raises(NotNow, match="same time"):
            verb()


def test_who_does_not_take_part_or_has_the_part_already_is_not_proposed(meeting: Meeting) -> None:
    session = session_of(meeting)
    with pytest.raises(NotNow, match="does not take part"):
        propose(session, a_participant(meeting, "Gone", state="withdrawn"))
    with pytest.raises(Refused, match="of this meeting"):
        propose(session, a_participant(a_meeting("other")))
    ana = a_participant(meeting)
    propose(session, ana, topic=" Schools ")
    with pytest.raises(NotNow, match="already"):
        propose(session, ana)
    meeting.state = session.meeting.state = Meeting.State.ARCHIVED
    with pytest.raises(NotNow):
        propose(session, a_participant(meeting, "Bo"))


def test_an_invitation_needs_an_address_a_session_and_a_day_to_come(meeting: Meeting) -> None:
    desk = the_desk(meeting)
    mute = propose(session_of(meeting), a_participant(meeting, "Mute", email=""))
    with pytest.raises(Refused, match="address"):
        parts.invite(mute, by=desk, at=NOW, letter=a_letter)
    part = propose(session_of(meeting), a_participant(meeting))
    with pytest.raises(Refused, match="passed"):
        parts.invite(part, answer_by=NOW.date() - timedelta(days=1), by=desk, at=NOW, letter=a_letter)
    with pytest.raises(NotNow, match="no invitation"):
        parts.respond(part, accepts=True, by=None, at=NOW)
    part.session.cancelled_at = NOW
    with pytest.raises(NotNow, match="cancelled"):
        parts.invite(part, by=desk, at=NOW, letter=a_letter)
    assert not Letter.objects.exists()


def test_a_letter_that_has_not_gone_out_does_not_once_the_part_is_withdrawn(meeting: Meeting) -> None:
    desk = the_desk(meeting)
    part = propose(session_of(meeting), a_participant(meeting))
    parts.invite(part, by=desk, at=NOW, letter=a_letter)
    parts.withdraw(part, by=desk, at=NOW)
    assert Letter.objects.get().due_at is None
    quiet = propose(session_of(meeting), a_participant(meeting, "Bo"))
    parts.withdraw(quiet, by=desk, at=NOW)
    assert quiet.state == State.WITHDRAWN


def test_who_declines_is_not_in_the_session_and_may_be_asked_again(meeting: Meeting) -> None:
    desk, session = the_desk(meeting), session_of(meeting)
    part = propose(session, a_participant(meeting, state="invited"))
    parts.invite(part, by=desk, at=NOW, letter=a_letter)
    parts.respond(part, accepts=False, by=desk, at=NOW)
    assert (casting.standing([session]), part.participant.state) == ({}, "invited")
    parts.invite(part, by=desk, at=NOW, letter=a_letter)
    assert (part.answer, part.answered_at) == ("", None)
    part = propose(session, a_participant(meeting, "Bo", state="invited"))
    parts.confirm(part, by=desk, at=NOW)
    assert part.participant.state == participants.State.APPROVED


@pytest.mark.parametrize(("before", "after"), [*product(State, State)])
def test_every_move_that_the_table_allows_is_made_and_no_other(
    meeting: Meeting, before: Part.State, after: Part.State
) -> None:
    part = propose(session_of(meeting), a_participant(meeting))
    Part.objects.update(state=before)
    part.refresh_from_db()
    if after in parts.MOVES[before]:
        parts.move(part, after)
        assert Part.objects.get().state == after
    else:
        with pytest.raises(NotNow):
            parts.move(part, after)
        assert Part.objects.get().state == before


def test_of_two_at_once_the_second_is_told(meeting: Meeting) -> None:
    part = propose(session_of(meeting), a_participant(meeting))
    Part.objects.update(state=State.WITHDRAWN)
    with pytest.raises(NotNow, match="Somebody else"):
        parts.move(part, State.INVITED)
    assert str(part) == "Ana Silva (Panellist), First session"


@pytest.mark.parametrize("act", [Act.CAST, Act.NOTE_APPEARED, Act.SEE_BALANCE])
@pytest.mark.parametrize("role", [one for one in Role if one not in (Role.FOCAL_POINT, Role.DELEGATE)])
def test_every_role_may_do_what_the_table_says(meeting: Meeting, act: Act, role: Role) -> None:
    """R10-5: the balance is for the Chair and the secretariat."""
    person = a_role(role, None if role == Role.ADMINISTRATOR else meeting)
    assert authority.may(person, act, meeting=meeting) == (role in authority.BY_ROLE[act])


def test_only_the_secretariat_casts(meeting: Meeting) -> None:
    stranger, session, ana = a_person(), session_of(meeting), a_participant(meeting)
    part = propose(session, ana)
    for verb in (
        lambda: parts.propose(session, ana, As.PANELLIST, by=stranger, at=NOW),
        lambda: parts.invite(part, by=stranger, at=NOW, letter=a_letter),
        lambda: parts.respond(part, accepts=True, by=stranger, at=NOW),
        lambda: parts.confirm(part, by=stranger, at=NOW),
        lambda: parts.withdraw(part, by=stranger, at=NOW),
        lambda: parts.propose_again(part, by=stranger, at=NOW),
        lambda: parts.appear(part, by=stranger, at=NOW),
        lambda: parts.take_appearance_back(part, by=stranger, at=NOW),
        lambda: balance.of_meeting(meeting, by=stranger),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_the_balance_counts_everybody_once_and_only_what_people_say(meeting: Meeting) -> None:
    """R10-5: region, category and gender as declared; for information only."""
    special = session_of(meeting)
    later = special.ends_at
    technical = session_of(meeting, "ts1", "technical", starts_at=later, ends_at=later + timedelta(hours=1))
    norway = a_delegation(meeting)
    state = {"delegation": norway, "category": "member_state", "kind": "delegate"}
    kari = a_participant(meeting, "Kari", gender="woman", **state)
    ana = a_participant(meeting, region=Group.objects.get(code="grulac"))
    expert = a_role(Role.RAPPORTEUR, meeting)
    propose(special, kari)
    propose(technical, kari, As.KEYNOTE)
    propose(technical, ana, As.MODERATOR)
    propose(technical, a_participant(meeting, "E", person=expert, kind="expert"), As.RAPPORTEUR)
    gone = propose(technical, a_participant(meeting, "Gone"))
    parts.withdraw(gone, by=the_desk(meeting), at=NOW)
    whole, *each = balance.of_meeting(meeting, by=a_role(Role.CHAIR, meeting))
    assert (whole.total, [one.total for one in each]) == (2, [1, 2])
    assert [(one.label, one.number, one.percent) for one in whole.genders] == [
        ("not said", 1, 50),
        ("woman", 1, 50),
    ]
    assert {one.label for one in whole.categories} == {"Member State", "Civil society"}
    assert [one.label for one in whole.regions] == [
        *("Group of Latin American and Caribbean States", "Group of Western European and other States"),
    ]
    alone = a_participant(meeting, "No region")
    assert balance.region(alone) == "not said"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_balance_asks_as_many_questions_however_many(
    meeting: Meeting, rows: int, django_assert_num_queries: Any
) -> None:
    for one in range(rows):
        propose(session_of(meeting), a_participant(meeting, f"Guest {one}", delegation=a_delegation(meeting)))
    chair = a_role(Role.CHAIR, meeting)
    with django_assert_num_queries(4):
        balance.of_meeting(meeting, by=chair)


def test_the_agenda_names_those_who_stand_and_marks_the_unconfirmed(meeting: Meeting) -> None:
    """R10-1."""
    session, desk = session_of(meeting), the_desk(meeting)
    chair = propose(session, a_participant(meeting, "Chair", kind="bureau"), As.CHAIR)
    propose(session, a_participant(meeting, job_title="Lead", affiliation="Free Net"))
    propose(session, a_participant(meeting, "Gone", state="approved"))
    Participant.objects.filter(name="Gone").update(state="withdrawn")
    parts.confirm(chair, by=desk, at=NOW)
    found = [
        (one.role, one.name, one.title, one.affiliation, casting.unconfirmed(one.state))
        for one in casting.standing([session])[session.pk]
    ]
    assert found == [
        ("chair", "Chair", "", {}, ""),
        ("panellist", "Ana Silva", "Lead", {"en": "Free Net"}, "proposed"),
    ]
    open_one = a_participant(meeting, "Open", uses={Use.NAME, Use.AFFILIATION})
    assert casting.named([open_one.pk, chair.participant_id]) == {open_one.pk}
