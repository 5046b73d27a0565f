"""Bulk import through the real reader: idempotent, resumable after a kill, every refusal with its reason."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import Future
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from comity.meetings.models import Meeting
from comity.participants import roles
from comity.participants.models import Body, Delegation, Group
from comity.record.models import Act
from comity.refusals import Refused
from comity.statements.bulk import Import, Report, Waiting, importer, read
from comity.statements.manifest import rows_of
from comity.statements.models import Receipt, Statement, Version
from comity.texts.model import Reading
from tests.makers import NOW, a_meeting

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "source"
    made.mkdir()
    return made


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def lines(folder: Path, *entries: dict[str, object]) -> None:
    write(folder, "statements.jsonl", "\n".join(json.dumps(one) for one in entries))


def run(folder: Path, meeting: Meeting, *, aspect: str = "one", publish: bool = False) -> Report:
    workplace = folder.parent / "workplace"
    workplace.mkdir(exist_ok=True)
    job = Import(meeting, at=NOW, aspect=aspect, publish=publish)
    report = job.run(rows_of(folder, workplace=workplace))
    assert list(workplace.iterdir()) == []
    return report


def counts(report: Report) -> tuple[int, int, int]:
    return report.taken, report.known, len(report.refused)


def test_a_folder_is_taken_in_and_published_once(folder: Path) -> None:
    write(folder, "norway_en.txt", "Statement of Norway.\n\nWe share what works.")
    write(
        folder,
        "FRANCE/discours.FRANCE.txt",
        "Déclaration de la France.\n\nNous partageons ce qui marche bien.",
    )
    meeting = a_meeting()
    assert counts(run(folder, meeting, publish=True)) == (2, 0, 0)
    assert counts(run(folder, meeting, publish=True)) == (0, 2, 0)
    published = {
        version.statement.delegation.body.code: version.languages.get().language
        for version in Version.objects.public(NOW)
    }
    assert published == {"nor": "en", "fra": "fr"}
    assert Receipt.objects.count() == 2


def test_the_same_file_twice_in_one_import_is_one_statement(folder: Path) -> None:
    for name in ("norway-1.txt", "norway-2.txt"):
        write(folder, name, "The same words, sent twice.")
    assert counts(run(folder, a_meeting())) == (1, 1, 0)
    assert Statement.objects.count() == 1


def test_what_was_withdrawn_does_not_come_back(folder: Path) -> None:
    from comity.statements import changes

    write(folder, "norway.txt", "Words that were withdrawn.")
    meeting = a_meeting()
    run(folder, meeting, publish=True)
    changes.withdraw(Statement.objects.get(), reason="mistake", by=importer(meeting), at=NOW)
    assert counts(run(folder, meeting, publish=True)) == (0, 1, 0)


def test_every_refusal_has_its_reason_and_costs_one_file(folder: Path) -> None:
    """R09-12."""
    write(folder, "norway.txt", "We share what works.")
    write(folder, "france.txt", "")
    write(folder, "peru.pdf", "%PDF-1.7\nno more")
    write(folder, "statement.txt", "Whose words these are nobody knows.")
    write(folder, "joint_chile_fiji.txt", "Whose words these are only a person can tell.")
    write(folder, "chile.txt", "STRICTLY CONFIDENTIAL\n\nThis must not be here.")
    report = run(folder, a_meeting())
    assert report.taken == 1
    reasons = dict(report.refused)
    assert set(reasons) == {"chile.txt", "france.txt", "joint_chile_fiji.txt", "peru.pdf", "statement.txt"}
    for name, words in (
        ("chile.txt", "STRICTLY CONFIDENTIAL"),
        ("france.txt", "is empty"),
        ("joint_chile_fiji.txt", "or more than one"),
        ("peru.pdf", "cannot be taken"),
        ("statement.txt", "names no State"),
    ):
        assert words in reasons[name]


def test_a_refused_row_leaves_no_delegation_body_or_group_behind(folder: Path) -> None:
    lines(
        folder,
        {"delegation": "OceanCare on behalf of the Friends", "text": "Words one.", "session": "none"},
        {"delegation": "OceanCare", "text": "Words two.", "aspects": "three"},
        {"delegation": "OceanCare", "text": "Words three."},
    )
    report = run(folder, a_meeting())
    assert [reason for _, reason in report.refused] == [
        "The meeting has no session “none”. It has: s1.",
        "The meeting has no aspect “three”. It has: one, two.",
    ]
    assert (report.taken, Delegation.objects.count()) == (1, 1)
    assert not Group.objects.filter(kind="negotiating").exists()
    assert report.notes == ["New body “OceanCare”, entered as “Civil society”: please check."]


def test_who_speaks_for_whom_is_understood_and_noted(folder: Path) -> None:
    """R09-3."""
    lines(
        folder,
        {"delegation": "Pakistan on behalf of the Group of 77 and China", "text": "We speak for many."},
        {"delegation": "Perú en nombre del Group of 77 and China", "text": "Hablamos por muchos."},
        {"delegation": "Kazakhastan", "text": "We speak for us."},
        {"delegation": "Austrlia", "text": "Who speaks?"},
    )
    report = run(folder, a_meeting())
    spoken = {
        (one.delegation.body.code, str(one.on_behalf_of))
        for one in Statement.objects.select_related("on_behalf_of")
    }
    assert spoken == {("pak", "Group of 77 and China"), ("per", "Group of 77 and China"), ("kaz", "None")}
    assert report.notes == [
        "New group “Group of 77 and China”: please check.",
        "3.txt: taken to be from Kazakhstan: please check.",
    ]
    assert "“Austrlia” may be Australia / Austria" in report.refused[0][1]


def test_agenda_items_lead_to_the_aspect_or_session_that_bears_the_title(folder: Path) -> None:
    lines(
        folder,
        {"delegation": "Peru", "text": "Words one.", "link_text": "ASPECT two"},
        {"delegation": "Chile", "text": "Words two.", "agenda_item": "First session"},
        {"delegation": "Fiji", "text": "Words three.", "agenda_item": "Something else", "speaker": "Ms. Roy"},
    )
    run(folder, a_meeting())
    found = {
        one.delegation.body.code: (one.aspects.get().code, one.session and one.session.code, one.speaker_name)
        for one in Statement.objects.all()
    }
    assert found == {"per": ("two", None, ""), "chl": ("one", "s1", ""), "fji": ("one", None, "Ms. Roy")}


@pytest.mark.parametrize(
    ("said", "delivered", "noted"),
    [
        ("2016-12-01T15:00:00+02:00", "2016-12-01T13:00:00+00:00", False),
        ("2016-12-01T15:00", "2016-12-01T20:00:00+00:00", False),
        ("\u00a01 December 2016", "2016-12-01T05:00:00+00:00", False),
        ("Agenda item 5", "", True),
        ("", "", False),
    ],
)
def test_when_it_was_delivered_is_read_in_the_zone_of_the_meeting(
    folder: Path, said: str, delivered: str, noted: bool
) -> None:
    lines(folder, {"delegation": "Peru", "text": "Words.", "date": said})
    report = run(folder, a_meeting())
    statement = Statement.objects.get()
    assert (statement.delivered_at.isoformat() if statement.delivered_at else "") == delivered
    assert statement.delivery == ("delivered" if delivered else "written_only")
    assert bool(report.notes) == noted


def test_a_marked_paper_is_received_and_not_published(folder: Path) -> None:
    """RX-5."""
    write(folder, "norway.txt", "CONFIDENTIAL\n\nWe share what works.")
    report = run(folder, a_meeting(), publish=True)
    assert (report.taken, Version.objects.get().state) == (1, "received")
    assert "is received and not published: The text bears a security marking" in report.notes[0]


def test_a_marked_paper_holds_back_no_other(folder: Path) -> None:
    """RX-5: of three that are published together, one may not be public."""
    for name, words in (("chad", ""), ("norway", "CONFIDENTIAL\n\n"), ("peru", "")):
        write(folder, f"{name}.txt", f"{words}We share what works in {name}.")
    report = run(folder, a_meeting(), publish=True)
    assert counts(report) == (3, 0, 0)
    assert {str(one.statement.delegation): one.state for one in Version.objects.all()} == {
        "Chad": "published",
        "Norway": "received",
        "Peru": "published",
    }
    (note,) = report.notes
    assert note.startswith("norway.txt is received and not published: ")


def test_a_wrong_line_of_a_manifest_costs_one_statement(folder: Path) -> None:
    write(folder, "a.txt", "We share what works.")
    write(folder, "manifest.csv", "file,delegation\nnowhere.txt,Chad\na.txt,Norway\n")
    report = run(folder, a_meeting())
    assert counts(report) == (1, 0, 1)
    assert report.refused == [
        ("nowhere.txt", "manifest.csv, line 2: there is no file “nowhere.txt” in the folder.")
    ]
    assert [str(one.delegation) for one in Statement.objects.all()] == ["Norway"]


def test_without_an_aspect_nothing_is_taken_in(folder: Path) -> None:
    """R09-1."""
    write(folder, "norway.txt", "We share what works.")
    meeting = a_meeting()
    assert "No aspect is named" in run(folder, meeting, aspect="").refused[0][1]
    with pytest.raises(Refused, match=r"no aspect “three”\. It has: one, two"):
        Import(meeting, at=NOW, aspect="three")
    meeting.aspects.get(code="two").delete()
    assert counts(run(folder, meeting, aspect="")) == (1, 0, 0)


def test_a_file_that_vanishes_while_it_waits_is_refused(folder: Path) -> None:
    write(folder, "norway.txt", "We share what works.")
    meeting = a_meeting()
    rows = list(rows_of(folder, workplace=folder))
    job = Import(meeting, at=NOW, aspect="one")
    job.is_here = lambda row: bool((folder / "norway.txt").unlink())  # type: ignore[method-assign]
    report = job.run(rows)
    assert "No such file" in report.refused[0][1]


def test_a_body_already_known_by_an_abbreviation_is_not_made_again(folder: Path) -> None:
    lines(folder, {"delegation": "Food and Agriculture Organization (FAO)", "text": "Words."})
    before = Body.objects.count()
    run(folder, a_meeting())
    assert Body.objects.count() == before


def test_a_body_that_the_desk_has_renamed_since_is_not_made_again(folder: Path) -> None:
    lines(folder, {"delegation": "OceanCare", "text": "Words."})
    meeting = a_meeting()
    run(folder, meeting)
    made = Body.objects.get(names={"en": "OceanCare"})
    made.names = {"en": "Foundation for the Sea"}
    made.save()
    lines(folder, {"delegation": "OceanCare", "text": "Other words."})
    report = run(folder, meeting)
    assert (counts(report), report.notes) == ((1, 0, 0), [])
    assert {str(one.delegation) for one in Statement.objects.all()} == {"Foundation for the Sea"}


def test_an_empty_folder_takes_nothing_in(folder: Path) -> None:
    report = run(folder, a_meeting())
    assert (counts(report), report.notes, Act.objects.count()) == ((0, 0, 0), [], 0)


def test_the_command_reports_and_writes_what_was_refused(folder: Path, tmp_path: Path) -> None:
    write(folder, "norway.txt", "We share what works.")
    write(folder, "statement.txt", "Nobody's words.")
    out, err, table = StringIO(), StringIO(), tmp_path / "refused.csv"
    with pytest.raises(SystemExit) as ended:
        call_command(
            "import",
            str(folder),
            meeting="new",
            create="New",
            report=table,
            publish=True,
            stdout=out,
            stderr=err,
        )
    assert ended.value.code == 1
    assert "1 taken in, 0 there already, 1 refused." in out.getvalue()
    assert "refused: statement.txt: The file name names no State" in err.getvalue()
    assert table.read_text().splitlines()[0] == "file,reason"
    assert table.read_text().splitlines()[1].startswith("statement.txt,")
    assert Meeting.objects.get(slug="new").aspects.get().code == "general"


def test_the_command_names_files_that_it_left_out(folder: Path) -> None:
    write(folder, "a.txt", "We share what works.")
    write(folder, "b.txt", "Not named.")
    write(folder, "manifest.csv", "file,delegation\na.txt,Norway\n")
    out = StringIO()
    call_command("import", str(folder), meeting=a_meeting().slug, aspect="one", stdout=out)
    assert "Left out, since nothing names them: b.txt." in out.getvalue()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"meeting": "nowhere"}, "no meeting 'nowhere'. Known: none yet"),
        ({"meeting": "Has Spaces", "create": "X"}, "small letters"),
        ({"meeting": "new", "create": "X", "aspect": "y"}, "has no aspect"),
    ],
)
def test_the_command_says_what_is_wrong(folder: Path, words: dict[str, str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("import", str(folder), **words)


@pytest.mark.no_database
def test_an_import_that_is_killed_goes_on_where_it_was(folder: Path, tmp_path: Path) -> None:
    """A real process, killed in the middle; the second run takes in the rest and nothing twice."""
    number = 60
    for place in range(number):
        write(folder, f"norway-{place:03}.txt", f"Statement {place} of Norway.\n\nWe share what works.")
    home = tmp_path / "home"
    environment = {**os.environ, "COMITY_HOME": str(home), "COMITY_DEMO": "1"}
    environment.pop("COMITY_DATABASE_URL", None)

    def command(*words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def stored() -> int:
        with sqlite3.connect(home / "comity.sqlite3") as database:
            return int(database.execute("SELECT count(*) FROM comity_receipt").fetchone()[0])

    command("migrate", "-v0").communicate()
    words = ("import", str(folder), "--meeting", "m", "--create", "M", "--publish")
    first = command(*words)
    while stored() == 0 and first.poll() is None:
        time.sleep(0.05)
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()
    there = stored()
    assert 0 < there < number
    second = command(*words)
    output, _ = second.communicate()
    assert second.returncode == 0
    assert f"{number - there} taken in, {there} there already, 0 refused." in output.decode()
    assert stored() == number
    with sqlite3.connect(home / "comity.sqlite3") as database:
        states = database.execute("SELECT state, count(*) FROM comity_version GROUP BY state").fetchall()
        hashes = {name for (name,) in database.execute("SELECT sha256 FROM comity_storedfile")}
    assert states == [("published", number)]
    assert {path.name for path in (home / "files").rglob("*") if path.is_file()} >= hashes


def test_what_is_stored_together_costs_few_questions_and_leaves_every_act(
    folder: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lines(
        folder,
        *({"delegation": "Peru", "text": f"Words number {place}."} for place in range(12)),
    )
    meeting = a_meeting()
    workplace = folder.parent / "workplace"
    workplace.mkdir()
    job = Import(meeting, at=NOW, aspect="one")
    begun = [Waiting(row, finished(read(row))) for row in rows_of(folder, workplace=workplace)]
    with roles.remembered(), django_assert_max_num_queries(60):
        job._store(begun)
    assert (job.report.taken, Receipt.objects.count()) == (12, 12)
    assert Receipt.objects.order_by("number").last().number.endswith("R00012")  # type: ignore[union-attr]
    verbs = Act.objects.values_list("verb", flat=True)
    assert Counter(verbs) == {"drafted": 12, "received": 12}


def finished(reading: Reading) -> Future[Reading]:
    done: Future[Reading] = Future()
    done.set_result(reading)
    return done
