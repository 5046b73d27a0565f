"""An agenda is issued version by version; each is frozen, numbered and comparable."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from comity.meetings import agenda, differing, holding, programme, segments
from comity.meetings.agenda import MOVES, Stage
from comity.meetings.models import AgendaVersion, Meeting
from comity.meetings.printed import printed
from comity.meetings.segments import Planned
from comity.participants.models import Role
from comity.record import trail
from comity.refusals import NotAllowed, NotNow
from tests.makers import NOW, a_person, a_role, the_desk
from tests.meetings.makers import MORNING, a_programme, a_session

pytestmark = pytest.mark.django_db
LIFE = (Stage.PROPOSED, Stage.PROVISIONAL, Stage.ANNOTATED, Stage.ADOPTED, Stage.REVISED)


def changed(meeting: Meeting) -> None:
    """Something in the programme is another, so that the same stage may be issued again."""
    session = meeting.sessions.get(tier="technical")
    session.meeting = meeting
    programme.move(
        session,
        starts_at=session.starts_at - timedelta(minutes=5),
        ends_at=session.ends_at,
        room=session.room,
        by=the_desk(meeting),
        at=NOW,
    )


def put_out(meeting: Meeting, stage: Stage) -> AgendaVersion:
    if stage == Stage.ADOPTED:
        return agenda.adopt(meeting, by=the_desk(meeting), at=NOW)
    return agenda.issue(meeting, stage, by=the_desk(meeting), at=NOW)


def test_an_agenda_goes_from_proposed_to_revised() -> None:
    """DOMAIN.md 1.18."""
    meeting = a_programme()
    for stage in LIFE:
        put_out(meeting, stage)
    changed(meeting)
    put_out(meeting, Stage.REVISED)
    assert [(one.number, one.stage, one.revision) for one in meeting.agendas.all()] == [
        (1, "proposed", 0),
        (2, "provisional", 0),
        (3, "annotated", 0),
        (4, "adopted", 0),
        (5, "revised", 1),
        (6, "revised", 2),
    ]
    assert str(meeting.agendas.get(number=6)) == "revised agenda (Rev.2)"


@pytest.mark.parametrize(("last", "then"), list(product([None, *Stage], Stage)))
def test_only_the_stages_of_the_table_follow(last: Stage | None, then: Stage) -> None:
    meeting = a_programme()
    for stage in LIFE[: LIFE.index(last) + 1] if last else ():
        put_out(meeting, stage)
    if last == then:
        changed(meeting)
    if then in MOVES[last]:
        assert put_out(meeting, then).stage == then
        assert agenda.next_stages(meeting) == [stage for stage in Stage if stage in MOVES[then]]
    else:
        with pytest.raises(NotNow):
            put_out(meeting, then)


def test_an_adopted_agenda_is_the_annotated_one_word_for_word_though_the_programme_moved_on() -> None:
    meeting = a_programme()
    put_out(meeting, Stage.PROVISIONAL)
    annotated = put_out(meeting, Stage.ANNOTATED)
    changed(meeting)
    assert agenda.has_changed(annotated, at=NOW)
    adopted = put_out(meeting, Stage.ADOPTED)
    assert (adopted.content, adopted.sha256) == (annotated.content, annotated.sha256)


def test_the_same_programme_is_not_issued_twice_at_one_stage() -> None:
    meeting = a_programme()
    put_out(meeting, Stage.PROVISIONAL)
    with pytest.raises(NotNow, match="Nothing has changed"):
        put_out(meeting, Stage.PROVISIONAL)
    changed(meeting)
    assert put_out(meeting, Stage.PROVISIONAL).revision == 1


def test_a_session_shorter_than_its_segments_stands_in_the_way() -> None:
    """R07-2."""
    meeting = a_programme()
    session = meeting.sessions.get(tier="technical")
    session.meeting = meeting
    programme.move(
        session,
        starts_at=MORNING,
        ends_at=MORNING + timedelta(minutes=60),
        room=session.room,
        by=the_desk(meeting),
        at=NOW,
    )
    with pytest.raises(NotNow, match="take 90 minutes and the slot has 60"):
        put_out(meeting, Stage.PROVISIONAL)
    assert not meeting.agendas.exists()


def test_an_annotated_agenda_needs_presentation_and_discussion_in_each_session_a_provisional_one_does_not() -> (
    None
):
    """R07-2."""
    meeting = a_programme()
    session = meeting.sessions.get(tier="technical")
    segments.write(session, [Planned("presentation", 90)], by=the_desk(meeting), at=NOW)
    put_out(meeting, Stage.PROVISIONAL)
    with pytest.raises(NotNow, match="no segment for: discussion"):
        put_out(meeting, Stage.ANNOTATED)


def test_what_was_issued_is_never_changed_and_the_record_has_its_fingerprint() -> None:
    meeting = a_programme()
    version = put_out(meeting, Stage.PROVISIONAL)
    before = version.content
    changed(meeting)
    version.refresh_from_db()
    assert version.content == before
    assert version.sha256 == agenda.fingerprint(before)
    assert trail.of(version).get().details["sha256"] == version.sha256
    with pytest.raises(AssertionError, match="never changed"):
        version.save()


def test_the_public_sees_no_agenda_before_the_announcement_and_never_a_proposed_one() -> None:
    meeting = a_programme(state=Meeting.State.PROVISIONAL)
    put_out(meeting, Stage.PROPOSED)
    put_out(meeting, Stage.PROVISIONAL)
    assert agenda.shown(meeting) == []
    holding.proceed(meeting, Meeting.State.ANNOUNCED, by=the_desk(meeting), at=NOW)
    assert [one.number for one in agenda.shown(meeting)] == [2]


def test_only_the_secretariat_issues_and_the_chair_may_record_the_adoption() -> None:
    meeting = a_programme()
    chair, rapporteur = a_role(Role.CHAIR, meeting), a_role(Role.RAPPORTEUR, meeting)
    for person in (chair, rapporteur, a_person(), a_role(Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            agenda.issue(meeting, Stage.PROVISIONAL, by=person, at=NOW)
    put_out(meeting, Stage.PROVISIONAL)
    put_out(meeting, Stage.ANNOTATED)
    with pytest.raises(NotAllowed):
        agenda.adopt(meeting, by=rapporteur, at=NOW)
    assert agenda.adopt(meeting, by=chair, at=NOW).issued_by == chair


def test_an_agenda_is_made_with_the_same_number_of_queries_however_many_sessions() -> None:
    counts = []
    meeting = a_programme()
    for sessions in (0, 3):
        for _ in range(sessions):
            a_session(meeting)
        with CaptureQueriesContext(connection) as queries:
            agenda.content_of(meeting, Stage.ANNOTATED, at=NOW)
        counts.append(len(queries))
    assert counts == [9, 9]


def test_it_is_printed_in_the_form_of_an_annotated_agenda_in_the_readers_language() -> None:
    """DOMAIN.md A.1."""
    meeting = a_programme()
    session = meeting.sessions.get(tier="technical")
    aspect = meeting.aspects.first()
    assert aspect is not None
    segments.ask(
        session, [(aspect, {"en": "Who asks?", "fr": "Qui demande ?"})], by=the_desk(meeting), at=NOW
    )
    put_out(meeting, Stage.PROVISIONAL)
    version = put_out(meeting, Stage.ANNOTATED)
    english = printed(version)
    day = english.days[0]
    item = day.sessions[0]
    assert (english.title, day.title) == ("Annotated provisional agenda", "Wednesday, 30 November 2016")
    assert (item.when, item.utc, item.room) == ("10 a.m.–11.30 a.m.", "15:00–16:30 UTC", "Conference Room 4")
    said = {line.kind: line.words for line in item.lines}
    assert said["questions"] == ("Who asks?",)
    assert said["format"] == (
        "Presentation: 45 minutes",
        "Discussion: 45 minutes",
        "Statements from the floor: 3 minutes each",
    )
    assert said["interpretation"] == ("the six official languages",)
    assert said["attribution"] == ("not attributed (Chatham House Rule)",)
    with translation.override("fr"):
        french = printed(version).days[0].sessions[0]
    assert {line.kind: line.words for line in french.lines}["questions"] == ("Qui demande ?",)
    assert (french.when, french.title, french.language) == ("10:00–11:30", item.title, "en")


def test_a_provisional_agenda_lists_items_only() -> None:
    version = put_out(a_programme(), Stage.PROVISIONAL)
    kinds = {line.kind for day in printed(version).days for item in day.sessions for line in item.lines}
    assert kinds == {"aspects", "leads_to"}


def test_two_versions_are_compared_session_by_session() -> None:
    """R10-1: both versions are kept and comparable."""
    meeting = a_programme()
    before = put_out(meeting, Stage.PROVISIONAL)
    changed(meeting)
    a_session(meeting, titles={"en": "Digital evidence"}, starts_at=MORNING + timedelta(hours=2))
    after = put_out(meeting, Stage.PROVISIONAL)
    rows = differing.between(printed(before), printed(after))
    assert [(row.code, row.kind) for row in rows] == [("ts1", "changed"), ("ts2", "added"), ("sm1", "same")]
    assert [(one.label, one.before, one.after) for one in rows[0].changes] == [
        ("Time", "10 a.m.–11.30 a.m.", "9.55 a.m.–11.30 a.m.")
    ]
    back = differing.between(printed(after), printed(before))
    assert [(row.code, row.kind) for row in back] == [("ts1", "changed"), ("sm1", "same"), ("ts2", "removed")]
