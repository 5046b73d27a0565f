"""The index on disk: what counts as damage, who waits for whom, and what a generation holds."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from comity.search import following, generations, index
from comity.search.find import find
from comity.search.following import Condition
from comity.search.generations import Generations
from comity.statements.models import Version
from tests.makers import NOW, a_published_statement

pytestmark = pytest.mark.django_db


def total(query: str) -> int:
    return find(query, at=NOW, language="en").total


def current(folder: Path) -> str:
    """Name of the generation that is searched."""
    return (folder / "current").read_text()


@pytest.mark.parametrize("end", [b"", b"{}", b"no JSON\x07\x00\x00\x00\x39\x05\x00\x00"])
def test_a_file_that_was_cut_off_is_noticed_at_the_start_of_the_server(end: bytes, folder: Path) -> None:
    """As a full disk or a lost block leaves it: nothing, too little, or an end that is not tantivy's."""
    a_published_statement(None, "A practice.", "Another practice.")
    assert total("practice") == 2
    for path in folder.rglob("*.pos"):
        path.write_bytes(end)
    following.generations().check()
    assert following.status(NOW).condition == Condition.UNUSABLE
    assert total("practice") == 2


def test_a_file_that_is_merged_away_while_files_are_checked_is_no_damage(folder: Path) -> None:
    a_published_statement(None, "A practice.")
    assert total("practice") == 1
    before = current(folder)
    (folder / before / "gone.term").symlink_to("nowhere")  # named, and not there when it is opened
    following.generations().check()
    assert (following.status(NOW).condition, current(folder)) == (Condition.CURRENT, before)


def test_an_index_that_does_not_say_what_it_holds_is_built_anew(folder: Path) -> None:
    a_published_statement(None, "A practice.")
    assert total("practice") == 1
    before = current(folder)
    with following.generations().writing() as writer:
        writer._remove([0])
        writer._writer.commit()
    assert following.status(NOW).condition == Condition.UNUSABLE
    assert total("practice") == 1
    assert current(folder) != before


def test_a_fault_of_the_machine_is_not_taken_for_damage(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index is thrown away only where its files are at fault."""
    a_published_statement(None, "A practice.")
    assert total("practice") == 1
    before = current(folder)

    def exhausted(*_: object, **__: object) -> None:
        raise MemoryError

    for module, name in ((generations, "_open"), (index, "search")):
        following.generations()._opened = None
        with monkeypatch.context() as short:
            short.setattr(module, name, exhausted)
            with pytest.raises(MemoryError):
                find("practice", at=NOW, language="en")
    assert (total("practice"), current(folder)) == (1, before)


def test_a_new_index_takes_its_place_when_whoever_writes_to_the_old_one_is_done(folder: Path) -> None:
    a_published_statement(None, "A practice.")
    assert total("practice") == 1
    before = current(folder)
    writes, done = threading.Event(), threading.Event()

    def write() -> None:
        with Generations(folder).writing():
            writes.set()
            done.wait(20)

    other = threading.Thread(target=write)
    with following.generations().building() as writer:
        following.fill(writer, NOW)
        other.start()
        assert writes.wait(20)
        threading.Timer(0.1, done.set).start()
    other.join(20)
    assert current(folder) != before
    assert total("practice") == 1


def test_versions_are_listed_however_many_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine is asked for so many at a time; none may be lost between two questions."""
    statement = a_published_statement(None, "A practice.")
    for number in range(4):
        a_published_statement(statement.delegation, f"Practice {number}.")
    assert total("practice") == 5
    monkeypatch.setattr(generations, "VERSIONS_AT_A_TIME", 2)
    searcher, _state = following.generations().current()
    assert generations.versions(searcher) == set(Version.objects.values_list("pk", flat=True))
