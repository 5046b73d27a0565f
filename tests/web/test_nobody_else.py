"""What is not attributed could have been said by another delegation, for all that anybody can tell (RX-1, RX-2).

One and the same site is asked twice: as it is, and as if another delegation had spoken. Whatever an answer holds (names,
order, counts, file names, the description of a PDF, how long it is) then differs exactly if it tells who spoke.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from comity.floor import moderating, recording, taking
from comity.floor.models import Floor, Inscription, Intervention
from comity.meetings.models import Attribution, Meeting, Session
from comity.participants.models import Delegation, Person, Role
from comity.practices import aligning, challenges, flagging, gates, helping, issuing, rules, spoken
from comity.practices.models import Confirmation, Edition, Excerpt, Practice, Term
from comity.record import trail
from comity.refusals import Refused
from comity.statements.models import Statement
from tests.floor.makers import BEGINS, MINUTE, a_floor, chair, has_floor
from tests.makers import NOW, a_delegate, a_delegation, a_role
from tests.practices.makers import (
    a_candidate,
    a_decided,
    a_threat,
    an_excerpt,
    the_paragraph,
    the_rapporteur,
    the_secretariat,
)
from tests.web.test_embargo import Cast, Route, routes

pytestmark = pytest.mark.django_db
SPEAKER, OTHER = "chl", "mex"
"""Of one region and one category, so that whatever is told of these may be told."""
SAID = "Referrals of zyxwlamps are answered at any hour.\nEach of them is seen by a judge."
PUBLIC = ("site:", "api:", "permanent", "sitemap", "floor:")
CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|<updated>[^<]*</updated></feed>')
"""Of every answer another: the token of its forms, and when a feed without entries was made."""


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, datetime]]:
    hands = {"at": NOW}
    monkeypatch.setattr(timezone, "now", lambda: hands["at"])
    helping.forget()
    yield hands
    helping.forget()


class Said:
    """What the speaker said, at every place of the register at which words may stand."""

    def __init__(self, mode: Attribution, *, afterwards: bool = False) -> None:
        """`afterwards`: the session is attributed, and the rapporteur tells less of this speaker later."""
        floor = a_floor()
        self.meeting = floor.session.meeting
        Meeting.objects.filter(pk=self.meeting.pk).update(state=Meeting.State.IN_SESSION)
        if not afterwards:
            Session.objects.filter(pk=floor.session_id).update(attribution=mode)
            floor.session.refresh_from_db()
        self.turn = self.speak(floor)
        self.turn.floor = floor
        moderating.end(self.turn, by=chair(floor), at=BEGINS + 3 * MINUTE)
        recording.note(self.turn, SAID, seen="", by=the_rapporteur(), at=BEGINS + 4 * MINUTE)
        self.statement = taking.take(self.turn, by=the_rapporteur(), at=BEGINS + 5 * MINUTE)
        first, second = the_paragraph(self.statement), the_paragraph(self.statement, 1)
        flag = partial(flagging.flag, by=the_rapporteur(), at=NOW)
        practice = Excerpt.Kind.PRACTICE
        self.practice = a_decided(
            flag(first, 0, len(first.text), kind=practice),
            an_excerpt("nor", "We keep a contact point at any hour."),
        )
        self.candidate = a_candidate(
            flag(second, 0, len(second.text), kind=practice), title="See each referral"
        )
        flag(first, 0, 9, kind=Excerpt.Kind.CLAIM)
        self.challenge = challenges.record(
            self.meeting,
            titles={"en": "Referrals come late"},
            challenge_type=Term.objects.get(scheme="challenge_type", code="jurisdiction"),
            threats=[a_threat()],
            excerpts=[flag(second, 0, 12, kind=Excerpt.Kind.CHALLENGE)],
            by=the_rapporteur(),
            at=NOW,
        )
        challenges.publish(self.challenge, by=the_secretariat(), at=NOW)
        if afterwards:
            spoken.tighten(self.turn, mode, by=the_rapporteur(), at=NOW)
        self.edition = issuing.issue(self.meeting, kind=Edition.Kind.EDITION, by=the_secretariat(), at=NOW)

    def speak(self, floor: Floor) -> Intervention:
        a_delegation(self.meeting, OTHER)
        return has_floor(floor, SPEAKER)

    def cast(self) -> Cast:
        return Cast(self.meeting, self.statement, [])

    def as_if_said_by(self, code: str) -> None:
        """Nothing but who spoke is another."""
        who: Any = {"delegation": Delegation.objects.get(meeting=self.meeting, body__code=code)}
        Intervention.objects.filter(pk=self.turn.pk).update(**who)
        Inscription.objects.filter(pk=self.turn.inscription_id).update(**who)
        self.as_if_of(who)

    def as_if_of(self, who: Any) -> None:
        gates.take_down(connection.alias)
        Statement.objects.filter(pk=self.statement.pk).update(**who)
        words = Excerpt.objects.filter(paragraph__language_version__version__statement=self.statement)
        words.update(**who)
        Confirmation.objects.exclude(delegation__body__code="nor").update(**who)
        gates.put_up(rules.GATES, connection.alias)


def addresses(said: Said, *, within: tuple[str, ...]) -> list[str]:
    cast = said.cast()
    practices = [*Practice.objects.values_list("ref", flat=True), said.challenge.ref]
    found = cast.candidates
    cast_of = {
        **found,
        "ref": [said.statement.ref, *practices],
        "pk": sorted({*found["pk"], *Excerpt.objects.values_list("pk", flat=True)}),
        "number": ["1", "2"],
        "code": [*said.meeting.sessions.values_list("code", flat=True), SPEAKER, OTHER, "recruitment"],
        "slug": [said.meeting.slug],
        "kind": ["json", "pdf", "docx", "html", "csv", "ttl", "xml", "challenge"],
        "language": ["en"],
    }

    class Asked(Cast):
        @property
        def candidates(self) -> dict[str, list[Any]]:
            return cast_of

    asked = Asked(said.meeting, said.statement, [])
    wanted: list[Route] = [
        one for one in routes(get_resolver()) if one.name.startswith(within) and one.name != "site:live"
    ]
    return sorted({each for some in asked.addresses(wanted).values() for each in some})


def answers(client: Client, asked: list[str]) -> dict[str, str]:
    return {address: told(client, address) for address in asked}


def told(client: Client, address: str) -> str:
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    headers = {
        key: value
        for key, value in answer.headers.items()
        if key not in ("ETag", "Set-Cookie", "Expires", "Content-Length")
    }
    words = CHANGING.sub("", body.decode("latin-1"))
    return f"{answer.status_code} {words} {headers!r}"


def browser(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def same(client: Client, asked: list[str], said: Said) -> set[str]:
    """Asked as it is and as if; the addresses at which there was something to tell."""
    first = answers(client, asked)  # what is opened for the first time goes on record, and the record shows
    asked = [
        one for one in asked if not first[one].startswith("405") and not is_nowhere(one, first[one], said)
    ]
    said.as_if_said_by(SPEAKER)
    before = answers(client, asked)
    said.as_if_said_by(OTHER)
    after = answers(client, asked)
    tell = [one for one in asked if before[one] != after[one]]
    assert tell == []
    return {one for one in asked if before[one].startswith("200")}


def is_nowhere(address: str, answer: str, said: Said) -> bool:
    """The address of something else with a reference that is none of its own."""
    return answer.startswith("404") and "/sm2016-" in address and said.statement.ref not in address


SEALED = [Attribution.BY_CATEGORY, Attribution.NON_ATTRIBUTED, Attribution.CONFIDENTIAL]


@pytest.mark.parametrize("afterwards", [False, True])
@pytest.mark.parametrize("mode", SEALED)
def test_the_public_cannot_tell_who_spoke(mode: Attribution, afterwards: bool) -> None:
    """RX-1: no page, feed, JSON, file, name of a file, order or count of the site."""
    said = Said(mode, afterwards=afterwards)
    person = a_delegate(a_delegation(said.meeting, "fra"), name="france")
    asked = addresses(said, within=PUBLIC)
    asked += [
        f"{reverse('site:search')}?q=zyxwlamps",
        f"{reverse('site:search')}?q=contact&delegation={SPEAKER}",
    ]
    shown = same(browser(None), asked, said)
    assert {one[-4:] for one in shown} >= {".pdf", "docx", ".csv", "json", "atom", ".xml"}
    assert len(shown) > 40
    assert len(same(browser(person), asked[::5], said)) > 5


@pytest.mark.parametrize(
    ("role", "mode"),
    [
        (Role.REVIEWER, Attribution.NON_ATTRIBUTED),
        (Role.REVIEWER, Attribution.CONFIDENTIAL),
        (Role.DOCUMENT_OFFICER, Attribution.BY_CATEGORY),
        (Role.RAPPORTEUR, Attribution.NON_ATTRIBUTED),
        (Role.SECRETARIAT, Attribution.CONFIDENTIAL),
    ],
)
def test_at_the_desk_nobody_is_told_before_the_seal_is_opened(role: Role, mode: Attribution) -> None:
    """RX-2: neither by the reading, nor the page of the record, nor lists, nor the board; whatever the role."""
    said = Said(mode)
    person = the_rapporteur() if role is Role.RAPPORTEUR else a_role(role, said.meeting, name="somebody")
    assert len(same(browser(person), addresses(said, within=("desk:",)), said)) > 3


@pytest.mark.parametrize("role", [Role.RAPPORTEUR, Role.SECRETARIAT])
def test_two_roles_open_the_seal_of_a_record_with_a_reason(role: Role) -> None:
    """RX-2: told on that one page, and on record."""
    said = Said(Attribution.NON_ATTRIBUTED)
    client = browser(person := a_role(role, said.meeting, name="somebody"))
    page = reverse("desk:statement", args=[said.statement.ref])
    assert "An intervention under seal" in (shown := client.get(page).content.decode())
    assert "Chile" not in shown
    refused = client.post(page + "seal/", {"reason": " "})
    assert (refused.status_code, b"Say why" in refused.content, b"Chile" in refused.content) == (
        400,
        True,
        False,
    )
    assert "Chile" in client.post(page + "seal/", {"reason": "to ask back"}).content.decode()
    assert "Chile" not in (later := client.get(page).content.decode())
    assert "seal opened" in later
    act = trail.of(said.statement)[0]
    assert (act.verb, act.by, act.details) == ("opened seal", person, {"reason": "to ask back"})


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.DOCUMENT_OFFICER])
def test_nobody_else_reads_the_record_or_its_file(role: Role) -> None:
    """RX-2: the words beside the draft are what a reviewer needs; whose they are is not."""
    said = Said(Attribution.NON_ATTRIBUTED)
    client = browser(a_role(role, said.meeting, name="somebody"))
    page = reverse("desk:statement", args=[said.statement.ref])
    file = said.statement.versions.get().languages.get()
    for answer in (
        client.get(page),
        client.get(page + "v1/"),
        client.post(page + "seal/", {"reason": "curious"}),
        client.get(reverse("desk:file", args=[file.pk])),
    ):
        assert answer.status_code == 403
        assert b"Only a rapporteur or the secretariat may learn whose words these are." in answer.content
        assert b"Chile" not in answer.content
    assert not trail.of(said.statement).filter(verb="opened seal").exists()


def test_an_alignment_of_a_speaker_under_seal_is_not_put_on_record() -> None:
    """RX-1: it would be a record of who spoke."""
    said = Said(Attribution.NON_ATTRIBUTED)
    with pytest.raises(Refused, match="under seal"):
        aligning.record(
            the_paragraph(said.statement),
            0,
            9,
            with_delegation=a_delegation(said.meeting, "nor"),
            by=the_rapporteur(),
            at=NOW,
        )
