"""From a concept note to an issued annotated agenda, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import Person
from tests.journeys.serving import Site

pytestmark = [pytest.mark.browser, pytest.mark.no_database]
Begin = Callable[..., Person]
NOTE = """I. Format

1. In its resolution 1373 (2001) the Security Council calls upon all States to act. A comprehensive approach is needed, including action by Governments, self-regulation by the private sector, and initiatives by civil society.

2. The Special Meeting will be preceded by a series of preparatory technical sessions. It will follow a "presentation and discussion" format and will focus on the exploitation of games for terrorist purposes.

3. Participants will raise questions on the above three aspects only.

II. Venue and date

4. The meeting will be held at United Nations Headquarters, New York, from 29 to 30 November 2027.
"""
MOST_TABS = 250


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One of its own: the desk opens at the meeting that comes last, and the other journeys have one meeting only."""
    found = Site(tmp_path_factory.mktemp("programme") / "home")
    found.cast = found.run("tests.journeys.cast")
    with found.serving():
        yield found


def tabs_to(person: Person, selector: str) -> None:
    """Press Tab until the element has the focus: whatever cannot be reached so fails here."""
    for _ in range(MOST_TABS):
        person.page.keyboard.press("Tab")
        if person.page.evaluate("(one) => document.activeElement?.matches(one)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector} on {person.page.url}")


def activates(person: Person, selector: str) -> None:
    """Tab to it and press Enter; waits for the page that follows."""
    tabs_to(person, selector)
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_desk_goes_from_the_note_to_an_annotated_agenda_by_keyboard_alone(
    language: str, person: Begin, tmp_path: Path
) -> None:
    """R07-1, R07-2, R10-1, R11-1: begun from the note, a session moved, two versions issued, announced and read."""
    slug, note = f"games-{language}", tmp_path / "note.txt"
    note.write_text(NOTE, encoding="utf-8")
    desk = person()
    desk.signs_in("desk")
    desk.page.wait_for_load_state()
    desk.opens(f"/{language}/desk/notes/")
    tabs_to(desk, "input[type=file]")
    with desk.page.expect_file_chooser() as chooser:
        desk.page.keyboard.press("Space")
    chooser.value.set_files(str(note))
    activates(desk, "main form button[type=submit]")

    proposed = desk.page.locator("main")
    assert "the exploitation of games for terrorist purposes" in desk.page.input_value("[name=titles]")
    assert "29 to 30 November 2027" in proposed.inner_text()
    assert desk.page.input_value("[name=opens_on]") == "2027-11-29"
    tabs_to(desk, "[name=slug]")
    desk.page.keyboard.press("Control+A")
    desk.page.keyboard.type(slug)
    activates(desk, ".note-form button[type=submit]")

    assert desk.page.url.endswith(f"/{language}/desk/meetings/{slug}/programme/")
    activates(desk, f'a[href$="/{slug}/programme/day/"]')
    tabs_to(desk, "#ts1")
    for key in ("ArrowDown", "ArrowDown", "Shift+ArrowUp"):
        desk.page.keyboard.press(key)
    assert desk.page.inner_text("#ts1 [data-clock]") == "10:10–13:05"
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")
    assert desk.page.inner_text("#ts1 [data-clock]") == "10:10–13:05"
    tabs_to(desk, "#ts1")
    desk.page.keyboard.press("ArrowUp")
    desk.page.keyboard.press("Escape")
    assert desk.page.inner_text("#ts1 [data-clock]") == "10:10–13:05"

    activates(desk, 'a[href$="/programme/agendas/"]')
    activates(desk, 'form:has([value="provisional"]) button')
    assert desk.page.locator(".finding-stop").count() == 1  # the session is shorter than its segments now
    activates(desk, 'a[href$="/sessions/ts1/"]')
    tabs_to(desk, '[name="segments-0-minutes"]')
    desk.page.keyboard.press("Control+A")
    desk.page.keyboard.type("80")
    activates(desk, '[action*="/segments/"] button')
    activates(desk, 'a[href$="/programme/agendas/"]')
    for stage in ("provisional", "annotated"):
        activates(desk, f'form:has([value="{stage}"]) button')
    assert desk.page.locator('a[href$="/agendas/1/"]').count() == 1
    assert desk.page.locator('a[href$="/agendas/2/"]').count() == 1

    activates(desk, f'a[href$="/{slug}/programme/"]')
    for state in ("approved", "provisional", "announced"):
        activates(desk, f'[action$="/state/{state}/"] button')
    reader = person()
    reader.opens(f"/{language}/agenda/{slug}/2/")
    assert reader.page.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
    assert reader.page.locator(".agenda-item").count() == 4
    answer = reader.context.request.get(f"{desk.site.address}/{language}/agenda/{slug}/2.pdf")
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")


def test_a_session_is_dragged_to_another_time_and_made_longer_with_the_mouse(person: Begin) -> None:
    """R11-1: a drag is the same act as the form."""
    desk = person()
    desk.signs_in("desk")
    desk.page.wait_for_load_state()
    desk.opens("/en/desk/meetings/sm2016/programme/day/")
    block = desk.page.locator("#s1")
    before = block.locator("[data-clock]").inner_text()
    assert before == "15:00–18:00"
    for place, down, after in (("middle", 72, "16:00–19:00"), ("edge", -36, "16:00–18:30")):
        desk.page.locator("#s1 .day-grip").scroll_into_view_if_needed()
        box = desk.page.locator("#s1").bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] - 40, box["y"] + box["height"] - (3 if place == "edge" else 40)
        desk.page.mouse.move(x, y)
        desk.page.mouse.down()
        desk.page.mouse.move(x, y + down / 2, steps=3)
        desk.page.mouse.move(x, y + down, steps=3)
        with desk.page.expect_navigation():
            desk.page.mouse.up()
        assert desk.page.locator("#s1 [data-clock]").inner_text() == after
    desk.opens("/en/programme/?meeting=sm2016")
    assert "16:00–18:30" in desk.page.inner_text("#s1")
