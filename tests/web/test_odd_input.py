"""Whatever stands in an address or a form: an answer, never a failure of the site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse

from comity.meetings.models import Instrument, Meeting
from comity.participants import links
from comity.participants.models import Role
from comity.practices.models import AnswersKept
from comity.statements import changes
from comity.statements.models import ChangeRequest, Version
from comity.web.shared.sending import whole_number
from tests.makers import (
    NOW,
    a_delegate,
    a_delegation,
    a_draft,
    a_meeting,
    a_participant,
    a_published_statement,
    a_received_statement,
    a_role,
    the_desk,
)
from tests.papers import makers as papers
from tests.practices import makers
from tests.web.acting import signed_in

pytestmark = pytest.mark.django_db
ODD = (
    *("", "-1", "1\0", "9" * 18, "9" * 19, "9" * 400),
    *("0001-01-01T00:00", "9999-12-31T23:59", b"\xed\xa0\x80"),
    *(("x", "٣", "²", "\u202e<b>") if connection.vendor == "sqlite" else ()),
)
"""Numbers of other scripts, too large or none; U+0000, halves of characters and bytes that are no UTF-8; times at
either end of what there is. What any database takes is tried on one."""


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting(late_policy=Meeting.LatePolicy.TAKE_LATE)


def asked(client: Client, address: str, name: str) -> Iterator[int]:
    for odd in ODD:
        answer = client.get(f"{address}?{name}={quote(odd)}", follow=True)
        answer.close()
        yield answer.status_code


def posted(client: Client, address: str, **words: object) -> int:
    answer = client.post(address, sendable(words))
    answer.close()
    return answer.status_code


def each_posted(
    client: Client, address: str, words: Mapping[str, object], names: Sequence[str], odd: str | bytes
) -> Iterator[int]:
    """The odd value in each of the fields, the others being right. It is sent in all of them first: what a field of the
    form refuses it refuses alone too, so alone goes only what was taken."""
    answer = client.post(address, sendable({**words, **dict.fromkeys(names, odd)}))
    answer.close()
    yield answer.status_code
    refused = refused_in(answer)
    for name in names:
        if name not in refused:
            yield posted(client, address, **{**words, name: odd})


def refused_in(answer: Any) -> set[str]:
    """Names of the fields, as they are sent, at which the forms of an answer name a fault."""
    kept = [value for layer in answer.context or () for shown in layer for value in shown.values()]
    forms = {id(one): one for one in kept if isinstance(one, BaseForm) and one.is_bound}
    return {form.add_prefix(name) for form in forms.values() for name in form.errors if name in form.fields}


def sendable(words: Mapping[str, object]) -> dict[str, object]:
    return {name: [value] if isinstance(value, bytes) else value for name, value in words.items()}


@pytest.mark.parametrize(("written", "number"), [("12", 12), ("0", 0), ("9" * 18, 10**18 - 1)])
def test_a_number_is_taken_as_programmes_write_it(written: str, number: int) -> None:
    assert whole_number(written) == number


@pytest.mark.parametrize(
    "odd", [one for one in ODD if isinstance(one, str) and not one.isdigit()] + ["٣", "²", "9" * 19, None]
)
def test_nothing_else_is_a_number(odd: str | None) -> None:
    assert whole_number(odd) is None


PUBLIC = {
    "site:home": ("meeting",),
    "site:programme": ("meeting",),
    "site:agenda_latest": ("meeting",),
    "site:statements": ("meeting", "page", "aspect", "session", "category", "region", "language"),
    "site:feed": ("meeting", "session", "delegation", "ref"),
    "site:changes": ("meeting",),
    "site:changes_feed": ("meeting", "session"),
    "site:follow": ("meeting", "meeting=sm2016&session", "delegation", "ref", "q", "q=we&delegation"),
    "site:follow_sent": ("meeting", "delegation", "ref", "q"),
    "site:search_feed": ("q", "q=we&delegation", "q=we&meeting"),
    "site:instruments": ("meeting", "page"),
    "site:search": (
        "q",
        "q=we&page",
        "q=we&delegation",
        "q=we&group",
        "q=we&meeting",
        "q=we&session",
        "q=we&instrument",
        "q=we&kind",
    ),
    "sitemap": ("part",),
    "site:documents": ("meeting", "session", "kind"),
    "site:documents_feed": ("meeting",),
    "site:documents_data": ("meeting",),
}


@pytest.mark.parametrize("page", PUBLIC)
def test_public_lists_take_whatever_is_asked(page: str, meeting: Meeting) -> None:
    a_published_statement(a_delegation(meeting), "We recall resolution 1373 (2001).")
    for name in PUBLIC[page]:
        assert {*asked(Client(), reverse(page), name)} <= {200, 404}, name


def test_pages_of_a_statement_take_whatever_is_asked(meeting: Meeting) -> None:
    statement = a_published_statement(a_delegation(meeting), "We recall resolution 1373 (2001).")
    paragraph = statement.versions.get().languages.get().paragraphs.get()
    claim = f"quote={paragraph.anchor}&sha256={'0' * 64}&end=3&start"
    names = (
        "language",
        "beside",
        "cite",
        f"cite={paragraph.anchor}&end=9&start",
        claim,
        "q",
        "quote",
        "sha256",
    )
    for name in names:
        assert {*asked(Client(), reverse("site:statement", args=[statement.ref]), name)} <= {200}, name
    slug = Instrument.objects.get(symbol="S/RES/1373 (2001)").slug
    for name in ("paragraph", "page"):
        assert {*asked(Client(), reverse("site:instrument", args=[slug]), name)} <= {200}, name
    for number in ("0", "9" * 19, "9" * 400):
        assert Client().get(f"/en/statements/{statement.ref}/v{number}/").status_code == 404
        assert Client().get(f"/en/statements/{statement.ref}/v{number}/files/en/").status_code == 404


def test_the_portal_takes_whatever_is_sent(meeting: Meeting) -> None:
    norway = a_delegation(meeting)
    person = a_delegate(norway)
    client, desk = signed_in(person), signed_in(the_desk(meeting))
    draft, sent = a_draft(norway, by=person), a_received_statement(norway, by=person)
    aspect = str(meeting.aspects.all()[0].pk)
    assert {*asked(desk, reverse("portal:enter"), "delegation")} <= {200, 404}
    for odd in ODD:
        for address in (
            reverse("portal:place", args=[draft.statement.ref]),
            reverse("portal:new", args=[norway.pk]),
        ):
            placed = ("aspects", "session", "on_behalf_of")
            assert {*each_posted(client, address, {"aspects": aspect}, placed, odd)} <= {302, 422}, odd
        names = ("embargo_until", "embargo", "delivery", "sensitivity", "speaker_name", "contact")
        words = {"delivery": "written_only", "embargo": "until_time", "sensitivity": "unclassified"}
        words |= {"consent_to_publish": "on", "embargo_until": "2090-01-01T00:00"}
        address = reverse("portal:conditions", args=[draft.statement.ref])
        assert {*each_posted(client, address, words, names, odd)} <= {302, 422}, odd
        assert posted(client, reverse("portal:files", args=[draft.statement.ref]), language=odd) == 422
        assert posted(client, reverse("portal:ask", args=[sent.statement.ref]), wish=odd, reason=odd) == 422
        assert posted(
            client, reverse("portal:change", args=[sent.statement.ref, "correction"]), note=odd
        ) in {409, 422}
    for number in ("0", "9" * 19, "9" * 400):
        for place in (
            f"downloads/{number}/",
            f"delegations/{number}/new/",
            f"statements/{draft.statement.ref}/files/{number}/",
        ):
            assert client.post(f"/en/portal/{place}").status_code in {404, 405}
            assert client.get(f"/en/portal/{place}").status_code in {404, 405}


def test_the_desk_takes_whatever_is_sent(meeting: Meeting) -> None:
    norway = a_delegation(meeting)
    delegate, desk = a_delegate(norway), signed_in(the_desk(meeting))
    sent = a_received_statement(norway, by=delegate)
    ref = sent.statement.ref
    wish = ChangeRequest.Wish.REPLACE
    request = changes.ask(sent.statement, wish=wish, reason="A figure.", by=delegate, at=NOW)
    for name in ("q", "state", "session", "language", "sort", "page"):
        assert {*asked(desk, reverse("desk:list", args=[meeting.slug]), name)} == {200}, name
    assert {*asked(desk, reverse("desk:statement", args=[ref]), "language")} == {200}
    for odd in ODD:
        many = reverse("desk:many", args=[meeting.slug])
        marks = [odd, f"{sent.pk}|{odd}", "٣|1|received|"] if isinstance(odd, str) else [odd]
        for words in (
            {"act": "take", "chosen": marks},
            {"act": odd, "chosen": marks},
            {"act": "publish", "chosen": marks, "back": odd},
        ):
            answer = desk.post(many, words)
            assert answer.status_code in {200, 302}, odd
        for act, field in (
            ("accept", "until"),
            ("accept", "embargo"),
            ("return", "reason"),
            ("withdraw", "reason"),
            ("reschedule", "until"),
        ):
            address = reverse("desk:act", args=[ref, act])
            words = {"seen": odd, f"{act}-embargo": "until_time", f"{act}-{field}": odd}
            assert posted(desk, address, **words) in {403, 409, 422}, (act, odd)
        assert posted(desk, reverse("desk:reader", args=[ref]), person=odd) == 400
        assert (
            posted(desk, reverse("desk:decide", args=[request.pk]), **{f"request-{request.pk}-decision": odd})
            == 422
        )
    for number in ("0", "9" * 19, "9" * 400):
        for place in (
            f"files/{number}/",
            f"requests/{number}/",
            f"statements/{ref}/v{number}/",
            f"statements/{ref}/v1...v{number}/",
        ):
            assert desk.get(f"/en/desk/{place}").status_code == 404
    sent.refresh_from_db()
    assert sent.state == Version.State.RECEIVED


@pytest.mark.parametrize("until", ["9999-12-31T23:59", "0001-01-01T00:00"])
def test_a_time_that_no_database_takes_is_explained_at_its_field(until: str, meeting: Meeting) -> None:
    norway = a_delegation(meeting)
    desk = signed_in(the_desk(meeting))
    sent = a_received_statement(norway)
    take = {"seen": "1|received|"}
    assert desk.post(reverse("desk:act", args=[sent.statement.ref, "take"]), take).status_code == 302
    words = {"seen": "1|in_review|", "accept-embargo": "until_time", "accept-until": until}
    answer = desk.post(reverse("desk:act", args=[sent.statement.ref, "accept"]), words)
    assert answer.status_code in {400, 422}


def test_the_reading_workspace_takes_whatever_is_sent() -> None:
    excerpt = makers.an_excerpt()
    rapporteur = signed_in(makers.the_rapporteur())
    place = f"/en/desk/meetings/sm2016/reading/{excerpt.paragraph_id}/"
    for name in ("way", "excerpt"):
        assert {*asked(rapporteur, place, name)} == {200}, name
    for way in ("a\r\nX-B: c", "a&b", "ж"):
        assert rapporteur.get(place, {"way": way}).status_code == 200
    known = {"excerpt": excerpt.pk}
    for odd in ODD:
        for act, words in (
            *(("code", {**known, "toggle": f"{name}-{odd!s}"}) for name in ("term", "aspect", "instrument")),
            *(("code", {**known, "toggle": f"{name}-{odd!s}"}) for name in ("domain", "kind")),
            ("code", {"excerpt": odd, "toggle": "kind-claim"}),
            ("flag", {"kind": odd, "start": odd, "end": odd, "sentence": odd}),
            ("attach", {**known, "practice": odd, "stance": odd}),
            ("align", {"start": odd, "end": odd, "whom": f"group-{odd!s}"}),
            ("refer", {"to": odd}),
            ("unalign", {"alignment": odd}),
        ):
            assert posted(rapporteur, f"{place}{act}/", **words) in {302, 400, 404, 422}, (act, words)


def test_the_register_at_the_desk_takes_whatever_is_sent() -> None:
    practice = makers.a_candidate()
    rapporteur, base = signed_in(makers.the_rapporteur()), "/en/desk/meetings/sm2016/practices/"
    for name in ("q", "state", "chapter", "aspect", "language", "mine", "page"):
        assert {*asked(rapporteur, base, name)} == {200}, name
    loose = makers.an_excerpt("fra")
    for odd in ODD:
        for address, words in (
            (reverse("desk:seal", args=[practice.ref, 1]), {"reason": odd}),
            (
                reverse("desk:classify", args=[practice.ref]),
                {"coding-chapter": odd, "coding-since_year": odd},
            ),
            (reverse("desk:practice_act", args=[practice.ref, "merge"]), {"merge-into": odd, "seen": odd}),
            (reverse("desk:write", args=[practice.ref, "en"]), {"title": odd, "seen": odd}),
            (reverse("desk:loose_act", args=["sm2016", loose.pk, "refuse"]), {"proposed": odd}),
        ):
            assert posted(rapporteur, address, **words) in {200, 302, 400, 404, 409, 422}, (address, odd)


def test_what_a_delegation_keeps_holds_no_null(meeting: Meeting) -> None:
    norway = a_delegation(meeting)
    client = signed_in(a_delegate(norway))
    address = reverse("portal:questionnaire", args=[norway.pk])
    assert posted(client, address, keep="1", measure="We\0 train judges.", aspects="1\0") == 302
    assert AnswersKept.objects.get().answers == {"measure": "We train judges.", "aspects": ["1"]}


def test_documents_and_minutes_take_whatever_is_sent(meeting: Meeting) -> None:
    version = papers.a_posted(meeting, "We recall resolution 1373 (2001).")
    draft = papers.a_draft(meeting)
    desk, rapporteur = signed_in(the_desk(meeting)), signed_in(a_role(Role.RAPPORTEUR, meeting))
    notes = [meeting.slug, "s1"]
    rapporteur.post(reverse("desk:minutes_act", args=[*notes, "begin"]))
    for name in ("language", "beside", "cite", "q"):
        assert {*asked(Client(), reverse("site:document", args=[version.document.ref]), name)} <= {200}, name
    fields = ("title_en", "symbol", "session", "channels", "embargo_until", "post_due_at", "kind")
    for odd in ODD:
        sent = {"kind": "report", "title_en": "A", "sensitivity": "unclassified"}
        for address in (
            reverse("desk:new_paper", args=[meeting.slug]),
            reverse("desk:paper_facts", args=[draft.document.ref]),
        ):
            assert max(each_posted(desk, address, sent, fields, odd)) < 500, odd
        for act, names in ACTS.items():
            words = {"seen": "1|issued|", **{f"{act}-{name}": odd for name in names}}
            assert posted(desk, reverse("desk:paper_act", args=[version.document.ref, act]), **words) < 500, (
                act
            )
        for act in ("write", "correct", "tighten"):
            words = {"text": odd, "seen": odd, "reason": odd, "mode": odd}
            assert posted(rapporteur, reverse("desk:minutes_act", args=[*notes, act]), **words) < 500, act
        words = {"upload-language": odd, "done": odd, "seen": odd}
        assert posted(desk, reverse("desk:paper_files", args=[draft.document.ref]), **words) < 500
        assert posted(desk, reverse("desk:paper_checklist", args=[version.document.ref]), **words) < 500
        assert {*asked(desk, reverse("desk:paper", args=[version.document.ref]), "version")} <= {200}


ACTS = {
    "circulate": ("audiences", "addresses", "message"),
    "record": ("names", "proof"),
    "confirm": ("url",),
    "failed": ("channel", "fault"),
    "follow": ("kind", "note"),
    "withdraw": ("reason",),
    "reader": ("person",),
}
"""What the desk does with a document -> the fields that are sent."""


def test_pages_of_people_take_whatever_is_sent() -> None:
    meeting = a_meeting(state=Meeting.State.REGISTRATION)
    desk, norway = signed_in(the_desk(meeting)), a_delegation(meeting)
    one = a_participant(meeting, state="pending")
    place = ["sm2016"]
    assert {*asked(Client(), reverse("site:participants"), "meeting")} <= {200, 404}
    for name in ("q", "state", "kind", "category", "page"):
        assert {*asked(desk, reverse("desk:participants", args=place), name)} == {200}, name
    assert {*asked(desk, reverse("desk:pending", args=place), "page")} == {200}
    assert {*asked(desk, reverse("desk:panel", args=[*place, "s1"]), "q")} == {200}
    assert {*asked(desk, reverse("desk:new_participant", args=place), "kind")} == {200}
    focal = signed_in(a_delegate(norway, role=Role.FOCAL_POINT))
    token = links.token(one)
    for odd in ODD:
        names = ("name", "email", "category", "uses", "region")
        register = reverse("people:register", args=place)
        assert {*each_posted(Client(), register, {}, names, odd)} <= {200, 302, 400, 404, 409, 422}, odd
        for client, address, words in (
            (Client(), reverse("people:link", args=place), {"email": odd}),
            (Client(), reverse("people:own_agree", args=[token]), {"uses": odd}),
            *(
                (Client(), reverse("people:own_correct", args=[token]), {name: odd})
                for name in ("region", "gender")
            ),
            (desk, reverse("desk:approve", args=place), {"chosen": odd}),
            (desk, reverse("desk:new_participant", args=place), {"name": odd, "body": odd, "kind": "head"}),
            (desk, reverse("desk:participant", args=[*place, one.pk]), {"name": odd, "body": odd}),
            (desk, reverse("desk:participant_act", args=[*place, one.pk, "take-back"]), {"use": odd}),
            (desk, reverse("desk:propose", args=[*place, "s1"]), {"participant": odd, "role": "panellist"}),
            (desk, reverse("desk:consultations", args=place), {"body": odd, "held_on": odd, "way": odd}),
            (focal, reverse("portal:people", args=[norway.pk]), {"name": odd, "kind": odd}),
        ):
            assert posted(client, address, **words) in {200, 302, 400, 404, 409, 422}, (address, odd)
        if isinstance(odd, str) and odd.strip() and "/" not in odd:
            assert Client().get(f"/en/people/me/{quote(odd)}/").status_code in {404, 409}
    for number in ("0", "9" * 19, "9" * 400):
        for way in (
            f"participants/{number}/",
            f"participants/lists/{number}/",
            f"panels/s1/{number}/invite/",
        ):
            assert desk.get(f"/en/desk/meetings/sm2016/{way}").status_code == 404
    for table in (
        b"name\n\0\n",
        b"name,number\nA,\xef\xbc\x91\n",
        b'name\n"',
        b"\xef\xbb\xbfname;email\nA;\n",
    ):
        file = SimpleUploadedFile("x.csv", table)
        assert posted_file(desk, reverse("desk:participants_import", args=place), file) in {302, 422}


def posted_file(client: Client, address: str, file: SimpleUploadedFile) -> int:
    return int(client.post(address, {"file": file}).status_code)
