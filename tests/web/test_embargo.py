"""The embargo holds on every route that exists, also on one that is added later (R09-5).

The test walks all addresses of the resolver. A route with an argument that has no candidates in `Cast.candidates`
fails it, so that whoever adds a route says which objects it could give away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from django.core import mail
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import override

from comity.meetings.models import Instrument, Meeting
from comity.participants.models import Body, Delegation, Person
from comity.statements import changes, publication, receipt, review
from comity.statements.models import Statement, Version
from comity.web.front import Edition, PageCache
from tests.makers import (
    NOW,
    a_delegate,
    a_delegation,
    a_meeting,
    a_person,
    a_published_statement,
    a_received_statement,
    add_file,
    an_accepted_statement,
    the_desk,
)
from tests.smtp import letters_sent
from tests.web.shared_register import Register, a_register

pytestmark = pytest.mark.django_db
UNTIL = NOW + timedelta(hours=3)
ASKED = "lighthouse"
"""A word of the same paragraph, to ask for: pages repeat what was asked, and may not add the rest."""
QUERIES = ("", f"?q={ASKED}", f"?q={ASKED}&language=en&delegation=ken", "?meeting=sm2016&delegation=ken")

MANY = 12
"""Of a route within the desk or the portal, closed to these readers whatever the address, so many are asked or one of
each reference."""


# All addresses ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Route:
    """A pattern of the resolver: its full name, the names of its arguments, its text where it has no name."""

    name: str
    arguments: tuple[str, ...]
    text: str


def routes(
    resolver: Any, names: tuple[str, ...] = (), given: frozenset[str] = frozenset(), text: str = ""
) -> Iterator[Route]:
    for one in resolver.url_patterns:
        pattern = one.pattern
        arguments = given | set(getattr(pattern, "converters", ())) | set(pattern.regex.groupindex)
        here = text + str(pattern).removeprefix("^").removesuffix("$")
        if isinstance(one, URLResolver):
            yield from routes(one, (*names, one.namespace) if one.namespace else names, arguments, here)
        else:
            assert isinstance(one, URLPattern)
            assert one.name or not arguments, f"{here} has arguments and no name"
            yield Route(":".join((*names, one.name)) if one.name else "", tuple(sorted(arguments)), here)


@dataclass
class Cast:
    """What the routes are asked for: one public statement and several that are not."""

    meeting: Meeting
    open: Statement
    hidden: list[Statement]
    register: Register | None = None
    """Practices, one of which rests on words that are under embargo too and whose source is sealed."""

    @property
    def refs(self) -> list[str]:
        return [one.ref for one in (self.open, *self.hidden)]

    @property
    def candidates(self) -> dict[str, list[Any]]:
        """Argument of an address -> values that might give a hidden statement away."""
        versions = Version.objects.filter(statement__ref__in=self.refs)
        keys = {one.pk for version in versions for one in version.languages.all()}
        bodies = Body.objects.filter(delegations__meeting=self.meeting)
        cited = Instrument.objects.filter(citations__isnull=False).distinct()
        return {
            "ref": [*self.refs, *(self.register.refs if self.register else ())],
            "pk": sorted({*keys, *self.meeting.delegations.values_list("pk", flat=True)}),
            "session": [*self.meeting.sessions.values_list("pk", flat=True)] or [1],
            "wish": ["withdraw"],
            "number": ["1", "2", *versions.values_list("receipt__number", flat=True)],
            "measure": ["1"],
            "before": ["1"],
            "after": ["2"],
            "language": ["en"],
            "code": [*bodies.values_list("code", flat=True), "recruitment"],
            "slug": [self.meeting.slug, *cited.values_list("slug", flat=True)],
            "name": ["accept"],
            "kind": ["replace", "json", "threat"],
            "token": ["no-token"],
            "key": ["no-key"],
            "following": ["no-key"],
            "participant": [1],
            "uidb36": ["1"],
            "provider_id": ["organization"],
        }

    def addresses(self, found: Iterable[Route]) -> dict[str, set[str]]:
        """Route -> its addresses. Raises KeyError for an argument without candidates.

        Instruments have pages on the site only; elsewhere a slug is that of a meeting.
        """
        candidates = self.candidates
        within = {**candidates, "slug": [self.meeting.slug]}
        every: dict[str, set[str]] = {}
        for route in found:
            made = every.setdefault(route.name or route.text, set())
            if not route.name:
                made.add(f"/{route.text}")
                continue
            values_of = candidates if route.name.startswith("site:") else within
            for values in product(*(values_of[argument] for argument in route.arguments)):
                with suppress(NoReverseMatch):
                    made.add(reverse(route.name, kwargs=dict(zip(route.arguments, values, strict=True))))
        return every


def test_every_route_can_be_asked(cast: Cast) -> None:
    for route, addresses in cast.addresses(routes(get_resolver())).items():
        assert addresses, f"no candidate fits the address {route}"


def test_a_new_route_with_an_unheard_of_argument_fails_until_it_has_candidates(cast: Cast) -> None:
    class Added:
        url_patterns = [
            path("api/", include(([path("x/<slug:unheard_of>/", lambda request: None, name="x")], "api")))
        ]

    with pytest.raises(KeyError, match="unheard_of"):
        cast.addresses(routes(Added))


# What nobody may learn -------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    """The instant at which the site believes to be."""
    hands = {"at": NOW}
    monkeypatch.setattr(timezone, "now", lambda: hands["at"])
    return hands


@pytest.fixture
def cast() -> Cast:
    """A statement in every state in which the public knows nothing of it, each of another State."""
    meeting = a_meeting()
    shown = a_published_statement(a_delegation(meeting), "We keep a lighthouse.", "It shines.")
    withdrawn = embargoed(a_delegation(meeting, "gha"))
    changes.withdraw(withdrawn, reason=f"Not {secret('gha')}.", by=the_desk(meeting), at=NOW)
    hidden = [
        a_received_statement(*said(a_delegation(meeting, "che")), **details("che")).statement,
        an_accepted_statement(*said(a_delegation(meeting, "bra")), **details("bra")).statement,
        embargoed(a_delegation(meeting, "ken")),
        embargoed(a_delegation(meeting, "jpn"), embargo="until_delivered"),
        withdrawn,
    ]
    return Cast(meeting, shown, hidden)


def secret(code: str) -> str:
    """A word that only the statement of one body has."""
    return f"Quetzal{code}practice"


def symbol(code: str) -> str:
    return f"A/CONF.{sum(map(ord, code))}/42"


def said(delegation: Delegation) -> tuple[Delegation, str, str]:
    code = delegation.body.code
    return delegation, f"The {secret(code)} of our {ASKED} is told in document {symbol(code)}.", "Thank you."


def details(code: str) -> dict[str, Any]:
    return {"speaker_name": f"Ms. Speaker{code}"}


def embargoed(delegation: Delegation, **until: Any) -> Statement:
    until = until or {"embargo": "until_time", "embargo_until": UNTIL}
    return a_published_statement(*said(delegation), **details(delegation.body.code), **until)


def secrets_of(statement: Statement) -> list[str]:
    """Everything that would give it away."""
    version, code = statement.versions.get(), statement.delegation.body.code
    one = version.languages.select_related("file").get()
    paragraph = one.paragraphs.first()
    assert paragraph is not None
    return [
        statement.ref,
        secret(code),
        f"Speaker{code}",
        symbol(code),
        one.file.sha256,
        paragraph.anchor,
        version.receipt.number,
    ]


def readers(meeting: Meeting) -> dict[str, Client]:
    """Those who may know nothing. To whom the portal and the desk are closed is the same whatever database is below,
    so it is found out on one; what public pages ask of the other is the same for every reader."""
    people: dict[str, Person | None] = {
        "anonymous": None,
        "a stranger": a_person("stranger"),
        "a delegate of another delegation": a_delegate(a_delegation(meeting, "fra"), name="france"),
    }
    found = {}
    for name, person in people.items():
        if person is not None and connection.vendor != "sqlite":
            continue
        found[name] = Client()
        if person is not None:
            found[name].force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return found


def body_of(client: Client, address: str, *known: str) -> str:
    """All that an answer tells, its headers included, without the address and the words that were asked for."""
    answer = client.get(address)
    chunks: Iterable[bytes] = answer.streaming_content if answer.streaming else [answer.content]  # type: ignore[attr-defined]
    body = b"".join(chunks)
    told = f"{answer.status_code} {body.decode(errors='replace')} {dict(answer.headers)!r}"
    asked = address.partition("?")[0]
    for language in ("en", "ar", "fr", "ru", "es", "zh-hans"):
        asked = asked.removeprefix(f"/{language}")
    for words in (asked, *known):
        told = told.replace(words, "ASKED")
    return told


def every_answer(cast: Cast) -> Iterator[tuple[str, str, str]]:
    """(who, address, what is told) for every route; lists of the site are asked with filters too."""
    clients = readers(cast.meeting)
    names = [one for one in (*cast.refs, *cast.candidates["number"]) if len(one) > 1]
    for route, addresses in cast.addresses(routes(get_resolver())).items():
        public, some = route.startswith("site:"), some_of(addresses, names)
        for address in sorted(addresses) if public else some:
            known = [one for one in names if one in address]
            for query in QUERIES if public and not known else QUERIES[:1]:
                everybody = not query and address in some  # of a public page all are told the same
                asking = clients if everybody else {"anonymous": clients["anonymous"]}
                for who, client in asking.items():
                    yield who, f"{address}{query}", body_of(client, f"{address}{query}", *known)


def some_of(addresses: Iterable[str], names: list[str]) -> list[str]:
    """Of each reference in turn, and from the whole width of each one's addresses."""
    of_name: dict[str, list[str]] = {}
    for address in sorted(addresses):
        of_name.setdefault(next((one for one in names if one in address), ""), []).append(address)
    each = -(-MANY // len(of_name)) if of_name else 0
    return [one for some in of_name.values() for one in some[:: max(1, len(some) // each)][:each]]


@pytest.mark.no_database
def test_nobody_learns_anything_of_it_on_any_route(cast: Cast, clock: dict[str, datetime]) -> None:
    """R09-5, RX-1: page, file, counts, search, feed, site map, portal, desk, register: not a word, not even that it
    exists."""
    clock["at"] = UNTIL - timedelta(seconds=1)
    secrets = [one for statement in cast.hidden for one in secrets_of(statement)]
    cast.register = a_register()
    Version.objects.filter(statement=cast.register.statement).update(public_from=UNTIL)
    secrets += cast.register.secrets
    checked = 0
    for who, address, told in every_answer(cast):
        for one in secrets:
            assert one not in told, f"{who} learns {one!r} at {address}"
        checked += 1
    assert checked > 300


@pytest.mark.no_database
def test_to_an_outsider_it_is_as_if_it_did_not_exist(cast: Cast) -> None:
    """R09-5: an answer about it is the answer about a statement that nobody ever sent."""
    found = [route for route in routes(get_resolver()) if "ref" in route.arguments]
    clients = readers(cast.meeting)
    nothing: dict[tuple[str, str], str] = {}
    checked = 0
    for route, addresses in cast.addresses(found).items():
        asking = clients if route.startswith("site:") else {"anonymous": clients["anonymous"]}
        for address in sorted(addresses):
            ref = next(one for one in cast.refs if one in address)
            if ref == cast.open.ref:
                continue
            never = address.replace(ref, "sm2016-zzzzzzz")
            for who, client in asking.items():
                told = body_of(client, address, ref)
                if (who, never) not in nothing:
                    nothing[who, never] = body_of(client, never, "sm2016-zzzzzzz")
                assert told == nothing[who, never], f"{who} can tell at {address}"
                checked += 1
    assert checked > 100


def site_tells(meeting: Meeting, cast: Cast) -> Iterator[tuple[str, str]]:
    """(address, what is told) for the public routes."""
    client = Client()
    public = [
        route
        for route in routes(get_resolver())
        if route.name.startswith("site:") or route.name in ("permanent", "sitemap")
    ]
    for route, addresses in cast.addresses(public).items():
        for address in addresses:
            known = [one for one in cast.refs if one in address]
            for query in QUERIES if route == "site:search" else QUERIES[:1]:
                yield f"{address}{query}", body_of(client, f"{address}{query}", *known)


def test_a_withdrawn_text_is_told_nowhere_though_its_tombstone_stays(clock: dict[str, datetime]) -> None:
    """R09-6."""
    meeting = a_meeting()
    shown = a_published_statement(a_delegation(meeting), "We keep a lighthouse.", "It shines.")
    gone = a_published_statement(*said(a_delegation(meeting, "ken")), **details("ken"))
    clock["at"] = NOW + timedelta(hours=1)
    changes.withdraw(gone, reason=f"Not {secret('ken')}.", by=the_desk(meeting), at=clock["at"])
    secrets = [one for one in secrets_of(gone) if one != gone.ref]
    for address, told in site_tells(meeting, Cast(meeting, shown, [gone])):
        for one in secrets:
            assert one not in told, f"{one!r} is told at {address}"
    assert Client().get(reverse("site:statement", args=[gone.ref])).status_code == 410


def test_the_words_of_a_scheduled_revision_are_told_nowhere(clock: dict[str, datetime]) -> None:
    """R09-5, R09-6: the earlier version stays, and nothing says that another will follow."""
    meeting = a_meeting()
    desk = the_desk(meeting)
    first = a_published_statement(a_delegation(meeting, "ken"), "Our lighthouse is old.")
    Statement.objects.filter(pk=first.pk).update(embargo="until_time", embargo_until=UNTIL)
    first.refresh_from_db()
    version = changes.new_version(first, by=desk, at=NOW, kind=Version.Kind.REVISION, note="Adds Speakerken.")
    add_file(version, *said(first.delegation)[1:], by=desk)
    receipt.submit(version, by=desk, at=NOW)
    review.take(version, by=desk, at=NOW)
    review.accept(version, by=desk, at=NOW)
    publication.publish(version, by=desk, at=NOW)
    clock["at"] = UNTIL - timedelta(seconds=1)
    secrets = [secret("ken"), "Speakerken", symbol("ken"), version.languages.get().file.sha256, "Revised"]
    for address, told in site_tells(meeting, Cast(meeting, first, [])):
        for one in secrets:
            assert one not in told, f"{one!r} is told at {address}"
    clock["at"] = UNTIL
    assert secret("ken") in body_of(Client(), reverse("site:statement", args=[first.ref]))


# And right after -------------------------------------------------------------------------------------------------


def public_places(statement: Statement) -> dict[str, str]:
    """Public address -> what of the statement it must tell once it may."""
    told = secret(statement.delegation.body.code)
    with override("en"):
        return {
            reverse("site:statement", args=[statement.ref]): told,
            reverse("site:version", args=[statement.ref, 1]): told,
            reverse("site:data", args=[statement.ref]): told,
            reverse("site:file", args=[statement.ref, "en"]): told,
            reverse("site:statements"): statement.ref,
            reverse("site:delegation", args=["ken"]): statement.ref,
            reverse("site:feed"): told,
            reverse("sitemap"): statement.ref,
            f"{reverse('site:search')}?q={ASKED}": told,
            reverse("permanent", args=[statement.ref]): statement.ref,
        }


def learned(statement: Statement) -> set[str]:
    """The public addresses that tell of it."""
    client = Client()
    return {
        address for address, wanted in public_places(statement).items() if wanted in body_of(client, address)
    }


def test_it_is_everywhere_at_the_very_instant_at_which_the_embargo_ends(clock: dict[str, datetime]) -> None:
    """R09-5: a statement embargoed to 15:00 is not readable at 14:59:59, and is at 15:00:00."""
    statement = embargoed(a_delegation(a_meeting(), "ken"))
    clock["at"] = UNTIL - timedelta(microseconds=1)
    assert learned(statement) == set()
    clock["at"] = UNTIL
    assert learned(statement) == set(public_places(statement))


def test_it_is_everywhere_as_soon_as_it_was_delivered(clock: dict[str, datetime]) -> None:
    meeting = a_meeting()
    statement = embargoed(a_delegation(meeting, "ken"), embargo="until_delivered")
    assert learned(statement) == set()
    publication.deliver(statement, by=the_desk(meeting), at=UNTIL)
    clock["at"] = UNTIL
    assert learned(statement) == set(public_places(statement))


def through(cache: PageCache, address: str) -> str:
    """What the page cache answers."""
    where, _, query = address.partition("?")
    environ = RequestFactory().get(where).environ | {"QUERY_STRING": query, "wsgi.input": BytesIO()}
    told: list[str] = []
    answer = cache(environ, lambda status, headers, *rest: told.append(repr(headers)))
    body = b"".join(answer).decode(errors="replace")
    close = getattr(answer, "close", None)
    if close is not None:
        close()
    return body + told[0]


@pytest.mark.django_db(transaction=True)  # the real server lets go of its connection
def test_the_page_cache_neither_tells_too_early_nor_too_late(clock: dict[str, datetime]) -> None:
    """R09-5 with pages that stay in memory: before, at the instant, and after a withdrawal."""
    meeting = a_meeting()
    statement = embargoed(a_delegation(meeting, "ken"))
    cache = PageCache(get_wsgi_application(), edition=Edition(interval=0.0))

    def tells() -> set[str]:
        return {
            address
            for address, wanted in public_places(statement).items()
            if wanted in told_by(cache, address)
        }

    clock["at"] = UNTIL - timedelta(seconds=1)
    assert tells() == tells() == set()
    clock["at"] = UNTIL
    assert tells() == tells() == set(public_places(statement))
    clock["at"] = UNTIL + timedelta(minutes=1)
    changes.withdraw(statement, reason="Wrong.", by=the_desk(meeting), at=clock["at"])
    for address in public_places(statement):
        assert secret("ken") not in told_by(cache, address)


def told_by(cache: PageCache, address: str) -> str:
    """Without the address itself, which a page repeats."""
    return through(cache, address).replace(address.partition("?")[0].removeprefix("/en"), "ASKED")


def test_received_files_stand_at_no_address_of_their_own(cast: Cast) -> None:
    """R09-5: only views hand out files."""
    for statement in cast.hidden:
        file = statement.versions.get().languages.get().file
        for prefix in ("", "static/", "media/", "files/", "storage/", "static/../files/"):
            assert Client().get(f"/{prefix}{file.path}").status_code in (301, 302, 404)
            assert secret(statement.delegation.body.code) not in body_of(Client(), f"/{prefix}{file.path}")


def test_mails_tell_nobody_but_the_delegation_itself() -> None:
    """R09-5: e-mail."""
    meeting = a_meeting()
    kenya, france = a_delegation(meeting, "ken"), a_delegation(meeting, "fra")
    own, other = a_delegate(kenya, name="kenya"), a_delegate(france, name="france")
    stranger = a_person("stranger")
    mail.outbox.clear()
    with letters_sent():
        statement = embargoed(kenya)
        later = UNTIL + timedelta(hours=1)
        publication.reschedule(statement.versions.get(), until=later, by=the_desk(meeting), at=NOW)
    assert own.email in {address for one in mail.outbox for address in one.recipients()}
    for one in mail.outbox:
        assert not {other.email, stranger.email} & set(one.recipients())
        if own.email not in one.recipients():
            assert not any(words in f"{one.subject}\n{one.body}" for words in (secret("ken"), "Speakerken"))
