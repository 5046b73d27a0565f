"""Small makers of a framework's rows, on top of those of the register."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from comity.framework import carrying, issuing, placing, planning, wording
from comity.framework.models import Framework, FrameworkEdition, FutureWork, ImplementationOption, Node
from comity.meetings.models import Instrument
from comity.practices.models import Practice
from tests.makers import NOW
from tests.practices.makers import a_published, the_meeting, the_rapporteur, the_secretariat

LATER = NOW + timedelta(days=30)
TEXT = "Requests for evidence should be answered at any hour [1]."
OPTION: dict[str, Any] = {
    "titles": {"en": "One desk for all"},
    "leads": {"en": "The Executive Directorate"},
    "steps": {"en": "Open a desk"},
    "resources": {"en": "Two posts"},
    "timeframes": {"en": "One year"},
    "pros": {"en": "Quick"},
    "cons": {"en": "Costs posts"},
}
WORK: dict[str, Any] = {
    "titles": {"en": "Visit contact points"},
    "purposes": {"en": "To see how they work"},
    "interlocutors": {"en": "National authorities"},
    "timings": {"en": "Within two years"},
}


def a_framework() -> Framework:
    """Of the meeting; empty."""
    found = Framework.objects.filter(meeting=the_meeting()).first()
    return found or placing.begin(
        the_meeting(), titles={"en": "Proposal for a framework"}, by=the_rapporteur(), at=NOW
    )


def an_element(title: str = "Legal measures", *, settled: bool = True) -> Node:
    node = placing.add_element(a_framework(), title=title, language="en", by=the_rapporteur(), at=NOW)
    if settled:
        wording.settle(node, by=the_rapporteur(), at=NOW)
    return node


def a_guideline(element: Node | None = None, title: str = "Answer at any hour") -> Node:
    """Being worded, resting on nothing yet."""
    above = element or an_element()
    return placing.add_guideline(above, title=title, language="en", by=the_rapporteur(), at=NOW)


def an_instrument(symbol: str = "S/RES/1373 (2001)", *, known: bool = True) -> Instrument:
    slug = symbol.lower().replace("/", "-").replace(" ", "-").replace("(", "").replace(")", "")
    found, _ = Instrument.objects.get_or_create(
        symbol=symbol, defaults={"slug": slug, "kind": "resolution", "known": known}
    )
    return found


def write(node: Node, text: str = TEXT, *, language: str = "en", title: str = "") -> None:
    version = wording.latest(node)
    title = title or version.texts.get(language=version.original_language).title
    wording.write(version, language=language, title=title, text=text, by=the_rapporteur(), at=NOW)


def a_settled(element: Node | None = None, **details: Any) -> Node:
    """A guideline that rests on a paragraph of an instrument, and says so."""
    node = a_guideline(element, **details)
    carrying.rest_on_instrument(node, an_instrument(), paragraph="2 (f)", by=the_rapporteur(), at=NOW)
    write(node)
    wording.settle(node, by=the_rapporteur(), at=NOW)
    return node


def a_placed(guideline: Node, practice: Practice | None = None) -> Node:
    """A public, recommended practice under the guideline."""
    return placing.place(guideline, practice or a_published(), by=the_rapporteur(), at=NOW)


def the_letter(**details: Any) -> issuing.Letter:
    return issuing.Letter(**{"dated_on": NOW.date(), "signatory": "The Chair", **details})


def issued(at: datetime = NOW, **details: Any) -> FrameworkEdition:
    return issuing.issue(a_framework(), letter=the_letter(**details), by=the_secretariat(), at=at)


def an_option(**details: Any) -> ImplementationOption:
    return planning.propose(a_framework(), by=the_rapporteur(), at=NOW, **{**OPTION, **details})


def an_item(practice: Practice | None = None, **details: Any) -> FutureWork:
    if "practices" not in details:
        details["practices"] = [practice or a_published()]
    given = {"owner": "cted", **WORK, **details}
    return planning.plan(a_framework(), by=the_rapporteur(), at=NOW, **given)
