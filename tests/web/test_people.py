"""Invitations, accounts and roles, as the people concerned see them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from comity.meetings.models import Meeting
from comity.participants import authority, invitations
from comity.participants.models import Assignment, Delegation, Invitation, Letter, Person, Role
from comity.record.models import Act
from tests.makers import a_delegate, a_delegation, a_meeting, a_person, a_role, the_desk
from tests.smtp import letters_sent
from tests.web.acting import Postbox, holding, linked_errors, signed_in

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-word-for-norway"


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


@pytest.fixture
def norway(meeting: Meeting) -> Delegation:
    return a_delegation(meeting, "nor")


@pytest.fixture
def desk(meeting: Meeting) -> Client:
    return signed_in(the_desk(meeting))


def people(meeting: Meeting) -> str:
    return reverse("people:meeting", args=[meeting.slug])


def words(delegation: Delegation | None = None, role: Role = Role.DELEGATE, **more: str) -> dict[str, str]:
    return {
        "email": "New@Example.org",
        "name": "Ms. New",
        "language": "fr",
        "role": role,
        "delegation": str(delegation.pk) if delegation else "",
        **more,
    }


def a_link(meeting: Meeting, delegation: Delegation, **more: object) -> str:
    """The address in an invitation to be a delegate."""
    _, token = invitations.invite(
        **{  # type: ignore[arg-type]
            "email": "new@example.org",
            "name": "Ms. New",
            "role": Role.DELEGATE,
            "by": the_desk(meeting),
            "at": timezone.now(),
            "meeting": meeting,
            "delegation": delegation,
            **more,
        }
    )
    return reverse("people:accept", args=[token])


# Inviting --------------------------------------------------------------------------------------------------------


def test_an_invitation_by_mail_leads_to_a_signed_in_delegate(
    meeting: Meeting,
    norway: Delegation,
    desk: Client,
    postbox: Postbox,
) -> None:
    """Over a real SMTP server, in the language of the person invited."""
    with letters_sent():
        assert desk.post(people(meeting), words(norway)).status_code == 302
    ((to, _subject, text),) = postbox.mails
    assert to == "new@example.org"
    link = re.search(r"http://\S+(/fr/people/invitations/\S+/)", text)
    assert link
    guest = Client()
    page = guest.get(link.group(1)).content.decode()
    assert ("Norvège" in page, 'lang="fr"' in page) == (True, True)
    answer = guest.post(link.group(1), {"name": "Ms. New", "way": "password", "password": PASSWORD})
    assert answer.status_code == 302
    person = Person.objects.get(email="new@example.org")
    assert (person.name, person.language, person.check_password(PASSWORD)) == ("Ms. New", "fr", True)
    assert guest.get(reverse("portal:home")).status_code == 200
    assert Assignment.objects.get(person=person).delegation == norway
    assert guest.get(link.group(1)).status_code == 409


def test_an_invitation_waits_for_the_mail_server_and_not_whoever_invites(
    meeting: Meeting, norway: Delegation, desk: Client, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    answer = desk.post(people(meeting), words(norway), follow=True)
    assert answer.status_code == 200
    said = [str(message) for message in answer.context["messages"]]
    assert said == ["The invitation is on its way to new@example.org."]
    letter = Letter.objects.get()
    assert (letter.to, letter.sent_at, letter.meeting) == ("new@example.org", None, meeting)
    desk.post(reverse("people:withdraw_invitation", args=[meeting.slug, Invitation.objects.get().pk]))
    letter.refresh_from_db()
    assert (letter.due_at, letter.body) == (None, "")


def test_a_new_password_is_asked_for_without_waiting_for_a_mail_server(
    norway: Delegation, settings: Settings, postbox: Postbox
) -> None:
    person = a_delegate(norway)
    with letters_sent():
        answer = Client().post(reverse("account_reset_password"), {"email": person.email})
        assert (answer.status_code, postbox.mails) == (302, [])
    ((to, _subject, text),) = postbox.mails
    assert to == person.email
    link = re.search(r"http://[^/]+(/\S+)", text)
    assert link
    assert Client().get(link.group(1), follow=True).status_code == 200


def test_a_wrong_invitation_keeps_what_was_typed(meeting: Meeting, norway: Delegation, desk: Client) -> None:
    answer = desk.post(people(meeting), words(email="no address"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert linked_errors(page) == {
        "Enter a valid email address.": "id_email",
        "Choose the delegation for which this person acts.": "id_delegation",
    }
    assert ('value="no address"' in page, 'value="Ms. New"' in page) == (True, True)
    answer = desk.post(people(meeting), words(norway, role=Role.RAPPORTEUR))
    assert list(linked_errors(answer.content.decode())) == [
        "Leave the delegation empty: this role belongs to none."
    ]
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize("offered", list(Role))
@pytest.mark.parametrize("role", list(Role))
def test_every_role_invites_through_the_page_exactly_whom_the_table_allows(
    role: Role, offered: Role, meeting: Meeting, norway: Delegation
) -> None:
    client = holding(role, meeting, norway)
    place = norway if authority.needs_delegation(offered) else None
    answer = client.post(people(meeting), words(place, role=offered))
    # The page belongs to a meeting; an administrator of the site is invited on the command line.
    may = offered in authority.MAY_INVITE.get(role, frozenset()) and offered != Role.ADMINISTRATOR
    opened = role in authority.MAY_INVITE
    assert answer.status_code == (302 if may else 422 if opened else 403)
    assert Invitation.objects.filter(role=offered).exists() == may


def test_a_focal_point_sees_and_invites_for_the_own_delegation_alone(
    meeting: Meeting, norway: Delegation
) -> None:
    sweden = a_delegation(meeting, "swe")
    a_delegate(sweden, name="swede")
    a_link(meeting, sweden, email="guest@example.org")
    focal = signed_in(a_delegate(norway, name="focal", role=Role.FOCAL_POINT))
    page = focal.get(people(meeting)).content.decode()
    assert ("focal@example.org" in page, "swede@example.org" in page, "guest@example.org" in page) == (
        True,
        False,
        False,
    )
    assert focal.post(people(meeting), words(sweden)).status_code == 422
    other = Invitation.objects.get()
    withdraw = reverse("people:withdraw_invitation", args=[meeting.slug, other.pk])
    assert focal.post(withdraw).status_code == 403
    swede = Assignment.objects.get(person__email="swede@example.org")
    end = reverse("people:end_role", args=[meeting.slug, swede.pk])
    assert (focal.get(end).status_code, focal.post(end).status_code) == (403, 403)
    assert Assignment.objects.filter(pk=swede.pk).exists()


def test_an_invitation_that_is_withdrawn_opens_nothing(
    meeting: Meeting, norway: Delegation, desk: Client
) -> None:
    link = a_link(meeting, norway)
    withdraw = reverse("people:withdraw_invitation", args=[meeting.slug, Invitation.objects.get().pk])
    assert desk.get(withdraw).status_code == 405
    assert desk.post(withdraw).status_code == 302
    answer = Client().get(link)
    assert (answer.status_code, "Ask whoever invited you" in answer.content.decode()) == (409, True)
    assert desk.post(withdraw).status_code == 409
    other = a_meeting("other")
    assert desk.post(reverse("people:withdraw_invitation", args=[other.slug, 1])).status_code == 404


# Taking up -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sentence", "field"),
    [
        ({"password": ""}, "Enter a password, or choose to sign in with a passkey.", "id_password"),
        ({"password": "password"}, "This password is too common.", "id_password"),
        ({"name": ""}, "This field is required.", "id_name"),
    ],
)
def test_what_is_wrong_with_the_answer_is_said_at_its_field(
    typed: dict[str, str], sentence: str, field: str, meeting: Meeting, norway: Delegation
) -> None:
    link = a_link(meeting, norway)
    answer = Client().post(link, {"name": "Ms. New", "way": "password", "password": PASSWORD, **typed})
    assert answer.status_code == 422
    assert linked_errors(answer.content.decode())[sentence] == field
    assert not Person.objects.filter(email="new@example.org").exists()


def test_a_passkey_is_set_up_at_once(meeting: Meeting, norway: Delegation) -> None:
    guest = Client()
    answer = guest.post(a_link(meeting, norway), {"name": "Ms. New", "way": "passkey"})
    assert answer["Location"] == reverse("mfa_add_webauthn")
    assert guest.get(answer["Location"]).status_code == 200
    assert not Person.objects.get(email="new@example.org").has_usable_password()


def test_somebody_known_keeps_name_and_password_and_signs_in_herself(
    meeting: Meeting, norway: Delegation
) -> None:
    """The link proves the address; it does not sign in to an account that has a password of its own."""
    known = a_person("new")
    guest = Client()
    answer = guest.post(a_link(meeting, norway), {"name": "Mallory", "way": "password", "password": PASSWORD})
    assert answer["Location"] == reverse("account_login")
    assert guest.get(reverse("portal:home")).status_code == 302
    known.refresh_from_db()
    assert (known.name, known.check_password(PASSWORD)) == ("New", False)
    assert Assignment.objects.get(person=known).delegation == norway


def test_an_expired_link_says_what_to_do(meeting: Meeting, norway: Delegation) -> None:
    link = a_link(meeting, norway, at=timezone.now() - timedelta(days=15))
    for address in (link, reverse("people:accept", args=["guess"])):
        answer = Client().post(address, {"name": "X", "way": "password", "password": PASSWORD})
        assert (answer.status_code, "Ask whoever invited you" in answer.content.decode()) == (409, True)
    assert Person.objects.count() == 1


def test_whoever_is_signed_in_as_somebody_else_becomes_the_guest(
    meeting: Meeting, norway: Delegation
) -> None:
    client = signed_in(a_person("other"))
    client.post(a_link(meeting, norway), {"name": "Ms. New", "way": "password", "password": PASSWORD})
    page = client.get(reverse("people:account")).content.decode()
    assert ("new@example.org" in page, "other@example.org" in page) == (True, False)


# Accounts and roles ----------------------------------------------------------------------------------------------


@pytest.mark.no_database
@pytest.mark.parametrize("role", [None, *Role])
def test_the_account_leads_to_the_work_of_each_role(
    role: Role | None, meeting: Meeting, norway: Delegation
) -> None:
    client = holding(role, meeting, norway) if role else signed_in(a_person("nobody"))
    page = client.get(reverse("people:account")).content.decode()
    main = page.split("<main", 1)[1]
    assert ("You hold no role at the moment" in main) == (role is None)
    expected = {
        Role.DELEGATE: reverse("portal:home"),
        Role.FOCAL_POINT: reverse("portal:home"),
        Role.ADMINISTRATOR: people(meeting),
        Role.PRESS_OFFICER: f"{reverse('site:home')}?meeting={meeting.slug}",
        Role.CHAIR: f"{reverse('site:home')}?meeting={meeting.slug}",
    }
    way = (
        reverse("site:home")
        if role is None
        else expected.get(role, reverse("desk:meeting", args=[meeting.slug]))
    )
    assert f'href="{way}"' in main
    assert client.get(way).status_code == 200


def test_the_own_account_is_changed_and_keeps_what_was_typed() -> None:
    person = a_person("somebody")
    client = signed_in(person)
    typed = {"name": "", "title": "Envoy", "language": "ar", "time_zone": "Asia/Amman"}
    answer = client.post(reverse("people:account"), typed)
    assert (answer.status_code, 'value="Envoy"' in answer.content.decode()) == (422, True)
    assert client.post(reverse("people:account"), {**typed, "name": "S."}).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.title, person.language) == ("S.", "Envoy", "ar")


def test_a_role_is_taken_back_after_one_question(meeting: Meeting, norway: Delegation, desk: Client) -> None:
    person = a_delegate(norway)
    held = Assignment.objects.get(person=person)
    address = reverse("people:end_role", args=[meeting.slug, held.pk])
    assert "Take the role back?" in desk.get(address).content.decode()
    assert Assignment.objects.filter(pk=held.pk).exists()
    assert desk.post(address).status_code == 302
    assert not Assignment.objects.filter(pk=held.pk).exists()
    assert signed_in(person).get(reverse("portal:new", args=[norway.pk])).status_code == 404
    assert Act.objects.get(verb="took role back").by == the_desk(meeting)
    assert desk.post(address).status_code == 404


@pytest.mark.parametrize("sought", ["norw", "NORWAY@example", "delegate"])
def test_people_are_found_by_name_address_role_or_delegation(
    sought: str, meeting: Meeting, norway: Delegation, desk: Client
) -> None:
    a_delegate(norway)
    a_role(Role.CHAIR, meeting)
    page = desk.get(people(meeting), {"q": sought}).content.decode()
    assert ("norway@example.org" in page, "chair@example.org" in page) == (True, False)
    assert "Nobody matches" in desk.get(people(meeting), {"q": "zzz"}).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_more_people_ask_the_database_no_more(
    rows: int, meeting: Meeting, desk: Client, django_assert_max_num_queries
) -> None:
    for code in ("nor", "fra", "che")[:rows]:
        delegation = a_delegation(meeting, code)
        a_delegate(delegation)
        a_link(meeting, delegation, email=f"{code}@example.org")
    with django_assert_max_num_queries(14):
        page = desk.get(people(meeting)).content.decode()
    assert page.count("<tr>") == 2 * rows + 3


def test_a_stranger_is_sent_to_sign_in(meeting: Meeting) -> None:
    addresses = [
        people(meeting),
        reverse("people:account"),
        reverse("people:end_role", args=[meeting.slug, 1]),
    ]
    for address in addresses:
        answer = Client().get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_login"))


def test_nobody_signs_up_without_an_invitation() -> None:
    answer = Client().post(
        reverse("account_signup"),
        {"email": "mallory@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert answer.status_code == 200
    assert Person.objects.count() == 0
    assert reverse("account_signup") not in Client().get(reverse("account_login")).content.decode()


def test_a_wrong_password_is_explained_and_the_address_kept() -> None:
    a_person("somebody")
    answer = Client().post(reverse("account_login"), {"login": "somebody@example.org", "password": "wrong"})
    page = answer.content.decode()
    assert "error-summary" in page
    assert 'value="somebody@example.org"' in page
    good = Client().post(
        reverse("account_login"), {"login": "somebody@example.org", "password": "a-long-word-7"}
    )
    assert good["Location"] == reverse("people:account")
