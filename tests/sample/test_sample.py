"""The sample meeting: read from its files and loaded through the real verbs, stopped once on the way."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pypdfium2
import pytest
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from comity.floor import listing, recorded
from comity.floor.models import Floor, Intervention
from comity.floor.told import View
from comity.framework import following as following_up
from comity.framework import still_open
from comity.meetings.models import Meeting, Part
from comity.papers import overdue, posting
from comity.papers.models import DocumentVersion, Minutes, Posting
from comity.participants import consulting
from comity.participants.models import Body, Person, Role, Stakeholder
from comity.participants.organizations import organizations
from comity.participants.register import REGIONAL_GROUPS, states
from comity.record.models import Act
from comity.sample import loading, people
from comity.sample.sources import FILES, Source, sources, written
from comity.search import following
from comity.search.find import find
from comity.statements.models import (
    ChangeRequest,
    Citation,
    LanguageVersion,
    Paragraph,
    Receipt,
    Statement,
    Version,
)
from comity.texts import names

pytestmark = [pytest.mark.django_db, pytest.mark.no_database]

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
STOPPED_AFTER = 7
READ = [source for source in sources() if source.form != "scan"]


class Stopped(Exception):
    """What a closed terminal does to a load."""


@dataclass(frozen=True)
class Loaded:
    meeting: Meeting
    after_stop: int
    """Statements that were there when the first load was stopped."""


@pytest.fixture(scope="module")
def sample(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Loaded]:
    """Loaded once for all tests of this file, stopped in the middle and taken up again; gone afterwards."""

    def stop(done: int, total: int) -> None:
        if done == STOPPED_AFTER:
            raise Stopped

    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        try:
            with pytest.raises(Stopped):
                loading.load(progress=stop)
            after_stop = Statement.objects.count()
            yield Loaded(loading.load(), after_stop)
        finally:
            transaction.set_rollback(True)
            whole.__exit__(None, None, None)


@pytest.fixture(scope="module")
def searchable(sample: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """The sample with an index of its own."""
    with override_settings(SEARCH_INDEX=tmp_path_factory.mktemp("search")):
        following.rebuild(following.generations(), NOW)
        yield sample


def row_of(source: Source) -> LanguageVersion:
    return LanguageVersion.objects.get(file_name=source.name)


def test_a_load_that_was_stopped_goes_on_where_it_was(sample: Loaded) -> None:
    assert sample.after_stop == STOPPED_AFTER
    assert Statement.objects.count() == 64  # an answered questionnaire and a presentation among them
    assert sorted(Receipt.objects.values_list("number", flat=True)) == [
        f"SM2016-R{number:05}" for number in range(1, 66)
    ]


def test_loading_again_changes_nothing(sample: Loaded) -> None:
    before = [(kind, kind.objects.count()) for kind in (Body, Statement, Version, Paragraph, Act)]  # type: ignore[attr-defined]
    calls: list[tuple[int, int]] = []
    assert loading.load(progress=lambda done, total: calls.append((done, total))) == sample.meeting
    assert [(kind, kind.objects.count()) for kind, _ in before] == before  # type: ignore[attr-defined]
    assert calls == []


@pytest.mark.parametrize("source", READ, ids=lambda source: source.name)
def test_a_file_is_read_into_the_paragraphs_that_its_author_wrote(sample: Loaded, source: Source) -> None:
    """R09-12: kind, number and words of every paragraph, from PDF, DOCX, ODT and TXT in six languages."""
    row, mark = row_of(source), written("meeting.json")["sample_marks"][source.language]
    read = [(one.kind, one.number, one.text) for one in row.paragraphs.exclude(text=mark)]
    meant = [(str(one.kind), one.number or "", one.text) for one in source.passages]
    assert read[-len(meant) :] == meant
    cover = read[: -len(meant)]
    if source.form == "pdf":  # at the most: who, what and when, in one block each part of the cover
        assert 1 <= len(cover) <= 3
        assert {kind for kind, _, text in cover if not text.startswith("Traduction")} == {"heading"}
        lines = {line for _, _, text in cover for line in text.split("\n")}
        assert written_on_cover(source) <= lines
    else:
        assert len(cover) <= 7  # name, office, kind, speaker with title, meeting, place, courtesy translation
    assert row.languages_read[0]["language"] == source.language == row.language


def written_on_cover(source: Source) -> set[str]:
    """What every look of the file has on its cover: the delegation's name."""
    bodies = written("bodies.json")["bodies"]
    return {one["names"][source.language] for one in bodies if one["code"] == source.body}


@pytest.mark.parametrize("source", READ, ids=lambda source: source.name)
def test_citations_are_found_and_wrong_ones_flagged(sample: Loaded, source: Source) -> None:
    """A translation cites what its original cites; every language has a wrong year or an unknown symbol."""
    original = next(one for one in sources() if one.code == source.code and one.is_original)
    said = (source if source.is_original else original).cited()
    citations = Citation.objects.filter(paragraph__language_version=row_of(source))
    found = citations.order_by("paragraph__position", "start").values_list("symbol", "status")
    assert list(found) == said


def test_every_language_has_citations_right_and_wrong(sample: Loaded) -> None:
    flags = {
        language: set(
            Citation.objects.filter(paragraph__language_version__language=language).values_list(
                "status", flat=True
            )
        )
        for language in ("ar", "zh", "en", "fr", "ru", "es")
    }
    assert all(found == {"known", "unknown", "year_mismatch"} for found in flags.values()), flags


def test_originals_come_in_all_six_languages() -> None:
    originals = Counter(one.language for one in sources() if one.is_original and one.version == 1)
    assert originals == {"en": 24, "fr": 10, "es": 9, "ar": 7, "ru": 6, "zh": 6}


def test_every_text_has_its_file_and_every_file_its_text() -> None:
    assert {path.name for path in FILES.iterdir()} == {source.name for source in sources()}
    assert sum(path.stat().st_size for path in FILES.iterdir()) < 4 * 1024 * 1024


@pytest.mark.parametrize("source", READ, ids=lambda source: source.name)
def test_every_file_bears_the_mark_of_the_sample(source: Source) -> None:
    mark = written("meeting.json")["sample_marks"][source.language]
    assert mark in everything_in(source)


def everything_in(source: Source) -> str:
    """All text of the file, running feet included (of an Arabic PDF, its metadata: feet are in visual order)."""
    if source.form == "pdf":
        document = pypdfium2.PdfDocument(source.path)
        pages = [page.get_textpage().get_text_bounded() for page in document]
        return "\n".join([*pages, document.get_metadata_value("Author")])
    if source.form == "txt":
        return source.path.read_text(encoding="utf-8")
    with zipfile.ZipFile(source.path) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))


def test_nobody_real_speaks_in_the_sample() -> None:
    """No invented word stands under the name of a State or organization that exists."""
    real = {name.casefold() for entry in (*states(), *organizations()) for name in entry["names"].values()}
    content = written("bodies.json")
    invented = {
        name.casefold()
        for entry in (*content["bodies"], *content["groups"])
        for name in entry["names"].values()
    }
    assert invented & real == set()
    codes = {entry["iso3"].lower() for entry in states()} | {entry["code"] for entry in organizations()}
    assert {entry["code"] for entry in content["bodies"]} & codes == set()


def test_only_invented_bodies_take_part(sample: Loaded) -> None:
    assert not sample.meeting.delegations.filter(body__sample=False).exists()
    assert Body.objects.filter(sample=True).count() == sample.meeting.delegations.count() == 43


def test_every_category_and_regional_group_is_there(sample: Loaded) -> None:
    bodies = Body.objects.filter(sample=True)
    assert set(bodies.values_list("category", flat=True)) == set(Stakeholder.values)
    groups = set(bodies.values_list("groups__code", flat=True)) - {None}
    assert groups == {*REGIONAL_GROUPS, "trusted-networks", "coastal-islands"}


def test_names_stand_in_six_languages() -> None:
    content = written("bodies.json")
    for entry in (*content["bodies"], *content["groups"]):
        assert list(entry["names"]) == ["ar", "zh", "en", "fr", "ru", "es"], entry["code"]
        assert all(entry["names"].values()), entry["code"]


def test_statements_are_met_in_every_state(sample: Loaded) -> None:
    """The desk has work waiting: received, in review, returned, embargoed, and a request to correct."""
    found = Counter(Version.objects.values_list("state", flat=True))
    assert found == {
        "published": 56,
        "received": 2,
        "in_review": 2,
        "returned": 1,
        "accepted": 2,  # one of them what a panellist presented, of which the register alone tells
        "superseded": 2,
        "withdrawn": 1,
    }
    assert list(ChangeRequest.objects.filter(decision="open").values_list("wish", flat=True)) == ["correct"]


def test_embargoes_late_statements_and_later_versions_are_shown(sample: Loaded) -> None:
    kinds = Counter(Version.objects.filter(number=2).values_list("kind", flat=True))
    assert kinds == {"correction": 1, "revision": 1}
    late = Version.objects.get(late=True)
    assert late.statement.delegation.body.code == "montaraz"
    assert late.public_from is not None
    assert late.public_from > NOW
    assert Statement.objects.filter(withdrawn_at__isnull=False).get().withdrawal_reason != ""
    assert set(Version.objects.exclude(public_from=None).values_list("languages__language", flat=True)) == {
        "ar", "zh", "en", "fr", "ru", "es",
    }  # fmt: skip


def test_nothing_that_is_spoken_is_public_before_it_was_said(sample: Loaded) -> None:
    """And what waits for its delivery under an embargo is public at that very instant."""
    spoken = list(
        Version.objects.filter(
            number=1, statement__delivered_at__isnull=False, statement__delegation__panellist=None
        ).values_list("public_from", "statement__delivered_at", "statement__embargo")
    )
    presented = Version.objects.exclude(statement__delegation__panellist=None)
    assert [one.public_from for one in presented] == [None]
    assert len(spoken) == sum("delivered" in one.facts for one in sources())
    for public_from, delivered_at, embargo in spoken:
        assert public_from
        assert delivered_at
        assert (
            public_from == delivered_at
            if embargo == Statement.Embargo.UNTIL_DELIVERED
            else public_from > delivered_at
        )


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("ISIL", "en"), ("ISIL (Da'esh)", "en"), ("capacity", "en"), ("capacity-building", "en"),
        ("EIIL", "fr"), ("Daech", "fr"), ("renforcement des capacités", "fr"),
        ("EIIL", "es"), ("Dáesh", "es"), ("creación de capacidad", "es"),
        ("ИГИЛ", "ru"), ("ДАИШ", "ru"), ("наращивание потенциала", "ru"),
        ("داعش", "ar"), ("تنظيم الدولة الإسلامية", "ar"), ("بناء القدرات", "ar"),
        ("伊黎伊斯兰国", "zh"), ("达伊沙", "zh"), ("能力建设", "zh"),
    ],
)  # fmt: skip
def test_the_words_that_a_visitor_tries_first_find_statements(
    searchable: Loaded, query: str, language: str
) -> None:
    found = find(query, at=NOW, language=language, filters={"language": [language]})
    assert found.is_complete
    assert len({hit.paragraph.language_version_id for hit in found.hits}) >= 2


def test_every_spelling_of_isil_finds_the_same_statements(searchable: Loaded) -> None:
    """R01-2: the ways in which the six languages write it, asked in any of them."""
    (isil,) = (name for name in names.all() if name.code == "isil")
    asked = {
        way: find(way, at=NOW, language="en", limit=100) for ways in isil.variants.values() for way in ways
    }
    hits = {way: {hit.paragraph.pk for hit in found.hits} for way, found in asked.items()}
    assert {found.total for found in asked.values()} == {12}  # two texts in each language
    assert all(found == hits["ISIL"] for found in hits.values())


def test_the_scan_and_the_tracked_change_are_flagged(sample: Loaded) -> None:
    flagged = {
        row.file_name: {warning["code"] for warning in row.warnings}
        for row in LanguageVersion.objects.exclude(warnings=[])
    }
    assert set(flagged) == {"karpenia-sm1.en.pdf", "kessuba-sm2.en.docx"}
    assert "scan" in flagged["karpenia-sm1.en.pdf"]
    assert flagged["kessuba-sm2.en.docx"] == {"tracked_changes"}


def test_translations_have_the_paragraphs_of_their_original() -> None:
    originals = {one.code: one for one in sources() if one.is_original and one.version == 1}
    translations = [one for one in sources() if not one.is_original]
    assert len(translations) == 11
    for one in translations:
        shape = [passage.kind for passage in one.passages]
        assert shape == [passage.kind for passage in originals[one.code].passages], one.name


def test_two_sessions_were_conducted_and_one_waits_for_its_chair(sample: Loaded) -> None:
    """Who delivered a statement had the floor until that moment; nobody else did but for what happens on a floor."""
    floors = {one.session.code: one for one in Floor.objects.select_related("session")}
    assert {code: (one.proceedings, one.list_state) for code, one in floors.items()} == {
        "ts1": ("adjourned", "closed"),
        "sm1": ("adjourned", "closed"),
        "sm2": ("waiting", "open"),
    }
    spoken = Intervention.objects.filter(statement__isnull=False).select_related("statement")
    assert {(one.statement_id, one.ended_at) for one in spoken} == {
        (one.pk, one.delivered_at)
        for one in Statement.objects.filter(
            session__code__in=("ts1", "sm1"), delivered_at__isnull=False, delegation__panellist=None
        )
    }
    kinds = Counter(floors["ts1"].interventions.values_list("kind", flat=True))
    assert kinds == {"presentation": 1, "statement": 8, "point_of_order": 1, "reply": 1}
    assert Counter(floors["ts1"].questions.values_list("state", flat=True)) == {"answered": 2, "ruled_out": 1}
    record = recorded.of(floors["ts1"], View.INSIDE, at=timezone.now())
    assert [(part.segment.kind, len(part.said)) for part in record.sections if part.segment] == [
        ("presentation", 1),
        ("discussion", 10),
    ]


def test_the_open_list_is_in_the_order_of_its_policy(sample: Loaded) -> None:
    floor = Floor.objects.get(session__code="sm2")
    assert [one.delegation.body.code for one in listing.waiting(floor) if one.delegation] == [
        *("vaiku", "haiyue", "palmarena", "norvaland", "wadi-nur", "vostavia", "valombre", "monteluce"),
        *("sundara", "belogravia", "rimaliya", "unodr"),
    ]
    others = {
        one.delegation.body.code: one.state for one in floor.inscriptions.filter(place=None) if one.delegation
    }
    assert others == {"kessuba": "withdrawn", "newmarch": "written_only", "quiet-street": "requested"}


def test_addresses_are_the_same_on_every_machine(sample: Loaded) -> None:
    first = Statement.objects.get(delegation__body__code="norvaland", session__code="sm1")
    assert first.ref == "sm2016-f86fcdd"


def test_there_is_an_account_for_every_role_and_it_can_sign_in(sample: Loaded, client: Client) -> None:
    entries = people.accounts()
    assert {entry["role"] for entry in entries} == set(Role.values)
    hashes = set(Person.objects.filter(assignments__isnull=False).values_list("password", flat=True))
    assert len(hashes) == 1  # so what opens one account opens each
    for name in ("desk", "delegate"):
        answer = client.post(
            "/en/accounts/login/", {"login": f"{name}@sample.example", "password": people.PASSWORD}
        )
        assert answer.status_code == 302, name
        client.logout()


def test_agendas_name_the_papers_of_their_items_and_one_is_a_document_itself(sample: Loaded) -> None:
    """R10-1: from the annotated agenda as it was revised last to the adopted one."""
    named = {
        (one.number, one.stage): {
            session["code"]: [paper["suffix"] for paper in session["documents"]]
            for session in one.content["sessions"]
            if "documents" in session
        }
        for one in sample.meeting.agendas.all()
    }
    papers = {"ts2": [""], "ts4": [""]}
    assert named == {
        (1, "provisional"): {},
        (2, "annotated"): {},
        (3, "annotated"): papers,
        (4, "adopted"): papers,
    }
    (kept,) = DocumentVersion.objects.filter(agenda__isnull=False)
    assert (kept.agenda.number, kept.suffix, kept.is_public(NOW)) == (3, "Rev.1", True)  # type: ignore[union-attr]
    assert kept.languages.count() == 6


def test_minutes_are_met_in_every_state_and_one_was_corrected_after_the_lock(sample: Loaded) -> None:
    kept = {one.session.code: one for one in Minutes.objects.select_related("session")}
    assert {code: one.status for code, one in kept.items()} == {
        "ts1": "final",
        "ts2": "shared",
        "ts3": "draft",
    }
    first, last = kept["ts1"].texts.get(number=1), kept["ts1"].texts.latest("number")
    assert (
        "; Information-sharing with, and self-regulation by, the private sector" in first.text
    )  # named in words
    assert "technical-challenges" not in first.text
    assert (last.number, last.kind, last.reason != "") == (3, "correction", True)


def test_papers_wait_for_the_other_website_and_people_for_an_answer(sample: Loaded) -> None:
    """R09-7, R10-3: what is overdue, a checklist that was begun, panellists in every state, a queue."""
    late = [(one.todo, one.document.kind, one.channel) for one in overdue.overdue(sample.meeting, at=NOW)]
    assert ("post", "background_paper", "committee_site") in late
    assert ("post", "logistics_note", "committee_site") in late
    assert ("circulate", "logistics_note", None) in late
    (begun,) = Posting.objects.filter(posted_at=None, version__document__kind="logistics_note")
    assert 0 < len(begun.checked) < len(posting.CHECKLIST)
    states = Part.objects.filter(role=Part.Role.PANELLIST).values_list("state", flat=True)
    assert set(states) == {"proposed", "invited", "accepted", "confirmed", "declined", "appeared"}
    assert sample.meeting.participants.filter(state="pending").count() == 3


def test_the_meeting_shows_what_the_one_before_left_open(sample: Loaded) -> None:
    """R03-1, R02-4, R12-11: one action closed, one open; consultations by category; a survey from a table."""
    told = still_open.of(sample.meeting, at=NOW, language="en")
    before = {one.title: one.closed_in for one in told if one.left_by.slug == "sm2015"}
    assert before == {
        "Convene further technical meetings": sample.meeting,
        "Assess how the relevant resolutions are implemented": None,
    }
    assert [one.code for one in consulting.coverage(sample.meeting) if one.is_uncovered] == ["subregional"]
    public = {one.code: one.times for one in consulting.coverage(sample.meeting, public=True)}
    assert public["private"] == 0  # it was confidential
    assert following_up.records(sample.meeting, at=NOW).filter(source="survey").count() == 4
