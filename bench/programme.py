"""A programme of sixty sessions with people, rooms and papers: `python -m bench.programme`.

Public pages are measured as `bench.serving` does; pages of the desk and the check before an agenda in milliseconds, in
this process, the middle one of many.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from bench.figures import Target, show
from bench.meeting import prepare
from bench.serving import requests_per_second, rested, server

SESSIONS = 60
PEOPLE = 120
PAPERS = 60
ROUNDS = 15
PAGES = {
    "home page": "/en/",
    "programme page": "/en/programme/",
    "list of documents": "/en/documents/",
    "agenda page": "/en/agenda/",
    "state of a live session": "/en/live/bench/sm1/data.json",
}


def build(home: Path) -> Any:
    """A meeting in session through its verbs; who may do everything at it is returned with it."""
    prepare(home)
    from django.core.management import call_command

    from comity.meetings.models import Aspect, Meeting, Room, Session
    from comity.participants.models import Assignment, Person, Role

    desk = Person.objects.create_user("desk@example.org", name="Desk")
    meeting = Meeting.objects.create(
        slug="bench",
        titles={"en": "Meeting of the measurements"},
        state=Meeting.State.PROVISIONAL,
        opens_on=date(2026, 6, 1),
        closes_on=date(2026, 6, 10),
    )
    Assignment.objects.create(person=desk, role=Role.SECRETARIAT, meeting=meeting)
    for place in range(1, 5):
        Aspect.objects.create(
            meeting=meeting, code=f"a{place}", position=place, titles={"en": f"Aspect {place}"}
        )
        Room.objects.create(meeting=meeting, code=f"cr{place}", names={"en": f"Conference Room {place}"})
    fill(meeting, desk)
    papers(meeting, desk)
    issue(meeting, desk)
    Meeting.objects.filter(pk=meeting.pk).update(
        state=Meeting.State.IN_SESSION, announced_at=datetime.now(UTC)
    )
    assert Session.objects.count() == SESSIONS
    call_command("collectstatic", interactive=False, verbosity=0)
    meeting.refresh_from_db()
    return meeting, desk


def fill(meeting: Any, desk: Any) -> None:
    from comity.meetings import programme, segments
    from comity.meetings.models import Part, Session
    from comity.meetings.programme import Wording
    from comity.meetings.segments import Planned
    from comity.participants.models import Participant

    at = datetime.now(UTC)
    rooms, aspects = list(meeting.rooms.all()), list(meeting.aspects.all())
    people = Participant.objects.bulk_create(
        Participant(
            meeting=meeting,
            name=f"Person {number}",
            kind=Participant.Kind.OTHERWISE,
            category="civil_society",
            state=Participant.State.APPROVED,
            email=f"person{number}@example.org",
            registered_at=at,
        )
        for number in range(PEOPLE)
    )
    topics: list[Any] = []
    for number in range(SESSIONS):
        tier = Session.Tier.SPECIAL if number < 4 else Session.Tier.TECHNICAL
        wording = Wording(
            titles={"en": f"Session {number}: what works, and with what safeguards"},
            annotations={"en": "The session looks at what has worked. " * 12},
            aspects=[aspects[number % 4]],
            leads_to=topics[number % 4 : number % 4 + 1] if number >= 4 else (),
        )
        starts = datetime(2026, 6, 1 + number // 8, 14, tzinfo=UTC) + timedelta(hours=3 * (number % 8 // 4))
        session = programme.add(
            meeting,
            tier,
            wording,
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            room=rooms[number % 4],
            by=desk,
            at=at,
        )
        segments.write(session, [Planned("presentation", 60), Planned("discussion", 60)], by=desk, at=at)
        segments.ask(session, [(aspects[number % 4], {"en": "What has worked?"})], by=desk, at=at)
        topics += [session] if number < 4 else []
        for place, role in enumerate(("chair", "moderator", "panellist", "panellist", "rapporteur")):
            Part.objects.create(
                session=session,
                participant=people[(5 * number + place) % PEOPLE],
                role=role,
                state=Part.State.CONFIRMED,
                proposed_at=at,
            )


def papers(meeting: Any, desk: Any) -> None:
    """Public documents in six languages, as rows: how a paper is read is measured elsewhere."""
    from comity.files.models import StoredFile
    from comity.papers.models import Document, DocumentLanguage, DocumentVersion
    from comity.texts.model import LANGUAGES

    at, sessions = datetime.now(UTC), list(meeting.sessions.all())
    documents = Document.objects.bulk_create(
        Document(
            ref=f"bench-doc-{number}",
            meeting=meeting,
            session=sessions[number % SESSIONS],
            kind=list(Document.Kind)[number % len(Document.Kind)],
            titles={language: f"Paper {number}: what works ({language})" for language in LANGUAGES},
            created_by=desk,
            created_at=at,
        )
        for number in range(PAPERS)
    )
    versions = DocumentVersion.objects.bulk_create(
        DocumentVersion(
            document=one,
            number=1,
            state=DocumentVersion.State.ISSUED,
            created_at=at,
            issued_at=at,
            issued_by=desk,
            public_from=at,
        )
        for one in documents
    )
    file = StoredFile.objects.create(sha256="0" * 64, size=20_000, media_type="application/pdf", stored_at=at)
    DocumentLanguage.objects.bulk_create(
        DocumentLanguage(
            version=one,
            language=language,
            is_original=language == "en",
            file=file,
            file_name=f"paper-{language}.pdf",
            pages=4,
        )
        for one in versions
        for language in LANGUAGES
    )


def issue(meeting: Any, desk: Any) -> None:
    from comity.meetings import agenda
    from comity.meetings.agenda import Stage

    for stage in (Stage.PROVISIONAL, Stage.ANNOTATED):
        agenda.issue(meeting, stage, by=desk, at=datetime.now(UTC))


def public(home: Path, seconds: int) -> list[bool]:
    environment = {"COMITY_DEMO": "1", "COMITY_HOME": str(home)}
    with server("bench.serving:constant", 8794, environment):
        reference = requests_per_second(8794, "/", seconds)
    with server("config.wsgi:application", 8795, environment) as process:
        show("the server is at rest after its start within", rested(process.pid, 8795, "/en/"), unit="s")
        cached = {name: requests_per_second(8795, path, seconds) for name, path in PAGES.items()}
        packed = requests_per_second(8795, PAGES["agenda page"], seconds, packed=True)
        again = requests_per_second(8795, PAGES["agenda page"], seconds, packed=True, again=True)
        with urlopen(f"http://127.0.0.1:8795{PAGES['agenda page']}") as answer:
            size = len(answer.read())
    with server("bench.serving:constant", 8797, {**environment, "BENCH_CONSTANT": str(size)}):
        as_long = requests_per_second(8797, "/", seconds)
    with server("config.wsgi:django", 8796, environment):
        uncached = requests_per_second(8796, PAGES["programme page"], seconds)
    met = [
        show(
            f"{name}, requests a second",
            figure,
            reference=reference,
            of="constant 20 KB, same server",
            target=Target(at_least=0.4),
        )
        for name, figure in cached.items()
    ]
    show(
        "agenda page, requests a second",
        cached["agenda page"],
        reference=as_long,
        of=f"constant of its own {size // 1000} KB, same server",
    )
    for how, figure in (("as browsers ask (gzip)", packed), ("asked for again (ETag)", again)):
        show(
            f"agenda page {how}, requests a second",
            figure,
            reference=reference,
            of="constant 20 KB, same server",
        )
    return [
        *met,
        show(
            "programme page, requests a second",
            cached["programme page"],
            reference=uncached,
            of="the same 60 sessions by Django each time",
            target=Target(at_least=50),
        ),
    ]


def milliseconds(act: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """The middle of many rounds; by `time.process_time` what else the machine does counts for less."""
    spent = []
    for _round in range(ROUNDS):
        start = clock()
        act()
        spent.append(1_000 * (clock() - start))
    return statistics.median(spent)


def desk_figures(meeting: Any, desk: Any) -> list[bool]:
    from django.conf import settings
    from django.test import Client

    from comity.meetings import checking
    from comity.meetings.agenda import Stage

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(desk, backend=settings.AUTHENTICATION_BACKENDS[0])
    here = f"/en/desk/meetings/{meeting.slug}/programme/"
    found = []
    pages = {
        "programme": here,
        "day view": f"{here}day/",
        "agendas": f"{here}agendas/",
        "documents": f"/en/desk/meetings/{meeting.slug}/papers/",
    }
    for name, path in pages.items():
        assert client.get(path).status_code == 200, path
        spent = milliseconds(lambda path=path: client.get(path))  # type: ignore[misc]
        found.append(show(f"desk: {name}", spent, unit="ms", target=Target(at_most=300)))
        computing = milliseconds(lambda path=path: client.get(path), time.process_time)  # type: ignore[misc]
        show(f"desk: {name}, computing alone", computing, unit="ms")
    spent = milliseconds(lambda: checking.findings(meeting, stage=Stage.ANNOTATED, at=datetime.now(UTC)))
    return [*found, show("check before an agenda is issued", spent, unit="ms", target=Target(at_most=100))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=8, help="of load a page")
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is needed for the load (Debian package wrk).")
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        home = Path(folder)
        meeting, desk = build(home)
        print(f"{SESSIONS} sessions, {PEOPLE} people, {PAPERS} papers in six languages")
        print(f"load average {os.getloadavg()[0]:.2f}")
        met = [*desk_figures(meeting, desk), *public(home, options.seconds)]
    sys.exit(0 if all(met) else 1)


if __name__ == "__main__":
    main()
