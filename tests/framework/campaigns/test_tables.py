"""Tables of results: read line by line, taken in once somebody has looked, and the same file once."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from comity.adapters import spreadsheets
from comity.framework.campaigns import tables, taking
from comity.framework.campaigns.models import Campaign, CampaignResult, CampaignTable
from comity.framework.campaigns.tables import Line, day_of, value_of
from comity.participants.models import Role
from comity.refusals import NotAllowed, NotNow, Refused
from tests.framework.campaigns.makers import TODAY, a_result, a_running, an_approved
from tests.makers import NOW
from tests.practices.makers import one_of, the_rapporteur

pytestmark = pytest.mark.django_db

HEAD = "measure,day,value,audience,source,note"
SOUND = f"{HEAD}\n1,2016-10-01,12,yes,A survey,\n1,2016-10-31,18,no,Platforms,Twice a day\n3,2016-10-31,41.5,yes,A survey,\n"


def keep(campaign: Campaign, content: str | bytes, *, source: str = "", by: Any = None) -> CampaignTable:
    sent = content.encode() if isinstance(content, str) else content
    return taking.keep(
        campaign,
        sent,
        spreadsheets.read(sent),
        name="results.csv",
        source=source,
        by=by or the_rapporteur(),
        at=NOW,
    )


def lines(table: CampaignTable) -> list[Line]:
    return tables.preview(CampaignTable.objects.get(pk=table.pk), at=NOW)


def take(table: CampaignTable, seen: str = "") -> taking.TakenIn:
    seen = seen or tables.fingerprint(lines(table))
    return taking.take_in(table, seen=seen, by=the_rapporteur(), at=NOW)


def faults(content: str, **more: Any) -> list[str]:
    return [fault for line in lines(keep(a_running(), content, **more)) for fault in line.faults]


def test_nothing_is_entered_before_somebody_has_looked() -> None:
    """R04-3: results are imported with a preview."""
    table = keep(a_running(), SOUND)
    assert [one.fate for one in lines(table)] == ["new", "new", "new"]
    assert not CampaignResult.objects.exists()
    assert take(table) == taking.TakenIn(new=3, same=0, left_out=0)
    told = CampaignResult.objects.values_list(
        "measure__number", "day", "value", "of_audience", "source", "note"
    )
    assert list(told) == [
        (1, date(2016, 10, 1), Decimal(12), True, "A survey", ""),
        (1, date(2016, 10, 31), Decimal(18), False, "Platforms", "Twice a day"),
        (3, date(2016, 10, 31), Decimal("41.5"), True, "A survey", ""),
    ]
    assert {one.table for one in CampaignResult.objects.all()} == {table}
    assert CampaignTable.objects.get().rows == []


@pytest.mark.parametrize("sign", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_any_of_three_signs_stands_between_columns(sign: str) -> None:
    rows = [
        ["Indicator", "Date", "Figure", "Target audience", "source"],
        ["remember it", "2016-10-01", "12.5", "no", "x"],
    ]
    (line,) = lines(keep(a_running(), "\n".join(sign.join(row) for row in rows)))
    assert (line.measure and line.measure.number, line.value, line.of_audience) == (1, Decimal("12.5"), False)


def test_a_table_of_a_spreadsheet_is_read_too() -> None:
    content = spreadsheets.as_xlsx([HEAD.split(","), ["1", "2016-10-01 00:00:00", "12,5", "", "x", ""]], "x")
    (line,) = lines(keep(a_running(), content))
    assert (line.day, line.value, line.of_audience) == (date(2016, 10, 1), Decimal("12.5"), True)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", "12"), ("12.5", "12.5"), ("12,5", "12.5"), ("0.125", "0.125"), ("0,125", "0.125"), ("-3", "-3"),
        ("−3", "-3"), ("1 234", "1234"), ("1\u202f234,5", "1234.5"), ("١٢٫٥", "12.5"), ("1234.5678", "1234.5678"),
    ],
)  # fmt: skip
def test_a_value_has_a_point_or_a_comma_in_any_figures(written: str, value: str) -> None:
    assert value_of(written) == Decimal(value)


@pytest.mark.parametrize(
    "written", ["", "many", "1.234,5", "1,2,3", "1e99", "NaN", "12 %", "1.23456", "1e11"]
)
def test_what_is_no_number_is_none(written: str) -> None:
    assert value_of(written) is None


@pytest.mark.parametrize("written", ["", "1 May", "31/10/2016", "2016-13-01", "2016-10-1", "٢٠١٦-١٠-٠١"])
def test_a_day_is_written_one_way(written: str) -> None:
    assert day_of(written) is None
    assert day_of("2016-10-01T00:00:00") == date(2016, 10, 1)


def test_what_is_wrong_is_said_line_by_line_and_the_rest_is_taken_in() -> None:
    campaign = a_running()
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    table = keep(
        campaign,
        f"{HEAD}\n9,2016-10-01,1,yes,x,\n,2016-10-01,1,yes,x,\n1,October,1,yes,x,\n1,,1,yes,x,\n1,{tomorrow},1,yes,x,\n"
        '1,2016-10-01,,yes,x,\n1,2016-10-01,many,yes,x,\n1,2016-10-01,"1,234",yes,x,\n1,2016-10-01,1,perhaps,x,\n'
        "1,2016-10-01,1,yes,,\n1,2016-10-02,7,yes,x,\n1,2016-10-02,8,yes,x,\n",
    )
    told = {one.number: one.faults for one in lines(table)}
    assert told == {
        2: ["“9” is no measure of this campaign"],
        3: ["the measure is missing"],
        4: ["“October” is no day: write it as 2017-04-30"],
        5: ["the day is missing"],
        6: ["the day lies ahead"],
        7: ["the value is missing"],
        8: ["“many” is no number"],
        9: ["“1,234” can be read in two ways: write thousands without a sign, or one decimal more"],
        10: ["“perhaps” is neither yes nor no"],
        11: ["the source is missing"],
        12: [],
        13: ["the same stands in line 12"],
    }
    assert take(table) == taking.TakenIn(new=1, same=0, left_out=11)


def test_a_source_for_all_lines_and_the_measure_says_whose_figures_they_are() -> None:
    (line,) = lines(keep(a_running(), "measure,day,value\n1,2016-10-01,5", source=" The  city "))
    assert (line.source, line.of_audience, line.faults) == ("The city", True, [])


def test_what_is_there_already_is_known_and_what_contradicts_it_is_left_out() -> None:
    campaign = a_running()
    a_result(campaign, 12, day=date(2016, 10, 1))
    a_result(campaign, 13, day=date(2016, 10, 2))
    table = keep(campaign, f"{HEAD}\n1,2016-10-01,12,yes,A survey,\n1,2016-10-02,14,yes,A survey,\n")
    known, other = lines(table)
    assert known.fate == "same"
    assert other.faults == ["this source has said something else of that day already (13): correct that one"]
    with pytest.raises(Refused, match="nothing to take in"):
        take(table)
    assert CampaignTable.objects.get().taken_at is None


def test_the_same_file_is_recognised() -> None:
    """R04-3"""
    campaign = a_running()
    first, again = keep(campaign, SOUND), keep(campaign, SOUND)
    take(first)
    with pytest.raises(NotNow, match="same file was taken in already, on 2016-"):
        keep(campaign, SOUND)
    with pytest.raises(NotNow, match="same file"):
        take(again)
    keep(a_running(), SOUND)
    assert CampaignResult.objects.count() == 3


def test_what_was_shown_is_taken_in_or_nothing() -> None:
    campaign = a_running()
    table = keep(campaign, SOUND)
    seen = tables.fingerprint(lines(table))
    a_result(campaign, 99, day=date(2016, 10, 1))
    with pytest.raises(NotNow, match="since you looked"):
        take(table, seen)
    assert CampaignResult.objects.count() == 1


def test_a_table_is_dropped_or_taken_in_once() -> None:
    campaign = a_running()
    dropped, taken = keep(campaign, SOUND), keep(campaign, f"{SOUND}2,2016-10-01,1,yes,x,\n")
    taking.drop(dropped, by=the_rapporteur(), at=NOW)
    take(taken)
    for table in (dropped, taken):
        assert CampaignTable.objects.get(pk=table.pk).rows == []
        with pytest.raises(NotNow, match="already"):
            taking.drop(table, by=the_rapporteur(), at=NOW)
        with pytest.raises(NotNow):
            taking.take_in(table, seen="", by=the_rapporteur(), at=NOW)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "empty"),
        (HEAD, "empty"),
        ("measure,day\n1,2016-10-01", "name each column once"),
        ("measure,day,value,value\n1,2016-10-01,1,2", "name each column once"),
        ("1,2016-10-01,12\n1,2016-10-02,13", "name each column once"),
    ],
)
def test_what_is_no_table_of_results_is_refused(content: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        keep(a_running(), content)


def test_a_table_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "AT_MOST", 2)
    with pytest.raises(Refused, match="Split it"):
        keep(a_running(), SOUND)


def test_a_table_is_of_a_campaign_that_runs_and_of_those_who_carry_it_out() -> None:
    with pytest.raises(NotNow, match="approved"):
        keep(an_approved(), SOUND)
    campaign = a_running()
    table = keep(campaign, SOUND)
    for act in (
        lambda: keep(campaign, SOUND, by=one_of(Role.REVIEWER)),
        lambda: taking.take_in(table, seen="", by=one_of(Role.REVIEWER), at=NOW),
        lambda: taking.drop(table, by=one_of(Role.REVIEWER), at=NOW),
    ):
        with pytest.raises(NotAllowed, match="enters its results"):
            act()
