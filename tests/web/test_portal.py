"""The portal as a delegate in a hurry sees it, and as somebody who has no business there."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comity.files.models import StoredFile
from comity.meetings.models import Meeting
from comity.participants import letters
from comity.participants.models import DELEGATION_ROLES, Assignment, Delegation, Letter, Role
from comity.record.models import Act
from comity.statements import changes, review
from comity.statements.models import ChangeRequest, LanguageVersion, Receipt, Statement, Version
from comity.web.portal.uploads import harmless
from tests.makers import (
    NOW,
    a_delegate,
    a_delegation,
    a_draft,
    a_group,
    a_meeting,
    a_published_statement,
    a_received_statement,
    a_role,
    the_desk,
)
from tests.smtp import letters_sent
from tests.web.acting import Postbox, holding, linked_errors, signed_in, upload

pytestmark = pytest.mark.django_db
State = Version.State
ENGLISH = "Thank you, Chair.\n\nWe recall resolution 1373 (2001) and share what works in our schools and companies.\n"
FRENCH = "Merci, Monsieur le Président.\n\nNous rappelons la résolution 1373 (2001) et disons ce qui réussit dans nos écoles.\n"


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting(statements_due_at=timezone.now() + timedelta(days=1))


@pytest.fixture
def norway(meeting: Meeting) -> Delegation:
    return a_delegation(meeting, "nor")


@pytest.fixture
def delegate(norway: Delegation) -> Client:
    return signed_in(a_delegate(norway))


def begin(client: Client, delegation: Delegation, **words: object) -> str:
    """Step one; the address of the draft."""
    aspects = [aspect.pk for aspect in delegation.meeting.aspects.all()[:1]]
    answer = client.post(reverse("portal:new", args=[delegation.pk]), {"aspects": aspects, **words})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"].rstrip("/").split("/")[-2])


def add(client: Client, ref: str, *files: object, language: str = ""):
    return client.post(reverse("portal:files", args=[ref]), {"file": list(files), "language": language})


CONDITIONS = {
    "delivery": "delivered",
    "speaker_name": "Ms. Speaker",
    "embargo": "none",
    "sensitivity": "unclassified",
    "consent_to_publish": "on",
    "contact": "Ms. Contact, +47 22 00 00 00",
}


def complete(client: Client, delegation: Delegation, text: str = ENGLISH, **words: str) -> str:
    """All steps but the last."""
    ref = begin(client, delegation)
    assert add(client, ref, upload(text)).status_code == 302
    answer = client.post(reverse("portal:conditions", args=[ref]), {**CONDITIONS, **words})
    assert answer.status_code == 302, answer.content.decode()
    return ref


def send(client: Client, ref: str):
    return client.post(reverse("portal:check", args=[ref]))


# The four steps --------------------------------------------------------------------------------------------------


def test_four_steps_lead_to_a_receipt_with_number_time_and_hash(norway: Delegation, delegate: Client) -> None:
    """R09-3."""
    answer = send(delegate, complete(delegate, norway))
    one = Receipt.objects.get()
    assert answer["Location"] == reverse("portal:receipt", args=[one.number])
    page = delegate.get(answer["Location"]).content.decode()
    stored = StoredFile.objects.get()
    for said in (one.number, stored.sha256, "statement.txt", "(New York)"):
        assert said in page
    statement = one.version.statement
    assert (statement.contact, statement.delivery, one.version.state) == (
        CONDITIONS["contact"],
        "delivered",
        State.RECEIVED,
    )


def test_what_was_read_is_shown_before_anything_is_sent(norway: Delegation, delegate: Client) -> None:
    """R02-2, R09-11: paragraphs, language, citations with flags, length against the slot."""
    session = norway.meeting.sessions.get()
    ref = begin(delegate, norway, session=session.pk)
    long = "We recall resolution 1373 (2002) and 9999 (2050).\n\n" + "Our schools teach it every day. " * 80
    add(delegate, ref, upload(long))
    page = delegate.get(reverse("portal:files", args=[ref])).content.decode()
    assert "English" in page
    assert re.search(r'<cite class="citation year_mismatch">[^<]*1373 \(2002\)</cite>', page)
    assert "the year does not agree" in page
    assert "the slot of the session has 3 min" in page
    assert "Longer than the slot" in page
    assert Receipt.objects.count() == 0


def test_no_aspect_is_refused_at_its_field(norway: Delegation, delegate: Client) -> None:
    """R09-1."""
    answer = delegate.post(reverse("portal:new", args=[norway.pk]), {})
    assert answer.status_code == 422
    assert linked_errors(answer.content.decode()) == {
        "Choose at least one aspect to which the statement relates.": "id_aspects"
    }
    assert Statement.objects.count() == 0


def test_one_speaks_only_for_groups_that_authorized_the_delegation(meeting: Meeting) -> None:
    """R09-3."""
    friends, others = a_group(), a_group("others", "Others")
    norway = a_delegation(meeting, "nor", groups=(friends,))
    delegate = signed_in(a_delegate(norway))
    page = delegate.get(reverse("portal:new", args=[norway.pk])).content.decode()
    assert ("Group of Friends" in page, ">Others<" in page) == (True, False)
    aspect = meeting.aspects.first()
    assert aspect
    forged = {"aspects": [aspect.pk], "on_behalf_of": others.pk}
    assert delegate.post(reverse("portal:new", args=[norway.pk]), forged).status_code == 422
    ref = begin(delegate, norway, on_behalf_of=friends.pk)
    assert Statement.objects.get(ref=ref).on_behalf_of == friends


def test_an_aspect_or_session_of_another_meeting_is_refused(norway: Delegation, delegate: Client) -> None:
    other = a_meeting("other")
    aspect = other.aspects.first()
    assert aspect
    fields = {"aspects": [aspect.pk], "session": other.sessions.get().pk}
    answer = delegate.post(reverse("portal:new", args=[norway.pk]), fields)
    assert (answer.status_code, Statement.objects.count()) == (422, 0)


def test_conditions_keep_what_was_typed_when_one_is_wrong(norway: Delegation, delegate: Client) -> None:
    ref = begin(delegate, norway)
    typed = {**CONDITIONS, "embargo": "until_time", "embargo_until": "yesterday", "speaker_title": "Envoy"}
    answer = delegate.post(reverse("portal:conditions", args=[ref]), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert linked_errors(page) == {"Write date and time like 2016-12-01 15:00.": "id_embargo_until"}
    for words in ("Ms. Speaker", "Envoy", "Ms. Contact", "yesterday"):
        assert f'value="{words}' in page
    assert "<title>Error: " in page


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"embargo": "until_time"}, "Give the date and time at which the embargo ends."),
        (
            {"embargo": "until_time", "embargo_until": "2016-12-01T15:00"},
            "This time has passed. Choose a later one, or no embargo.",
        ),
        (
            {"embargo": "until_delivered", "delivery": "written_only"},
            "It will not be spoken on the floor: choose another embargo.",
        ),
        (
            {"consent_to_publish": ""},
            "A statement is taken for publication: agree to it, or do not send it.",
        ),
    ],
)
def test_conditions_that_contradict_each_other_are_explained(
    words: dict[str, str], sentence: str, norway: Delegation, delegate: Client
) -> None:
    ref = begin(delegate, norway)
    answer = delegate.post(reverse("portal:conditions", args=[ref]), {**CONDITIONS, **words})
    assert answer.status_code == 422
    assert list(linked_errors(answer.content.decode())) == [sentence]


def test_the_embargo_is_entered_by_the_clock_of_the_place(norway: Delegation, delegate: Client) -> None:
    """R09-5."""
    ref = complete(delegate, norway, embargo="until_time", embargo_until="2099-12-01T15:00")
    until = Statement.objects.get(ref=ref).embargo_until
    assert until is not None
    assert f"{until:%Y-%m-%d %H:%M %Z}" == "2099-12-01 20:00 UTC"
    page = delegate.get(reverse("portal:conditions", args=[ref])).content.decode()
    assert 'value="2099-12-01T15:00"' in page


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [("files", "Add the file of the statement"), ("conditions", "agree to it being published")],
)
def test_what_is_missing_is_said_when_it_is_sent(
    missing: str, sentence: str, norway: Delegation, delegate: Client
) -> None:
    ref = begin(delegate, norway)
    if missing == "conditions":
        add(delegate, ref, upload(ENGLISH))
    answer = send(delegate, ref)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert Receipt.objects.count() == 0


# Files -----------------------------------------------------------------------------------------------------------


def test_several_files_at_once_are_each_read_in_their_language(norway: Delegation, delegate: Client) -> None:
    ref = begin(delegate, norway)
    answer = add(delegate, ref, upload(ENGLISH, "a.txt"), upload(FRENCH, "b.txt"))
    assert answer.status_code == 302
    found = dict(LanguageVersion.objects.values_list("file_name", "language"))
    assert found == {"a.txt": "en", "b.txt": "fr"}
    page = delegate.get(answer["Location"]).content.decode()
    assert "“a.txt” was read: English, 2 paragraphs." in page


def test_one_bad_file_costs_the_others_nothing(norway: Delegation, delegate: Client) -> None:
    ref = begin(delegate, norway)
    answer = add(
        delegate, ref, upload(ENGLISH, "good.txt"), upload(b"", "empty.txt"), upload(FRENCH, "bon.txt")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert linked_errors(page) == {"The file “empty.txt” is empty. Choose the file again.": "id_file"}
    assert set(LanguageVersion.objects.values_list("file_name", flat=True)) == {"good.txt", "bon.txt"}
    assert "“good.txt” was read" in page


def test_a_second_file_of_a_language_takes_the_place_of_the_first_and_says_so(
    norway: Delegation, delegate: Client
) -> None:
    ref = begin(delegate, norway)
    add(delegate, ref, upload(ENGLISH, "first.txt"))
    answer = add(delegate, ref, upload(ENGLISH + "\nOne more paragraph for our colleagues.", "second.txt"))
    page = delegate.get(answer["Location"]).content.decode()
    assert "It takes the place of “first.txt”." in page
    assert LanguageVersion.objects.get().file_name == "second.txt"


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "empty.pdf", "is empty"),
        (b"%PDF-1.7 and then nothing that a reader could use", "broken.pdf", "cannot be taken"),
        (b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff", "statement.pdf", "cannot be taken"),
        (b"STRICTLY CONFIDENTIAL\n\nFor nobody's eyes.\n", "secret.txt", "marked STRICTLY CONFIDENTIAL"),
    ],
)
def test_a_file_that_cannot_be_taken_is_explained_and_leaves_nothing(
    content: bytes, name: str, sentence: str, norway: Delegation, delegate: Client
) -> None:
    """R09-12, RX-5."""
    ref = begin(delegate, norway)
    answer = add(delegate, ref, upload(content, name))
    assert answer.status_code == 422
    (told,) = linked_errors(answer.content.decode())
    assert (sentence in told, name in told) == (True, True)
    assert (LanguageVersion.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_too_many_files_or_a_language_for_several_are_refused(norway: Delegation, delegate: Client) -> None:
    ref = begin(delegate, norway)
    seven = [upload(ENGLISH, f"{number}.txt") for number in range(7)]
    answer = add(delegate, ref, *seven)
    assert list(linked_errors(answer.content.decode())) == [
        "Send at most six files at once: one for each language."
    ]
    answer = add(delegate, ref, upload(ENGLISH), upload(FRENCH), language="en")
    assert linked_errors(answer.content.decode()) == {
        "Leave the language to be read, or send this file alone.": "id_language"
    }
    assert add(delegate, ref).status_code == 422
    assert LanguageVersion.objects.count() == 0


def test_a_body_larger_than_the_limit_is_refused_before_it_is_read(
    norway: Delegation, delegate: Client, settings
) -> None:
    settings.UPLOAD_LIMIT = settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024
    ref = begin(delegate, norway)

    class Unread:
        def read(self, *size: int) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    address = reverse("portal:files", args=[ref])
    for client, length, status in ((delegate, 8 * 1024, 413), (Client(), 2048, 413), (Client(), 10**15, 413)):
        answer = client.generic(
            "POST",
            address,
            b"",
            "multipart/form-data; boundary=x",
            CONTENT_LENGTH=str(length),
            **{"wsgi.input": Unread()},
        )
        assert answer.status_code == status
        assert "One file may have" in answer.content.decode()
    login = Client().generic(
        "POST", reverse("account_login"), b"", CONTENT_LENGTH="4096", **{"wsgi.input": Unread()}
    )
    assert login.status_code == 413


def test_a_file_over_its_limit_is_refused_by_name(norway: Delegation, delegate: Client, settings) -> None:
    settings.UPLOAD_LIMIT = 1024
    ref = begin(delegate, norway)
    answer = add(delegate, ref, upload("Words and words. " * 100, "long.txt"))
    (told,) = linked_errors(answer.content.decode())
    assert "“long.txt” has 1 MB" in told


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\déclaration.pdf", "déclaration.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("بيان النرويج.pdf", "بيان النرويج.pdf"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"),
        ("..", "statement"),
        ("", "statement"),
        ("x" * 300 + ".docx", "x" * 187 + "…" + "xxxxxxx.docx"),
    ],
)
def test_file_names_are_made_harmless_and_stay_readable(name: str, kept: str) -> None:
    assert harmless(name) == kept


def test_a_malicious_file_name_is_shown_and_served_harmlessly(norway: Delegation, delegate: Client) -> None:
    ref = begin(delegate, norway)
    name = '<img src=x>"\u202etxt.exe'
    assert add(delegate, ref, upload(ENGLISH, name)).status_code == 302
    page = delegate.get(reverse("portal:files", args=[ref])).content.decode()
    assert "<img src" not in page
    one = LanguageVersion.objects.get()
    assert "\u202e" not in one.file_name
    answer = delegate.get(reverse("portal:download", args=[one.pk]))
    assert b"".join(answer) == ENGLISH.encode()
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "\n" not in answer["Content-Disposition"]
    answer.close()


def test_the_original_is_marked_and_passes_on_when_it_is_taken_out(
    norway: Delegation, delegate: Client
) -> None:
    ref = begin(delegate, norway)
    add(delegate, ref, upload(ENGLISH), upload(FRENCH))
    english, french = (LanguageVersion.objects.get(language=code) for code in ("en", "fr"))
    assert (english.is_original, french.is_original) == (True, False)
    delegate.post(reverse("portal:file", args=[ref, french.pk]), {"act": "original"})
    delegate.post(reverse("portal:file", args=[ref, french.pk]), {"act": "remove"})
    english.refresh_from_db()
    assert (english.is_original, LanguageVersion.objects.count()) == (True, 1)


def test_a_draft_is_discarded_only_after_a_question(norway: Delegation, delegate: Client) -> None:
    ref = begin(delegate, norway)
    page = delegate.get(reverse("portal:discard", args=[ref])).content.decode()
    assert "cannot be brought back" in page
    assert Statement.objects.count() == 1
    assert delegate.post(reverse("portal:discard", args=[ref])).status_code == 302
    assert Statement.objects.count() == 0


# Sending ---------------------------------------------------------------------------------------------------------


def test_the_same_files_twice_give_the_same_receipt(norway: Delegation, delegate: Client) -> None:
    """R09-3."""
    first = send(delegate, complete(delegate, norway))
    second = send(delegate, complete(delegate, norway))
    assert first["Location"] == second["Location"]
    assert "this is the receipt of then" in delegate.get(second["Location"]).content.decode()
    assert (Receipt.objects.count(), Statement.objects.count()) == (1, 1)


def test_a_button_pressed_twice_or_a_page_gone_back_to_loses_nobody(
    norway: Delegation, delegate: Client
) -> None:
    ref = complete(delegate, norway)
    sent = send(delegate, ref)
    again = send(delegate, ref)
    assert (
        again["Location"]
        == sent["Location"]
        == reverse("portal:receipt", args=[Receipt.objects.get().number])
    )
    for step in ("place", "files", "conditions", "check"):
        answer = delegate.get(reverse(f"portal:{step}", args=[ref]))
        assert answer["Location"] == reverse("portal:statement", args=[ref])
    assert Receipt.objects.count() == 1


def test_after_the_deadline_one_asks_and_the_secretariat_grants(norway: Delegation, delegate: Client) -> None:
    ref = complete(delegate, norway)
    send(delegate, ref)
    Meeting.objects.update(statements_due_at=timezone.now() - timedelta(minutes=1))
    page = delegate.get(reverse("portal:statement", args=[ref])).content.decode()
    assert reverse("portal:change", args=[ref, "replacement"]) not in page
    assert reverse("portal:withdraw", args=[ref]) not in page
    refused = delegate.post(reverse("portal:change", args=[ref, "replacement"]))
    assert (refused.status_code, "Ask for the change first" in refused.content.decode()) == (409, True)
    assert delegate.post(reverse("portal:ask", args=[ref]), {"wish": "replace"}).status_code == 422
    asked = delegate.post(reverse("portal:ask", args=[ref]), {"wish": "replace", "reason": "A wrong figure."})
    assert asked.status_code == 302
    again = delegate.post(reverse("portal:ask", args=[ref]), {"wish": "replace", "reason": "Again."})
    assert again.status_code == 409
    changes.decide(
        ChangeRequest.objects.get(), grant=True, answer="", by=the_desk(norway.meeting), at=timezone.now()
    )
    assert delegate.post(reverse("portal:change", args=[ref, "replacement"])).status_code == 302
    add(delegate, ref, upload(ENGLISH + "\nWith the right figure.\n"))
    assert "receipts" in send(delegate, ref)["Location"]
    assert list(Version.objects.order_by("number").values_list("state", flat=True)) == [
        State.SUPERSEDED,
        State.RECEIVED,
    ]


def test_a_new_statement_after_the_deadline_is_refused_or_taken_late_by_policy(
    norway: Delegation, delegate: Client
) -> None:
    ref = complete(delegate, norway)
    Meeting.objects.update(statements_due_at=timezone.now() - timedelta(minutes=1))
    answer = send(delegate, ref)
    assert (answer.status_code, "The deadline for statements has passed" in answer.content.decode()) == (
        422,
        True,
    )
    Meeting.objects.update(late_policy=Meeting.LatePolicy.TAKE_LATE)
    assert send(delegate, ref).status_code == 302
    assert Version.objects.get().late


def test_what_was_returned_is_replaced_even_after_the_deadline(norway: Delegation, delegate: Client) -> None:
    ref = complete(delegate, norway)
    send(delegate, ref)
    version, desk = Version.objects.get(), the_desk(norway.meeting)
    review.take(version, by=desk, at=NOW)
    review.send_back(version, reason="Name the <session>.", by=desk, at=NOW)
    Meeting.objects.update(statements_due_at=timezone.now() - timedelta(minutes=1))
    page = delegate.get(reverse("portal:statement", args=[ref])).content.decode()
    assert "Name the &lt;session&gt;." in page
    assert delegate.post(reverse("portal:change", args=[ref, "replacement"])).status_code == 302


def test_a_published_statement_is_corrected_by_request_and_never_replaced(
    norway: Delegation, delegate: Client
) -> None:
    """R09-6."""
    statement = a_published_statement(norway)
    page = delegate.get(reverse("portal:statement", args=[statement.ref])).content.decode()
    assert reverse("portal:ask", args=[statement.ref]) in page
    answer = delegate.post(reverse("portal:change", args=[statement.ref, "replacement"]))
    assert (answer.status_code, "never replaced" in answer.content.decode()) == (409, True)
    asked = reverse("portal:ask", args=[statement.ref])
    delegate.post(asked, {"wish": "correct", "reason": "A misprint."})
    changes.decide(ChangeRequest.objects.get(), grant=True, answer="", by=the_desk(norway.meeting), at=NOW)
    change = reverse("portal:change", args=[statement.ref, "correction"])
    assert delegate.post(change, {"note": ""}).status_code == 422
    assert delegate.post(change, {"note": "The number of schools."}).status_code == 302
    draft = statement.versions.get(state=State.DRAFT)
    assert (draft.kind, draft.note) == (Version.Kind.CORRECTION, "The number of schools.")
    steps = delegate.get(reverse("portal:files", args=[statement.ref])).content.decode()
    assert reverse("portal:conditions", args=[statement.ref]) not in steps


def test_withdrawing_needs_a_reason_and_is_final(norway: Delegation, delegate: Client) -> None:
    ref = complete(delegate, norway)
    send(delegate, ref)
    address = reverse("portal:withdraw", args=[ref])
    assert delegate.post(address, {"reason": ""}).status_code == 422
    assert delegate.post(address, {"reason": "Sent by mistake."}).status_code == 302
    assert "Withdrawn on" in delegate.get(reverse("portal:statement", args=[ref])).content.decode()
    assert delegate.post(address, {"reason": "Twice."}).status_code == 409


# Who may ---------------------------------------------------------------------------------------------------------


def pages(version: Version) -> dict[str, str]:
    """Every address of the portal that belongs to one statement."""
    ref = version.statement.ref
    found = {
        name: reverse(f"portal:{name}", args=[ref])
        for name in ("statement", "place", "files", "conditions", "check", "discard", "withdraw", "ask")
    }
    one = version.languages.get()
    found["new"] = reverse("portal:new", args=[version.statement.delegation_id])
    found["change"] = reverse("portal:change", args=[ref, "replacement"])
    found["download"] = reverse("portal:download", args=[one.pk])
    found["file"] = reverse("portal:file", args=[ref, one.pk])
    if hasattr(version, "receipt"):
        found["receipt"] = reverse("portal:receipt", args=[version.receipt.number])
    return found


def test_the_table_of_pages_names_every_address_of_the_portal() -> None:
    from django.urls import URLPattern

    from comity.web.portal.urls import urlpatterns

    names = {str(one.name) for one in urlpatterns if isinstance(one, URLPattern)}  # the register has its own
    people = {"people", "withdraw_member"}  # of a delegation: test_participants.py
    version = a_received_statement()
    assert set(pages(version)) == names - {"home", "enter"} - people


@pytest.mark.no_database
@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("sent", [True, False])
def test_statements_open_for_their_delegation_and_the_secretariat_alone(
    role: Role | None, sent: bool, meeting: Meeting, norway: Delegation
) -> None:
    """R09-3, RX-5: somebody of another delegation is told that there is no such page."""
    sweden = a_delegation(meeting, "swe")
    by = a_delegate(norway)
    version = (a_received_statement if sent else a_draft)(norway, "Words of Norway alone.", by=by)
    client = (
        holding(role, meeting, sweden) if role else signed_in(a_role(Role.SECRETARIAT, a_meeting("other")))
    )
    enters = role in {Role.SECRETARIAT, Role.DOCUMENT_OFFICER}
    for name, address in pages(version).items():
        for method in ("get", "post"):
            answer = getattr(client, method)(address)
            opened = enters and (sent or name in {"new", "statement", "download"})
            if not opened and not (enters and name in {"change", "withdraw", "ask"}):
                assert answer.status_code in {404, 405}, (name, method)
                assert b"Words of Norway" not in getattr(answer, "content", b"")
            answer.close()
    version.refresh_from_db()
    assert version.state == (State.RECEIVED if sent else State.DRAFT)


def test_a_stranger_is_sent_to_sign_in_everywhere(norway: Delegation) -> None:
    version = a_received_statement(norway)
    addresses = [*pages(version).values(), reverse("portal:home"), reverse("portal:enter")]
    for address in addresses:
        answer = Client().get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("role", [None, *Role])
def test_home_helps_whoever_comes(role: Role | None, meeting: Meeting, norway: Delegation) -> None:
    client = holding(role, meeting, norway) if role else signed_in(a_role(Role.CHAIR, a_meeting("other")))
    page = client.get(reverse("portal:home")).content.decode()
    assert (reverse("portal:new", args=[norway.pk]) in page) == (role in DELEGATION_ROLES)
    assert ('id="enter"' in page) == (role in {Role.SECRETARIAT, Role.DOCUMENT_OFFICER})
    assert (reverse("people:meeting", args=[meeting.slug]) in page) == (role == Role.FOCAL_POINT)
    none = role not in DELEGATION_ROLES | {Role.SECRETARIAT, Role.DOCUMENT_OFFICER}
    assert ("You act for no delegation" in page) == none


def test_the_secretariat_enters_what_came_by_post(meeting: Meeting, norway: Delegation) -> None:
    desk = signed_in(the_desk(meeting))
    elsewhere = a_delegation(a_meeting("other"), "swe")
    answer = desk.get(reverse("portal:enter"), {"delegation": norway.pk})
    assert answer["Location"] == reverse("portal:new", args=[norway.pk])
    for forged in (elsewhere.pk, "x", ""):
        assert desk.get(reverse("portal:enter"), {"delegation": forged}).status_code == 404
    ref = complete(desk, norway)
    assert "receipts" in send(desk, ref)["Location"]
    assert Act.objects.get(verb="received").by == the_desk(meeting)


def test_a_forged_form_from_another_site_is_refused(norway: Delegation) -> None:
    person = a_delegate(norway)
    client = Client(enforce_csrf_checks=True)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    version = a_received_statement(norway)
    for address in pages(version).values():
        answer = client.post(address, {"reason": "Forged."})
        assert answer.status_code in {403, 405}
        answer.close()
    version.statement.refresh_from_db()
    assert version.statement.withdrawn_at is None


def test_pages_of_the_portal_are_kept_by_nobody(norway: Delegation, delegate: Client) -> None:
    version = a_received_statement(norway)
    for name, address in {**pages(version), "home": reverse("portal:home")}.items():
        answer = delegate.get(address)
        if name not in {"download", "file"}:
            assert "no-store" in answer["Cache-Control"], name
        answer.close()


@pytest.mark.parametrize("statements", [1, 3])
def test_more_statements_ask_the_database_no_more(
    statements: int, norway: Delegation, delegate: Client, django_assert_max_num_queries
) -> None:
    for _ in range(statements):
        a_received_statement(norway)
    with django_assert_max_num_queries(14):
        page = delegate.get(reverse("portal:home")).content.decode()
    assert page.count("<tr>") == statements + 1


@pytest.mark.parametrize("paragraphs", [1, 30])
def test_more_paragraphs_ask_the_database_no_more(
    paragraphs: int, norway: Delegation, delegate: Client, django_assert_max_num_queries
) -> None:
    words = [f"Paragraph {number} on resolution 1373 (2001)." for number in range(paragraphs)]
    draft = a_draft(norway, *words, by=norway.assignments.get().person)
    with django_assert_max_num_queries(23):
        delegate.get(reverse("portal:files", args=[draft.statement.ref]))


# Mail ------------------------------------------------------------------------------------------------------------


def test_the_receipt_comes_by_mail_over_smtp(norway: Delegation, delegate: Client, postbox: Postbox) -> None:
    """R09-3."""
    ref = complete(delegate, norway)
    with letters_sent():
        answer = send(delegate, ref)
    one = Receipt.objects.get()
    ((to, subject, words),) = postbox.mails
    assert (to, one.number in subject) == (one.issued_to.email, True)
    assert StoredFile.objects.get().sha256 in words
    assert f"This receipt was sent to {to}." in delegate.get(answer["Location"]).content.decode()


def test_a_mail_server_that_is_down_costs_no_receipt_and_the_page_says_how_the_mail_stands(
    norway: Delegation, delegate: Client, settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    ref = complete(delegate, norway)
    with letters_sent():
        answer = send(delegate, ref)
    page = delegate.get(answer["Location"]).content.decode()
    one = Receipt.objects.get()
    assert one.number in page
    assert f"This receipt is on its way to {one.issued_to.email}." in page
    letters.drop(Letter.objects.all(), at=timezone.now())
    assert "could not be sent by mail" in delegate.get(answer["Location"]).content.decode()


def test_a_reader_of_arabic_finds_the_portal_from_right_to_left(norway: Delegation, delegate: Client) -> None:
    page = delegate.get("/ar/portal/").content.decode()
    assert 'lang="ar" dir="rtl"' in page


def test_what_a_delegation_has_not_sent_is_shown_to_nobody_else(
    meeting: Meeting, norway: Delegation, delegate: Client
) -> None:
    """Not to the secretariat either, which may enter statements for every delegation."""
    ref = begin(delegate, norway)
    add(delegate, ref, upload("Not yet for anybody."))
    page = reverse("portal:statement", args=[ref])
    file = reverse("portal:download", args=[LanguageVersion.objects.get().pk])
    desk = signed_in(the_desk(meeting))
    assert delegate.get(page).status_code == 200
    assert b"".join(delegate.get(file)) == b"Not yet for anybody."
    assert [desk.get(page).status_code, desk.get(file).status_code] == [404, 404]


@pytest.mark.parametrize("kind", ["replacement", "correction", "revision"])
def test_what_a_delegation_changes_is_its_own_until_it_is_sent(
    kind: str, meeting: Meeting, norway: Delegation
) -> None:
    """R09-3: neither page nor file nor record nor act of the secretariat reaches the draft of a later version."""
    person, desk = a_delegate(norway), signed_in(the_desk(meeting))
    if kind == "replacement":
        statement = a_received_statement(norway, by=person).statement
    else:
        statement = a_published_statement(norway, by=person)
        wish = ChangeRequest.Wish.CORRECT if kind == "correction" else ChangeRequest.Wish.REVISE
        asked = changes.ask(statement, wish=wish, reason="A figure.", by=person, at=NOW)
        changes.decide(asked, grant=True, answer="", by=the_desk(meeting), at=NOW)
    delegate = signed_in(person)
    delegate.post(reverse("portal:change", args=[statement.ref, kind]), {"note": "Note of nobody else."})
    assert add(delegate, statement.ref, upload("Words of nobody else.")).status_code == 302
    draft = statement.versions.get(number=2)
    assert draft.state == State.DRAFT
    for name, address in pages(draft).items():
        for answer in (desk.get(address), desk.post(address, {"note": "Seen.", "reason": "", "act": ""})):
            shown = b"" if answer.streaming else answer.content
            assert b"nobody else" not in shown, name
            assert answer.status_code in {200, 404, 405, 409, 422} or name == "new", (
                name,
                answer.status_code,
            )
            answer.close()
    for name in ("files", "place", "conditions", "check", "discard", "download", "file"):
        assert desk.post(pages(draft)[name]).status_code in {404, 405}, name
    for address in (
        reverse("desk:statement", args=[statement.ref]),
        reverse("portal:statement", args=[statement.ref]),
    ):
        page = desk.get(address).content.decode()
        assert not re.search(r"\bv2\b", page)
        assert "new version begun" not in page
    draft.refresh_from_db()
    assert (draft.state, draft.note) == (State.DRAFT, "" if kind == "replacement" else "Note of nobody else.")
    assert delegate.get(pages(draft)["files"]).status_code == 200


def test_what_somebody_began_who_left_the_delegation_stays_closed(
    meeting: Meeting, norway: Delegation
) -> None:
    person = a_delegate(norway)
    draft = a_draft(norway, by=person)
    person.assignments.all().delete()
    desk = signed_in(the_desk(meeting))
    assert desk.get(reverse("portal:files", args=[draft.statement.ref])).status_code == 404
    assert desk.get(reverse("portal:download", args=[draft.languages.get().pk])).status_code == 404


def test_a_draft_that_the_secretariat_entered_becomes_the_delegations_when_it_adds_to_it(
    meeting: Meeting, norway: Delegation, delegate: Client
) -> None:
    desk = signed_in(the_desk(meeting))
    ref = begin(desk, norway)
    files = reverse("portal:files", args=[ref])
    assert desk.get(files).status_code == 200
    assert add(delegate, ref, upload("Words of ours.")).status_code == 302
    assert (desk.get(files).status_code, delegate.get(files).status_code) == (404, 200)


def test_a_delegate_of_two_meetings_chooses_the_one_whose_statements_she_sees(
    delegate: Client, norway: Delegation, meeting: Meeting
) -> None:
    later = a_meeting("sm2018", opens_on=date(2018, 1, 1), closes_on=date(2018, 1, 2))
    person = Assignment.objects.get(delegation=norway).person
    again = a_delegation(later)
    Assignment.objects.create(person=person, role=Role.DELEGATE, meeting=later, delegation=again)
    assert delegate.get("/en/portal/").context["delegations"] == [again, norway]
    assert delegate.get("/en/portal/?meeting=sm2016").context["delegations"] == [norway]
    assert delegate.get("/en/portal/").context["delegations"] == [norway]
    assert delegate.get("/en/portal/?meeting=elsewhere").context["delegations"] == [again, norway]
