"""`comity search`: ask, describe and rebuild the index from the command line."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from comity.search import following
from tests.makers import a_published_statement
from tests.papers.makers import a_posted

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command("search", *words, stdout=out)
    return out.getvalue()


def test_words_are_looked_for_and_hits_are_shown_with_their_permanent_address() -> None:
    statement = a_published_statement(None, "We share good practices.", at=timezone.now())
    shown = run("good", "practice")
    assert shown.startswith(f"{statement.permanent_address}#p-")
    assert "Norway: We share [good] [practices]." in shown
    assert shown.endswith("1 paragraph.\n")
    assert run("nothing") == "0 paragraphs.\n"


def test_documents_are_found_beside_statements() -> None:
    document = a_posted(at=timezone.now()).document
    shown = run("mission")
    assert shown.startswith(f"{document.permanent_address}#p-")
    assert f"{document}: Bring the letter of your [mission]." in shown


def test_the_index_says_how_it_stands_and_is_made_anew(folder: Path) -> None:
    assert "There is no index that can be read" in run("status")
    a_published_statement(None, "We share good practices.", at=timezone.now())
    assert "1 paragraphs of 1 statements" in run("rebuild")
    before = (folder / "current").read_text()
    a_published_statement(None, "A later practice.", at=timezone.now())
    assert following.Condition.BEHIND in run("status")
    assert following.Condition.CURRENT in run("rebuild")
    assert (folder / "current").read_text() != before


def test_two_rebuilds_at_once_are_refused() -> None:
    with following.generations().building(), pytest.raises(CommandError, match="Another process"):
        run("rebuild")


def test_a_folder_that_cannot_be_written_is_named(folder: Path) -> None:
    folder.write_text("a file in its place")
    with pytest.raises(CommandError, match="cannot be written"):
        run("rebuild")


def test_an_index_that_is_half_built_says_that_there_may_be_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "PATIENCE", 0.0)
    a_published_statement(None, "We share good practices.", at=timezone.now())
    assert "there may be more" in run("practice")
