"""A model of sentences behind an address: a real server on this machine that speaks OpenAI's format."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from comity.adapters.embedding import opened
from comity.texts.finding import group
from comity.texts.finding.items import Group, Item
from comity.texts.finding.plugged import Unavailable, plug
from tests.adapters.embedding.models import a_server, as_documented, embedded

pytestmark = pytest.mark.no_database


def test_texts_are_sent_in_batches_and_come_back_in_their_order() -> None:
    with a_server() as (address, asked):
        model = opened(address, model="small", key="secret")
        texts = [f"border {one}" for one in range(100)] + ["train judges", ""]
        rows = model.embedded(texts)
    assert np.allclose(rows[100], embedded("train judges"))
    assert [len(body["input"]) for _path, _headers, body in asked] == [64, 38]
    path, headers, body = asked[0]
    assert (path, body["model"], body["encoding_format"]) == ("/v1/embeddings", "small", "float")
    assert headers["Authorization"] == "Bearer secret"
    assert (model.sends, model.name) == (True, "small")


def test_groups_are_proposed_by_the_model_at_the_address() -> None:
    """R12-3."""
    with a_server() as (address, _asked):
        plugged = plug(opened(address, model="small"))
        found = next(
            group.suggest(
                [Item("ru", "пограничный контроль", "ru")],
                [
                    Group("judges", [Item(2, "We train judges", "en")]),
                    Group("border", [Item(1, "Effective border control", "en")]),
                ],
                plugged=plugged,
            )
        )
    assert [one.id for one in found.groups if one.score > 0.1] == ["border"]


def two_lengths(asked: dict[str, Any]) -> tuple[int, Any]:
    data = [{"index": at, "embedding": [1.0] * (at + 1)} for at in range(len(asked["input"]))]
    return 200, {"data": data}


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda asked: (401, {"error": "no key"}), "answers 401"),
        (lambda asked: (302, {}), "answers 302"),
        (lambda asked: (200, b"<html>"), "does not answer in OpenAI's format"),
        (lambda asked: (200, {"data": [{"index": 0}]}), "does not answer in OpenAI's format"),
        (lambda asked: (200, {"data": []}), "does not answer in OpenAI's format"),
        (lambda asked: (200, [1, 2]), "does not answer in OpenAI's format"),
        (two_lengths, "different lengths"),
    ],
)
def test_an_answer_that_is_none_is_refused(answer: Any, sentence: str) -> None:
    with a_server(answer) as (address, asked), pytest.raises(Unavailable, match=sentence):
        opened(address, model="small").embedded(["border", "judges"])
    assert len(asked) == 1, "nothing is sent on to where an answer leads"


def test_numbers_that_are_none_are_refused() -> None:
    def infinite(asked: dict[str, Any]) -> tuple[int, Any]:
        status, body = as_documented(asked)
        body["data"][0]["embedding"][0] = float("inf")
        return status, body

    with a_server(infinite) as (address, _asked), pytest.raises(Unavailable, match="one vector for each"):
        plug(opened(address, model="small"))


def test_an_address_where_nobody_listens_is_unavailable() -> None:
    with a_server() as (address, _asked):
        pass
    with pytest.raises(Unavailable, match="cannot be reached"):
        opened(address, model="small").embedded(["border"])
    with pytest.raises(Unavailable, match="COMITY_EMBEDDING_MODEL"):
        opened(address)
