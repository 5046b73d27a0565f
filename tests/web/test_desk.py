"""The desk as its people see it: the queue, the statement under review, and two people at once."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from smtplib import SMTPDataError
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comity.meetings.models import Meeting
from comity.participants import letters
from comity.participants.models import Assignment, Letter, Role
from comity.record.models import Act
from comity.statements import authority, changes, receipt, review
from comity.statements.models import ChangeRequest, Statement, Version
from comity.web.desk.acts import ACTS
from comity.web.desk.history import VERBS
from tests.makers import (
    NOW,
    a_delegate,
    a_delegation,
    a_draft,
    a_meeting,
    a_person,
    a_published_statement,
    a_received_statement,
    a_role,
    add_file,
    an_accepted_statement,
    the_desk,
)
from tests.web.acting import holding, signed_in

pytestmark = pytest.mark.django_db
State = Version.State
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


@pytest.fixture
def desk(meeting: Meeting) -> Client:
    return signed_in(the_desk(meeting))


def page_of(client: Client, version: Version) -> str:
    return client.get(reverse("desk:statement", args=[version.statement.ref])).content.decode()


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found
    return found.group(1)


def send(client: Client, version: Version, name: str, *, seen: str | None = None, **words: str):
    """Press the button of an act on the page as it stands (or stood: `seen`)."""
    seen = seen_on(page_of(client, version)) if seen is None else seen
    fields = {f"{name}-{field}": value for field, value in words.items()}
    address = reverse("desk:act", args=[version.statement.ref, name])
    return client.post(address, {"seen": seen, **fields})


def state_of(version: Version) -> str:
    return Version.objects.values_list("state", flat=True).get(pk=version.pk)


# The queue -------------------------------------------------------------------------------------------------------


def test_what_i_review_comes_before_what_nobody_has_opened(meeting: Meeting, desk: Client) -> None:
    mine, theirs, fresh, accepted = (
        a_received_statement(a_delegation(meeting, code)) for code in ("nor", "fra", "che", "ken")
    )
    other = a_role(Role.DOCUMENT_OFFICER, meeting)
    review.take(mine, by=the_desk(meeting), at=NOW)
    review.take(theirs, by=other, at=NOW)
    review.take(accepted, by=other, at=NOW)
    review.accept(accepted, by=other, at=NOW)
    page = desk.get(reverse("desk:home")).content.decode()
    places = [page.index(version.statement.ref) for version in (mine, fresh, accepted, theirs)]
    assert places == sorted(places)
    assert [page.count(version.statement.ref) for version in (mine, fresh, accepted, theirs)] == [1, 1, 1, 1]


def test_the_queue_of_one_meeting_holds_nothing_of_another(meeting: Meeting, desk: Client) -> None:
    other = a_meeting("other")
    elsewhere = a_received_statement(a_delegation(other), by=a_role(Role.SECRETARIAT, other, name="x"))
    page = desk.get(reverse("desk:home")).content.decode()
    assert elsewhere.statement.ref not in page
    assert desk.get(reverse("desk:meeting", args=["other"])).status_code == 404


def test_an_empty_queue_says_what_will_come(meeting: Meeting, desk: Client) -> None:
    assert "Nothing waits for the desk" in desk.get(reverse("desk:home")).content.decode()


@pytest.mark.parametrize("versions", [1, 3])
def test_a_longer_queue_asks_the_database_no_more(
    versions: int, meeting: Meeting, desk: Client, django_assert_max_num_queries
) -> None:
    for code in ("nor", "fra", "che")[:versions]:
        a_received_statement(a_delegation(meeting, code))
    with django_assert_max_num_queries(15):
        desk.get(reverse("desk:home"))


@pytest.mark.parametrize("role", list(Role))
def test_the_desk_opens_for_exactly_those_who_may_read_what_is_unpublished(
    role: Role, meeting: Meeting
) -> None:
    """RX-5: need-to-know."""
    version = a_received_statement(a_delegation(meeting, "nor"))
    person = a_person("somebody")
    own = a_delegation(meeting, "fra") if role in {Role.DELEGATE, Role.FOCAL_POINT} else None
    Assignment.objects.create(
        person=person, role=role, meeting=None if role == Role.ADMINISTRATOR else meeting, delegation=own
    )
    client = signed_in(person)
    allowed = role in authority.BY_ROLE[authority.Act.READ_UNPUBLISHED]
    one = version.languages.get()
    answers = [
        client.get(address)
        for address in (
            reverse("desk:home"),
            reverse("desk:statement", args=[version.statement.ref]),
            reverse("desk:file", args=[one.pk]),
        )
    ]
    assert [answer.status_code for answer in answers] == [200 if allowed else 403] * 3
    for answer in answers:
        answer.close()


def test_a_stranger_is_sent_to_sign_in(meeting: Meeting) -> None:
    version = a_received_statement(a_delegation(meeting))
    answer = Client().get(reverse("desk:statement", args=[version.statement.ref]))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_login"))


def test_drafts_belong_to_the_delegation_alone(meeting: Meeting, desk: Client) -> None:
    draft = a_draft(a_delegation(meeting))
    assert desk.get(reverse("desk:statement", args=[draft.statement.ref])).status_code == 404
    assert desk.get(reverse("desk:file", args=[draft.languages.get().pk])).status_code == 404
    assert draft.statement.ref not in desk.get(reverse("desk:home")).content.decode()


# The statement under review ---------------------------------------------------------------------------------------


def test_the_page_shows_text_facts_findings_and_record(meeting: Meeting, desk: Client) -> None:
    """R02-2: a year that does not agree is flagged at its paragraph, and nothing is mended."""
    version = a_received_statement(
        a_delegation(meeting), "We recall resolution 1373 (2002).", contact="Ms. Contact"
    )
    page = page_of(desk, version)
    one = version.languages.select_related("file").get()
    assert "1373 (2002)" in page
    assert "the year does not agree with the number" in page
    for fact in ("Ms. Contact", one.file.sha256, version.receipt.number, "Aspect one"):
        assert fact in page
    assert page.count("SM2016-R00001") == 2  # among the facts and in the record


def test_text_from_outside_is_never_markup(meeting: Meeting, desk: Client) -> None:
    version = a_received_statement(
        a_delegation(meeting), "<script>alert(1)</script>", speaker_name="<b>X</b>"
    )
    page = page_of(desk, version)
    assert "<script>alert" not in page
    assert "<b>X" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_file_is_a_download_of_the_very_bytes_received(meeting: Meeting, desk: Client) -> None:
    """R09-12: never rendered on our origin."""
    version = a_received_statement(a_delegation(meeting), "Words in a file.")
    answer = desk.get(reverse("desk:file", args=[version.languages.get().pk]))
    assert b"".join(answer) == b"Words in a file."
    assert answer["Content-Disposition"] == 'attachment; filename="en.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    answer.close()


def test_each_language_is_shown_in_its_own_direction(meeting: Meeting, desk: Client) -> None:
    draft = a_draft(a_delegation(meeting), "In English.")
    add_file(draft, "نص عربي.", by=the_desk(meeting), language="ar")
    receipt.submit(draft, by=the_desk(meeting), at=NOW)
    address = reverse("desk:statement", args=[draft.statement.ref])
    arabic = desk.get(address + "?language=ar").content.decode()
    assert '<div class="said" lang="ar" dir="rtl">' in arabic
    assert "نص عربي." in arabic
    assert "In English." not in arabic
    assert "In English." in desk.get(address).content.decode()


def test_what_changed_is_shown_word_by_word(meeting: Meeting, desk: Client) -> None:
    """R09-6: old versions stay reachable to staff, with a readable difference."""
    statement = a_published_statement(a_delegation(meeting), "Ten schools take part.", "We thank you.")
    revision = changes.new_version(
        statement, kind=Version.Kind.CORRECTION, note="The number of schools.", by=the_desk(meeting), at=NOW
    )
    add_file(revision, "Twelve schools take part.", "We thank you.", by=the_desk(meeting))
    receipt.submit(revision, by=the_desk(meeting), at=NOW)
    page = desk.get(reverse("desk:difference", args=[statement.ref, 1, 2])).content.decode()
    assert "<del>Ten</del><ins>Twelve</ins> schools take part." in page
    assert "The number of schools." in page
    earlier = desk.get(reverse("desk:version", args=[statement.ref, 1])).content.decode()
    assert "Ten schools" in earlier
    assert "This is an earlier version." in earlier
    assert 'name="seen"' not in earlier
    assert desk.get(reverse("desk:difference", args=[statement.ref, 7, 2])).status_code == 404


# Acts ------------------------------------------------------------------------------------------------------------


def test_a_statement_goes_from_the_queue_to_the_public(meeting: Meeting, desk: Client) -> None:
    """R09-4: only CTED publishes."""
    version = a_received_statement(a_delegation(meeting))
    for name, words, state in (
        ("take", {}, State.IN_REVIEW),
        ("accept", {"embargo": "none"}, State.ACCEPTED),
        ("publish", {}, State.PUBLISHED),
    ):
        answer = send(desk, version, name, **words)
        assert (answer.status_code, state_of(version)) == (302, state)
    version.refresh_from_db()
    assert version.is_public(timezone.now())


def test_the_embargo_is_entered_in_the_time_of_the_place(meeting: Meeting, desk: Client) -> None:
    """R09-5."""
    version = a_received_statement(a_delegation(meeting))
    review.take(version, by=the_desk(meeting), at=NOW)
    until = (timezone.now() + timedelta(days=2)).astimezone(NEW_YORK).replace(hour=15, minute=0)
    send(desk, version, "accept", embargo="until_time", until=f"{until:%Y-%m-%dT%H:%M}")
    send(desk, version, "publish")
    version.refresh_from_db()
    assert version.public_from == until.replace(second=0, microsecond=0)
    assert not version.is_public(timezone.now())
    later = until + timedelta(days=1)
    send(desk, version, "reschedule", until=f"{later:%Y-%m-%dT%H:%M}")
    version.refresh_from_db()
    assert version.public_from == later.replace(second=0, microsecond=0)


def test_an_embargo_that_is_not_touched_keeps_its_seconds(meeting: Meeting, desk: Client) -> None:
    until = timezone.now().replace(microsecond=0) + timedelta(days=1, seconds=7)
    version = a_received_statement(a_delegation(meeting), embargo="until_time", embargo_until=until)
    review.take(version, by=the_desk(meeting), at=NOW)
    shown = re.search(r'name="accept-until" value="([^"]*)"', page_of(desk, version))
    assert shown
    send(desk, version, "accept", embargo="until_time", until=shown.group(1))
    version.statement.refresh_from_db()
    assert (state_of(version), version.statement.embargo_until) == (State.ACCEPTED, until)


def test_an_embargo_without_its_time_is_explained_at_its_field(meeting: Meeting, desk: Client) -> None:
    version = a_received_statement(a_delegation(meeting))
    review.take(version, by=the_desk(meeting), at=NOW)
    answer = send(desk, version, "accept", embargo="until_time", until="")
    page = answer.content.decode()
    assert (answer.status_code, state_of(version)) == (422, State.IN_REVIEW)
    link = re.search(r'href="#([\w-]+)">Give the date and time', page)
    assert link
    assert f'id="{link.group(1)}"' in page


def test_recording_delivery_releases_the_text(meeting: Meeting, desk: Client) -> None:
    version = an_accepted_statement(
        a_delegation(meeting), embargo="until_delivered", delivery=Statement.Delivery.DELIVERED
    )
    send(desk, version, "publish")
    assert state_of(version) == State.EMBARGOED
    send(desk, version, "deliver")
    version.refresh_from_db()
    assert version.is_public(timezone.now())


def test_a_reason_is_needed_to_return_and_is_kept(meeting: Meeting, desk: Client) -> None:
    version = a_received_statement(a_delegation(meeting))
    review.take(version, by=the_desk(meeting), at=NOW)
    assert send(desk, version, "return", reason=" ").status_code == 422
    assert send(desk, version, "return", reason="Name the session.").status_code == 302
    version.refresh_from_db()
    assert (version.state, version.return_reason) == (State.RETURNED, "Name the session.")


def test_withdrawing_needs_a_reason_and_leaves_the_text_to_staff(meeting: Meeting, desk: Client) -> None:
    statement = a_published_statement(a_delegation(meeting), "Words taken back.")
    version = statement.versions.get()
    assert send(desk, version, "withdraw", reason="").status_code == 422
    assert send(desk, version, "withdraw", reason="At the delegation's wish.").status_code == 302
    page = page_of(desk, version)
    assert "Words taken back." in page
    assert "At the delegation&#x27;s wish." in page


def test_only_what_the_state_and_the_role_allow_is_offered(meeting: Meeting, desk: Client) -> None:
    rapporteur = signed_in(a_role(Role.RAPPORTEUR, meeting))
    version = a_received_statement(a_delegation(meeting), delivery=Statement.Delivery.DELIVERED)

    def offered(client: Client) -> set[str]:
        page = page_of(client, version)
        return {name for name in ACTS if reverse("desk:act", args=[version.statement.ref, name]) in page}

    assert offered(desk) == {"take", "deliver", "withdraw"}
    review.take(version, by=the_desk(meeting), at=NOW)
    assert offered(desk) == {"accept", "return", "deliver", "withdraw"}
    review.accept(version, by=the_desk(meeting), at=NOW)
    assert offered(desk) == {"return", "publish", "deliver", "embargo", "withdraw"}
    send(desk, version, "publish")
    assert offered(desk) == {"deliver", "withdraw"}
    assert offered(rapporteur) == set()


@pytest.mark.parametrize("name", list(ACTS))
def test_a_rapporteur_who_posts_anyway_is_refused(name: str, meeting: Meeting, desk: Client) -> None:
    version = an_accepted_statement(a_delegation(meeting), delivery=Statement.Delivery.DELIVERED)
    seen = seen_on(page_of(desk, version))
    words = {"reason": "No.", "embargo": "none", "until": "2099-01-01T10:00"}
    answer = send(signed_in(a_role(Role.RAPPORTEUR, meeting)), version, name, seen=seen, **words)
    version.refresh_from_db()
    assert answer.status_code in {403, 409}
    assert (version.state, version.statement.delivered_at) == (State.ACCEPTED, None)


def test_an_act_that_does_not_exist_is_not_found(meeting: Meeting, desk: Client) -> None:
    version = a_received_statement(a_delegation(meeting))
    assert send(desk, version, "burn", seen="").status_code == 404


# Two people at once ----------------------------------------------------------------------------------------------


def test_the_second_of_two_is_told_and_keeps_what_she_wrote(meeting: Meeting, desk: Client) -> None:
    version = a_received_statement(a_delegation(meeting))
    review.take(version, by=the_desk(meeting), at=NOW)
    other = signed_in(a_role(Role.DOCUMENT_OFFICER, meeting))
    seen = seen_on(page_of(other, version))
    send(desk, version, "accept", embargo="none")
    answer = send(other, version, "return", seen=seen, reason="Please number the paragraphs.")
    page = answer.content.decode()
    assert (answer.status_code, state_of(version)) == (409, State.ACCEPTED)
    assert "Somebody else was first" in page
    assert '<blockquote dir="auto">Please number the paragraphs.</blockquote>' in page
    assert Act.objects.filter(verb="returned").count() == 0


def test_a_review_does_not_fall_on_the_version_that_replaced_it(meeting: Meeting, desk: Client) -> None:
    first = a_received_statement(a_delegation(meeting))
    review.take(first, by=the_desk(meeting), at=NOW)
    seen = seen_on(page_of(desk, first))
    second = changes.new_version(first.statement, by=the_desk(meeting), at=NOW)
    add_file(second, "A better text.", by=the_desk(meeting))
    receipt.submit(second, by=the_desk(meeting), at=NOW)
    assert send(desk, first, "accept", seen=seen, embargo="none").status_code == 409
    assert (state_of(first), state_of(second)) == (State.SUPERSEDED, State.RECEIVED)


# The list --------------------------------------------------------------------------------------------------------


def list_of(client: Client, meeting: Meeting, **wanted: object) -> str:
    return client.get(reverse("desk:list", args=[meeting.slug]), wanted).content.decode()


def marks_on(page: str) -> list[str]:
    return re.findall(r'name="chosen" value="([^"]*)"', page)


def do_with(client: Client, meeting: Meeting, act: str, marks: list[str], **more: str):
    fields = {"act": act, "chosen": marks, **more}
    return client.post(reverse("desk:many", args=[meeting.slug]), fields, follow=True)


@pytest.fixture
def four(meeting: Meeting) -> list[Version]:
    """Received from Norway, France and Côte d'Ivoire; accepted from Kenya. A draft of Chad is nobody's business."""
    a_draft(a_delegation(meeting, "tcd"))
    found = [
        a_received_statement(a_delegation(meeting, code), at=NOW + timedelta(minutes=number))
        for number, code in enumerate(("nor", "fra", "civ"))
    ]
    return [*found, an_accepted_statement(a_delegation(meeting, "ken"), at=NOW + timedelta(minutes=9))]


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ({}, [0, 1, 2, 3]),
        ({"sort": "newest"}, [3, 2, 1, 0]),
        ({"sort": "delegation"}, [2, 1, 3, 0]),
        ({"state": "accepted"}, [3]),
        ({"state": "nonsense"}, [0, 1, 2, 3]),
        ({"q": "norw"}, [0]),
        ({"q": "النرويج"}, [0]),
        ({"q": "cote d"}, [2]),
        ({"q": "sm2016-r00002"}, [1]),
        ({"q": "100%"}, []),
        ({"language": "fr"}, []),
        ({"session": "999999"}, [0, 1, 2, 3]),
        ({"page": "7"}, [0, 1, 2, 3]),
    ],
)
def test_the_list_is_searched_filtered_and_sorted(
    wanted: dict[str, str], shown: list[int], meeting: Meeting, desk: Client, four: list[Version]
) -> None:
    page = list_of(desk, meeting, **wanted)
    pks = [int(mark.split("|")[0]) for mark in marks_on(page)]
    assert pks == [four[one].pk for one in shown]
    assert ("Nothing matches" in page) == (not shown)


def test_the_list_shows_the_latest_version_of_each_statement_once(meeting: Meeting, desk: Client) -> None:
    first = a_received_statement(a_delegation(meeting))
    second = changes.new_version(first.statement, by=the_desk(meeting), at=NOW)
    assert [mark.split("|")[0] for mark in marks_on(list_of(desk, meeting))] == [str(first.pk)]
    add_file(second, "A better text.", by=the_desk(meeting))
    receipt.submit(second, by=the_desk(meeting), at=NOW)
    assert [mark.split("|")[0] for mark in marks_on(list_of(desk, meeting))] == [str(second.pk)]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_longer_list_asks_the_database_no_more(
    rows: int, meeting: Meeting, desk: Client, django_assert_max_num_queries
) -> None:
    for code in ("nor", "fra", "che")[:rows]:
        a_received_statement(a_delegation(meeting, code))
    with django_assert_max_num_queries(17):
        assert len(marks_on(list_of(desk, meeting))) == rows


def test_a_long_list_has_pages_and_a_long_queue_leads_to_it(
    meeting: Meeting, desk: Client, monkeypatch: pytest.MonkeyPatch, four: list[Version]
) -> None:
    monkeypatch.setattr("comity.web.desk.views.PAGE", 3)
    monkeypatch.setattr("comity.web.desk.views.SHOWN_AT_MOST", 2)
    page = list_of(desk, meeting, sort="newest")
    assert "Page 1 of 2" in page
    assert 'href="?sort=newest&amp;page=2"' in page
    assert len(marks_on(list_of(desk, meeting, page="2"))) == 1
    home = desk.get(reverse("desk:home")).content.decode()
    assert f'{reverse("desk:list", args=[meeting.slug])}?state=received">Show all 3' in home


def test_many_are_accepted_and_published_after_one_question(
    meeting: Meeting, desk: Client, four: list[Version]
) -> None:
    marks = marks_on(list_of(desk, meeting))
    asked = do_with(desk, meeting, "accept-publish", marks).content.decode()
    assert "Accept and publish: 4 statements?" in asked
    assert {state_of(one) for one in four} == {State.RECEIVED, State.ACCEPTED}
    done = do_with(desk, meeting, "accept-publish", marks, sure="1").content.decode()
    assert "Accept and publish: 4 statements." in done
    assert {state_of(one) for one in four} == {State.PUBLISHED}
    assert Act.objects.filter(verb="published", by=the_desk(meeting)).count() == 4


def test_of_many_each_is_refused_by_itself(meeting: Meeting, desk: Client, four: list[Version]) -> None:
    """Changed meanwhile, confidential, without consent: named one by one; the others are done."""
    marks = marks_on(list_of(desk, meeting))
    review.take(four[0], by=the_desk(meeting), at=NOW)
    Statement.objects.filter(pk=four[1].statement_id).update(sensitivity="confidential")
    page = do_with(desk, meeting, "accept", marks).content.decode()
    assert "Accept: 1 statement." in page
    assert f"Norway ({four[0].statement}): Somebody else was first." in page
    assert f"France ({four[1].statement}): This statement of France is CONFIDENTIAL." in page
    assert f"Kenya ({four[3].statement}): This is not possible now" in page
    assert [state_of(one) for one in four] == [
        State.IN_REVIEW,
        State.RECEIVED,
        State.ACCEPTED,
        State.ACCEPTED,
    ]


def test_many_acts_reach_only_the_meeting_and_the_sent(meeting: Meeting, desk: Client) -> None:
    other = a_meeting("other")
    elsewhere = a_received_statement(a_delegation(other), by=a_role(Role.SECRETARIAT, other, name="x"))
    draft = a_draft(a_delegation(meeting))
    marks = [f"{elsewhere.pk}|1|received|", f"{draft.pk}|1|draft|", "x", "9|", ""]
    page = do_with(desk, meeting, "take", marks).content.decode()
    assert "Choose at least one statement" in page
    assert (state_of(elsewhere), state_of(draft)) == (State.RECEIVED, State.DRAFT)
    assert "Choose at least one" in do_with(desk, meeting, "burn", marks).content.decode()
    answer = do_with(desk, meeting, "take", marks, back="https://elsewhere.example/")
    assert answer.redirect_chain[-1][0] == reverse("desk:list", args=[meeting.slug])


@pytest.mark.parametrize("role", list(Role))
def test_many_acts_ask_for_the_same_authority_as_one(
    role: Role, meeting: Meeting, four: list[Version]
) -> None:
    """R09-4."""
    client = holding(role, meeting, a_delegation(meeting, "swe"))
    marks = [f"{one.pk}|1|{one.state}|" for one in four]
    for act in ("accept-publish", "publish", "accept", "take"):
        do_with(client, meeting, act, marks, sure="1")
    may = role in authority.BY_ROLE[authority.Act.PUBLISH]
    assert {state_of(one) for one in four} == ({State.PUBLISHED} if may else {State.RECEIVED, State.ACCEPTED})
    page = client.get(reverse("desk:list", args=[meeting.slug]))
    sees = role in authority.BY_ROLE[authority.Act.READ_UNPUBLISHED]
    assert (page.status_code, bool(marks_on(page.content.decode()))) == (200 if sees else 403, may)


def test_a_page_that_said_no_can_be_loaded_again(meeting: Meeting, desk: Client) -> None:
    version = a_received_statement(a_delegation(meeting))
    answer = desk.get(reverse("desk:act", args=[version.statement.ref, "accept"]))
    assert answer["Location"] == reverse("desk:statement", args=[version.statement.ref])
    page = send(desk, version, "take", seen="old").content.decode()
    assert 'href="?' not in page  # its links would lead to the address of the act
    asked = a_request(meeting)
    assert desk.get(reverse("desk:decide", args=[asked.pk])).status_code == 302


@pytest.mark.parametrize("role", [None, *Role])
def test_the_desk_helps_whoever_comes(role: Role | None, meeting: Meeting) -> None:
    norway = a_delegation(meeting)
    client = holding(role, meeting, norway) if role else signed_in(a_person("somebody"))
    page = client.get(reverse("desk:home")).content.decode()
    sees = role in authority.BY_ROLE[authority.Act.READ_UNPUBLISHED]
    assert ("The desk is for the secretariat" in page) == (not sees)
    assert (reverse("people:meeting", args=[meeting.slug]) in page) == (role == Role.SECRETARIAT)
    assert ("portal/#enter" in page) == (role in authority.CTED)


# Requests --------------------------------------------------------------------------------------------------------


def a_request(meeting: Meeting) -> ChangeRequest:
    delegation = a_delegation(meeting)
    statement = a_published_statement(delegation)
    return changes.ask(
        statement,
        wish=ChangeRequest.Wish.WITHDRAW,
        reason="It was the wrong file.",
        by=a_delegate(delegation),
        at=NOW,
    )


def test_a_request_is_in_the_queue_and_granting_it_withdraws(meeting: Meeting, desk: Client) -> None:
    asked = a_request(meeting)
    assert f"{asked.statement.ref}/#request-{asked.pk}" in desk.get(reverse("desk:home")).content.decode()
    version = asked.statement.versions.get()
    assert "It was the wrong file." in page_of(desk, version)
    fields = {f"request-{asked.pk}-decision": "grant", f"request-{asked.pk}-answer": "Done."}
    answer = desk.post(reverse("desk:decide", args=[asked.pk]), fields)
    assert (answer.status_code, state_of(version)) == (302, State.WITHDRAWN)
    again = desk.post(reverse("desk:decide", args=[asked.pk]), fields)
    assert again.status_code == 409
    assert "Somebody else has decided" in again.content.decode()


def test_declining_needs_an_answer(meeting: Meeting, desk: Client) -> None:
    asked = a_request(meeting)
    answer = desk.post(reverse("desk:decide", args=[asked.pk]), {f"request-{asked.pk}-decision": "decline"})
    assert answer.status_code == 422
    asked.refresh_from_db()
    assert asked.decision == ChangeRequest.Decision.OPEN
    fields = {f"request-{asked.pk}-decision": "decline", f"request-{asked.pk}-answer": "It has been quoted."}
    assert desk.post(reverse("desk:decide", args=[asked.pk]), fields).status_code == 302
    asked.refresh_from_db()
    assert (asked.decision, asked.answer) == (ChangeRequest.Decision.DECLINED, "It has been quoted.")


def test_a_reviewer_sees_the_request_without_a_form(meeting: Meeting) -> None:
    asked = a_request(meeting)
    reviewer = signed_in(a_role(Role.REVIEWER, meeting))
    page = page_of(reviewer, asked.statement.versions.get())
    assert "It was the wrong file." in page
    assert reverse("desk:decide", args=[asked.pk]) not in page
    fields = {f"request-{asked.pk}-decision": "grant"}
    assert reviewer.post(reverse("desk:decide", args=[asked.pk]), fields).status_code == 403


# Words -----------------------------------------------------------------------------------------------------------


def test_every_verb_of_the_record_has_words_for_the_reader() -> None:
    from pathlib import Path

    import comity.statements

    noted: set[str] = set()
    for module in Path(comity.statements.__path__[0]).glob("*.py"):
        noted |= set(re.findall(r'trail\.note\(\s*[\w.]+,\s*"([^"]+)"', module.read_text(encoding="utf-8")))
    assert noted
    assert noted <= VERBS.keys()


def test_the_page_is_in_the_language_of_its_address(meeting: Meeting, desk: Client) -> None:
    version = a_received_statement(a_delegation(meeting))
    answer = desk.get(f"/fr/desk/statements/{version.statement.ref}/")
    assert answer.status_code == 200
    assert 'lang="fr"' in answer.content.decode()


def test_times_are_told_by_the_clock_of_the_place(meeting: Meeting, desk: Client) -> None:
    version = a_received_statement(a_delegation(meeting), at=datetime(2016, 11, 21, 3, 30, tzinfo=UTC))
    assert "20 November 2016, 22:30 (New York)" in page_of(desk, version)


# Mails -----------------------------------------------------------------------------------------------------------


def test_the_secretariat_sees_what_could_not_be_mailed_and_why_and_sends_it_again(
    meeting: Meeting, desk: Client
) -> None:
    letter = letters.write(to="lost@example.org", subject="Receipt 7", body="B", at=NOW, meeting=meeting)
    letters.mark_failed(letter, SMTPDataError(554, b"<b>mailbox</b> unknown"), at=NOW)
    home, act = reverse("desk:home"), reverse("desk:letter", args=[letter.pk])
    page = desk.get(home).content.decode()
    for words in (
        "lost@example.org",
        "Receipt 7",
        "554 &lt;b&gt;mailbox&lt;/b&gt; unknown",
        f'action="{act}"',
    ):
        assert words in page
    assert "on its way again" in desk.post(act, follow=True).content.decode()
    assert Letter.objects.get().due_at is not None
    letters.mark_failed(letter, SMTPDataError(554, b"unknown"), at=NOW)
    assert "set aside" in desk.post(act, {"aside": "1"}, follow=True).content.decode()
    assert "lost@example.org" not in desk.get(home).content.decode()
    assert Letter.objects.get().body == ""


def test_mails_are_the_business_of_the_secretariat_of_their_meeting(meeting: Meeting) -> None:
    letter = letters.write(to="lost@example.org", subject="Receipt 7", body="B", at=NOW, meeting=meeting)
    letters.mark_failed(letter, SMTPDataError(554, b"unknown"), at=NOW)
    rapporteur = signed_in(a_role(Role.RAPPORTEUR, meeting))
    other = signed_in(a_role(Role.SECRETARIAT, a_meeting("other"), name="x"))
    assert "lost@example.org" not in rapporteur.get(reverse("desk:home")).content.decode()
    for client in (rapporteur, other):
        assert client.post(reverse("desk:letter", args=[letter.pk])).status_code == 403
    no_desk = letters.write(to="a@example.org", subject="Password", body="B", at=NOW)
    assert other.post(reverse("desk:letter", args=[no_desk.pk])).status_code == 404
