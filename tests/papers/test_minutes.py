from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from comity.meetings import parts
from comity.meetings.models import Attribution, Meeting, Part, Segment, Session
from comity.papers import minutes as minuting
from comity.papers.models import Minutes, MinutesText
from comity.participants.models import Person, Role, Use
from comity.record.models import Act
from comity.refusals import NotAllowed, NotNow, Refused
from tests.makers import NOW, a_delegate, a_delegation, a_meeting, a_participant, a_role, the_desk
from tests.papers.makers import a_posted

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(hours=1)
Status = Minutes.Status


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


@pytest.fixture
def rapporteur(meeting: Meeting) -> Person:
    return a_role(Role.RAPPORTEUR, meeting)


def begun(meeting: Meeting, by: Person, mode: str = Attribution.ATTRIBUTED) -> Minutes:
    Session.objects.update(attribution=mode)
    return minuting.begin(meeting.sessions.get(), language="en", by=by, at=NOW)


def text(minutes: Minutes) -> str:
    return minuting.newest(minutes).text


def test_minutes_begin_with_what_the_programme_knows(meeting: Meeting, rapporteur: Person) -> None:
    session = meeting.sessions.get()
    Segment.objects.create(session=session, position=1, kind=Segment.Kind.PRESENTATION, minutes=90)
    a_posted(meeting, session=session)
    a_posted(meeting, titles={"en": "Of no session"})
    a_delegation(meeting)
    words = text(begun(meeting, rapporteur))
    assert "# First session" in words
    assert "1 December 2016, 15:00 (New York), Conference Room 4" in words
    assert "## Presentation (90′)" in words
    assert "- Information note <" in words
    assert "Of no session" not in words
    assert "- Norway" in words


def test_minutes_name_those_alone_who_agreed_to_be_named(meeting: Meeting, rapporteur: Person) -> None:
    """RX-3."""
    desk, agreed = the_desk(meeting), {Use.NAME, Use.AFFILIATION}
    for name, uses in (("Ana Silva", agreed), ("Secret One", {Use.LIST}), ("Merely Proposed", agreed)):
        who = a_participant(meeting, name, uses=uses)
        part = parts.propose(meeting.sessions.get(), who, Part.Role.PANELLIST, by=desk, at=NOW)
        if name != "Merely Proposed":
            parts.confirm(part, by=desk, at=NOW)
    words = text(begun(meeting, rapporteur))
    assert "Merely Proposed" not in words
    assert "- Panellist: Ana Silva" in words
    assert "- Panellist: name withheld" in words
    assert "Secret" not in words


def test_the_chatham_house_rule_holds_from_the_first_line(meeting: Meeting, rapporteur: Person) -> None:
    """RX-1: no affiliation is noted, and no number that would tell it."""
    for code in ("nor", "tcd", "fra"):
        a_delegation(meeting, code)
    a_delegation(meeting, "vat")
    words = text(begun(meeting, rapporteur, Attribution.NON_ATTRIBUTED))
    assert "- Member State: 3" in words
    assert not [name for name in ("Norway", "Chad", "France", "Holy See", "Observer State") if name in words]


def test_the_session_says_how_its_minutes_name_speakers(meeting: Meeting, rapporteur: Person) -> None:
    assert begun(meeting, rapporteur, Attribution.BY_CATEGORY).attribution == Attribution.BY_CATEGORY


def test_only_rapporteurs_write(meeting: Meeting, rapporteur: Person) -> None:
    """Concept note, paragraph 10: CTED experts alone."""
    desk, chair = the_desk(meeting), a_role(Role.CHAIR, meeting)
    for person in (desk, chair, a_delegate(a_delegation(meeting))):
        with pytest.raises(NotAllowed):
            begun(meeting, person)
    minutes = begun(meeting, rapporteur)
    for person in (desk, chair):
        for act in (minuting.share, minuting.finalise, minuting.take_back):
            with pytest.raises(NotAllowed):
                act(minutes, by=person, at=NOW)
        with pytest.raises(NotAllowed):
            minuting.write(minutes, "Words.", seen=1, by=person, at=NOW)


def test_every_text_is_kept(meeting: Meeting, rapporteur: Person) -> None:
    minutes = begun(meeting, rapporteur)
    minuting.write(minutes, "First.\r\nSecond.  \n", seen=1, by=rapporteur, at=SOON)
    assert [*MinutesText.objects.values_list("number", "written_at")] == [(1, NOW), (2, SOON)]
    assert text(minutes) == "First.\nSecond."


def test_saving_the_same_words_again_keeps_one_text(meeting: Meeting, rapporteur: Person) -> None:
    minutes = begun(meeting, rapporteur)
    for _ in range(2):
        minuting.write(minutes, text(minutes), seen=1, by=rapporteur, at=SOON)
    assert MinutesText.objects.count() == 1


def test_of_two_who_write_at_once_the_second_is_told(meeting: Meeting, rapporteur: Person) -> None:
    other = a_role(Role.RAPPORTEUR, meeting, name="other")
    minutes = begun(meeting, rapporteur)
    minuting.write(minutes, "Mine.", seen=1, by=rapporteur, at=SOON)
    with pytest.raises(NotNow, match="Rapporteur has saved a newer text"):
        minuting.write(minutes, "Theirs.", seen=1, by=other, at=SOON)
    assert text(minutes) == "Mine."


def test_minutes_of_a_session_are_begun_once(meeting: Meeting, rapporteur: Person) -> None:
    begun(meeting, rapporteur)
    with pytest.raises(NotNow, match="Somebody else"):
        begun(meeting, rapporteur)


@pytest.mark.parametrize("words", ["", " \n", "x" * (minuting.LONGEST + 1)])
def test_a_text_is_neither_empty_nor_endless(meeting: Meeting, rapporteur: Person, words: str) -> None:
    minutes = begun(meeting, rapporteur)
    with pytest.raises(Refused):
        minuting.write(minutes, words, seen=1, by=rapporteur, at=SOON)


def test_final_minutes_are_locked_and_mended_by_corrections(meeting: Meeting, rapporteur: Person) -> None:
    minutes = begun(meeting, rapporteur)
    with pytest.raises(NotNow, match="not final"):
        minuting.correct(minutes, "Mended.", reason="A slip.", seen=1, by=rapporteur, at=SOON)
    minuting.share(minutes, by=rapporteur, at=NOW)
    minuting.finalise(minutes, by=rapporteur, at=NOW)
    assert (minutes.status, minutes.finalised_by, minutes.finalised_at) == (Status.FINAL, rapporteur, NOW)
    with pytest.raises(NotNow, match="locked"):
        minuting.write(minutes, "Other.", seen=1, by=rapporteur, at=SOON)
    with pytest.raises(Refused, match="what the correction corrects"):
        minuting.correct(minutes, "Mended.", reason=" ", seen=1, by=rapporteur, at=SOON)
    with pytest.raises(Refused, match="same as before"):
        minuting.correct(minutes, text(minutes), reason="None.", seen=1, by=rapporteur, at=SOON)
    added = minuting.correct(minutes, "Mended.", reason="A slip.", seen=1, by=rapporteur, at=SOON)
    assert (added.kind, added.reason, added.number) == ("correction", "A slip.", 2)
    with pytest.raises(NotNow, match="meanwhile"):
        minuting.correct(minutes, "Again.", reason="A slip.", seen=1, by=rapporteur, at=SOON)


ACTS = {Status.DRAFT: minuting.take_back, Status.SHARED: minuting.share, Status.FINAL: minuting.finalise}


@pytest.mark.parametrize(("before", "after"), [*product(Status, Status)])
def test_every_move_follows_the_table(
    meeting: Meeting, rapporteur: Person, before: Minutes.Status, after: Minutes.Status
) -> None:
    minutes = begun(meeting, rapporteur)
    if before != Status.DRAFT:
        minuting.share(minutes, by=rapporteur, at=NOW)
    if before == Status.FINAL:
        minuting.finalise(minutes, by=rapporteur, at=NOW)
    if after in minuting.MOVES[before]:
        ACTS[after](minutes, by=rapporteur, at=SOON)
        assert minutes.status == after
    else:
        with pytest.raises(NotNow):
            ACTS[after](minutes, by=rapporteur, at=SOON)
        assert minutes.status == before


def test_an_old_page_moves_nothing(meeting: Meeting, rapporteur: Person) -> None:
    minutes = begun(meeting, rapporteur)
    seen = Minutes.objects.get()
    minuting.share(minutes, by=rapporteur, at=NOW)
    with pytest.raises(NotNow, match="first"):
        minuting.share(seen, by=rapporteur, at=SOON)


def test_who_reads_follows_status_and_attribution(meeting: Meeting, rapporteur: Person) -> None:
    """RX-1"""
    desk, chair = the_desk(meeting), a_role(Role.CHAIR, meeting)
    delegate = a_delegate(a_delegation(meeting))
    minutes = begun(meeting, rapporteur)

    def readers() -> list[Person]:
        every = (rapporteur, chair, desk, delegate)
        return [one for one in every if minuting.may_read(one, minutes)]

    assert readers() == [rapporteur]
    minuting.share(minutes, by=rapporteur, at=NOW)
    assert readers() == [rapporteur, chair, desk]
    minuting.tighten(minutes, Attribution.CONFIDENTIAL, by=rapporteur, at=NOW)
    assert readers() == [rapporteur]
    with pytest.raises(NotAllowed):
        minuting.require_reading(chair, minutes)


@pytest.mark.parametrize(("before", "after"), [*product(minuting.MODES, minuting.MODES)])
def test_attribution_is_tightened_and_never_loosened(
    meeting: Meeting, rapporteur: Person, before: Attribution, after: Attribution
) -> None:
    """RX-1"""
    minutes = begun(meeting, rapporteur, before)
    if minuting.MODES.index(after) >= minuting.MODES.index(before):
        minuting.tighten(minutes, after, by=rapporteur, at=NOW)
        assert minutes.attribution == after
    else:
        with pytest.raises(Refused, match="consent"):
            minuting.tighten(minutes, after, by=rapporteur, at=NOW)
        minutes.refresh_from_db()
        assert minutes.attribution == before


def test_minutes_are_not_withdrawn_by_a_mode(meeting: Meeting, rapporteur: Person) -> None:
    with pytest.raises(Refused, match="Choose"):
        minuting.tighten(begun(meeting, rapporteur), Attribution.WITHDRAWN, by=rapporteur, at=NOW)


def test_the_record_says_who_did_what_and_no_words(meeting: Meeting, rapporteur: Person) -> None:
    """RX-1: the trail, which others read, holds nothing that was said."""
    minutes = begun(meeting, rapporteur)
    minuting.write(minutes, "The delegation of Norway said yes.", seen=1, by=rapporteur, at=SOON)
    acts = Act.objects.filter(object_type="minutes").order_by("id")
    assert [*acts.values_list("verb", flat=True)] == ["began minutes", "wrote minutes"]
    assert not [one for one in acts if "Norway" in str(one.details)]
