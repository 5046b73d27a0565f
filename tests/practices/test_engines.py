"""A plugged model at the desk: off by default, labelled where it speaks, and shown nothing that is not public."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from comity.practices import engines, flagging, helping, proposing
from comity.practices.models import Excerpt, Proposal
from comity.statements.models import Statement, Version
from comity.texts.finding import ENGINE, VERSION
from tests.adapters.embedding.models import a_server, an_onnx_folder
from tests.makers import NOW
from tests.practices.makers import (
    a_candidate,
    a_statement,
    an_excerpt,
    the_meeting,
    the_paragraph,
    the_rapporteur,
)

pytestmark = pytest.mark.django_db
BORDER, RUSSIAN = "We keep border control day and night.", "Пограничный контроль ведется постоянно."
SECRET = "Border control is tested in a place that nobody names."
LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    helping.forget()
    yield
    helping.forget()


def flagged() -> Excerpt:
    """Russian words that may join Norway's English ones; beside them judges of France, and a secret."""
    a_candidate(an_excerpt("nor", BORDER), title="Titled by the desk alone")
    a_candidate(an_excerpt("fra", "Nous formons les juges.", language="fr"), title="Juges")
    secret = an_excerpt("chn", SECRET)
    a_candidate(secret, title="Kept")
    Statement.objects.filter(delegation__body__code="chn").update(sensitivity="confidential")
    paragraph = the_paragraph(a_statement("rus", RUSSIAN, language="ru"))
    return flagging.flag(paragraph, 0, len(RUSSIAN), kind=Excerpt.Kind.PRACTICE, by=the_rapporteur(), at=NOW)


def joins(excerpt: Excerpt) -> list[Proposal]:
    return proposing.joins(excerpt, helping.desk(the_meeting(), at=LATER, wait=True), at=LATER)


def test_without_a_setting_what_ships_compares_alone() -> None:
    assert engines.plugged() is None
    assert engines.label(None) == (ENGINE, VERSION)
    assert {(one.engine, one.version) for one in joins(flagged())} <= {(ENGINE, VERSION)}


def test_a_folder_proposes_and_is_named_with_each_proposal(tmp_path: Path, settings: Any) -> None:
    """R12-12: labelled, and the same bytes each time."""
    pytest.importorskip("onnxruntime", reason="the extra `embedding` is not installed")
    settings.EMBEDDING = str(an_onnx_folder(tmp_path / "small"))
    excerpt = flagged()
    first = joins(excerpt)[0]
    assert first.practice is not None
    assert first.practice.working_title == "Titled by the desk alone"
    assert first.engine.startswith(f"{ENGINE} + small ")
    desk = helping.desk(the_meeting(), at=LATER, wait=True)
    alike = desk.alike(excerpt.paragraph_id)
    assert next(desk.texts[pk].text for pk, _score in alike) in (BORDER, SECRET)
    helping.forget()
    assert helping.desk(the_meeting(), at=LATER, wait=True).alike(excerpt.paragraph_id) == alike


def sent(asked: list[Any]) -> set[str]:
    return {text for _path, _headers, body in asked for text in body["input"]}


def test_an_address_is_shown_public_words_and_nothing_of_the_desk(settings: Any) -> None:
    """RX-5: neither a confidential statement, nor one that is not public yet, nor the title of a draft."""
    excerpt = flagged()
    early = a_statement("bra", "We will train judges next year.")
    Version.objects.filter(statement=early).update(public_from=LATER + timedelta(days=1))
    with a_server() as (address, asked):
        settings.EMBEDDING, settings.EMBEDDING_MODEL = address, "small"
        found = joins(excerpt)
    assert {BORDER, RUSSIAN} <= sent(asked)
    told = " ".join(sent(asked))
    for words in (SECRET, "next year", "Titled by the desk alone", "Kept", "Juges"):
        assert words not in told, words
    assert found[0].practice is not None
    assert found[0].practice.working_title == "Titled by the desk alone"
    assert {one.engine for one in found} == {f"{ENGINE} + small"}


def test_words_that_are_not_public_are_compared_by_what_ships(settings: Any) -> None:
    excerpt = flagged()
    Version.objects.filter(statement__delegation__body__code="rus").update(
        public_from=LATER + timedelta(days=1)
    )
    with a_server() as (address, asked):
        settings.EMBEDDING, settings.EMBEDDING_MODEL = address, "small"
        found = joins(excerpt)
    assert RUSSIAN not in sent(asked)
    assert {one.engine for one in found} <= {ENGINE}


def test_a_model_that_has_gone_stops_nobody(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    with a_server() as (address, _asked):
        settings.EMBEDDING, settings.EMBEDDING_MODEL = address, "small"
        excerpt = flagged()
        desk = helping.desk(the_meeting(), at=LATER, wait=True)
        assert desk.by(excerpt.paragraph_id) is not None
    assert {one.engine for one in proposing.joins(excerpt, desk, at=LATER)} <= {ENGINE}
    assert "cannot be reached" in caplog.text
    assert engines.plugged() is None, "asked again after a while only"
    settings.EMBEDDING = "/nowhere"
    assert engines.plugged() is None
    assert "neither a folder nor" in caplog.text
