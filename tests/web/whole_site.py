"""Every page there is: found through the URLconf, opened by whoever may, so that a new route is covered by itself.

A new route needs something here only if its address has a parameter of a new name: an example of its value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation

from comity.communications.models import Notice
from comity.meetings.models import Instrument, Meeting, Session
from comity.participants import invitations, tokens
from comity.participants.models import Assignment, FormerName, Person, Role, Scope
from comity.practices import initiatives
from comity.practices.models import Confirmation, Term
from comity.statements import changes, publication, review
from comity.statements.models import (
    ChangeRequest,
    LanguageVersion,
    Paragraph,
    Receipt,
    Statement,
    Version,
)
from comity.web.shared import middleware
from config import urls
from tests import makers
from tests.practices.makers import the_rapporteur, the_reviewer
from tests.web import (
    shared_campaigns,
    shared_floor,
    shared_framework,
    shared_outcome,
    shared_papers,
    shared_people,
    shared_press,
    shared_programme,
    shared_register,
    shared_summary,
    shared_telling,
)

NO_PAGE = {
    "account_inactive": "is shown when somebody inactive signs in",
    "account_confirm_login_code": "signing in by a code is off",
    "account_confirm_email": "an invitation is the proof of an address",
    "account_reset_password_from_key": "needs a link from a mail",
    "mfa_authenticate": "is the second step of signing in",
    "mfa_deactivate_totp": "needs an authenticator app",
    "mfa_view_recovery_codes": "needs an authenticator app",
    "mfa_generate_recovery_codes": "needs an authenticator app",
    "mfa_download_recovery_codes": "needs an authenticator app",
    "mfa_remove_webauthn": "needs a passkey",
    "mfa_edit_webauthn": "needs a passkey",
    "mfa_reauthenticate_webauthn": "needs a passkey",
    "socialaccount_signup": "nobody signs up without an invitation",
    "openid_connect_login": "no provider is set",
    "openid_connect_callback": "no provider is set",
    "api:api-root": "leads to the start of the interface",
    "api:me": "needs a token",
    "api:search": "needs words to look for",
    "api:registrations": "needs a token",
    "api:registration": "needs a token",
    "api:receipt": "needs a token",
    "api:document_version": "needs a token",
    "api:standing": "needs a token",
    "api:documents_due": "needs a token",
    "api:circulations": "needs a token",
    "api:postings": "needs a token",
    "api:next_agenda": "needs a token",
    "api:panels": "needs a token",
    "api:panel": "needs a token",
    "api:part": "needs a token",
    "api:minutes_of_meeting": "needs a token",
    "api:minutes": "needs a token",
    "api:minutes_text": "needs a token",
}
"""Routes of django-allauth that answer only within a procedure, and why."""


SHOWN = (200, 401, 410)
"""Statuses of pages: 401 is a sign-in that failed, 410 the tombstone of a withdrawn statement."""
ELSEWHERE = (302, 403)
"""Statuses that may be another one for somebody else."""
ENOUGH = 5
"""How many addresses of a route are tried for further pages once one was opened."""
ELSEWHERE_ALWAYS = 60
"""After so many answers that lead elsewhere, and no page, a route is taken to lead elsewhere always."""
NOWHERE = 120
"""After so many addresses at which nothing is, the likeliest first, a route is taken to have none that leads further."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that somebody can open. `who`: "" for everybody, else a name of `World.people`."""

    name: str
    address: str
    who: str
    content: bytes
    cookies: frozenset[str]
    """Names of what the answer would leave in the browser."""


@dataclass(frozen=True, slots=True)
class World:
    people: dict[str, Person]
    examples: dict[str, list[Any]]
    """Parameter of an address -> values that exist, whatever they belong to."""


def a_world() -> World:
    """A meeting in session with statements in every state, in English and Arabic, cited rightly and wrongly."""
    at = timezone.now() - timedelta(hours=2)
    meeting = makers.a_meeting(
        state=Meeting.State.IN_SESSION,
        sample=True,
        descriptions={"en": "What it is about."},
        convened_by={"en": "The Committee", "ar": "اللجنة"},
        venues={"en": "Headquarters"},
        statements_due_at=at + timedelta(days=5),
        opens_on=at.date(),
        closes_on=at.date() + timedelta(days=1),
    )
    makers.a_meeting("sm2015", state=Meeting.State.ADJOURNED)
    for number, starts in enumerate((at, at + timedelta(days=1)), start=2):
        Session.objects.create(
            meeting=meeting,
            code=f"s{number}",
            tier=Session.Tier.TECHNICAL,
            position=number,
            titles={"en": f"Session {number}", "ar": f"الجلسة {number}"},
            starts_at=starts,
            ends_at=starts + timedelta(hours=5),
        ).aspects.set(meeting.aspects.all())
    group = makers.a_group()
    norway = makers.a_delegation(meeting, "nor", groups=(group,))
    FormerName.objects.create(body=norway.body, names={"en": "Former Norway"}, until_on=at.date())
    desk = makers.the_desk(meeting)
    delegate = makers.a_delegate(norway, name="norway", role=Role.FOCAL_POINT)
    published = statements_of(meeting, desk=desk, delegate=delegate, at=at)
    register = shared_register.a_register()
    framework = shared_framework.of(
        register.practice, drafter=the_rapporteur(), desk=desk, at=makers.NOW, sealed=register.hidden
    )
    campaigns = shared_campaigns.of()
    programme = initiatives.enter(
        meeting,
        names={"en": "Observatory"},
        owner="Ministry",
        level=Term.objects.get(scheme="level", code="national"),
        delegation=norway,
        by=delegate,
        at=at,
    )
    invitation, token = invitations.invite(
        email="new@example.org",
        name="New",
        language="en",
        role=Role.DELEGATE,
        delegation=norway,
        meeting=meeting,
        by=desk,
        at=timezone.now(),
    )
    follower = shared_telling.a_following(meeting, delegate, at=timezone.now())
    note = shared_programme.at_work(meeting, desk=desk, at=at)
    papers = shared_papers.of(meeting, at=at)
    attending = shared_people.of(meeting, norway, at=at)
    shared_people.asked(attending, register.practice, desk=desk, at=timezone.now())
    shared_floor.spoken(meeting, norway, desk=desk, at=at)
    key, _secret = tokens.make(
        desk, name="Badges", scopes=list(Scope), expires_at=at + timedelta(days=9), by=desk, at=at
    )
    shared_summary.of(meeting, desk=desk, at=timezone.now())
    survey = shared_outcome.of(meeting, norway, desk=desk, delegate=delegate, at=at)
    press = shared_press.of(meeting, published, desk=desk, at=at)
    return World(
        people={
            "": Person(),
            "delegate": delegate,
            "desk": desk,
            "officer": press.officer,
            "rapporteur": makers.a_role(Role.RAPPORTEUR, meeting, name="reader"),
            "reviewer": the_reviewer(),
        },
        examples={
            "ref": [
                *press.refs[:2],
                *(published.ref, *register.refs, programme.ref, *papers.refs, framework.guideline.ref),
                *Statement.objects.exclude(pk=published.pk).values_list("ref", flat=True),
            ],
            "number": [2, 1, *Receipt.objects.values_list("number", flat=True)],
            "measure": [1],
            "before": [1],
            "after": [2],
            "language": ["en"],
            "code": ["nor", "recruitment", "s1", "one", "cr4"],
            "slug": [meeting.slug, *Instrument.objects.values_list("slug", flat=True)],
            "pk": [
                attending.keys[-1],
                norway.pk,
                *campaigns,
                *press.numbers[:1],
                *Notice.objects.values_list("pk", flat=True),
                *follower.subscriptions.values_list("pk", flat=True),
                *Paragraph.objects.filter(language_version__version=published.versions.last()).values_list(
                    "pk", flat=True
                ),
                *Confirmation.objects.filter(delegation=norway).values_list("pk", flat=True),
                *Confirmation.objects.exclude(delegation__panellist=None).values_list("pk", flat=True),
                *ChangeRequest.objects.values_list("pk", flat=True),
                invitation.pk,
                *Assignment.objects.values_list("pk", flat=True),
                *LanguageVersion.objects.values_list("pk", flat=True),
                note.pk,
                key.pk,
                survey.pk,
                *papers.files,
                *attending.keys[:-1],
            ],
            "kind": ["replacement", "correction", "revision", "csv", "threat", "docx"],
            "name": ["accept", "return", "publish", "take", "withdraw", "deliver", "settle"],
            "token": [attending.presenting, attending.token, token, papers.token],
            "participant": attending.keys,
            "wish": ["withdraw", "written"],
            "session": [*meeting.sessions.values_list("pk", flat=True)],
            "key": [*press.keys, "key"],
            "following": [follower.key],
            "uidb36": ["1"],
            "provider_id": ["organization"],
        },
    )


def statements_of(meeting: Meeting, *, desk: Person, delegate: Person, at: datetime) -> Statement:
    """One statement or more in each state; the one that is returned is published, corrected and in two languages."""
    norway, chad = makers.a_delegation(meeting, "nor"), makers.a_delegation(meeting, "tcd")
    english = (
        "We recall paragraph 2 (e) of resolution 1373 (2001), resolution 1373 (2002) and resolution 9998 (2031).",
        "Referrals are recorded <always> & “reviewed”.",
    )
    arabic = ("نشير إلى الفقرة 2 (هـ) من القرار 1373 (2001).", "تسجل الإحالات دائما.")
    published = makers.a_published_statement(
        norway, *english, by=delegate, at=at, session=meeting.sessions.last(), delivery="delivered"
    )
    correction = changes.new_version(
        published, kind=Version.Kind.CORRECTION, note="A slip in paragraph 2.", by=desk, at=at
    )
    makers.add_file(correction, *english, "One paragraph more.", by=desk, at=at)
    makers.add_file(correction, *arabic, by=desk, at=at, language="ar")
    for act in (makers.receipt.submit, review.take, review.accept, publication.publish):
        act(correction, by=desk, at=at)
    changes.ask(
        published, wish=ChangeRequest.Wish.REVISE, reason="A better text.", by=delegate, at=timezone.now()
    )
    gone = makers.a_published_statement(chad, by=desk, at=at)
    changes.withdraw(gone, reason="Sent by mistake.", by=desk, at=timezone.now())
    makers.a_draft(norway, *english, by=delegate, at=at)
    makers.a_received_statement(norway, by=delegate, at=at)
    makers.an_accepted_statement(norway, by=delegate, at=at)
    makers.a_published_statement(
        chad, by=desk, at=at, embargo="until_time", embargo_until=timezone.now() + timedelta(days=1)
    )
    in_review = makers.a_received_statement(norway, by=delegate, at=at)
    review.take(in_review, by=desk, at=at)
    returned = makers.a_received_statement(norway, by=delegate, at=at)
    review.take(returned, by=desk, at=at)
    review.send_back(returned, reason="Please name the session.", by=desk, at=at)
    published.refresh_from_db()
    return published


def routes() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Full name and parameters of every route that has a name."""

    def walk(
        patterns: list[Any], namespace: str, taken: tuple[str, ...]
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        for one in patterns:
            parameters = (*taken, *one.pattern.regex.groupindex)
            if isinstance(one, URLResolver):
                inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
                yield from walk(one.url_patterns, inner, parameters)
            elif isinstance(one, URLPattern) and one.name:
                yield namespace + one.name, parameters

    seen = set()
    for found in walk(get_resolver().url_patterns, "", ()):
        if found not in seen:
            seen.add(found)
            yield found


def addresses(name: str, parameters: tuple[str, ...], world: World) -> Iterator[str]:
    for values in product(*(world.examples[one] for one in parameters)):
        try:
            yield reverse(name, kwargs=dict(zip(parameters, values, strict=True)))
        except NoReverseMatch:
            continue


class Met:
    """What was met at addresses so far: where one route knows of no document with a reference, the next will not."""

    def __init__(self) -> None:
        self.something: set[str] = set()
        self.nothing: set[str] = set()

    def learn(self, address: str, status: int) -> None:
        if status == 404:
            self.nothing.add(address)
        elif status not in ELSEWHERE:
            self.something.update(beginnings(address))

    def likeliest_first(self, tried: list[str]) -> list[str]:
        def strange(address: str) -> tuple[bool, int]:
            every = beginnings(address)
            return not self.nothing.isdisjoint(every), sum(one not in self.something for one in every)

        return sorted(tried, key=strange)


def beginnings(address: str) -> list[str]:
    """`/en/desk/`, `/en/desk/papers/` and so on."""
    parts = address.split("/")
    return ["/".join(parts[:end]) + "/" for end in range(2, len(parts))]


def signed_in(world: World) -> dict[str, Client]:
    """Name -> a browser in which that person has signed in."""
    clients = {}
    for name, person in world.people.items():
        clients[name] = Client()
        if name:
            form = {"login": person.email, "password": "a-long-word-7"}
            answer = clients[name].post(reverse("account_login"), form)
            assert answer.status_code == 302, answer.content.decode()
    return clients


def pages(
    world: World, clients: dict[str, Client], language: str = "en", *, of_each: int = 3
) -> tuple[list[Page], list[str]]:
    """Up to `of_each` different pages of every route, and the routes whose pages nobody could open.

    What answers with a redirection, a download or another type than HTML, or takes POST only, is no page.
    """
    found: list[Page] = []
    closed: list[str] = []
    met = Met()
    for name, parameters in routes():
        if name in NO_PAGE:
            continue
        with translation.override(language):  # a request leaves another behind
            tried = list(addresses(name, parameters, world))
        with bare_refusals():
            opened, statuses = opened_pages(
                name, met.likeliest_first(tried), bool(parameters), clients, of_each, met
            )
        found += opened
        if not opened and not statuses.keys() & {200, 301, 302, 405}:
            closed.append(name)
    return found, closed


@contextmanager
def bare_refusals() -> Iterator[None]:
    """Most addresses that are tried are those of nothing, and to show this takes longer than to find it out."""

    def bare(request: object, *words: object, status: int = 404, **more: object) -> HttpResponse:
        return HttpResponse(status=status)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "handler404", bare, raising=False)
        patch.setattr(middleware, "render", bare)
        yield


def in_language(
    found: list[Page], language: str, clients: dict[str, Client], *, of_each: int
) -> Iterator[Page]:
    """The first `of_each` pages of every route in another language than English, in which they were found."""
    taken: Counter[str] = Counter()
    for page in found:
        taken[page.name] += 1
        if page.address.startswith("/en/") and taken[page.name] <= of_each:
            yield reopened(page.name, f"/{language}/{page.address[4:]}", page.who, clients)


def reopened(name: str, address: str, who: str, clients: dict[str, Client]) -> Page:
    answer = clients[who].get(address)
    answer.close()
    assert answer.status_code in SHOWN, (address, who, answer.status_code)
    return Page(name, address, who, answer.content, frozenset(answer.cookies))


def opened_pages(
    name: str, every: list[str], has_parameters: bool, clients: dict[str, Client], of_each: int, met: Met
) -> tuple[list[Page], Counter[int]]:
    """Pages of one route, and how often each status was met before the first of them."""
    opened: list[Page] = []
    statuses: Counter[int] = Counter()
    for tried, address in enumerate(every):
        if len(opened) == of_each or (opened and tried > ENOUGH):
            break
        if statuses[302] > ELSEWHERE_ALWAYS or statuses[404] > NOWHERE:
            break
        for who in at_home(name)[: 1 if opened else None]:
            answer = clients[who].get(address)
            answer.close()
            statuses[answer.status_code] += 1
            met.learn(address, answer.status_code)
            if answer.status_code == 405:
                return [], statuses
            if answer.status_code in SHOWN:
                if not answer.headers.get("Content-Type", "").startswith("text/html"):
                    return [], statuses
                opened.append(Page(name, address, who, answer.content, frozenset(answer.cookies)))
            if opened or (has_parameters and answer.status_code not in ELSEWHERE):
                break
    return opened, statuses


AT_HOME = {"portal": "delegate", "desk": "desk", "people": "desk", "floor": "desk"}
OWN = {"portal:own_questions": "desk", "desk:campaign_review": "reviewer"}
"""Pages of one kind of people. Questions of one's own are for somebody without a delegation; `shared_floor` lets the
desk take part so. A campaign is reviewed by who did not write it."""


def at_home(name: str) -> list[str]:
    """Who is tried, the likeliest first."""
    first = OWN.get(name) or AT_HOME.get(name.partition(":")[0], "")
    return [first, *(who for who in ("", "delegate", "desk", "rapporteur") if who != first)]
