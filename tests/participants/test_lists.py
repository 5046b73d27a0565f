"""Lists of participants: read, compared, taken in as shown, given out."""

from __future__ import annotations

from typing import Any

import pytest

from comity.adapters import spreadsheets
from comity.meetings.models import Meeting
from comity.participants import agreements, letters, lists, taking_in
from comity.participants.models import Delegation, Letter, Participant, ParticipantList, Use
from comity.participants.states import State
from comity.refusals import NotAllowed, NotNow, Refused
from tests.makers import NOW, a_delegation, a_meeting, a_participant, a_person, the_desk

pytestmark = pytest.mark.django_db
HEAD = ["name", "email", "category", "body", "kind"]


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


def kept(meeting: Meeting, *rows: list[str], head: list[str] = HEAD) -> ParticipantList:
    table = [(number, cells) for number, cells in enumerate([head, *rows], start=1)]
    return taking_in.keep(meeting, "list.csv", table, by=the_desk(meeting), at=NOW)


def told(meeting: Meeting, *rows: list[str], head: list[str] = HEAD) -> list[tuple[str, list[str]]]:
    return [(one.fate, one.faults) for one in lists.preview(kept(meeting, *rows, head=head))]


def a_letter(participant: Participant) -> Letter:
    return letters.write(to=participant.email, subject="S", body="B", at=NOW, meeting=participant.meeting)


def take(listed: ParticipantList, *, approved: bool = True, **words: Any) -> taking_in.TakenIn:
    seen = words.get("seen", lists.fingerprint(lists.preview(listed)))
    desk = the_desk(listed.meeting)
    return taking_in.take_in(listed, seen=seen, approved=approved, by=desk, at=NOW, letter=a_letter)


def test_each_fault_is_told_by_its_line(meeting: Meeting) -> None:
    rows = [
        ["Ana Silva", "ana@example.org", "civil_society"],
        ["", "x@example.org", "civil_society"],
        ["Bo Li", "no address", "civil_society"],
        ["Cy Day", "", "dancers"],
        ["Di Ek", "", ""],
        ["Ed Fox", "", "media", "", "dancer"],
        ["Passport AB1234567", "", "media"],
        ["x" * 201, "", "media"],
        ["Ana Silva", "ANA@example.org", "media"],
        ["Flo Gi", "", "", "Narnia"],
        ["Gus Ho", "", "member_state", "", "delegate"],
        ["Hal Io", "", "", "Norwayy"],
        ["Ida Jo", "", "academia", "Some lab", "expert"],
    ]
    found = [one.faults for one in lists.preview(kept(meeting, *rows))]
    assert [len(one) for one in found] == [0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 0, 0]
    sentences = [one[0] if one else "" for one in found]
    assert sentences[1] == "the name is missing"
    assert sentences[2] == "“no address” is no e-mail address"
    assert sentences[3] == "“dancers” is no category"
    assert sentences[4] == "the category is missing"
    assert sentences[5] == "“dancer” is no kind of participant"
    assert "passport" in sentences[6]
    assert sentences[7] == "name has more than 200 letters"
    assert sentences[8] == "the same person stands in line 2"
    assert sentences[9].startswith("“Narnia” is no State")
    assert sentences[10] == "a member of a delegation needs its State or organization"


def test_a_kind_that_does_not_go_with_the_delegation_is_a_fault_of_its_line(meeting: Meeting) -> None:
    """It would stop the whole list when it is taken in."""
    take(kept(meeting, ["Ana", "", "", "Norway"], ["Bo", "", "media", ""]))
    ana, bo = Participant.objects.order_by("name")
    head = ["number", "name", "kind"]
    found = told(meeting, [str(ana.pk), "Ana", "observer"], [str(bo.pk), "Bo", "delegate"], head=head)
    assert found == [
        ("wrong", ["Only delegates and heads of delegation belong to a delegation."]),
        ("wrong", ["a member of a delegation needs its State or organization"]),
    ]
    assert told(meeting, [str(ana.pk), "Ana", ""], [str(bo.pk), "Bo", "observer"], head=head) == [
        ("same", []),
        ("changed", []),
    ]


def test_a_list_that_is_given_out_and_sent_back_changes_nothing(meeting: Meeting) -> None:
    """What a spreadsheet would reckon is marked on its way out, and the mark is gone on its way in."""
    a_participant(meeting, "Ana", job_title="+1 lead", affiliation="=SUM(A1)", honorific="'t")
    rows = taking_in.given_out(meeting, by=the_desk(meeting))
    head, *back = [cells for _number, cells in spreadsheets.read(spreadsheets.as_csv(rows))]
    assert told(meeting, *back, head=head) == [("same", [])]


def test_a_name_that_may_be_several_is_asked_about(meeting: Meeting) -> None:
    ((_fate, faults),) = told(meeting, ["A", "", "", "Republic of Kongo"])
    assert "did you mean" in faults[0] or "no State" in faults[0]


def test_languages_and_numbers_are_checked(meeting: Meeting) -> None:
    head = ["name", "category", "language", "number"]
    found = told(
        meeting, ["A", "media", "de", ""], ["B", "media", "", "999"], ["C", "media", "", "x"], head=head
    )
    assert [faults for _fate, faults in found] == [
        ["“de” is none of the six languages"],
        ["there is no participant with the number 999"],
        ["there is no participant with the number x"],
    ]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (["name", "Passport no."], ["A", "1"]),
        (["mail"], ["a@example.org"]),
        (["name", "Full name"], ["A", "B"]),
        (["name"], [""]),
    ],
)
def test_a_table_that_is_no_list_is_refused_whole(meeting: Meeting, head: list[str], row: list[str]) -> None:
    """RX-4: columns for passport data are named and refused."""
    with pytest.raises(Refused):
        kept(meeting, row, head=head)
    assert not ParticipantList.objects.exists()


def test_a_table_has_a_limit(meeting: Meeting) -> None:
    with pytest.raises(Refused, match="Split"):
        kept(meeting, *([["A"]] * (lists.AT_MOST + 1)))


def test_nothing_happens_before_the_list_is_taken_in(meeting: Meeting) -> None:
    kept(meeting, ["Ana Silva", "ana@example.org", "academia"])
    assert not Participant.objects.exists()


def test_members_of_a_new_delegation_bring_it_along(meeting: Meeting) -> None:
    listed = kept(
        meeting,
        ["Kari Nord", "k@example.org", "media", "Norvège"],
        ["Ola Nord", "", "", "nor", "Head of delegation"],
    )
    assert [one.is_delegation_new for one in lists.preview(listed)] == [True, True]
    assert take(listed) == taking_in.TakenIn(2, 0, 0)
    delegation = Delegation.objects.get(meeting=meeting)
    kari, ola = Participant.objects.order_by("name")
    assert (kari.delegation, kari.category, kari.kind) == (delegation, "member_state", "delegate")
    assert ola.kind == "head"
    assert agreements.of(kari) == {Use.LIST, Use.NAME, Use.AFFILIATION}
    assert [one.to for one in Letter.objects.all()] == ["k@example.org"]


def test_who_is_new_waits_unless_the_list_is_approved(meeting: Meeting) -> None:
    account = a_person("ana")
    take(kept(meeting, ["Ana", "ANA@example.org", "academia", "UNESCO", "expert"]), approved=False)
    one = Participant.objects.get()
    assert (one.state, one.person, one.delegation) == (State.PENDING, account, None)
    assert one.comes_from is not None
    assert not Letter.objects.exists()


def test_a_list_changes_only_what_it_speaks_of(meeting: Meeting) -> None:
    one = a_participant(meeting, job_title="Lead", affiliation="Free Net", language="fr")
    norway = a_delegation(meeting)
    kari = a_participant(meeting, "Kari Nord", delegation=norway, kind="delegate", category="member_state")
    head = ["number", "name", "job_title", "language", "body"]
    listed = kept(
        meeting,
        [str(one.pk), "Ana Silva", "Head", "", ""],
        [str(kari.pk), "Kari Nord", "", "", "tcd"],
        head=head,
    )
    first, second = lists.preview(listed)
    assert (first.changes, second.changes) == ([("job_title", "Lead", "Head")], [("body", "Norway", "Chad")])
    assert take(listed) == taking_in.TakenIn(0, 2, 0)
    one.refresh_from_db()
    kari.refresh_from_db()
    assert (one.job_title, one.affiliation, one.language, one.category) == (
        "Head",
        "Free Net",
        "fr",
        "civil_society",
    )
    assert str(kari.delegation) == "Chad"


def test_the_same_person_again_is_as_she_is(meeting: Meeting) -> None:
    a_participant(meeting)
    assert told(meeting, ["ana silva", "Ana.Silva@example.org"], head=["name", "email"])[0][0] == "changed"
    assert told(meeting, ["Ana Silva", "ana.silva@example.org"], head=["name", "email"]) == [("same", [])]
    a_participant(a_meeting("other"), "Bo Li")
    assert told(meeting, ["Bo Li", "bo.li@example.org", "media"])[0][0] == "new"


def test_what_was_not_shown_is_not_taken_in(meeting: Meeting) -> None:
    listed = kept(meeting, ["Ana Silva", "ana.silva@example.org", "media"])
    with pytest.raises(NotNow, match="changed since"):
        take(listed, seen="")
    seen = lists.fingerprint(lists.preview(listed))
    a_participant(meeting)
    with pytest.raises(NotNow, match="changed since"):
        take(listed, seen=seen)
    assert Participant.objects.count() == 1
    take(listed)
    for done in (
        lambda: take(listed, seen=seen),
        lambda: taking_in.drop(listed, by=the_desk(meeting), at=NOW),
    ):
        with pytest.raises(NotNow, match="already"):
            done()


def test_a_dropped_list_leaves_no_rows(meeting: Meeting) -> None:
    listed = kept(meeting, ["Ana", "", "media"])
    taking_in.drop(listed, by=the_desk(meeting), at=NOW)
    listed.refresh_from_db()
    assert listed.rows == []


def test_only_the_secretariat_handles_lists(meeting: Meeting) -> None:
    listed = kept(meeting, ["Ana", "", "media"])
    stranger = a_person()
    for refused in (
        lambda: taking_in.keep(meeting, "x", [(1, ["name"]), (2, ["A"])], by=stranger, at=NOW),
        lambda: taking_in.take_in(listed, seen="", approved=True, by=stranger, at=NOW, letter=a_letter),
        lambda: taking_in.drop(listed, by=stranger, at=NOW),
        lambda: taking_in.given_out(meeting, by=stranger),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_a_list_that_is_given_out_tells_who_stands(meeting: Meeting) -> None:
    norway = a_delegation(meeting)
    kari = a_participant(meeting, "Kari Nord", delegation=norway, kind="head", category="member_state")
    a_participant(meeting, "Gone", state=State.WITHDRAWN)
    head, row = taking_in.given_out(meeting, by=the_desk(meeting))
    assert dict(zip(head, row, strict=True)) == {
        **{"number": str(kari.pk), "name": "Kari Nord", "email": "kari.nord@example.org", "kind": "head"},
        **{"category": "member_state", "body": "nor", "honorific": "", "job_title": "", "affiliation": ""},
        **{"language": "en", "registration": "approved"},
    }
    assert [one for one in lists.columns(head) if one] == list(lists.COLUMNS)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_preview_asks_as_many_questions_however_long(
    meeting: Meeting, rows: int, django_assert_num_queries: Any
) -> None:
    listed = kept(meeting, *([f"Guest {one}", "", "media", "Norway"] for one in range(rows)))
    listed = ParticipantList.objects.select_related("meeting").get(pk=listed.pk)
    with django_assert_num_queries(4):
        lists.preview(listed)


def test_lines_that_collide_are_left_out_and_the_rest_is_taken_in(meeting: Meeting) -> None:
    """By a number that stands twice, by a name and address that somebody has, and by two lines that meet in one."""
    ana, bo, cy = (a_participant(meeting, name) for name in ("Ana Silva", "Bo Li", "Cy Day"))
    head = ["number", "name", "email", "category"]
    rows = [
        [str(ana.pk), "Ana Souza", "ana.silva@example.org", "academia"],
        [str(ana.pk), "Ana Santos", "ana.silva@example.org", "academia"],
        [str(bo.pk), "Cy Day", "cy.day@example.org", "academia"],
        [str(cy.pk), "Cy Day", "cy.day@example.org", "media"],
        ["", "Ana Souza", "ana.silva@example.org", "academia"],
        ["", "Eve Fox", "eve@example.org", "media"],
        ["", "Gil Ho", f"{'g' * 250}@example.org", "media"],
    ]
    listed = kept(meeting, *rows, head=head)
    assert [one.faults for one in lists.preview(listed)[:6]] == [
        [],
        ["the same person stands in line 2"],
        [f"number {cy.pk} is registered with this name and address"],
        [],
        ["the same person stands in line 2"],
        [],
    ]
    assert "email has more than 254 letters" in lists.preview(listed)[6].faults
    assert take(listed) == taking_in.TakenIn(new=1, changed=2, left_out=4)
    standing = Participant.objects.order_by("name").values_list("name", "category")
    assert [*standing] == [
        ("Ana Souza", "academia"),
        ("Bo Li", "civil_society"),
        ("Cy Day", "media"),
        ("Eve Fox", "media"),
    ]


def test_who_has_withdrawn_may_have_the_name_and_address_of_somebody_who_stands(meeting: Meeting) -> None:
    gone = a_participant(meeting, state=State.WITHDRAWN)
    a_participant(meeting)
    a_participant(meeting, "Bo Li", email="")
    row = [str(gone.pk), "Ana Silva", "ana.silva@example.org", "academia"]
    without = ["", "Bo Li", "", "academia"]
    head = ["number", "name", "email", "category"]
    assert [one for one, _faults in told(meeting, row, without, head=head)] == ["changed", "changed"]
