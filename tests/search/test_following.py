"""The index follows the publication log: what was added, came due, arrived late, or is of another database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comity.files.models import PublicationEntry
from comity.search import content, following, index, syntax
from comity.search.find import find
from comity.search.following import Condition
from comity.search.generations import Busy, Generations, State, versions
from comity.statements import changes
from comity.statements.models import Statement, Version
from tests.makers import (
    NOW,
    a_delegation,
    a_group,
    a_meeting,
    a_published_statement,
    an_accepted_statement,
    the_desk,
)

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(hours=3)
ALONE = """
import os, sys, time
from pathlib import Path
from comity.search import generations, index
kept = generations.Generations(Path(sys.argv[1]))
with kept.writing() as writer:
    number = 0
    while True:
        number += 1
        entries = [index.Entry(number * 100 + at, number, f"practice {at}", "en") for at in range(50)]
        writer.replace([number], entries)
        writer.commit(generations.State(last_id=number, checked_at=1.0))
        print(number, flush=True)
"""


def total(query: str, at: datetime = NOW) -> int:
    return find(query, at=at, language="en").total


def index_now(at: datetime = NOW) -> tuple[set[int], State]:
    """Versions that the index holds, and what it knows of the log."""
    searcher, state = following.generations().current()
    return versions(searcher), state


def wait_for(thread: threading.Thread | None) -> None:
    assert thread is not None
    thread.join(60)
    assert not thread.is_alive()


def test_an_empty_database_gives_a_complete_answer_without_hits() -> None:
    found = find("practice", at=NOW, language="en")
    assert (found.total, found.is_complete) == (0, True)
    assert index_now() == (
        set(),
        replace(
            State(),
            due_until=NOW.timestamp(),
            checked_at=NOW.timestamp(),
            shared=content.shared_values(),
            make=index_now()[1].make,
        ),
    )


def test_nothing_is_written_while_nothing_is_published(folder: Path) -> None:
    a_published_statement(None, "A practice.")
    assert total("practice") == 1
    before = (folder / "current").read_text(), index_now()
    for hours in range(1, 4):
        assert total("practice", NOW + timedelta(hours=hours)) == 1
    assert ((folder / "current").read_text(), index_now()) == before


def published_under(number: int, statement: Statement, text: str) -> None:
    """Another version, whose entry in the log has this number."""
    version = an_accepted_statement(statement.delegation, text)
    Version.objects.filter(pk=version.pk).update(public_from=NOW, state=Version.State.PUBLISHED)
    PublicationEntry.objects.create(pk=number, version=version, effective_at=NOW)


def test_an_entry_with_a_lower_number_that_is_committed_late_is_followed() -> None:
    """Numbers of the log are given before transactions end; the later one may be seen first."""
    statement = a_published_statement(None, "A practice.")
    last = PublicationEntry.objects.get().pk
    assert total("practice") == 1
    published_under(last + 2, statement, "A practice of a later transaction.")
    assert total("practice") == 2
    assert [*index_now()[1].missing] == [last + 1]
    published_under(last + 1, statement, "A practice of one that took long.")
    assert total("practice") == 3
    assert [*index_now()[1].missing] == []


def test_an_index_that_is_filled_looks_for_late_entries_too() -> None:
    statement = a_published_statement(None, "A practice.")
    last = PublicationEntry.objects.get().pk
    published_under(last + 2, statement, "A practice of a later transaction.")
    assert total("practice") == 2
    assert [*index_now()[1].missing] == [last + 1]
    published_under(last + 1, statement, "A practice of one that took long.")
    assert total("practice") == 3


def test_numbers_that_never_appear_are_forgotten_after_an_hour() -> None:
    statement = a_published_statement(None, "A practice.")
    last = PublicationEntry.objects.get().pk
    assert total("practice") == 1
    published_under(last + 7, statement, "Another practice.")
    assert total("practice") == 2
    assert [*index_now()[1].missing] == [*range(last + 1, last + 7)]
    published_under(last + 8, statement, "A third practice.")
    assert total("practice", NOW + timedelta(hours=2)) == 3
    assert index_now()[1].missing == {}


def test_a_database_restored_from_a_backup_fills_the_index_anew() -> None:
    statement = a_published_statement(None, "A practice of the past.")
    with transaction.atomic():
        a_published_statement(statement.delegation, "A practice that was lost.")
        assert total("practice") == 2
        transaction.set_rollback(True)
    assert following.status(NOW).condition == Condition.OTHER_DATABASE
    assert total("practice") == 1
    assert index_now()[0] == {statement.versions.get().pk}


def test_another_database_with_the_same_numbers_is_told_apart() -> None:
    """References are random: the same numbers do not make it the same log."""
    statement = a_published_statement(None, "A practice.")
    assert total("practice") == 1
    Statement.objects.filter(pk=statement.pk).update(ref="of-another-database")
    assert following.status(NOW).condition == Condition.OTHER_DATABASE
    statement.versions.get().languages.get().paragraphs.update(text="A measure.")
    assert (total("practice"), total("measure")) == (0, 1)


def test_a_lost_index_is_built_by_the_next_search(folder: Path) -> None:
    a_published_statement(None, "A practice.")
    assert total("practice") == 1
    (folder / "current").unlink()
    assert following.status(NOW).condition == Condition.UNUSABLE
    assert total("practice") == 1
    assert [path.name for path in folder.glob("g-*")] == [(folder / "current").read_text()]


def test_an_index_of_another_list_of_names_is_built_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    a_published_statement(None, "A practice.")
    assert total("practice") == 1
    monkeypatch.setattr(index, "SCHEMA_VERSION", index.SCHEMA_VERSION + 1)
    following.generations()._opened = None
    assert following.status(NOW).condition == Condition.UNUSABLE
    assert total("practice") == 1
    assert following.status(NOW).condition == Condition.CURRENT


@pytest.mark.parametrize("kind", ["term", "idx", "fast", "store", "pos", "fieldnorm"])
def test_a_damaged_file_is_noticed_at_the_start_of_the_server(kind: str, folder: Path) -> None:
    a_published_statement(None, "A practice.", "Another practice.")
    assert total("practice") == 2
    kept = following.generations()
    kept.check()
    assert following.status(NOW).condition == Condition.CURRENT
    for path in folder.rglob(f"*.{kind}"):
        content = bytearray(path.read_bytes())
        content[0] ^= 0xFF
        path.write_bytes(content)
    kept.check()
    assert following.status(NOW).condition == Condition.UNUSABLE
    assert total("practice") == 2


@pytest.mark.parametrize("content", [b"", b"{}", b"garbage"])
def test_files_that_say_nothing_are_built_anew(content: bytes, folder: Path) -> None:
    a_published_statement(None, "A practice.")
    assert total("practice") == 1
    current = (folder / "current").read_text()
    (folder / current / "meta.json").write_bytes(content)
    assert total("practice") == 1
    assert (folder / "current").read_text() != current


def test_an_index_that_fails_while_it_is_asked_gives_an_honest_answer(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Damage that only a search meets: the engine gives up, the reader is told that more may be there."""
    a_published_statement(None, *(f"A practice of number {number}." for number in range(400)))
    assert total("practice") == 400
    for path in folder.rglob("*.fast"):
        with path.open("r+b") as file:  # in place: the index is open, and sees it
            file.write(bytes(path.stat().st_size - 200))
    started: list[bool] = []
    monkeypatch.setattr(following, "start_beside", lambda check=True: started.append(check))
    found = find("practice", at=NOW, language="en")
    assert not found.is_complete
    assert (found.total, found.hits, started) == (0, [], [True])


def test_while_another_process_writes_outdated_versions_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """R09-5: neither found nor counted, at once; what is new may take as long as the other process."""
    monkeypatch.setattr(following, "PATIENCE", 0.05)
    statement = a_published_statement(None, "A practice.")
    other = a_published_statement(statement.delegation, "A practice that stays.")
    assert total("practice") == 2
    with following.generations().writing():
        changes.withdraw(statement, reason="An error.", by=the_desk(statement.meeting), at=NOW)
        found = find("practice", at=NOW, language="en")
        assert (found.total, found.facets["delegation"], found.is_complete) == (1, {"nor": 1}, False)
        assert [hit.paragraph.language_version.version.statement for hit in found.hits] == [other]
    found = find("practice", at=NOW, language="en")
    assert (found.total, found.is_complete) == (1, True)


def test_a_folder_that_cannot_be_written_is_searched_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    statement = a_published_statement(None, "A practice.")
    assert total("practice") == 1

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(following, "catch_up", full)
    a_published_statement(statement.delegation, "A newer practice.")
    found = find("practice", at=NOW, language="en")
    assert (found.total, found.is_complete) == (1, False)


def test_a_new_index_is_built_beside_the_old_one_which_goes_on_being_followed() -> None:
    statement = a_published_statement(None, "A practice.")
    assert total("practice") == 1
    kept = following.generations()
    old = (kept.folder / "current").read_text()
    with kept.building() as writer:
        following.fill(writer, NOW)
        a_published_statement(statement.delegation, "A practice meanwhile.")
        assert total("practice") == 2
        assert (kept.folder / "current").read_text() == old
        with pytest.raises(Busy), kept.building():
            pass
    assert (kept.folder / "current").read_text() != old
    assert total("practice") == 2


def test_a_build_that_fails_leaves_the_old_index() -> None:
    a_published_statement(None, "A practice.")
    assert total("practice") == 1
    kept = following.generations()

    def fails(_: int) -> None:
        raise RuntimeError("interrupted")

    with pytest.raises(RuntimeError):
        following.rebuild(kept, NOW, fails)
    assert total("practice") == 1
    assert len(list(kept.folder.glob("g-*"))) == 1


def test_a_build_that_was_interrupted_is_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "COMMIT_EVERY", 1)
    monkeypatch.setattr(following, "AT_A_TIME", 1)
    meeting = a_meeting()
    for code in ("nor", "swe", "dnk"):
        a_published_statement(a_delegation(meeting, code), f"A practice of {code}.")
    kept = following.generations()
    built: list[int] = []

    def fails(number: int) -> None:
        built.append(number)
        if len(built) == 3:
            raise RuntimeError("interrupted")

    with pytest.raises(RuntimeError):
        following.catch_up(kept, NOW, fails)
    assert following.status(NOW).condition == Condition.BEING_BUILT
    assert len(index_now()[0]) == 2
    following.catch_up(kept, NOW, built.append)
    assert built == [1, 1, 1, 1]
    assert total("practice") == 3


def test_comparing_mends_what_the_log_does_not_tell() -> None:
    statement = a_published_statement(None, "A practice.")
    assert total("practice") == 1
    Version.objects.filter(statement=statement).update(public_until=NOW)
    following.catch_up(following.generations(), NOW, compare=True)
    assert index_now()[0] == set()


def test_what_another_process_has_followed_meanwhile_is_not_followed_again(folder: Path) -> None:
    """Two readers search at once after a publication: the second has nothing left to write."""
    statement = a_published_statement(None, "A practice.")
    assert total("practice") == 1
    a_published_statement(statement.delegation, "Another practice.")
    following.catch_up(Generations(folder), NOW)
    commit = (folder / (folder / "current").read_text() / "meta.json").read_bytes()
    following.catch_up(following.generations(), NOW)
    assert (folder / (folder / "current").read_text() / "meta.json").read_bytes() == commit
    assert total("practice") == 2


@pytest.mark.django_db(transaction=True)
def test_much_is_followed_beside_and_said_to_be_incomplete(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "LITTLE", 3)
    a_published_statement(None, "One practice.", "Two practices.", "Three practices.", at=timezone.now())
    first = find("practice", at=timezone.now(), language="en")
    assert (first.hits, first.is_complete) == ([], False)
    until = time.monotonic() + 30
    while not (found := find("practice", at=timezone.now(), language="en")).is_complete:
        assert time.monotonic() < until
        time.sleep(0.02)
    assert found.total == 3
    statement = Statement.objects.get()
    a_published_statement(
        statement.delegation, "Four practices.", "Five practices.", "Six.", at=timezone.now()
    )
    find("practice", at=timezone.now(), language="en")
    until = time.monotonic() + 30
    while find("practice", at=timezone.now(), language="en").total != 5:
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.django_db(transaction=True)
def test_the_start_of_a_server_builds_the_index_in_a_thread() -> None:
    a_published_statement(None, "A practice.", at=timezone.now())
    wait_for(following.start_beside())
    assert following.status(timezone.now()).condition == Condition.CURRENT
    assert len(index_now()[0]) == 1


@pytest.mark.django_db(transaction=True)
def test_only_one_thread_of_a_process_and_one_process_of_a_node_builds() -> None:
    with following.generations().writing():
        thread = following.start_beside()
        wait_for(thread)
    following._beside.acquire()
    try:
        assert following.start_beside() is None
    finally:
        following._beside.release()


@pytest.mark.django_db(transaction=True)
def test_a_thread_that_fails_says_so_and_lets_the_next_one_try(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("no database")

    with monkeypatch.context() as broken:
        broken.setattr(following, "catch_up", fails)
        wait_for(following.start_beside(check=False))
    assert "could not be brought up to date" in caplog.text
    wait_for(following.start_beside())
    assert following.status(timezone.now()).condition == Condition.CURRENT


@pytest.fixture
def alone(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that writes to the index without end."""
    folder.mkdir(parents=True)
    with subprocess.Popen(
        [sys.executable, "-c", ALONE, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
    ) as process:
        yield process
        process.kill()


@pytest.mark.no_database
@pytest.mark.parametrize("commits", [1, 3, 12])
def test_a_writer_that_is_killed_leaves_its_last_commit(
    alone: subprocess.Popen[str], folder: Path, commits: int
) -> None:
    """SIGKILL at any moment: paragraphs and place in the log move together or not at all."""
    assert alone.stdout is not None
    for line in alone.stdout:
        if int(line) >= commits:
            break
    time.sleep(0.004 * commits)
    alone.send_signal(signal.SIGKILL)
    alone.wait(20)
    kept = Generations(folder)
    searcher, state = kept.current()
    assert state.last_id >= commits
    assert versions(searcher) == set(range(1, state.last_id + 1))
    assert index.search(searcher, syntax.parse("practice")).total == 50 * state.last_id
    with kept.writing() as writer:
        writer.replace([1], ())
        writer.commit(state)
    assert len(versions(kept.current()[0])) == state.last_id - 1


@pytest.mark.no_database
def test_two_processes_share_a_folder_one_writes_and_both_read(
    alone: subprocess.Popen[str], folder: Path
) -> None:
    assert alone.stdout is not None
    alone.stdout.readline()
    kept = Generations(folder)
    with pytest.raises(Busy), kept.writing():
        pass
    with pytest.raises(Busy):
        kept.check()
    seen = []
    for line in alone.stdout:
        searcher, state = kept.current()
        seen.append(index.search(searcher, syntax.parse("practice"), limit=0).total)
        assert (seen[-1] == 50 * state.last_id, state.last_id >= int(line)) == (True, True)
        if len(seen) == 5:
            break
    assert seen == sorted(seen)
    assert seen[0] < seen[-1]


def test_the_log_is_read_by_index_however_long_it_is() -> None:
    """A search must not become slower with every statement that was ever published."""
    if connection.vendor != "sqlite":
        pytest.skip("asks SQLite for its plan")
    from comity.search import rows

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {rows._LOG} OR entry.id IN (%s)", [5, NOW, SOON, 3])
        plan = [row[3] for row in cursor.fetchall()]
    assert [line for line in plan if line.startswith("SCAN")] == []


# Names and codes that change after publication -------------------------------------------------------------------


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search believes nothing about shared values that is older than itself."""
    monkeypatch.setattr(following, "SHARED_EVERY", 0.0)


def facet(name: str, **filters: list[str]) -> dict[str, int]:
    found = find("practice", at=NOW, language="en", filters=filters)
    assert found.is_complete
    return found.facets[name]


def test_a_new_name_is_shown_without_the_index(at_once: None) -> None:
    """Hits and filters take names from the database."""
    statement = a_published_statement(None, "A practice.")
    assert total("practice") == 1
    body = statement.delegation.body
    type(body).objects.filter(pk=body.pk).update(names={"en": "New Name"})
    (hit,) = find("practice", at=NOW, language="en").hits
    assert str(hit.paragraph.language_version.version.statement.delegation) == "New Name"


def test_a_changed_code_of_a_meeting_session_or_aspect_is_followed(at_once: None) -> None:
    meeting = a_meeting()
    session, aspect = meeting.sessions.get(), meeting.aspects.order_by("position")[0]
    a_published_statement(a_delegation(meeting, "nor"), "A practice.", session=session)
    a_published_statement(a_delegation(meeting, "tcd"), "A practice.")
    assert facet("aspect") == {aspect.code: 2}
    before = index_now()[1].last_id
    type(meeting).objects.filter(pk=meeting.pk).update(slug="renamed")
    type(session).objects.filter(pk=session.pk).update(code="opening")
    type(aspect).objects.filter(pk=aspect.pk).update(code="prevention")
    assert facet("meeting") == {"renamed": 2}
    assert facet("session", meeting=["renamed"]) == {"opening": 1}
    assert facet("aspect") == {"prevention": 2}
    assert (total("practice"), index_now()[1].last_id) == (2, before)


def test_a_body_that_joins_a_group_or_changes_its_code_is_found_there(at_once: None) -> None:
    """R12-7: region and category."""
    one = a_published_statement(None, "A practice.").delegation.body
    assert "pioneers" not in facet("group")
    one.groups.add(a_group("pioneers"))
    assert facet("group")["pioneers"] == 1
    type(one).objects.filter(pk=one.pk).update(code="xno")
    assert facet("delegation") == {"xno": 1}


def test_what_changed_while_nothing_ran_is_seen_by_the_comparison_at_the_start(at_once: None) -> None:
    meeting = a_published_statement(None, "A practice.").meeting
    assert facet("meeting") == {"sm2016": 1}
    type(meeting).objects.filter(pk=meeting.pk).update(slug="renamed")
    following.catch_up(following.generations(), NOW, compare=True)
    searcher, state = following.generations().current()
    assert state.shared[f"meeting {meeting.pk}"].startswith("renamed")
    assert index.search(searcher, syntax.parse("practice")).facets["meeting"] == {"renamed": 1}


def test_a_new_meeting_makes_nothing_be_looked_at_again() -> None:
    a_published_statement(None, "A practice.")
    total("practice")
    a_meeting("sm2017")
    assert not following.news(index_now()[1], NOW)


def test_what_statements_share_is_not_asked_for_at_every_search() -> None:
    a_published_statement(None, "A practice.")
    total("practice")
    with CaptureQueriesContext(connection) as queries:
        total("practice")
    assert not any("comity_aspect" in query["sql"] for query in queries)
