"""Every route that asks for a token, with a request that would be right for whoever may: one table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from pytest_django import DjangoDbBlocker

from comity.meetings import parts
from comity.meetings.models import Aspect, Meeting, Part, Session
from comity.papers import circulating, minutes, posting
from comity.papers.circulating import Recipient
from comity.papers.models import DocumentVersion
from comity.participants.models import Person, Role, Scope
from comity.statements import changes
from comity.statements.models import ChangeRequest
from tests import makers
from tests.makers import NOW
from tests.papers.makers import a_draft as a_document
from tests.papers.makers import an_issued

TEXT = b"Mr. Chair,\n\nWe share what works in our country, at any hour of the day.\n"
CTED = {Role.SECRETARIAT, Role.DOCUMENT_OFFICER}
SEES = {Role.SECRETARIAT, Role.CHAIR, Role.RAPPORTEUR}
OF_DELEGATION = {Role.FOCAL_POINT, Role.DELEGATE}
DAY = {"starts_at": "2016-12-02T15:00:00Z", "ends_at": "2016-12-02T18:00:00Z"}


@dataclass(frozen=True)
class Asked:
    """A request; `who` are the roles that may, `scope` None where any good token will do."""

    method: str
    address: str
    scope: Scope | None
    who: set[Role]
    body: Any = None


def every(world: World) -> dict[str, Asked]:
    """Name -> a request that would be right for whoever may. Names of routes stand before the slash."""
    session, meeting = "/meetings/sm2016/sessions/s1", "/meetings/sm2016"
    draft, issued = world.draft, world.issued
    programme, people = Scope.WRITE_PROGRAMME, Scope.WRITE_PEOPLE
    papers, read = Scope.WRITE_PAPERS, Scope.READ
    desk = {Role.SECRETARIAT}
    new = {"tier": "special", "titles": {"en": "New"}, **DAY}
    ana = {"name": "Ana Silva", "kind": "otherwise", "category": "academia"}
    kari = {"name": "Kari", "kind": "delegate", "category": "member_state", "body": "nor"}
    statement = {"delegation": "nor", "aspects": ["one"], "consent_to_publish": "true"}
    file = {"file": SimpleUploadedFile("a.txt", TEXT)}
    return {
        "me/get": Asked("get", "/me", None, set(Role)),
        "sessions/post": Asked("post", f"{meeting}/sessions", programme, desk, new),
        "session/patch": Asked("patch", session, programme, desk, {"titles": {"en": "Other"}}),
        "segments/put": Asked("put", f"{session}/segments", programme, desk, {"segments": []}),
        "cancellation/put": Asked(
            "put", f"{session}/cancellation", programme, desk, {"reasons": {"en": "No."}}
        ),
        "cancellation/delete": Asked("delete", f"{meeting}/sessions/off/cancellation", programme, desk),
        "registrations/get": Asked("get", f"{meeting}/registrations", read, SEES | {Role.FOCAL_POINT}),
        "registration/get": Asked("get", world.registration, read, SEES),
        "registrations/post": Asked("post", f"{meeting}/registrations", people, desk, ana),
        "registrations/post own": Asked(
            "post", f"{meeting}/registrations", people, desk | {Role.FOCAL_POINT}, kari
        ),
        "decision/put": Asked("put", f"{world.registration}/decision", people, desk, {"decision": "approve"}),
        "statements/post": Asked(
            "form", f"{meeting}/statements", Scope.SUBMIT_STATEMENTS, CTED | OF_DELEGATION, statement | file
        ),
        "receipt/get": Asked("get", f"/receipts/{world.receipt}", read, CTED | OF_DELEGATION),
        "documents/post": Asked(
            "post", f"{meeting}/documents", papers, CTED, {"kind": "other", "titles": {"en": "A"}}
        ),
        "document_version/get": Asked("get", draft, read, CTED | SEES | {Role.REVIEWER, Role.PRESS_OFFICER}),
        "document_files/post": Asked("form", f"{draft}/files", papers, CTED, file),
        "document_issue/put": Asked("put", f"{draft}/issue", papers, CTED),
        "document_posting/put": Asked("put", f"{issued}/posting", papers, CTED),
        "document_versions/post": Asked(
            "post", issued.rpartition("/")[0], papers, CTED, {"kind": "revision", "note": "New."}
        ),
    } | more(world)


def more(world: World) -> dict[str, Asked]:
    """Of agendas, aspects, panels, minutes, statements that were sent, and the two acts with documents."""
    return {**of_programme(world), **of_minutes(world), **of_statements(world), **of_papers(world)}


def of_programme(world: World) -> dict[str, Asked]:
    meeting, desk = "/meetings/sm2016", {Role.SECRETARIAT}
    session, aspect = f"{meeting}/sessions/s1", f"{meeting}/aspects/spare"
    programme, panels, read = Scope.WRITE_PROGRAMME, Scope.WRITE_PANELS, Scope.READ
    new = {"code": "three", "titles": {"en": "Three"}}
    part = {"participant": world.free, "role": "panellist"}
    works = CTED | SEES | {Role.REVIEWER, Role.PRESS_OFFICER}
    return {
        "questions/put": Asked("put", f"{session}/questions", programme, desk, {"questions": []}),
        "aspects/post": Asked("post", f"{meeting}/aspects", programme, desk, new),
        "aspect/patch": Asked("patch", aspect, programme, desk, {"titles": {"en": "Other"}}),
        "aspect/delete": Asked("delete", aspect, programme, desk),
        "next_agenda/get": Asked("get", f"{meeting}/agendas/next", read, works),
        "agendas/post": Asked("post", f"{meeting}/agendas", Scope.ISSUE_AGENDAS, desk, {"stage": "proposed"}),
        "panels/get": Asked("get", f"{meeting}/panels", read, SEES),
        "panel/get": Asked("get", f"{session}/panel", read, SEES),
        "panel/post": Asked("post", f"{session}/panel", panels, desk, part),
        "part/get": Asked("get", world.part, read, SEES),
        "part_state/put": Asked("put", f"{world.part}/state", panels, desk, {"state": "invited"}),
    }


def of_minutes(world: World) -> dict[str, Asked]:
    meeting = "/meetings/sm2016"
    kept, begun, final = (f"{meeting}/sessions/{one}/minutes" for one in ("s1", "off", "done"))
    expert, read, write = {Role.RAPPORTEUR}, Scope.READ, Scope.WRITE_MINUTES
    corrected = {"text": "Corrected.", "reason": "A slip."}
    return {
        "minutes_of_meeting/get": Asked("get", f"{meeting}/minutes", read, SEES),
        "minutes/get": Asked("get", kept, read, SEES),
        "minutes_text/get": Asked("get", f"{kept}/texts/1", read, SEES),
        "minutes/post": Asked("post", begun, write, expert, {}),
        "minutes/put": Asked("put", kept, write, expert, {"text": "Anew."}),
        "minutes_corrections/post": Asked("post", f"{final}/corrections", write, expert, corrected),
        "minutes_status/put": Asked("put", f"{kept}/status", write, expert, {"status": "final"}),
        "minutes_attribution/put": Asked(
            "put", f"{kept}/attribution", write, expert, {"attribution": "confidential"}
        ),
    }


def of_statements(world: World) -> dict[str, Asked]:
    one, sends = f"/statements/{world.statement}", Scope.SUBMIT_STATEMENTS
    both = CTED | OF_DELEGATION
    anew = {"kind": "replacement", "file": SimpleUploadedFile("b.txt", TEXT * 2)}
    wish = {"wish": "withdraw", "reason": "A slip."}
    answer = {"decision": "decline", "answer": "Too late."}
    return {
        "standing/get": Asked("get", f"{one}/standing", Scope.READ, both),
        "statement_versions/post": Asked("form", f"{one}/versions", sends, both, anew),
        "statement_withdrawal/put": Asked("put", f"{one}/withdrawal", sends, both, {"reason": "A slip."}),
        "statement_requests/post": Asked("post", f"{one}/requests", sends, OF_DELEGATION, wish),
        "request_decision/put": Asked(
            "put", f"{one}/requests/{world.request}/decision", Scope.DECIDE_REQUESTS, CTED, answer
        ),
    }


def of_papers(world: World) -> dict[str, Asked]:
    issued, gone = world.issued, world.gone
    there = f"{issued}/postings/committee_site"
    papers, send, read = Scope.WRITE_PAPERS, Scope.CIRCULATE_PAPERS, Scope.READ
    works, ticks = CTED | SEES | {Role.REVIEWER, Role.PRESS_OFFICER}, CTED | {Role.PRESS_OFFICER}
    mail, note = {"addresses": ["Ann Lee <ann@example.org>"]}, {"names": ["All missions"], "proof": "NV 12"}
    fault = {"website": "event_site", "fault": "Too large."}
    link = f"{issued}/addressees/{world.addressee}/link"
    return {
        "documents_due/get": Asked("get", "/meetings/sm2016/documents/due", read, works),
        "circulations/get": Asked("get", f"{issued}/circulations", read, works),
        "circulations/post": Asked("post", f"{issued}/circulations", send, CTED, mail),
        "recorded_circulations/post": Asked("post", f"{issued}/circulations/recorded", send, CTED, note),
        "addressee_link/put": Asked("put", link, send, CTED),
        "addressee_link/delete": Asked("delete", link, send, CTED),
        "postings/get": Asked("get", f"{issued}/postings", read, works),
        "posted_there/put": Asked(
            "put",
            f"{world.ticked}/postings/committee_site",
            papers,
            CTED,
            {"address": "https://un.example/1"},
        ),
        "checklist_item/put": Asked("put", f"{there}/checklist/files", papers, ticks, {"done": True}),
        "posting_failure/put": Asked("put", f"{issued}/postings/failure", papers, ticks, fault),
        "taken_down/put": Asked("put", f"{gone}/postings/committee_site/taken-down", papers, ticks),
        "document_withdrawal/put": Asked(
            "put", f"{issued.rpartition('/versions')[0]}/withdrawal", papers, CTED, {"reason": "A slip."}
        ),
    }


@dataclass(frozen=True)
class World:
    """Addresses and keys of what there is."""

    draft: str
    issued: str
    ticked: str
    gone: str
    addressee: int
    registration: str
    receipt: str
    statement: str
    request: int
    free: int
    part: str


@contextmanager
def kept_world(blocker: DjangoDbBlocker) -> Iterator[World]:
    """One for all tests of a module, each of which is rolled back to it; gone afterwards."""
    with blocker.unblock(), transaction.atomic():
        try:
            yield a_world()
        finally:
            transaction.set_rollback(True)


def a_world() -> World:
    """One of everything on which the requests of the table act."""
    meeting = makers.a_meeting()
    desk, norway = makers.the_desk(meeting), makers.a_delegation(meeting)
    for position, code in enumerate(("off", "done"), start=2):
        another_session(meeting, code, position)
    Session.objects.filter(code="off").update(cancelled_at=NOW)
    Aspect.objects.create(meeting=meeting, code="spare", position=3, titles={"en": "Spare"})
    expert = makers.a_role(Role.RAPPORTEUR, meeting, name="expert")
    for code, verbs in (("s1", (minutes.share,)), ("done", (minutes.share, minutes.finalise))):
        kept = minutes.begin(meeting.sessions.get(code=code), language="en", by=expert, at=NOW)
        for verb in verbs:
            verb(kept, by=expert, at=NOW)
    draft, issued, ticked, gone = (
        a_document(meeting),
        an_issued(meeting),
        all_ticked(an_issued(meeting), by=desk),
        all_ticked(an_issued(meeting), by=desk),
    )
    posting.post_there(gone, url="https://un.example/2", by=desk, at=NOW)
    posting.withdraw(gone.document, reason="A slip.", by=desk, at=NOW)
    sent = circulating.circulate(issued, [Recipient("bo@example.org", "Bo")], by=desk, at=NOW)
    waiting = makers.a_participant(meeting, "Waiting One", state="pending")
    version = makers.a_received_statement(norway)
    delegate = makers.a_delegate(norway, name="asker")
    asked = changes.ask(
        version.statement, wish=ChangeRequest.Wish.REPLACE, reason="A slip.", by=delegate, at=NOW
    )
    session = meeting.sessions.get(code="s1")
    proposed = parts.propose(session, makers.a_participant(meeting), Part.Role.PANELLIST, by=desk, at=NOW)
    return World(
        draft=address_of(draft),
        issued=address_of(issued),
        ticked=address_of(ticked),
        gone=address_of(gone),
        addressee=sent.addressees.get().pk,
        registration=f"/meetings/sm2016/registrations/{waiting.pk}",
        receipt=version.receipt.number,
        statement=version.statement.ref,
        request=asked.pk,
        free=makers.a_participant(meeting, "Free One").pk,
        part=f"/meetings/sm2016/sessions/s1/panel/{proposed.pk}",
    )


def another_session(meeting: Meeting, code: str, position: int) -> None:
    one = meeting.sessions.get(code="s1")
    one.pk, one.code, one.position, one.room = None, code, position, None
    one.save()


def address_of(version: DocumentVersion) -> str:
    return f"/documents/{version.document.ref}/versions/1"


def all_ticked(version: DocumentVersion, *, by: Person) -> DocumentVersion:
    for item in posting.CHECKLIST:
        posting.tick(version, item, done=True, by=by, at=NOW)
    return version
