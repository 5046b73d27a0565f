"""A register as the public sees it: practices in every public state, with sources that may and may not be told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from pytest_django import DjangoDbBlocker

from comity.meetings.models import Instrument
from comity.participants.models import Body, Delegation, Group
from comity.practices import attribution, challenges, drafting, grouping, initiatives, issuing
from comity.practices.flagging import Cited
from comity.practices.models import Challenge, Edition, Excerpt, Initiative, Practice, Term
from comity.practices.models.excerpts import Attribution
from comity.statements.models import Statement
from tests.makers import NOW, a_meeting
from tests.practices.makers import (
    a_chapter,
    a_decided,
    a_published,
    a_threat,
    an_excerpt,
    the_meeting,
    the_rapporteur,
    the_secretariat,
)

ARABIC = "لدينا نقطة اتصال تجيب على الطلبات <ليلا> ونهارا."
FRENCH = "Un point de contact répond à toute heure."
SEALED = "Quetzalsealed: a lamp burns in our office."
CHINESE = "我们设有全天候的联络点。"


@dataclass(frozen=True, slots=True)
class Register:
    """`hidden` is the excerpt of a company that nobody may be told of."""

    practice: Practice
    identified: Practice
    superseded: Practice
    withdrawn: Practice
    secret: Practice
    hidden: Excerpt
    challenge: Challenge
    unanswered: Challenge
    initiative: Initiative
    gone: Initiative
    edition: Edition

    @property
    def refs(self) -> list[str]:
        """Of what the public may know of."""
        return [
            *(one.ref for one in (self.practice, self.identified, self.superseded, self.withdrawn)),
            *(one.ref for one in (self.challenge, self.unanswered, self.initiative, self.gone)),
        ]

    @property
    def statement(self) -> Statement:
        """In which the sealed words stand."""
        return self.hidden.paragraph.language_version.version.statement

    @property
    def secrets(self) -> list[str]:
        """What gives the sealed source away."""
        words = ("Quetzalsealed", "Sealedcorp")
        return [*words, self.hidden.sha256, self.hidden.paragraph.anchor, self.statement.ref]


@contextmanager
def kept_register(blocker: DjangoDbBlocker, **meeting: Any) -> Iterator[Register]:
    """One for all tests of a module, each of which is rolled back to it; gone afterwards."""
    with blocker.unblock(), transaction.atomic():
        try:
            a_meeting(**meeting)
            yield a_register()
        finally:
            transaction.set_rollback(True)


def a_register() -> Register:
    """At the first meeting there is: one practice from five sources in four languages, one of them sealed."""
    company = Delegation.objects.create(
        meeting=the_meeting(),
        body=Body.objects.create(code="sealedcorp", category="private_sector", names={"en": "Sealedcorp"}),
    )
    hidden = an_excerpt(words=SEALED, delegation=company)
    practice = a_decided(
        hidden,
        an_excerpt(),
        an_excerpt("egy", ARABIC, language="ar"),
        an_excerpt("fra", FRENCH, language="fr"),
        result="conditional",
        conditions={"en": "Only where a court has ordered it."},
        what="A contact point answers requests day & night. [1] [2]\nIt keeps a <log>. [3] [4]",
        who="Law enforcement answers. [2]",
    )
    grouping.attach(
        practice,
        an_excerpt("chn", CHINESE, language="zh"),
        stance="diverges",
        by=the_rapporteur(),
        at=NOW,
    )
    attribution.tighten(hidden, Attribution.NON_ATTRIBUTED, by=the_rapporteur(), at=NOW)
    describe(practice)
    identified = a_decided(
        an_excerpt("swe", "We train prosecutors."), outcome="identified", title="Train prosecutors every year"
    )
    issuing.publish(identified, by=the_secretariat(), at=NOW)
    withdrawn = a_decided(an_excerpt("ken", "We closed a site."), title="Close sites at once")
    edition = issuing.issue(the_meeting(), kind="edition", by=the_secretariat(), at=NOW)
    superseded = a_published(an_excerpt("jpn", "We once wrote letters."), title="Write letters to platforms")
    practice.refresh_from_db()
    issuing.supersede(superseded, by_practice=practice, by=the_secretariat(), at=NOW)
    withdrawn.refresh_from_db()
    issuing.withdraw(withdrawn, reason="A court found it unlawful.", by=the_secretariat(), at=NOW)
    secret = a_decided(an_excerpt("bra", "Nobody knows of this yet."), title="Keep this unpublished")
    return Register(
        practice=practice,
        identified=identified,
        superseded=superseded,
        withdrawn=withdrawn,
        secret=secret,
        hidden=hidden,
        challenge=a_challenge({"en": "Answers come too late", "ar": "بطء الردود"}, practice),
        unanswered=a_challenge({"en": "Nobody pays for it"}),
        initiative=an_initiative({"en": "Report and Remove", "fr": "Signaler et retirer"}),
        gone=an_initiative({"en": "An old programme"}, withdrawn=True),
        edition=edition,
    )


def describe(practice: Practice) -> None:
    """Facts that pages show beside the text."""
    instrument, _new = Instrument.objects.get_or_create(
        symbol="S/RES/1373 (2001)",
        defaults={"slug": "s-res-1373-2001", "kind": "resolution", "operative_paragraphs": 9},
    )
    drafting.classify(
        practice,
        codings={
            "about": [a_threat(), Term.objects.get(scheme="measure", code="research")],
            "actor": [Term.objects.filter(scheme="stakeholder").order_by("position")[0]],
        },
        aspects=the_meeting().aspects.all()[:1],
        regions=[Group.objects.get(code="weog")],
        instruments=[Cited(instrument, "2 (f)"), Cited(instrument, "")],
        chapter=a_chapter(),
        by=the_rapporteur(),
        at=NOW,
    )


def a_challenge(titles: dict[str, str], *answers: Practice) -> Challenge:
    challenge = challenges.record(
        the_meeting(),
        titles=titles,
        challenge_type=Term.objects.get(scheme="challenge_type", code="jurisdiction"),
        threats=[a_threat()],
        excerpts=[an_excerpt("can", f"It is slow: {titles['en']}.", kind=Excerpt.Kind.CHALLENGE)],
        by=the_rapporteur(),
        at=NOW,
    )
    for one in answers:
        challenges.answer(challenge, one, by=the_rapporteur(), at=NOW)
    challenges.publish(challenge, by=the_secretariat(), at=NOW)
    return challenge


def an_initiative(names: dict[str, str], *, withdrawn: bool = False) -> Initiative:
    initiative = initiatives.enter(
        the_meeting(),
        names=names,
        owner="Alpha Association",
        level=Term.objects.get(scheme="level", code="global"),
        link="https://alpha.example/report",
        started_year=2014,
        by=the_secretariat(),
        at=NOW,
    )
    initiatives.take(initiative, by=the_secretariat(), at=NOW)
    initiatives.publish(initiative, by=the_secretariat(), at=NOW)
    if withdrawn:
        initiatives.withdraw(initiative, reason="It ended.", by=the_secretariat(), at=NOW)
    return initiative
