"""Tables of what visits and surveys found: read, compared, taken in as shown."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from comity.framework import following, lists, taking_in
from comity.framework.models import Node, Progress, ProgressList
from comity.refusals import NotAllowed, NotNow, Refused
from tests.framework.makers import a_placed, a_settled, issued
from tests.makers import NOW, a_delegation
from tests.practices.makers import a_published, the_meeting, the_rapporteur, the_secretariat

pytestmark = pytest.mark.django_db
HEAD = ["guideline", "State", "Status", "Source", "Title", "Day", "Confidential", "Words"]
DAY = timedelta(days=1)


@pytest.fixture
def guideline() -> Node:
    """Printed in an edition; Norway takes part."""
    node = a_settled()
    issued()
    a_delegation(the_meeting(), "nor")
    return node


def a_row(node: Node, **cells: str) -> list[str]:
    given = {
        "number": str(node.number), "state": "Norway", "status": "in progress", "source": "survey",
        "reference": "Survey of 2016", "as_of": "2016-10-01", "confidential": "no", "words": "Under way.",
        **cells,
    }  # fmt: skip
    return [*given.values()]


def kept(*rows: list[str], head: list[str] = HEAD, given: dict[str, str] | None = None) -> ProgressList:
    table = [(number, cells) for number, cells in enumerate([head, *rows], start=1)]
    by = the_secretariat()
    return taking_in.keep(the_meeting(), "survey.csv", table, given=given or {}, by=by, at=NOW)


def faults(row: list[str]) -> list[str]:
    (line,) = lists.preview(kept(row))
    return line.faults


def take(listed: ProgressList, **words: Any) -> taking_in.TakenIn:
    seen = words.get("seen", lists.fingerprint(lists.preview(listed)))
    return taking_in.take_in(listed, seen=seen, by=words.get("by", the_secretariat()), at=NOW)


def seen_by_all(at: Any = NOW) -> list[Progress]:
    return list(following.records(the_meeting(), at=at, person=AnonymousUser()))


def test_what_a_survey_found_waits_for_the_observations_of_the_state(guideline: Node) -> None:
    """R12-11, R03-5: with source, day and words; public after the days of the policy."""
    listed = kept(a_row(guideline))
    assert not Progress.objects.exists()
    assert take(listed) == taking_in.TakenIn(new=1, left_out=0)
    (found,) = Progress.objects.all()
    assert (found.node, str(found.delegation), found.status, found.source) == (
        guideline, "Norway", "in_progress", "survey",
    )  # fmt: skip
    assert (found.reference, found.as_of, found.narrative) == (
        "Survey of 2016",
        date(2016, 10, 1),
        "Under way.",
    )
    assert seen_by_all() == []
    assert seen_by_all(NOW + 30 * DAY) == [found]
    listed.refresh_from_db()
    assert (listed.rows, listed.done_at) == ([], NOW)
    with pytest.raises(NotNow, match="taken in or dropped already"):
        take(listed, seen="")


def test_a_confidential_source_is_never_told_though_the_state_agrees(guideline: Node) -> None:
    """R12-11"""
    take(kept(a_row(guideline, source="visit", reference="Visit of June", confidential="yes")))
    (found,) = Progress.objects.all()
    assert (found.confidential, found.public_from, found.source_on_file) == (True, None, True)
    assert seen_by_all(NOW + 400 * DAY) == []
    Progress.objects.update(confidential=False, public_from=NOW)
    assert seen_by_all()[0].source_on_file


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"number": "99"}, "“99” is no guideline"),
        ({"number": ""}, "the number is missing"),
        ({"state": "Narnia"}, "no State that is known"),
        ({"state": "Norwayy"}, ""),
        ({"state": ""}, "the State is missing"),
        ({"state": "France"}, "has no delegation"),
        ({"status": "splendid"}, "does not say how far"),
        ({"source": "state"}, "must be “visit”"),
        ({"source": ""}, "must be “visit”"),
        ({"confidential": "perhaps"}, "must be “yes” or “no”"),
        ({"as_of": "yesterday"}, "is no day"),
        ({"as_of": ""}, "the day is missing"),
        ({"as_of": "2090-01-01"}, "lies ahead"),
        ({"reference": ""}, "the title of the source"),
        ({"words": "x" * 2_000}, "has more than"),
        ({"reference": "x" * 501}, "has more than"),
    ],
)
def test_each_fault_is_told_by_its_line(guideline: Node, cells: dict[str, str], says: str) -> None:
    told = faults(a_row(guideline, **cells))
    assert [says in one for one in told] == [True] if says else told == []


def test_a_line_may_name_its_language_and_its_address(guideline: Node) -> None:
    head = [*HEAD, "language", "url"]
    rows = [
        [*a_row(guideline), "ar", "https://example.org/survey"],
        [*a_row(guideline, as_of="2016-10-02 00:00:00"), "xx", "no address"],
    ]
    good, bad = lists.preview(kept(*rows, head=head))
    assert good.faults == []
    assert [one.split(" is ")[1] for one in bad.faults] == [
        "none of the six languages",
        "no address of a page",
    ]


def test_a_practice_is_named_by_its_number_or_its_reference(guideline: Node) -> None:
    practice = a_published()
    placed = a_placed(guideline, practice)
    issued(NOW + DAY)
    rows = [
        a_row(guideline, number=name, as_of=f"2016-10-0{place}")
        for place, name in enumerate((str(placed.number), placed.ref, practice.ref, f"{placed.number}.0"), 1)
    ]
    assert [one.node for one in lists.preview(kept(*rows))] == [placed] * 4


def test_what_holds_for_the_whole_table_is_said_once(guideline: Node) -> None:
    head = ["number", "state", "status"]
    given = {
        "source": "visit",
        "reference": "Visit",
        "as_of": "2016-10-01",
        "confidential": "yes",
        "words": "x",
    }
    listed = kept([str(guideline.number), "NOR", "implemented"], head=head, given=given)
    take(listed)
    (found,) = Progress.objects.all()
    assert (found.source, found.reference, found.confidential, found.narrative) == (
        "visit",
        "Visit",
        True,
        "",
    )


def test_what_is_on_record_is_not_recorded_twice(guideline: Node) -> None:
    row = a_row(guideline)
    take(kept(row))
    again = lists.preview(kept(row, a_row(guideline, words="Other words."), a_row(guideline, state="NOR")))
    assert [one.fate for one in again] == ["same", "wrong", "wrong"]
    assert ["says the same already" in one.faults[0] for one in again[1:]] == [True, True]
    (other,) = lists.preview(kept(a_row(guideline, status="implemented")))
    assert "withdraw that record first" in other.faults[0]
    assert take(kept(row)) == taking_in.TakenIn(new=0, left_out=0)
    assert Progress.objects.count() == 1


def test_lines_with_a_fault_are_left_out(guideline: Node) -> None:
    assert take(kept(a_row(guideline), a_row(guideline, state="Narnia"))) == taking_in.TakenIn(1, 1)


def test_what_was_not_shown_is_not_taken_in(guideline: Node) -> None:
    listed = kept(a_row(guideline))
    seen = lists.fingerprint(lists.preview(listed))
    following.record(
        guideline, a_delegation(the_meeting(), "nor"), "in_progress", source="survey",
        reference="Survey of 2016", as_of=date(2016, 10, 1), narrative="Under way.",
        by=the_secretariat(), at=NOW,
    )  # fmt: skip
    with pytest.raises(NotNow, match="changed"):
        take(listed, seen=seen)


def test_a_list_is_dropped_once(guideline: Node) -> None:
    listed = kept(a_row(guideline))
    taking_in.drop(listed, by=the_secretariat(), at=NOW)
    with pytest.raises(NotNow, match="already"):
        taking_in.drop(listed, by=the_secretariat(), at=NOW)
    assert not Progress.objects.exists()


def test_what_is_no_such_table_is_refused(guideline: Node) -> None:
    with pytest.raises(Refused, match="is empty"):
        kept()
    with pytest.raises(Refused, match="may have 2000 lines"):
        kept(*[a_row(guideline)] * 2_001)
    for head in (["number", "state"], [*HEAD, "no"]):
        with pytest.raises(Refused, match="each column once"):
            kept(a_row(guideline), head=head)


def test_only_the_secretariat_takes_in_a_list(guideline: Node) -> None:
    listed = kept(a_row(guideline))
    with pytest.raises(NotAllowed):
        take(listed, by=the_rapporteur())
    with pytest.raises(NotAllowed):
        taking_in.drop(listed, by=the_rapporteur(), at=NOW)
