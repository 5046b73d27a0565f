"""Lists of what the public may read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comity.meetings.models import Meeting
from comity.participants.models import Assignment, Body, Delegation, Role
from comity.statements import changes, public
from comity.statements.models import Statement
from tests.makers import (
    NOW,
    a_delegation,
    a_draft,
    a_group,
    a_meeting,
    a_published_statement,
    a_received_statement,
    add_file,
    an_accepted_statement,
    publish_draft,
    the_desk,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


def of(meeting: Meeting, code: str, **details: Any) -> Statement:
    return a_published_statement(a_delegation(meeting, code), **details)


def listed(meeting: Meeting, reader: str = "en", **chosen: str) -> list[str]:
    found = public.listing(meeting, at=LATER, language=reader, chosen=chosen)
    return [one.statement.delegation.body.code for one in found.versions]


def an_organization(meeting: Meeting, code: str, category: str, name: str) -> Delegation:
    body = Body.objects.create(code=code, category=category, names={"en": name})
    return Delegation.objects.create(meeting=meeting, body=body)


def test_statements_stand_in_the_order_of_names_of_each_language(meeting: Meeting) -> None:
    """RX-7. Germany, Norway, Côte d'Ivoire, Egypt."""
    for code in ("deu", "nor", "civ", "egy"):
        of(meeting, code)

    assert listed(meeting, "en") == ["civ", "egy", "deu", "nor"]
    assert listed(meeting, "fr") == ["deu", "civ", "egy", "nor"]
    assert listed(meeting, "es") == ["deu", "civ", "egy", "nor"]
    assert listed(meeting, "ru") == ["deu", "egy", "civ", "nor"]
    assert listed(meeting, "ar") == ["deu", "civ", "egy", "nor"]
    assert listed(meeting, "zh") == ["egy", "deu", "civ", "nor"]


def test_observers_stand_among_states_and_organizations_after_them(meeting: Meeting) -> None:
    a_published_statement(an_organization(meeting, "aa", "private_sector", "Aardvark Networks"))
    a_published_statement(an_organization(meeting, "un", "un_entity", "An Entity"))
    of(meeting, "vat")
    of(meeting, "ind")

    assert listed(meeting) == ["vat", "ind", "un", "aa"]


def test_nothing_that_is_not_public_is_listed_or_counted(meeting: Meeting) -> None:
    """R09-5."""
    of(meeting, "nor")
    of(meeting, "swe", embargo="until_time", embargo_until=LATER + timedelta(minutes=1))
    an_accepted_statement(a_delegation(meeting, "dnk"))
    a_received_statement(a_delegation(meeting, "isl"))
    changes.withdraw(of(meeting, "fin"), reason="A mistake.", by=the_desk(meeting), at=NOW)
    elsewhere = a_meeting("another")
    Assignment.objects.create(person=the_desk(meeting), role=Role.SECRETARIAT, meeting=elsewhere)
    a_published_statement(a_delegation(elsewhere, "est"))

    found = public.listing(meeting, at=LATER, language="en")

    assert listed(meeting) == ["nor"]
    assert (found.total, found.of_all) == (1, 1)
    assert [option.count for option in found.filters["category"]] == [1]
    assert [one.value for one in found.filters["region"]] == ["weog"]


def test_an_embargo_that_ends_needs_no_act(meeting: Meeting) -> None:
    """R09-5."""
    of(meeting, "swe", embargo="until_time", embargo_until=LATER)

    assert public.listing(meeting, at=LATER - timedelta(seconds=1), language="en").total == 0
    assert public.listing(meeting, at=LATER, language="en").total == 1


def test_each_filter_leaves_what_answers_to_it(meeting: Meeting) -> None:
    first, second = meeting.aspects.all()
    session = meeting.sessions.get()
    of(meeting, "nor", aspects=[first, second], session=session)
    of(meeting, "egy", aspects=[second])
    in_english_and_french(meeting, "tcd", aspects=[first])

    assert listed(meeting, aspect="two") == ["egy", "nor"]
    assert listed(meeting, session="s1") == ["nor"]
    assert listed(meeting, region="african") == ["tcd", "egy"]
    assert listed(meeting, language="fr") == ["tcd"]
    assert listed(meeting, category="observer_state") == []
    assert listed(meeting, aspect="one", region="african") == ["tcd"]
    assert listed(meeting, aspect="no-such") == []


def in_english_and_french(meeting: Meeting, code: str, **details: Any) -> Statement:
    version = a_draft(a_delegation(meeting, code), **details)
    add_file(version, "Un texte.", by=the_desk(meeting), language="fr")
    return publish_draft(version)


def test_counts_of_a_filter_obey_the_others_but_not_itself(meeting: Meeting) -> None:
    first, second = meeting.aspects.all()
    of(meeting, "nor", aspects=[first])
    of(meeting, "egy", aspects=[second])
    of(meeting, "tcd", aspects=[second])

    found = public.listing(meeting, at=LATER, language="en", chosen={"aspect": "two"})

    assert [(one.value, one.count, one.chosen) for one in found.filters["aspect"]] == [
        ("one", 1, False),
        ("two", 2, True),
    ]
    assert [(one.value, one.count) for one in found.filters["region"]] == [("african", 2), ("weog", 0)]
    assert (found.total, found.of_all) == (2, 3)


@pytest.mark.parametrize(
    ("page", "codes", "shown"),
    [(1, ["dnk", "fin"], 1), (2, ["nor"], 2), (0, ["dnk", "fin"], 1), (99, ["nor"], 2)],
)
def test_pages_follow_one_another_and_never_run_out(
    meeting: Meeting, page: int, codes: list[str], shown: int
) -> None:
    for code in ("nor", "fin", "dnk"):
        of(meeting, code)

    found = public.listing(meeting, at=LATER, language="en", page=page, per_page=2)

    assert [one.statement.delegation.body.code for one in found.versions] == codes
    assert (found.page, found.pages, found.total) == (shown, 2, 3)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_the_same_number_of_questions_however_long(meeting: Meeting, rows: int) -> None:
    for code in ("nor", "fin", "dnk")[:rows]:
        of(meeting, code)

    with CaptureQueriesContext(connection) as queries:
        found = public.listing(meeting, at=LATER, language="en")
        for one in found.versions:
            assert list(one.languages.all())
            assert list(one.statement.aspects.all())
            assert str(one.statement.delegation)

    assert len(queries) == 13


def test_the_newest_come_first(meeting: Meeting) -> None:
    for minutes, code in enumerate(("nor", "fin", "dnk")):
        of(meeting, code, at=NOW + timedelta(minutes=minutes))

    found = public.newest(meeting, at=LATER, limit=2)

    assert [one.statement.delegation.body.code for one in found] == ["dnk", "fin"]


def test_the_opening_passes_over_the_greeting(meeting: Meeting) -> None:
    telling = (
        "Our referral unit passes on what it finds, and a court looks at every removal that is contested."
    )
    statement = a_published_statement(a_delegation(meeting), "Mr. Chair,", telling, "Thank you.")
    short = a_published_statement(a_delegation(meeting), "Mr. Chair,", "We agree at once.")

    found = public.openings(public.newest(meeting, at=LATER), "en")

    assert found[statement.versions.get().pk].text == telling
    assert found[short.versions.get().pk].text == "We agree at once."


def test_a_reader_sees_her_own_language_where_there_is_one(meeting: Meeting) -> None:
    in_english_and_french(meeting, "nor")
    version = public.newest(meeting, at=LATER)[0]

    assert [public.shown_language(version, one).language for one in ("fr", "en", "ru")] == ["fr", "en", "en"]  # type: ignore[union-attr]


def test_a_programme_has_the_statements_of_each_session_in_order(meeting: Meeting) -> None:
    session = meeting.sessions.get()
    of(meeting, "nor", session=session)
    of(meeting, "dnk", session=session)
    of(meeting, "swe")
    of(meeting, "fin", session=session, embargo="until_time", embargo_until=LATER + timedelta(minutes=1))

    found = public.by_session(meeting, at=LATER, language="en", limit=1)

    assert {
        key: ([one.statement.delegation.body.code for one in first], total)
        for key, (first, total) in found.items()
    } == {session.pk: (["dnk"], 2), None: (["swe"], 1)}


def test_the_public_does_not_learn_who_takes_part_under_embargo(meeting: Meeting) -> None:
    """R09-5."""
    held = of(meeting, "swe", embargo="until_time", embargo_until=LATER)
    body = held.delegation.body
    before = LATER - timedelta(seconds=1)

    assert not public.was_ever_public(body, at=before, meetings=[meeting])
    assert public.of_body(body, at=before, meetings=[meeting]) == []
    assert public.was_ever_public(body, at=LATER, meetings=[meeting])
    assert [one.statement for one in public.of_body(body, at=LATER, meetings=[meeting])] == [held]


def test_a_group_statement_is_its_speakers(meeting: Meeting) -> None:
    group = a_group()
    statement = a_published_statement(a_delegation(meeting, "egy", groups=(group,)), on_behalf_of=group)

    found = public.of_body(statement.delegation.body, at=LATER, meetings=[meeting])

    assert [one.statement.on_behalf_of for one in found] == [group]


def test_only_those_are_named_who_are_known_to_take_part(meeting: Meeting) -> None:
    """R09-5: a code in an address must not tell whose statement is under embargo, in review or at another meeting."""
    of(meeting, "nor")
    of(meeting, "fra", embargo="until_time", embargo_until=LATER + timedelta(hours=1))
    a_received_statement(a_delegation(meeting, "ken"))
    gone = of(meeting, "per")
    changes.withdraw(gone, reason="mistake", by=the_desk(meeting), at=NOW + timedelta(minutes=1))
    a_delegation(a_meeting("sm2017"), "swe")
    codes = ["nor", "fra", "ken", "per", "swe", "no-such"]
    assert public.bodies_called(codes, at=LATER, meetings=[meeting]) == {"nor": "Norway", "per": "Peru"}
    assert public.bodies_called(["fra"], at=LATER, meetings=[meeting]) == {}


def test_a_renamed_state_is_named_by_both_its_names(meeting: Meeting) -> None:
    """RX-7: North Macedonia bore another name when the meeting opened; Czechia had its own already."""
    statements = [of(meeting, "mkd"), of(meeting, "cze")]
    then = "The former Yugoslav Republic of Macedonia"
    assert public.bodies_called(["mkd", "cze"], at=LATER, meetings=[meeting]) == {
        "mkd": f"North Macedonia ({then})",
        "cze": "Czechia",
    }
    assert [(one.whose, one.now_called) for one in statements] == [
        (then, "North Macedonia"),
        ("Czechia", ""),
    ]


def test_a_group_is_named_once_something_was_said_in_its_name_or_by_its_members(meeting: Meeting) -> None:
    """R09-5. Regional groups are known to everybody."""
    friends, members, secret, unknown = (
        a_group(code, f"Group of {code}") for code in ("friends", "members", "secret", "unknown")
    )
    delegation = a_delegation(meeting, "nor", groups=(friends,))
    delegation.body.groups.add(members)
    a_published_statement(delegation, on_behalf_of=friends)
    of_france = a_delegation(meeting, "fra", groups=(secret,))
    a_published_statement(
        of_france,
        on_behalf_of=secret,
        embargo="until_time",
        embargo_until=LATER + timedelta(hours=1),
    )
    codes = ["friends", "members", secret.code, unknown.code, "african"]
    assert public.groups_called(codes, at=LATER, meetings=[meeting]) == {
        "friends": "Group of friends",
        "members": "Group of members",
        "african": "Group of African States",
    }
