"""Sharing is an act of its own; numbers and addresses stay for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from comity.participants.models import Role
from comity.practices import (
    circulating,
    compendium,
    confirming,
    deciding,
    drafting,
    issuing,
    public,
    queries,
)
from comity.practices.models import Edition, Practice
from comity.practices.showing import Happened, Status
from comity.practices.states import State
from comity.refusals import NotAllowed, NotNow, Refused
from tests.makers import NOW
from tests.practices.makers import (
    a_circulated,
    a_decided,
    a_published,
    an_excerpt,
    confirm_all,
    one_of,
    pass_review,
    the_chair,
    the_meeting,
    the_rapporteur,
    the_secretariat,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


def issue(kind: str = "edition") -> Edition:
    return issuing.issue(the_meeting(), kind=kind, by=the_secretariat(), at=NOW)


def reworded(practice: Practice) -> None:
    """The same practice decided anew in another wording."""
    issuing.review(practice, reason="new law", by=the_secretariat(), at=NOW)
    version = drafting.begin(practice, language="en", by=the_rapporteur(), at=NOW)
    drafting.write(version, language="en", title="Answer at any hour", by=the_rapporteur(), at=NOW)
    drafting.finish(version, by=the_rapporteur(), at=NOW)
    pass_review(practice)
    confirming.send(practice, due_at=LATER, silence="confirms", by=the_secretariat(), at=NOW)
    confirm_all(practice)
    circulating.circulate(practice, working_days=1, by=the_secretariat(), at=NOW)
    deciding.decide(
        practice, outcome="recommended", decided_on=NOW.date(), procedure="consensus", by=the_chair(), at=NOW
    )


def numbers(edition: Edition) -> list[tuple[int, str]]:
    return [(one.number, one.version.practice.ref) for one in edition.entries.all()]


def test_a_decided_practice_is_public_when_it_is_shared() -> None:
    """R03-2, R12-3: collect, identify, share are three recorded steps."""
    practice = a_decided()
    assert public.find(practice.ref, at=NOW, language="en") is None
    issuing.publish(practice, by=the_secretariat(), at=NOW)
    assert public.find(practice.ref, at=NOW, language="en") is not None
    assert [one.name for one in queries.steps(practice)] == [
        "collected",
        "identified",
        "recommended",
        "shared",
    ]
    with pytest.raises(NotNow, match="public already"):
        issuing.publish(practice, by=the_secretariat(), at=NOW)


def test_an_identified_practice_is_shared_and_says_so_and_is_in_no_edition() -> None:
    """R12-3: identified is not recommended."""
    practice = a_decided(outcome="identified")
    issuing.publish(practice, by=the_secretariat(), at=NOW)
    page = public.find(practice.ref, at=NOW, language="en")
    assert page is not None
    assert (page.card.status, page.card.number) == (Status.IDENTIFIED, None)
    with pytest.raises(Refused, match="no recommended practice"):
        issue()


def test_what_is_not_decided_is_not_shared() -> None:
    with pytest.raises(NotNow):
        issuing.publish(a_circulated(), by=the_secretariat(), at=NOW)


def test_an_addendum_goes_on_with_the_numbers_and_a_new_edition_keeps_them() -> None:
    """R12-8: stable numbering, editions and addenda."""
    first, second = a_decided(), a_decided(an_excerpt("fra"))
    assert numbers(issue()) == [(1, first.ref), (2, second.ref)]
    with pytest.raises(Refused):
        issue("addendum")
    third = a_decided(an_excerpt("chn"))
    addendum = issue("addendum")
    assert (numbers(addendum), addendum.number) == ([(3, third.ref)], 2)
    first.refresh_from_db()
    issuing.withdraw(first, reason="it was ended", by=the_secretariat(), at=NOW)
    assert numbers(issue()) == [(2, second.ref), (3, third.ref)]
    fourth = a_decided(an_excerpt("egy"))
    assert numbers(issue("addendum")) == [(4, fourth.ref)]
    assert str(Edition.objects.first()) == "Special Meeting: edition 1"
    assert str(addendum.entries.get()) == f"3. {third.ref}/v1"


def test_a_new_wording_is_issued_under_the_old_number() -> None:
    """R12-8."""
    practice = a_decided()
    first = issue()
    reworded(Practice.objects.get())
    addendum = issue("addendum")
    assert numbers(addendum) == [(1, practice.ref)]
    printed = [
        [
            page.card.title
            for _chapter, pages in compendium.of(one, at=NOW, language="en").chapters
            for page in pages
        ]
        for one in (first, addendum)
    ]
    assert printed == [["Keep a contact point at any hour"], ["Answer at any hour"]]
    assert compendium.latest(the_meeting().pk, at=NOW) == first
    assert queries.queues(the_meeting(), at=NOW)["issue"].count() == 0


def test_what_was_recommended_stays_in_editions_while_it_is_reviewed() -> None:
    """R12-8."""
    practice = a_published()
    issuing.review(practice, reason="new law", by=the_secretariat(), at=NOW)
    drafting.begin(practice, language="en", by=the_rapporteur(), at=NOW)
    page = public.find(practice.ref, at=NOW, language="en")
    assert page is not None
    assert page.card.status == Status.UNDER_REVIEW
    assert len(numbers(issue())) == 1


def test_a_superseded_practice_keeps_its_address_and_leads_on() -> None:
    """R12-8: superseded items resolve and say so."""
    old, new = a_published(), a_decided(an_excerpt("fra"))
    with pytest.raises(Refused, match="another practice"):
        issuing.supersede(old, by_practice=old, by=the_secretariat(), at=LATER)
    issuing.supersede(old, by_practice=new, by=the_secretariat(), at=LATER)
    page = public.find(old.ref, at=LATER, language="en")
    assert page is not None
    assert (page.card.status, page.superseded_by) == (Status.SUPERSEDED, "")  # the new one is not shared yet
    issuing.publish(new, by=the_secretariat(), at=LATER)
    page, other = (public.find(ref, at=LATER, language="en") for ref in (old.ref, new.ref))
    assert page is not None
    assert other is not None
    assert (page.superseded_by, other.supersedes) == (new.ref, (old.ref,))
    assert list(public.standing(LATER)) == [new]


def test_a_withdrawn_practice_keeps_its_address_and_nothing_else() -> None:
    """R12-8."""
    practice = a_published()
    with pytest.raises(Refused, match="why"):
        issuing.withdraw(practice, reason=" ", by=the_secretariat(), at=LATER)
    issuing.withdraw(practice, reason="It was ended.", by=the_secretariat(), at=LATER)
    page = public.find(practice.ref, at=LATER, language="en")
    assert page is not None
    assert (page.card.status, page.reason, page.parts, page.sources, page.counts) == (
        Status.WITHDRAWN,
        "It was ended.",
        (),
        (),
        None,
    )
    assert page.history[-1] == Happened("withdrawn", LATER.date())
    assert list(public.standing(LATER)) == []


def test_what_was_not_decided_is_not_withdrawn() -> None:
    with pytest.raises(NotNow, match="Nothing was decided"):
        issuing.withdraw(a_circulated(), reason="x", by=the_secretariat(), at=NOW)


def test_a_review_has_a_reason() -> None:
    with pytest.raises(Refused, match="why"):
        issuing.review(a_decided(), reason="", by=the_secretariat(), at=NOW)


ENTRY = (
    "INSERT INTO comity_entry (edition_id, practice_id, version_id, number) SELECT e.id, p.id, v.id, {number} "
    "FROM comity_edition e, comity_practice p JOIN comity_practiceversion v ON v.practice_id = p.id "
    "WHERE p.number IS NULL"
)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE comity_practice SET number = 9 WHERE number = 1",
        "UPDATE comity_practice SET number = NULL WHERE number = 1",
        "UPDATE comity_entry SET number = 9",
        "DELETE FROM comity_entry",
        "UPDATE comity_edition SET number = 9",
        "DELETE FROM comity_edition",
        ENTRY.format(number=9),
    ],
)
def test_the_database_keeps_editions_and_numbers(sql: str) -> None:
    """R12-8: by the database."""
    a_decided()
    edition = issue()
    a_circulated(an_excerpt("fra"))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert [number for number, _ref in numbers(edition)] == [1]


@pytest.mark.parametrize("role", [Role.RAPPORTEUR, Role.REVIEWER, Role.CHAIR])
def test_only_the_secretariat_issues(role: Role) -> None:
    """R12-8, RX-10."""
    practice = a_decided()
    person = one_of(role)
    for act in (
        lambda: issuing.publish(practice, by=person, at=NOW),
        lambda: issuing.issue(the_meeting(), kind="edition", by=person, at=NOW),
        lambda: issuing.review(practice, reason="x", by=person, at=NOW),
        lambda: issuing.supersede(practice, by_practice=practice, by=person, at=NOW),
        lambda: issuing.withdraw(practice, reason="x", by=person, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Practice.objects.get().state == State.RECOMMENDED
