"""A language model behind an address: a real server on this machine that speaks OpenAI's format."""

from __future__ import annotations

from typing import Any

import pytest

from comity.adapters.drafting import opened
from comity.adapters.drafting.served import LARGEST, Served
from comity.summary.plugged import Unavailable
from tests.adapters.drafting.models import SAID, a_server, late, saying

pytestmark = pytest.mark.no_database


def test_it_is_asked_once_with_the_rules_apart_from_the_material() -> None:
    with a_server() as (address, asked):
        answer = opened(address, model="small", key="secret").written("Rules.", "Excerpt 1:\nwords")
    ((path, headers, body),) = asked
    assert (answer.text, answer.model) == (SAID, "small-2026-11-01")
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer secret"
    assert body["messages"] == [
        {"role": "system", "content": "Rules."},
        {"role": "user", "content": "Excerpt 1:\nwords"},
    ]
    assert (body["model"], body["temperature"], body["stream"]) == ("small", 0, False)


def test_without_a_key_none_is_sent() -> None:
    with a_server() as (address, asked):
        opened(f"{address}/", model="small").written("Rules.", "words")
    assert "Authorization" not in asked[0][1]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda asked: (401, {"error": "no key"}), "does not take the key"),
        (lambda asked: (429, {}), "too much to do"),
        (lambda asked: (500, b"boom"), r"an error \(500\)"),
        (lambda asked: (302, {}), r"an error \(302\)"),
        (lambda asked: (200, b"<html>"), "is no draft"),
        (lambda asked: (200, b"[" * 200_000), "is no draft"),
        (lambda asked: (200, [1, 2]), "is no draft"),
        (lambda asked: (200, {"choices": []}), "is no draft"),
        (lambda asked: (200, {"choices": [{"message": "words"}]}), "is no draft"),
        (saying(None), "answered nothing"),
        (saying(["words"]), "answered nothing"),
        (saying(" \n "), "answered nothing"),
        (saying("I cannot.", refusal="I cannot."), "refused to draft"),
        (saying("x", finish_reason="content_filter"), "refused to draft"),
        (saying("x", finish_reason="length"), "did not come to an end"),
        (saying("word " * LARGEST), "far more than a sentence"),
    ],
)
def test_an_answer_that_is_no_draft_is_refused_with_a_sentence(answer: Any, sentence: str) -> None:
    with a_server(answer) as (address, asked), pytest.raises(Unavailable, match=sentence):
        opened(address, model="small").written("Rules.", "words")
    assert len(asked) == 1, "nothing is sent on to where an answer leads"


def test_a_model_that_takes_too_long_is_not_waited_for() -> None:
    with a_server(late(0.5)) as (address, _asked), pytest.raises(Unavailable, match="in time"):
        Served(address, model="small", seconds=0.1).written("Rules.", "words")


def test_a_model_that_is_not_there_is_told() -> None:
    with pytest.raises(Unavailable, match="cannot be reached"):
        opened("http://127.0.0.1:9/v1", model="small").written("Rules.", "words")


@pytest.mark.parametrize(("where", "model"), [("/a/folder", "small"), ("http://127.0.0.1:9/v1", "")])
def test_a_setting_that_is_not_whole_sends_nothing(where: str, model: str) -> None:
    with pytest.raises(Unavailable, match="not set up whole"):
        opened(where, model=model)
