"""Registering, the own page, the desk's pages of people, the portal of focal points, the public list."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from comity.meetings import parts
from comity.meetings.models import Meeting, Part
from comity.participants import agreements, links
from comity.participants.models import Consultation, Letter, Participant, ParticipantList, Role, Use
from comity.participants.states import State
from tests.makers import (
    a_delegate,
    a_delegation,
    a_meeting,
    a_participant,
    a_role,
    the_desk,
)
from tests.web.acting import signed_in

pytestmark = pytest.mark.django_db
OPEN = {Use.LIST, Use.NAME, Use.AFFILIATION}
CELLS = "name,email,category,body\n"


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting(state=Meeting.State.REGISTRATION)


@pytest.fixture
def desk(meeting: Meeting) -> Client:
    return signed_in(the_desk(meeting))


def own(participant: Participant, name: str = "own", *rest: object) -> str:
    return reverse(f"people:{name}", args=[links.token(participant), *rest])


def applied(meeting: Meeting, **words: object) -> Any:
    said = {"name": "Ana Silva", "email": "ana@example.org", "category": "civil_society", "kind": "otherwise"}
    return Client().post(reverse("people:register", args=[meeting.slug]), {**said, "language": "fr", **words})


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_whoever_registers_gets_a_link_in_the_own_language_by_which_the_page_opens(meeting: Meeting) -> None:
    answer = applied(meeting, uses=["list", "name"])
    assert answer.status_code == 302
    one, letter = Participant.objects.get(), Letter.objects.get()
    assert (one.state, one.language, agreements.of(one)) == (State.PENDING, "fr", {Use.LIST, Use.NAME})
    assert "Ana" not in letter.body
    (link,) = re.findall(r"http\S+", letter.body)
    assert "/fr/people/me/" in link
    page = Client().get(re.sub(r"^https?://[^/]+", "", link))
    assert page.status_code == 200
    assert "Ana Silva" in page.content.decode()
    assert Client().get(answer.url).status_code == 200


def test_a_second_registration_answers_alike_and_sends_the_link(meeting: Meeting) -> None:
    first, second = applied(meeting), applied(meeting)
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert (Participant.objects.count(), Letter.objects.count()) == (1, 2)
    assert applied(meeting).status_code == 302
    assert Letter.objects.count() == 2


def test_wrong_registrations_are_explained_and_programmes_left_alone(meeting: Meeting) -> None:
    """RX-4."""
    assert applied(meeting, name="").status_code == 422
    answer = applied(meeting, job_title="Passport 12345678")
    assert answer.status_code == 422
    assert "must not be kept here" in text(answer)
    assert applied(meeting, website="spam").status_code == 302
    assert not Participant.objects.exists()
    Meeting.objects.update(state=Meeting.State.ANNOUNCED)
    assert applied(meeting).status_code == 409
    page = Client().get(reverse("people:register", args=[meeting.slug]))
    assert "is not open" in text(page)
    Meeting.objects.update(state=Meeting.State.CONCEPT, announced_at=None)
    for name in ("register", "registered", "link"):
        for slug in (meeting.slug, "no-such-meeting"):
            assert Client().get(reverse(f"people:{name}", args=[slug])).status_code == 404


def test_a_lost_link_is_sent_to_the_address_and_nobody_is_told(meeting: Meeting) -> None:
    a_participant(meeting)
    address = reverse("people:link", args=[meeting.slug])
    known = Client().post(address, {"email": "ana.silva@example.org"})
    unknown = Client().post(address, {"email": "nobody@example.org"})
    assert Letter.objects.get().to == "ana.silva@example.org"
    strip = re.compile(r"csrf\S+|email=\S+")
    assert strip.sub("", text(known)) == strip.sub("", text(unknown))
    assert Client().post(address, {"email": "x"}).status_code == 422


def an_invitation(meeting: Meeting, **fields: Any) -> Part:
    one = a_participant(meeting, state=State.INVITED, kind="panellist", **fields)
    at = timezone.now()
    session = meeting.sessions.get()
    session.starts_at, session.ends_at = at, at + timezone.timedelta(hours=2)
    session.save()
    part = parts.propose(session, one, Part.Role.PANELLIST, topic="Schools", by=the_desk(meeting), at=at)
    return part


def test_a_panellist_is_invited_by_letter_and_accepts_by_its_link(meeting: Meeting, desk: Client) -> None:
    """R10-3: proposed, invited, accepted, confirmed, appeared; looking at the link changes nothing."""
    part = an_invitation(meeting, language="ar")
    place = ["sm2016", "s1", part.pk]
    shown = desk.get(reverse("desk:invite_part", args=place))
    assert 'dir="rtl"' in text(shown)
    assert links.token(part.participant) not in text(shown)
    assert desk.post(reverse("desk:invite_part", args=place), {"answer_by": "2000-01-01"}).status_code == 400
    assert desk.post(reverse("desk:invite_part", args=place), {"answer_by": "2090-01-01"}).status_code == 302
    letter = Letter.objects.get()
    (link,) = re.findall(r"http\S+", letter.body)
    link = re.sub(r"^https?://[^/]+", "", link)
    assert link.startswith("/ar/")
    page = Client().get(link)
    assert "Schools" in text(page)
    part.refresh_from_db()
    assert part.state == Part.State.INVITED
    with translation.override("en"):
        address = own(part.participant, "own_answer", part.pk)
    words = {f"part-{part.pk}-words": "Passport AB1234567", "accept": "1"}
    assert Client().post(address, words).status_code == 422
    assert Client().get(address).status_code == 405
    words[f"part-{part.pk}-words"] = "Gladly."
    assert Client().post(address, words).status_code == 302
    part.refresh_from_db()
    assert (part.state, part.answer, part.participant.state) == ("accepted", "Gladly.", "approved")
    assert Client().post(address, words).status_code == 409
    for act, state in (("confirm", "confirmed"), ("appeared", "appeared"), ("not-appeared", "confirmed")):
        assert desk.post(reverse("desk:part_act", args=[*place, act])).status_code == 302
        part.refresh_from_db()
        assert part.state == state
    assert "Gladly." in text(desk.get(reverse("desk:panel", args=["sm2016", "s1"])))
    assert Client().post(address, {"decline": "1"}).status_code == 302
    assert desk.post(reverse("desk:part_act", args=[*place, "dance"])).status_code == 404


def test_the_desk_notes_answers_that_came_by_another_way(meeting: Meeting, desk: Client) -> None:
    part = an_invitation(meeting)
    place = ["sm2016", "s1", part.pk]
    desk.post(reverse("desk:invite_part", args=place), {})
    for act, state in (
        *(("declined", "declined"), ("again", "proposed")),
        ("withdraw", "withdrawn"),
    ):
        assert desk.post(reverse("desk:part_act", args=[*place, act])).status_code == 302
        part.refresh_from_db()
        assert part.state == state


def test_somebody_is_sought_and_proposed(meeting: Meeting, desk: Client) -> None:
    one = a_participant(meeting, affiliation="Free Net")
    page = desk.get(reverse("desk:panel", args=["sm2016", "s1"]), {"q": "free"})
    assert "Ana Silva" in text(page)
    address = reverse("desk:propose", args=["sm2016", "s1"])
    assert desk.post(address, {"participant": one.pk, "role": "dancer"}).status_code == 422
    assert desk.post(address, {"participant": "x", "role": "panellist"}).status_code == 404
    assert desk.post(address, {"participant": one.pk, "role": "rapporteur"}).status_code == 403
    assert desk.post(address, {"participant": one.pk, "role": "panellist"}).status_code == 302
    assert Part.objects.get().participant == one
    panels = text(desk.get(reverse("desk:panels", args=["sm2016"])))
    assert "Ana Silva" in panels
    assert "For information only" in panels


def test_a_rapporteur_sees_the_panels_without_balance_addresses_or_buttons(meeting: Meeting) -> None:
    """R10-5, RX-10."""
    an_invitation(meeting)
    reader = signed_in(a_role(Role.RAPPORTEUR, meeting))
    for name in ("participants", "panels"):
        page = text(reader.get(reverse(f"desk:{name}", args=["sm2016"])))
        assert "Ana Silva" in page
        assert "ana.silva@example.org" not in page
        assert "For information only" not in page
    assert "Propose" not in text(reader.get(reverse("desk:panel", args=["sm2016", "s1"])))
    assert reader.get(reverse("desk:participants", args=["sm2016"]), {"q": "ana.silva@"}).status_code == 200
    assert "Ana" not in text(reader.get(reverse("desk:participants", args=["sm2016"]), {"q": "ana.silva@"}))
    for name in ("pending", "new_participant", "participants_import"):
        assert reader.get(reverse(f"desk:{name}", args=["sm2016"])).status_code == 403
    assert reader.get(reverse("desk:participants_file", args=["sm2016", "csv"])).status_code == 403
    administrator = signed_in(a_role(Role.ADMINISTRATOR))
    assert administrator.get(reverse("desk:participants", args=["sm2016"])).status_code == 403


def test_what_is_agreed_to_is_public_at_once_and_gone_at_once(meeting: Meeting) -> None:
    """RX-3."""
    one = a_participant(meeting, affiliation="Free Net")
    address = reverse("site:participants")
    assert "Ana Silva" not in text(Client().get(address))
    assert Client().post(own(one, "own_agree"), {"uses": ["list", "name"]}).status_code == 302
    page = text(Client().get(address))
    assert "Ana Silva" in page
    assert "Free Net" not in page
    assert reverse("desk:home") in text(signed_in(the_desk(meeting)).get(address))
    assert f"{address}?meeting=sm2016" in text(Client().get(reverse("site:programme")))
    assert Client().post(own(one, "own_agree"), {}).status_code == 302
    assert "Ana Silva" not in text(Client().get(address))
    assert Client().post(own(one, "own_agree"), {"uses": ["everything"]}).status_code == 400


def test_the_page_cache_drops_a_name_as_soon_as_its_consent_is_taken_back(meeting: Meeting) -> None:
    """RX-3: the act in the record begins a new edition of the public pages on every node."""
    from comity.web.front import Edition

    one = a_participant(meeting, uses=OPEN)
    edition = Edition(interval=0.0)
    before = edition.current()
    assert edition.current() == before
    Client().post(own(one, "own_agree"), {})
    assert edition.current() > before


def test_details_are_corrected_and_data_taken_along_on_the_own_page(meeting: Meeting) -> None:
    """RX-4."""
    one = a_participant(meeting, uses={Use.NAME})
    said = {"language": "es", "gender": "woman", "region": "weog", "job_title": "Lead"}
    assert Client().post(own(one, "own_correct"), said).status_code == 302
    one.refresh_from_db()
    assert (one.language, one.gender, str(one.region.code if one.region else "")) == ("es", "woman", "weog")
    assert Client().post(own(one, "own_correct"), {**said, "language": "xx"}).status_code == 422
    answer = Client().get(own(one, "own_data"))
    kept = json.loads(answer.content)
    assert (kept["name"], kept["gender"], kept["agreements"][0]["use"]) == ("Ana Silva", "woman", "name")
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_person_withdraws_answers_an_invitation_and_erases_everything(meeting: Meeting) -> None:
    """RX-4."""
    one = a_participant(meeting, state=State.INVITED, uses=OPEN)
    assert "You are invited" in text(Client().get(own(one)))
    assert Client().post(own(one, "own_respond"), {"accept": "1"}).status_code == 302
    assert Client().post(own(one, "own_respond"), {}).status_code == 409
    assert Client().post(own(one, "own_withdraw")).status_code == 302
    assert "Erase your data?" in text(Client().get(own(one, "own_erase")))
    address = own(one, "own_erase")
    assert "have been erased" in text(Client().post(address))
    assert Client().get(address).status_code == 409
    one.refresh_from_db()
    assert (one.state, one.name, one.email) == (State.ERASED, "", "")


def test_those_who_wait_are_approved_together_and_told(meeting: Meeting, desk: Client) -> None:
    people = [a_participant(meeting, name, state=State.PENDING) for name in ("Ana Silva", "Bo Li", "Cy Day")]
    page = reverse("desk:pending", args=["sm2016"])
    assert "Approve all 3" in text(desk.get(page))
    address = reverse("desk:approve", args=["sm2016"])
    assert "Choose somebody first" in text(desk.post(address, {}, follow=True))
    desk.post(address, {"chosen": [people[0].pk, "x"]})
    assert (Letter.objects.count(), Participant.objects.filter(state=State.APPROVED).count()) == (1, 1)
    desk.post(address, {"all": "1"})
    assert (Letter.objects.count(), Participant.objects.filter(state=State.APPROVED).count()) == (3, 3)
    assert "Nobody waits" in text(desk.get(page))


def test_who_has_no_place_left_is_left_out_and_counted(meeting: Meeting, desk: Client) -> None:
    norway = a_delegation(meeting)
    norway.places = 0
    norway.save()
    one = a_participant(
        meeting, state=State.REFUSED, delegation=norway, kind="delegate", category="member_state"
    )
    address = reverse("desk:participant_act", args=["sm2016", one.pk, "approve"])
    assert desk.post(address).status_code == 400


def test_the_desk_decides_about_one(meeting: Meeting, desk: Client) -> None:
    one = a_participant(meeting, state=State.PENDING, uses={Use.NAME})
    page = reverse("desk:participant", args=["sm2016", one.pk])
    assert "ana.silva@example.org" in text(desk.get(page))

    def act(name: str, **words: str) -> int:
        return int(
            desk.post(reverse("desk:participant_act", args=["sm2016", one.pk, name]), words).status_code
        )

    assert act("refuse", reason="") == 422
    assert act("refuse", reason="Full.") == 302
    assert act("approve") == 302
    assert act("link") == 302
    assert act("take-back", use="name") == 302
    assert act("take-back", use="dance") == 404
    assert act("withdraw") == 302
    assert [one.subject.partition(":")[0] for one in Letter.objects.order_by("pk")] == [
        *("Your registration", "You are registered", "The link to your page"),
    ]
    form = {"name": "Ana M. Silva", "kind": "observer", "category": "academia", "language": "fr"}
    assert desk.post(page, form).status_code == 302
    assert desk.post(page, {**form, "name": ""}).status_code == 422
    assert desk.post(page, {**form, "job_title": "Passport 12345678"}).status_code == 422
    one.refresh_from_db()
    assert (one.name, one.kind, one.language) == ("Ana M. Silva", "observer", "fr")
    erase = reverse("desk:erase_participant", args=["sm2016", one.pk])
    assert desk.get(erase).status_code == 200
    assert desk.post(erase).status_code == 302
    assert desk.get(page).status_code == 200
    assert "Ana" not in text(desk.get(reverse("desk:participants", args=["sm2016"])))


def test_somebody_is_added_invited_or_noted(meeting: Meeting, desk: Client) -> None:
    a_delegation(meeting)
    address = reverse("desk:new_participant", args=["sm2016"])
    form = {
        "name": "Kari Nord",
        "kind": "delegate",
        "category": "media",
        "language": "en",
        "email": "k@example.org",
    }
    assert desk.post(address, form).status_code == 422
    assert desk.post(address, {**form, "body": "Narnia"}).status_code == 422
    assert desk.post(address, {**form, "body": "Norvège"}).status_code == 302
    kari = Participant.objects.get()
    assert (str(kari.delegation), kari.category, kari.state) == ("Norway", "member_state", "approved")
    assert desk.post(address, {**form, "body": "nor"}).status_code == 422
    form = {"name": "Ana", "kind": "panellist", "category": "academia", "language": "en"}
    assert desk.post(address, {**form, "invite": "1"}).status_code == 422
    assert desk.post(address, {**form, "invite": "1", "email": "a@example.org"}).status_code == 302
    assert desk.post(address, {**form, "note": "1", "name": "Bo"}).status_code == 302
    assert {one.name: one.state for one in Participant.objects.all()} == {
        **{"Kari Nord": "approved", "Ana": "invited", "Bo": "invited"},
    }
    assert Letter.objects.count() == 2


def sent_list(desk: Client, content: bytes, name: str = "list.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    return desk.post(reverse("desk:participants_import", args=["sm2016"]), {"file": file}, follow=True)


def taken_in(desk: Client, page: Any, **words: str) -> Any:
    found = re.search(r'name="seen" value="(\w+)"', page.content.decode())
    assert found
    return desk.post(page.request["PATH_INFO"], {"seen": found.group(1), **words}, follow=True)


def test_a_list_is_looked_at_line_by_line_and_taken_in_as_shown(meeting: Meeting, desk: Client) -> None:
    page = sent_list(
        desk, f"{CELLS}Ana Silva,ana@example.org,academia,\nKari Nord,x,member_state,Norway\n".encode()
    )
    shown = text(page)
    assert "“x” is no e-mail address" in shown
    assert not Participant.objects.exists()
    done = taken_in(desk, page, approved="1")
    assert "1 new, 0 changed, 1 left out" in text(done)
    assert (Participant.objects.get().state, Letter.objects.count()) == ("approved", 1)
    assert ParticipantList.objects.get().rows == []
    assert desk.get(page.request["PATH_INFO"]).status_code == 409
    page = sent_list(desk, f"{CELLS}Bo,b@example.org,academia,\n".encode())
    a_participant(meeting, "Bo", email="b@example.org")
    assert taken_in(desk, page).status_code == 409
    assert "dropped" in text(desk.post(page.request["PATH_INFO"], {"drop": "1"}, follow=True))


def test_files_that_are_no_lists_are_explained(desk: Client) -> None:
    """RX-4."""
    assert "passport_no" in text(sent_list(desk, b"name,passport_no\nAna,X1\n"))
    for content in (b"", b"name\n", b"a,b\n1,2\n", b"\xff\xfe\x00", b"PK\x03\x04x", b"name\n\xe9\n"):
        assert sent_list(desk, content).status_code == 422, content
    assert sent_list(desk, b"%PDF-1.7", name="x.pdf").status_code == 422


def test_a_list_that_was_given_out_comes_back_as_it_was(meeting: Meeting, desk: Client) -> None:
    a_participant(meeting, "=Ana Silva", job_title="Lead")
    a_participant(
        meeting, "Kari Nord", kind="delegate", category="member_state", delegation=a_delegation(meeting)
    )
    answer = desk.get(reverse("desk:participants_file", args=["sm2016", "xlsx"]))
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=Ana Silva", "s")
    page = sent_list(desk, answer.content, name="list.xlsx")
    assert "Nothing would change" in text(page)
    sheet["H2"].value = "Head"
    out = BytesIO()
    sheet.parent.save(out)
    page = sent_list(desk, out.getvalue(), name="list.xlsx")
    assert "Head" in text(page)
    taken_in(desk, page)
    assert Participant.objects.get(name="=Ana Silva").job_title == "Head"
    plain = desk.get(reverse("desk:participants_file", args=["sm2016", "csv"])).content.decode()
    assert "'=Ana Silva" in plain
    assert desk.get(reverse("desk:participants_file", args=["sm2016", "pdf"])).status_code == 404


def test_consultations_are_logged_and_who_is_left_is_shown(meeting: Meeting, desk: Client) -> None:
    """R02-4."""
    address = reverse("desk:consultations", args=["sm2016"])
    assert text(desk.get(address)).count("nobody yet") == 6
    form = {
        "body": "African Union",
        "category": "media",
        "held_on": "2016-10-01",
        "way": "call",
        "about": "Aims",
    }
    assert desk.post(address, form).status_code == 302
    assert desk.post(address, {**form, "body": "", "whom": ""}).status_code == 422
    assert desk.post(address, {**form, "held_on": "2090-01-01"}).status_code == 422
    page = text(desk.get(address))
    assert page.count("nobody yet") == 5
    assert "Aims" in page
    assert (
        desk.post(reverse("desk:strike", args=["sm2016", Consultation.objects.get().pk])).status_code == 302
    )
    assert text(desk.get(address)).count("nobody yet") == 6
    chair = signed_in(a_role(Role.CHAIR, meeting))
    assert chair.post(address, form).status_code == 403


def test_a_focal_point_manages_the_own_delegation_and_delegates_look(meeting: Meeting) -> None:
    norway, chad = a_delegation(meeting), a_delegation(meeting, "tcd")
    focal = signed_in(a_delegate(norway, role=Role.FOCAL_POINT))
    address = reverse("portal:people", args=[norway.pk])
    form = {"name": "Kari Nord", "kind": "head", "email": "kari@example.org", "language": "en"}
    assert focal.post(address, form).status_code == 302
    assert focal.post(address, form).status_code == 422
    assert focal.post(address, {**form, "kind": "panellist"}).status_code == 422
    kari = Participant.objects.get()
    assert Letter.objects.get().to == "kari@example.org"
    plain = signed_in(a_delegate(norway, name="plain"))
    page = text(plain.get(address))
    assert "Kari Nord" in page
    assert "kari@example.org" not in page
    assert plain.post(address, form).status_code == 403
    assert focal.get(reverse("portal:people", args=[chad.pk])).status_code == 404
    other = a_participant(meeting, "Else", delegation=chad, kind="head", category="member_state")
    for one in (other, kari):
        answer = focal.post(reverse("portal:withdraw_member", args=[norway.pk, one.pk]))
        assert answer.status_code == (302 if one == kari else 404)
    other.refresh_from_db()
    assert other.state == State.APPROVED


def test_the_desk_sets_the_places_of_a_delegation(meeting: Meeting, desk: Client) -> None:
    norway = a_delegation(meeting)
    a_participant(meeting, "Kari Nord", kind="head", category="member_state", delegation=norway)
    address = reverse("desk:places", args=["sm2016", norway.pk])
    for written, status, places in (("1", 302, 1), ("x", 400, 1), ("", 302, None)):
        assert desk.post(address, {f"d{norway.pk}-places": written}).status_code == status
        norway.refresh_from_db()
        assert norway.places == places
    page = text(desk.get(reverse("desk:delegations", args=["sm2016"])))
    assert "<td>1</td>" in page
    chair = signed_in(a_role(Role.CHAIR, meeting))
    assert chair.get(reverse("desk:delegations", args=["sm2016"])).status_code == 200
    assert chair.post(address, {}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_at_the_desk_ask_as_many_questions_however_long(
    meeting: Meeting, desk: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        a_participant(meeting, f"Guest {number}", state=State.PENDING)
    for name in ("participants", "pending"):
        address = reverse(f"desk:{name}", args=["sm2016"])
        desk.get(address)
        with django_assert_num_queries(10):
            desk.get(address)
