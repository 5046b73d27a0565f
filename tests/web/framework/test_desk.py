"""The desk of the framework, by its forms: what is offered, what is refused, what is kept."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comity.framework import placing, wording
from comity.framework.models import Framework, FrameworkEdition, FutureWork, ImplementationOption, Node
from comity.participants.models import Person, Role
from tests.framework.makers import (
    a_framework,
    a_guideline,
    a_settled,
    an_element,
    an_instrument,
    an_item,
    an_option,
)
from tests.makers import NOW
from tests.practices.makers import (
    a_published,
    an_excerpt,
    one_of,
    the_chair,
    the_meeting,
    the_rapporteur,
    the_secretariat,
)

pytestmark = pytest.mark.django_db
SLUG = "sm2016"


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def rapporteur(db: None) -> Client:
    the_meeting()
    return browser(the_rapporteur())


def at(name: str, *args: Any) -> str:
    return reverse(f"desk:{name}", args=[SLUG, *args])


def page_of(client: Client, node: Node, **query: str) -> str:
    answer = client.get(at("framework_place", node.number), query)
    assert answer.status_code == 200
    return answer.content.decode()


def seen_on(html: str, name: str) -> str:
    form = re.search(rf'/{name}/"[^>]*>.*?name="seen" value="([^"]*)"', html, re.DOTALL)
    return form.group(1) if form else ""


def press(client: Client, node: Node, name: str, *, seen: str | None = None, **words: Any) -> Any:
    seen = seen_on(page_of(client, node), name) if seen is None else seen
    fields = {f"{name}-{key}": value for key, value in words.items()}
    return client.post(at("framework_act", node.number, name), {"seen": seen, **fields})


def write(client: Client, node: Node, text: str, language: str = "en", title: str = "Answer") -> Any:
    seen = seen_on(page_of(client, node, language=language), f"text/{language}")
    fields = {"seen": seen, "title": title, "text": text}
    return client.post(at("framework_write", node.number, language), fields)


def test_a_framework_is_made_from_nothing_to_an_edition(rapporteur: Client) -> None:
    """R04-1, R04-2, R12-8: by forms alone."""
    practice = a_published()
    assert "no framework yet" in rapporteur.get(at("framework")).content.decode()
    rapporteur.post(
        at("framework"), {"what": "titles", "title_en": "Our proposal", "title_fr": "Notre proposition"}
    )
    assert Framework.objects.get().titles == {"en": "Our proposal", "fr": "Notre proposition"}
    answer = rapporteur.post(at("framework"), {"what": "element", "title": "Law", "language": "en"})
    assert answer["Location"] == at("framework_place", 1)
    element = Node.objects.get(number=1)
    press(rapporteur, element, "settle")
    press(rapporteur, element, "guideline", title="Answer", language="en")
    guideline = Node.objects.get(number=2)
    press(rapporteur, guideline, "place", practice=practice.ref)
    an_instrument()
    press(rapporteur, guideline, "instrument", instrument="S/RES/1373 (2001)", paragraph="2 (f)")
    press(rapporteur, guideline, "words", words=an_excerpt("tcd", "We answer within a day.").pk)
    press(rapporteur, guideline, "strength", strength="should")
    write(rapporteur, guideline, "Answer at any hour [1]. Answer all [2]. Answer soon [3].")
    press(rapporteur, guideline, "settle")
    press(browser(the_chair()), guideline, "agree", on="2016-11-19", procedure="silence")
    guideline.refresh_from_db()
    assert guideline.state == "agreed"
    desk = browser(the_secretariat())
    answer = desk.post(at("framework_editions"), {"dated_on": "2016-11-20", "signatory": "The Chair"})
    assert answer.status_code == 302
    statuses = FrameworkEdition.objects.get().nodes.values_list("node__number", "status")
    assert list(statuses) == [(1, "proposed"), (2, "recommended"), (3, "recommended")]
    assert "Edition 1" in desk.get(at("framework_editions")).content.decode()


def test_the_tree_lists_what_rests_on_nothing_and_what_has_no_place(rapporteur: Client) -> None:
    a_guideline(an_element("Law"))
    practice = a_published()
    html = rapporteur.get(at("framework")).content.decode()
    assert "Rest on nothing" in html
    assert "Recommended practices without a place" in html
    assert practice.working_title in html


def test_a_node_moves_by_buttons_and_keeps_its_number(rapporteur: Client) -> None:
    element = an_element("Law")
    first, second = a_guideline(element, "One"), a_guideline(element, "Two")
    html = rapporteur.get(at("framework")).content.decode()
    answer = rapporteur.post(
        at("framework_act", second.number, "up"), {"seen": seen_on(html, f"{second.number}/up")}
    )
    assert answer["Location"] == f"{at('framework')}#n-{second.number}"
    assert [one.number for one in placing.siblings(a_framework(), element)] == [second.number, first.number]
    other = an_element("Partners")
    press(rapporteur, first, "move", under=other.number, to=1)
    first.refresh_from_db()
    assert (first.parent, first.number) == (other, 2)
    press(rapporteur, first, "move", under=other.number, to=1)


def test_what_somebody_else_changed_is_not_acted_on_unseen(rapporteur: Client) -> None:
    node = a_settled()
    stale = seen_on(page_of(rapporteur, node), "reword")
    wording.reword(node, reason="x", by=the_rapporteur(), at=NOW)
    answer = press(rapporteur, node, "reword", seen=stale, reason="Me too.")
    assert answer.status_code == 409
    assert "Somebody else was first" in answer.content.decode()


def test_what_somebody_else_wrote_is_not_overwritten_unseen(rapporteur: Client) -> None:
    node = a_guideline()
    seen = seen_on(page_of(rapporteur, node), "text/en")
    wording.write(
        wording.latest(node), language="en", title="Theirs", text="Theirs [1].", by=the_rapporteur(), at=NOW
    )
    wording.latest(node).texts.update(edited_at=NOW.replace(year=2017))
    answer = rapporteur.post(
        at("framework_write", node.number, "en"), {"seen": seen, "title": "Mine", "text": "Mine [1]."}
    )
    assert answer.status_code == 409
    assert "Mine [1]." in answer.content.decode()
    assert wording.latest(node).texts.get().title == "Theirs"


def test_refusals_keep_what_was_written_and_say_why(rapporteur: Client) -> None:
    node = a_guideline()
    write(rapporteur, node, "Answer.")
    answer = press(rapporteur, node, "settle")
    assert answer.status_code == 400
    assert "rests on nothing" in answer.content.decode()
    answer = press(rapporteur, node, "instrument", instrument="S/RES/99999 (2050)")
    assert answer.status_code == 422
    assert "does not have this symbol" in answer.content.decode()
    assert write(rapporteur, node, "Words.", title="").status_code == 422
    assert press(rapporteur, node, "remove", reason="").status_code == 422


def test_a_settled_guideline_is_reworded_translated_and_removed(rapporteur: Client) -> None:
    node = a_settled()
    assert write(rapporteur, node, "Répondre [1].", "fr").status_code == 302
    press(rapporteur, node, "reword", reason="Clearer.")
    press(rapporteur, node, "away", number=1)
    assert node.rests.get().left_at is not None
    press(rapporteur, node, "practice", practice=a_published().ref)
    assert node.rests.filter(left_at=None).count() == 1
    press(rapporteur, node, "remove", reason="Said elsewhere.")
    node.refresh_from_db()
    assert node.state == "removed"
    assert "Said elsewhere." in page_of(rapporteur, node)


def test_an_option_is_proposed_reworded_in_another_language_decided_and_dropped(rapporteur: Client) -> None:
    """R04-4"""
    a_guideline()
    fields = {
        "titles": "One desk",
        "leads": "CTED",
        "steps": "Open it",
        "resources": "Two posts",
        "timeframes": "A year",
        "node": "2",
    }
    assert rapporteur.post(at("framework_options"), {"titles": "x"}).status_code == 422
    assert rapporteur.post(at("framework_options"), fields).status_code == 302
    option = ImplementationOption.objects.get()
    assert option.node is not None
    french = {**fields, "titles": "Un bureau", "what": "write", "node": ""}
    assert rapporteur.post(f"{at('framework_option', 1)}?language=fr", french).status_code == 302
    option.refresh_from_db()
    assert (option.titles, option.node) == ({"en": "One desk", "fr": "Un bureau"}, None)
    assert "One desk" in rapporteur.get(at("framework_options")).content.decode()
    decision = {"what": "decide", "decision-decision": "declined", "decision-on": "2016-11-20"}
    assert rapporteur.post(at("framework_option", 1), decision).status_code == 403
    chair = browser(the_chair())
    assert chair.post(at("framework_option", 1), {"what": "decide"}).status_code == 422
    assert chair.post(at("framework_option", 1), decision).status_code == 400
    assert chair.post(at("framework_option", 1), {**decision, "decision-reasons": "Dear."}).status_code == 302
    assert chair.post(at("framework_option", 1), {"what": "sing"}).status_code == 404
    assert chair.post(at("framework_option", 1), {"what": "drop", "reason": "Old."}).status_code == 302
    assert chair.get(at("framework_option", 1)).status_code == 404


def test_future_work_is_planned_changed_and_dropped(rapporteur: Client) -> None:
    """R12-10"""
    practice = a_published()
    a_framework()
    fields: dict[str, Any] = {
        "titles": "Visit",
        "purposes": "To see",
        "interlocutors": "States",
        "timings": "Soon",
        "owner": "cted",
    }
    assert rapporteur.post(at("framework_work"), fields).status_code == 400
    assert rapporteur.post(at("framework_work"), {**fields, "practices": [practice.ref]}).status_code == 302
    changed = {
        **fields,
        "what": "write",
        "owner": "committee",
        "practices": [practice.ref],
        "due_on": "2017-01-01",
    }
    assert rapporteur.post(at("framework_item", 1), changed).status_code == 302
    item = FutureWork.objects.get()
    assert (item.owner, str(item.due_on)) == ("committee", "2017-01-01")
    assert "Visit" in rapporteur.get(at("framework_work")).content.decode()
    assert rapporteur.post(at("framework_item", 1), {"what": "decide"}).status_code == 404
    assert rapporteur.post(at("framework_item", 1), {"what": "drop", "reason": ""}).status_code == 400
    assert rapporteur.post(at("framework_item", 1), {"what": "drop", "reason": "Done."}).status_code == 302


def test_issuing_refuses_and_says_what_stands_in_the_way(rapporteur: Client) -> None:
    an_element()
    desk = browser(the_secretariat())
    assert "nothing to issue" in desk.get(at("framework_editions")).content.decode()
    fields = {"dated_on": "2016-11-20", "signatory": "The Chair"}
    assert desk.post(at("framework_editions"), fields).status_code == 400
    assert desk.post(at("framework_editions"), {}).status_code == 422
    assert rapporteur.post(at("framework_editions"), fields).status_code == 403


@pytest.mark.parametrize("role", [Role.PRESS_OFFICER, None])
def test_strangers_see_nothing_of_the_work(role: Role | None) -> None:
    a_settled()
    an_option()
    an_item()
    client = browser(one_of(role)) if role else Client()
    for name, *args in (
        ("framework",),
        ("framework_place", 1),
        ("framework_options",),
        ("framework_option", 1),
        ("framework_work",),
        ("framework_item", 1),
        ("framework_editions",),
    ):
        assert client.get(at(name, *args)).status_code == (403 if role else 302), name


def test_the_chair_sees_the_tree_and_does_not_draft() -> None:
    node = a_settled()
    chair = browser(the_chair())
    html = page_of(chair, node)
    assert "act-agree" in html
    assert "act-remove" not in html
    assert press(chair, node, "remove", seen="settled|1", reason="x").status_code == 403
    assert write(chair, node, "x [1].", "fr").status_code == 403
    assert chair.post(at("framework"), {"what": "element", "title": "x", "language": "en"}).status_code == 403


def test_addresses_of_forms_lead_back_to_the_page(rapporteur: Client) -> None:
    node = a_guideline()
    for address in (at("framework_act", node.number, "settle"), at("framework_write", node.number, "fr")):
        assert rapporteur.get(address).status_code == 302
    assert rapporteur.post(at("framework_act", node.number, "sing")).status_code == 404
    assert rapporteur.get(at("framework_place", 99)).status_code == 404


def test_sealed_words_are_not_open_to_everybody_at_the_desk(rapporteur: Client) -> None:
    """RX-1, RX-5"""
    from comity.framework import carrying
    from comity.practices.models import Excerpt

    node, excerpt = a_guideline(), an_excerpt("tcd", "A lamp burns in our office all night.")
    carrying.rest_on_words(node, excerpt, by=the_rapporteur(), at=NOW)
    Excerpt.objects.filter(pk=excerpt.pk).update(attribution="confidential")
    assert "A lamp burns" in page_of(rapporteur, node)
    html = page_of(browser(one_of(Role.REVIEWER)), node)
    assert "A lamp burns" not in html
    assert "Chad" not in html
    assert "under seal" in html
