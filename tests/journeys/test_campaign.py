"""A campaign from its first word to the drawn result, in browsers of three people; then read in Arabic on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.conftest import Person
from tests.journeys.serving import Site

pytestmark = [pytest.mark.browser, pytest.mark.no_database]
Begin = Callable[..., Person]
CAMPAIGNS = "/en/desk/meetings/sm2016/framework/campaigns/"
ONE = f"{CAMPAIGNS}1/"
PUBLIC = "/campaigns/sm2016/1/"
TABLE = """measure;day;value;audience;source
1;2016-06-30;16,5;yes;University survey
1;2016-06-30;25;no;Counts of the platforms
1;2016-10-31;33;yes;University survey
1;2016-10-31;49;no;Counts of the platforms
2;2016-10-31;64;yes;Youth office
7;2016-10-31;1;yes;Nobody
"""
PLAN = (
    *("Goal", "Audience", "Message", "Messenger", "Medium", "Action", "Fitted to where it is seen"),
    *("What it offers instead", "When it ends", "Baseline"),
)
QUESTIONS = 9


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found = Site(tmp_path_factory.mktemp("campaign") / "home")
    found.run("tests.journeys.campaigning")
    with found.serving():
        yield found


def signed_in(person: Begin, name: str, **options: object) -> Person:
    found = person(**options)
    found.signs_in(name)
    found.page.wait_for_url(lambda address: "/login/" not in address)
    return found


def is_sound(reader: Person) -> None:
    faults = Axe().run(reader.page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in faults] == []


def measure(writer: Person, level: str, name: str) -> None:
    writer.opens(f"{ONE}measures/")
    writer.page.get_by_label(level, exact=True).check()
    writer.page.get_by_label("What is counted (English)").fill(name)
    writer.page.get_by_label("What is counted (العربية)").fill("ما يُحصى")
    writer.page.get_by_label("Unit (English)").fill("per cent")
    writer.page.get_by_label("Value before the campaign").fill("12,5")
    writer.page.get_by_label("Day of the baseline").fill("2016-04-20")
    writer.page.get_by_label("Target (optional)", exact=True).fill("40")
    writer.page.get_by_label("Day of the target").fill("2016-10-31")
    writer.presses("Save")
    expect(writer.page.get_by_role("heading", name=name)).to_be_visible()


def reads_the_picture_from_the_right(person: Begin) -> None:
    reader = person(viewport={"width": 375, "height": 800})
    reader.opens(f"/ar{PUBLIC}")
    assert reader.page.locator("html").get_attribute("dir") == "rtl"
    assert reader.page.evaluate("document.documentElement.scrollWidth") == 375
    picture = reader.page.locator(".drawn-narrow svg.drawn").first
    expect(picture).to_be_visible()
    expect(reader.page.locator(".drawn-wide svg.drawn").first).to_be_hidden()
    places = [float(one.get_attribute("cx") or 0) for one in picture.locator("circle.aimed").all()]
    assert places == sorted(places, reverse=True)
    size = picture.locator("text.tick").first.evaluate("one => one.getBoundingClientRect().height")
    assert size >= 9
    is_sound(reader)


def opens_the_figures_behind_the_picture_by_keyboard(person: Begin) -> None:
    reader = person(java_script_enabled=False)
    reader.opens(f"/en{PUBLIC}")
    summary = reader.page.locator(".measured summary").first
    summary.press("Enter")
    expect(reader.page.locator(".measured table").first).to_be_visible()
    expect(reader.page.locator(".measured table").first).to_contain_text("University survey")


def test_from_the_plan_to_the_drawn_result(person: Begin, tmp_path: Path) -> None:
    """R04-3, RX-9"""
    writer = signed_in(person, "rapporteur")
    writer.opens(CAMPAIGNS)
    writer.page.get_by_label("Title").fill("Voices from the neighbourhood")
    writer.page.get_by_role("button", name="Begin", exact=True).press("Enter")
    for label in PLAN:
        writer.page.get_by_label(label, exact=True).fill(f"{label}: what is meant.")
    writer.page.get_by_label("Kind of audience").select_option("vulnerable")
    is_sound(writer)
    writer.presses("Save")
    for level, name in (
        ("awareness", "Remember it"),
        ("engagement", "Came to talk"),
        ("impact", "Know whom"),
    ):
        measure(writer, level, name)
    expect(writer.page.locator(".limits li")).to_have_count(QUESTIONS)
    is_sound(writer)

    reviewer = signed_in(person, "reviewer")
    reviewer.opens(f"{ONE}review/")
    is_sound(reviewer)
    for question in reviewer.page.locator(".review-question").all():
        question.get_by_label("yes", exact=True).check()
        question.locator("textarea").fill("It was looked at.")
    reviewer.presses("Save the answers")
    reviewer.presses("Conclude the review")
    expect(reviewer.page.locator(".tag", has_text="reviewed").first).to_be_visible()

    chair = signed_in(person, "chair")
    chair.opens(ONE)
    chair.presses("Approve")
    expect(chair.page.get_by_role("link", name="Public page")).to_be_visible()

    writer.opens(ONE)
    writer.page.get_by_label("On which day").fill("2016-05-02")
    writer.presses("It has begun")
    writer.follows("Take in a table")
    sheet = tmp_path / "results.csv"
    sheet.write_text(TABLE, encoding="utf-8")
    writer.page.get_by_label("Table of results").set_input_files(sheet)
    writer.presses("Look at it")
    assert writer.sees("“7” is no measure of this campaign")
    is_sound(writer)
    writer.presses("Take in what is right")
    expect(writer.page.locator(".drawn-wide svg.drawn")).to_have_count(2)
    is_sound(writer)

    reader = person()
    reader.opens(f"/en{PUBLIC}")
    picture = reader.page.get_by_role("img", name="Measure 1: Remember it")
    expect(picture).to_be_visible()
    box = picture.bounding_box()
    assert box is not None
    assert box["width"] > 500
    assert {one.text_content() for one in picture.locator("text.name").all()} == {
        "33", "49", "Baseline 12.5", "Target 40",
    }  # fmt: skip
    assert reader.sees("The target of measure 1 was missed.")
    assert "It was looked at." not in reader.page.content()
    is_sound(reader)
    reads_the_picture_from_the_right(person)
    opens_the_figures_behind_the_picture_by_keyboard(person)
