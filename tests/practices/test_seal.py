"""Sealed provenance: two roles may open it, and each reading is on record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.participants.models import Role
from comity.practices import attribution, queries, seal
from comity.practices.models.excerpts import Attribution
from comity.record import trail
from comity.refusals import NotAllowed, Refused
from comity.statements import clearance
from comity.statements.models import Statement, Version
from tests.makers import NOW, a_delegate, a_delegation, a_person, a_role
from tests.practices.makers import (
    WORDS,
    a_candidate,
    an_excerpt,
    one_of,
    the_chair,
    the_meeting,
    the_rapporteur,
    the_secretariat,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.RAPPORTEUR, Role.SECRETARIAT])
def test_two_roles_open_the_seal_and_the_record_tells(role: Role) -> None:
    """RX-2, RX-6."""
    excerpt = an_excerpt()
    attribution.tighten(excerpt, Attribution.NON_ATTRIBUTED, by=the_rapporteur(), at=NOW)
    with pytest.raises(Refused, match="why"):
        seal.read(excerpt, reason=" ", by=one_of(role), at=NOW)
    found = seal.read(excerpt, reason="to ask back", by=one_of(role), at=NOW)
    assert (found.delegation, found.paragraph, found.version) == (excerpt.delegation, excerpt.paragraph, 1)
    act = trail.of(excerpt)[0]
    assert (act.verb, act.by, act.details) == ("opened seal", one_of(role), {"reason": "to ask back"})


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.CHAIR, Role.PRESS_OFFICER, Role.ADMINISTRATOR])
def test_nobody_else_opens_it_least_of_all_the_administrator(role: Role) -> None:
    """RX-2, RX-10."""
    excerpt = an_excerpt()
    person = a_role(role, None if role is Role.ADMINISTRATOR else the_meeting(), name="somebody")
    other = a_delegate(a_delegation(the_meeting(), "fra"), name="france")
    before = trail.of(excerpt).count()
    for one in (person, other, a_person()):
        with pytest.raises(NotAllowed):
            seal.read(excerpt, reason="curious", by=one, at=NOW)
    assert trail.of(excerpt).count() == before


def test_confidential_words_are_for_rapporteurs_alone() -> None:
    """RX-1."""
    excerpt = an_excerpt()
    attribution.tighten(excerpt, Attribution.CONFIDENTIAL, by=the_rapporteur(), at=NOW)
    with pytest.raises(NotAllowed, match="rapporteurs alone"):
        seal.read(excerpt, reason="to ask back", by=the_secretariat(), at=NOW)
    assert (
        seal.read(excerpt, reason="to ask back", by=the_rapporteur(), at=NOW).delegation == excerpt.delegation
    )


def test_the_desk_sees_words_beside_the_draft_with_the_seal_kept() -> None:
    """RX-2."""
    excerpt = an_excerpt()
    practice = a_candidate(excerpt, an_excerpt("fra", "Nous répondons."))
    attribution.tighten(excerpt, Attribution.NON_ATTRIBUTED, by=the_rapporteur(), at=NOW)
    first, second = queries.sources(practice, by=the_secretariat(), at=NOW)
    assert (first.words, first.who, second.who) == (WORDS, None, a_delegation(the_meeting(), "fra"))
    attribution.tighten(excerpt, Attribution.CONFIDENTIAL, by=the_rapporteur(), at=NOW)
    assert queries.sources(practice, by=the_secretariat(), at=NOW)[0].words is None
    assert queries.sources(practice, by=the_rapporteur(), at=NOW)[0].words == WORDS
    with pytest.raises(NotAllowed):
        queries.sources(practice, by=a_person(), at=NOW)


def test_words_of_a_confidential_statement_are_for_those_named_on_it() -> None:
    """RX-5: neither beside the draft nor by opening the seal, which does not tell whose they are either."""
    excerpt = an_excerpt()
    practice = a_candidate(excerpt)
    attribution.tighten(excerpt, Attribution.CONFIDENTIAL, by=the_rapporteur(), at=NOW)
    statement = Statement.objects.get()
    Statement.objects.update(sensitivity=Statement.Sensitivity.CONFIDENTIAL)
    statement.refresh_from_db()
    assert queries.sources(practice, by=the_rapporteur(), at=NOW)[0].words is None
    with pytest.raises(NotAllowed, match="named on the statement") as refused:
        seal.read(excerpt, reason="to ask back", by=the_rapporteur(), at=NOW)
    assert "Norway" not in str(refused.value.sentence)
    clearance.grant(statement, the_secretariat(), by=the_secretariat(), at=NOW)
    clearance.grant(statement, the_rapporteur(), by=the_secretariat(), at=NOW)
    assert queries.sources(practice, by=the_rapporteur(), at=NOW)[0].words == WORDS
    assert seal.read(excerpt, reason="to ask back", by=the_rapporteur(), at=NOW).statement == statement.ref


def test_the_chair_reads_words_once_they_are_public() -> None:
    """RX-10: what is under embargo or in review is for those who read what is not public."""
    practice = a_candidate()
    assert queries.sources(practice, by=the_chair(), at=NOW)[0].words == WORDS
    Version.objects.update(public_from=NOW + timedelta(days=1))
    assert queries.sources(practice, by=the_chair(), at=NOW)[0].words is None
    assert queries.sources(practice, by=the_rapporteur(), at=NOW)[0].words == WORDS
    assert queries.sources(practice, by=the_chair(), at=NOW + timedelta(days=1))[0].words == WORDS
