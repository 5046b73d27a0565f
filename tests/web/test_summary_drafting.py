"""The page on which a draft of a language model is asked for, read claim by claim, and kept or left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import html5lib
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from comity.meetings.models import Attribution
from comity.practices.models import Excerpt
from comity.summary.models import Sentence
from tests.adapters.drafting.models import SAID, a_server, saying
from tests.practices.makers import the_meeting, the_rapporteur, the_secretariat
from tests.summary.makers import a_sentence, an_excerpt, wrote
from tests.web.acting import signed_in

pytestmark = pytest.mark.django_db


def at(name: str) -> str:
    return reverse(f"desk:summary_{name}", args=[the_meeting().slug, 1])


def words(answer: HttpResponse, status: int = 200) -> str:
    assert answer.status_code == status
    html = answer.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    return unescape(re.sub(r"\s+", " ", html))


@pytest.fixture
def sentence() -> Sentence:
    an_excerpt()
    return a_sentence("")


@pytest.fixture
def answers(settings: Any) -> Iterator[dict[str, Any]]:
    told: dict[str, Any] = {"say": saying()}
    with a_server(lambda asked: told["say"](asked)) as (address, asked):
        settings.DRAFTING, settings.DRAFTING_MODEL = address, "small"
        told["asked"] = asked
        yield told


def fields(html: str) -> dict[str, Any]:
    """What the form of a draft holds, with every claim borne by all words."""
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", html)
    boxes = re.findall(r'name="(on-\w+)" value="(\w+)"', html)
    return {
        "draft": re.findall(r'name="draft" value="([^"]+)"', html)[0],
        "seen": re.findall(r'name="seen" value="(\d+)"', html)[0],
        "text": text[1] if text else "",
        **dict(boxes),
    }


def test_without_a_model_nothing_of_it_is_offered(sentence: Sentence) -> None:
    assert "language model" not in words(signed_in(the_rapporteur()).get(at("sentence")))


def test_from_the_words_to_a_draft_to_words_of_ones_own(sentence: Sentence, answers: dict[str, Any]) -> None:
    """R03-4."""
    client = signed_in(the_rapporteur())
    page = words(client.get(at("sentence")))
    assert "Let a language model draft it" in page
    assert "small (127.0.0.1)" in page
    keys = re.findall(r'name="keys" value="(\w+)" id="send-\w+" checked', page)
    page = words(client.post(at("ask"), {"keys": keys}))
    assert "drafted by a machine" in page
    assert "small-2026-11-01 · 127.0.0.1 · " in page
    assert Sentence.objects.get().texts == {}
    form = fields(page)
    assert form["text"] == f"One speaker {SAID}"
    assert f"“{SAID}" not in page
    answer = client.post(at("keep"), form)
    assert answer.headers["Location"] == at("sentence")
    page = words(client.get(at("sentence")))
    assert "drafted by a machine" in page
    assert "Kept under the model’s name" in page
    assert "read it, and save it as your own words" in page
    wrote(sentence, f"One speaker {SAID}")
    assert "drafted by a machine" not in words(client.get(at("sentence")))


def test_where_it_says_no_everything_that_was_said_stays(sentence: Sentence, answers: dict[str, Any]) -> None:
    client = signed_in(the_rapporteur())
    answers["say"] = saying("reported 25 offices; it works at night.")
    form = fields(words(client.post(at("ask"), {"keys": [sentence.basis.get().key]})))
    page = words(client.post(at("keep"), form), 400)
    assert "This stands in none of the words chosen: 25" in page
    assert "A number that stands in none of these words:" in page
    assert fields(page)["text"] == form["text"]
    assert len(re.findall(r'name="on-\w+" value="\w+" id="[\w-]+" checked', page)) == 2
    again = {**form, "text": "One speaker reported offices; it works at night.", "check": "1"}
    page = words(client.post(at("keep"), again))
    assert "none of these words" not in page
    assert len(re.findall(r'name="on-\w+" value="\w+" id="[\w-]+" checked', page)) == 1
    (mark,) = re.findall(r'<select id="(in-\w+)"', words(client.post(at("keep"), {**form, "check": "1"})))
    client.post(at("keep"), {**form, mark: sentence.basis.get().key})
    assert Sentence.objects.get().engine


def test_a_draft_that_nobody_signed_is_not_kept(sentence: Sentence, answers: dict[str, Any]) -> None:
    client = signed_in(the_rapporteur())
    form = fields(words(client.post(at("ask"), {"keys": [sentence.basis.get().key]})))
    for draft in ("", "x", form["draft"][:-2] + "xx"):
        page = words(client.post(at("keep"), {**form, "draft": draft}), 400)
        assert "It is not known which model drafted this" in page
        assert fields(page)["text"] == form["text"]
    other = a_sentence("", Excerpt.objects.get())
    where = reverse("desk:summary_keep", args=[the_meeting().slug, other.number])
    assert client.post(where, form).status_code == 400
    assert not Sentence.objects.exclude(engine="").exists()


def test_what_is_not_public_cannot_be_ticked_and_says_why(
    sentence: Sentence, answers: dict[str, Any]
) -> None:
    """RX-1."""
    Excerpt.objects.update(attribution=Attribution.NON_ATTRIBUTED)
    client = signed_in(the_rapporteur())
    page = words(client.get(at("sentence")))
    assert re.search(r'name="keys" value="\w+" id="send-\w+" disabled', page)
    assert "Its source is not named to the public. It is not sent." in page
    page = words(client.post(at("ask"), {"keys": [sentence.basis.get().key]}), 400)
    assert "Nothing was sent." in page
    assert answers["asked"] == []


@pytest.mark.parametrize("answer", [(500, b""), (200, b"<html>"), (200, {"choices": []})])
def test_a_model_that_gives_no_draft_is_told_on_the_page_of_the_sentence(
    answer: Any, sentence: Sentence, answers: dict[str, Any]
) -> None:
    answers["say"] = lambda asked: answer
    page = words(signed_in(the_rapporteur()).post(at("ask"), {"keys": [sentence.basis.get().key]}), 409)
    assert "Nothing was changed" in page
    assert 'id="text"' in page


def test_only_who_writes_the_summary_is_offered_it(sentence: Sentence, answers: dict[str, Any]) -> None:
    desk = signed_in(the_secretariat())
    assert "language model" not in words(desk.get(at("sentence")))
    for name in ("ask", "keep"):
        assert desk.post(at(name), {"keys": [sentence.basis.get().key]}).status_code in (400, 403)
        assert desk.get(at(name)).status_code == 302
        assert Client().post(at(name)).status_code == 302
    assert answers["asked"] == []
