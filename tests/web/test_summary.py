"""The Chair's summary at the desk and on the site."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comity.meetings.models import Meeting
from comity.participants.models import Role
from comity.statements import changes
from comity.statements.models import Statement
from comity.summary.models import Basis, Sentence, Summary, SummaryVersion
from tests.makers import NOW
from tests.practices.makers import one_of, the_chair, the_meeting, the_rapporteur, the_secretariat
from tests.press import makers as press
from tests.summary.makers import a_sentence, a_summary, an_excerpt, an_issued, the_session, wrote
from tests.web.acting import signed_in

pytestmark = pytest.mark.django_db


def words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def at(name: str, *args: object) -> str:
    return reverse(f"desk:summary{name}", args=[the_meeting().slug, *args])


@pytest.fixture
def announced() -> Meeting:
    meeting = the_meeting()
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.ADJOURNED, announced_at=NOW)
    return meeting


def test_from_ticked_words_to_an_issued_page(announced: Meeting, client: Client) -> None:
    """R03-4"""
    excerpt = an_excerpt()
    rapporteur, chair, desk = (signed_in(one) for one in (the_rapporteur(), the_chair(), the_secretariat()))
    assert "Begin the summary" in words(rapporteur.get(at("")))
    rapporteur.post(at("_begin"), {"language": "en"})
    assert "We keep a contact point" in words(rapporteur.get(at("")))
    answer = rapporteur.post(
        at("_add"), {"part": "measures", "at": the_session().code, "keys": [f"e{excerpt.pk}"]}
    )
    assert answer.headers["Location"].endswith("/sentences/1/")
    assert "has no words in English" in words(rapporteur.get(answer.headers["Location"]))
    rapporteur.post(
        at("_act", 1, "write"),
        {"text": "reported an office for requests.", "language": "en", "seen": "0", "front": "1"},
    )
    assert Sentence.objects.get().texts == {"en": "One speaker reported an office for requests."}
    assert "Clear the summary" not in words(rapporteur.get(at("")))
    assert "Clear the summary" in words(chair.get(at("")))
    chair.post(at("_clear"))
    public = reverse("site:summary_version", args=[announced.slug, 1])
    assert client.get(public).status_code == 404
    assert "not been issued" in words(client.get(reverse("site:summary_latest")))
    desk.post(at("_issue", 1))
    page = words(client.get(public))
    assert "One speaker reported an office for requests." in page
    assert "It names no State." in page
    assert "One speaker reported" in words(client.get(reverse("site:summary_latest")))
    assert "Summary by the Chair" in words(client.get(reverse("site:programme")))


def test_what_it_rests_on_is_read_at_the_desk_alone(announced: Meeting, client: Client) -> None:
    a_sentence()
    an_issued()
    place = reverse("site:summary_version", args=[announced.slug, 1])
    assert "We keep a contact point" not in words(client.get(place))
    assert "We keep a contact point" in words(signed_in(the_chair()).get(at("_sentence", 1)))


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.PRESS_OFFICER, Role.DOCUMENT_OFFICER])
def test_the_draft_is_closed_to_others(role: Role) -> None:
    a_sentence()
    stranger = signed_in(one_of(role))
    for address in (at(""), at("_sentence", 1), at("_quantifiers")):
        assert stranger.get(address).status_code == 403


def test_a_refusal_keeps_what_was_written() -> None:
    sentence = a_sentence()
    wrote(sentence, "One speaker said this.")
    chair = signed_in(the_chair())
    answer = chair.post(
        at("_act", 1, "write"), {"text": "One speaker said that.", "language": "en", "seen": "0"}
    )
    assert answer.status_code == 409
    assert "Somebody else has changed this sentence meanwhile" in words(answer)
    assert "One speaker said that." in words(answer)


def test_the_quantifier_takes_the_place_of_the_one_in_front() -> None:
    one, two = an_excerpt("nor"), an_excerpt("fra", "France runs a hotline.")
    a_sentence("Many speakers reported contact points.", one, two)
    signed_in(the_rapporteur()).post(
        at("_act", 1, "write"),
        {"text": "Many speakers reported contact points.", "language": "en", "seen": "0", "front": "1"},
    )
    assert Sentence.objects.get().texts["en"] == "Two speakers reported contact points."


def test_the_chair_lets_a_state_be_named_and_stands_for_a_quantifier() -> None:
    a_sentence("Participants agreed with Norway.")
    chair = signed_in(the_chair())
    page = words(chair.get(at("_sentence", 1)))
    assert "It names a State in English: Norway" in page
    assert "says more than the counts bear" in page
    chair.post(at("_act", 1, "except"), {"reason": "Host of the centre.", "seen": "0"})
    chair.post(at("_act", 1, "stand"), {"seen": "1"})
    assert "Nothing stands in the way" in words(chair.get(at("")))
    chair.post(at("_act", 1, "unstand"), {"seen": "2"})
    assert "says more than the counts bear" in words(chair.get(at("")))


def test_a_basis_is_added_and_taken_away() -> None:
    a_sentence("One speaker spoke.", an_excerpt("nor"))
    other = an_excerpt("fra", "France runs a hotline.")
    rapporteur = signed_in(the_rapporteur())
    assert "France runs a hotline." in words(rapporteur.get(at("_sentence", 1)))
    rapporteur.post(at("_act", 1, "rest"), {"keys": [f"e{other.pk}"]})
    assert Basis.objects.count() == 2
    assert rapporteur.post(at("_act", 1, "rest"), {}).status_code == 400
    rapporteur.post(at("_act", 1, "release"), {"basis": str(Basis.objects.latest("pk").pk)})
    assert Basis.objects.count() == 1
    assert rapporteur.post(at("_act", 1, "release"), {"basis": "x"}).status_code == 404


def test_a_highlight_of_the_press_is_offered_under_a_sentence_and_begins_one(announced: Meeting) -> None:
    """R13-1, R03-4: with its exact words, its source and who said them."""
    source = press.a_source("We run a helpline for families.", "fra")
    Statement.objects.filter(pk=source.pk).update(session=the_session())
    highlight = press.a_highlight(source)
    a_sentence("One speaker spoke.", an_excerpt("nor"))
    chair = signed_in(the_chair())
    for address in (at("_sentence", 1), f"{at('')}?at={the_session().code}"):
        page = words(chair.get(address))
        assert "We run a helpline for families." in page
        assert f'name="keys" value="h{highlight.pk}"' in page
        assert f"/en/statements/{source.ref}/#p-" in page
    chair.post(at("_act", 1, "rest"), {"keys": [f"h{highlight.pk}"]})
    assert [one.excerpt.text for one in Basis.objects.all() if one.excerpt][1:] == [
        highlight.words.get().text
    ]
    assert f'value="h{highlight.pk}"' not in words(chair.get(at("_sentence", 1)))
    sent = {"part": "issues", "at": the_session().code, "keys": [f"h{highlight.pk}"]}
    assert chair.post(at("_add"), sent).headers["Location"].endswith("/sentences/2/")
    assert chair.post(at("_add"), sent | {"keys": ["h99999"]}).status_code == 400
    changes.withdraw(source, reason="by mistake", by=the_secretariat(), at=timezone.now())
    page = words(chair.get(at("_sentence", 1)))
    assert "We run a helpline for families." not in page
    assert "taken back or discarded" in page


def test_a_sentence_is_taken_out_put_back_and_moved() -> None:
    a_sentence("One speaker said A.")
    a_sentence("One speaker said B.")
    rapporteur = signed_in(the_rapporteur())
    answer = rapporteur.post(at("_act", 2, "up"))
    assert answer.headers["Location"] == f"{at('')}?at={the_session().code}#s2"
    rapporteur.post(at("_act", 1, "remove"), {"seen": "0"})
    assert "1 sentence taken out" in words(rapporteur.get(at("")))
    rapporteur.post(at("_act", 1, "put-back"))
    assert "taken out" not in words(rapporteur.get(at("")))
    assert rapporteur.post(at("_act", 1, "fly")).status_code == 404


def test_the_ladder_is_changed_and_brought_back() -> None:
    a_summary()
    chair = signed_in(the_chair())
    sent = {"least-1": "1", "words-1-en": "A speaker", "least-2": "4", "words-2-en": "Speakers"}
    chair.post(at("_quantifiers"), sent)
    assert [one["words"]["en"] for one in Summary.objects.get().ladder] == ["A speaker", "Speakers"]
    wrong = chair.post(at("_quantifiers"), {**sent, "least-2": "1"})
    assert wrong.status_code == 400
    assert "more than the one before" in words(wrong)
    chair.post(at("_quantifiers"), {"shipped": "1"})
    assert Summary.objects.get().ladder == []
    assert signed_in(the_rapporteur()).post(at("_quantifiers"), sent).status_code == 403


def test_versions_are_read_compared_and_taken_as_files(announced: Meeting, client: Client) -> None:
    sentence = a_sentence("One speaker said A.")
    an_issued()
    wrote(sentence, "One speaker said B.")
    an_issued()
    desk = signed_in(the_secretariat())
    assert "One speaker said B." in words(desk.get(at("_version", 2)))
    assert "<del>One speaker said A.</del>" in words(desk.get(at("_difference", 1, 2)))
    public = reverse("site:summary_difference", args=[announced.slug, 1, 2])
    assert "<ins>One speaker said B.</ins>" in words(client.get(public))
    for kind in ("docx", "html", "akn"):
        for address in (
            at("_version_file", 2, kind),
            reverse("site:summary_file", args=[announced.slug, 2, kind]),
        ):
            assert desk.get(address).status_code == 200
    assert desk.get(at("_version_file", 2, "exe")).status_code == 404
    assert client.get(reverse("site:summary_file", args=[announced.slug, 2, "exe"])).status_code == 404
    assert "This is an earlier version" in words(
        client.get(reverse("site:summary_version", args=[announced.slug, 1]))
    )


def test_a_cleared_version_is_not_public_by_any_address(announced: Meeting, client: Client) -> None:
    a_sentence("One speaker said A.")
    signed_in(the_chair()).post(at("_clear"))
    assert SummaryVersion.objects.get().issued_at is None
    for name, args in (
        ("summary_version", [announced.slug, 1]),
        ("summary_file", [announced.slug, 1, "html"]),
        ("summary_difference", [announced.slug, 1, 1]),
    ):
        assert client.get(reverse(f"site:{name}", args=args)).status_code == 404


def test_an_act_loaded_again_leads_back() -> None:
    a_sentence()
    chair = signed_in(the_chair())
    for address in (at("_begin"), at("_add"), at("_clear"), at("_act", 1, "write")):
        assert chair.get(address).status_code == 302


def test_a_summary_that_was_begun_is_not_begun_again() -> None:
    a_summary()
    answer = signed_in(the_chair()).post(at("_begin"), {"language": "fr"})
    assert answer.status_code == 409
    assert Summary.objects.get().language == "en"


def test_a_part_that_does_not_go_with_its_session_is_refused() -> None:
    a_summary()
    answer = signed_in(the_chair()).post(at("_add"), {"part": "states", "at": the_session().code})
    assert answer.status_code == 400
    assert "belong to a session" in words(answer)


def test_the_secretariat_writes_translations_only() -> None:
    a_sentence("One speaker said A.")
    desk = signed_in(the_secretariat())
    assert "<textarea" not in words(desk.get(at("_sentence", 1)))
    page = words(desk.get(f"{at('_sentence', 1)}?in=fr"))
    assert "<textarea" in page
    assert "One speaker said A." in page
    desk.post(at("_act", 1, "write"), {"text": "Un orateur l’a dit.", "language": "fr", "seen": "0"})
    assert Sentence.objects.get().texts["fr"] == "Un orateur l’a dit."
