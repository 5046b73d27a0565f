"""What was said reaches the reading desk, and nobody else (RX-1)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from comity.floor import moderating, recording, taking
from comity.floor.models import Intervention
from comity.meetings.models import Attribution, Session
from comity.practices import flagging, spoken
from comity.practices.models import Excerpt
from comity.refusals import NotAllowed, NotNow, Refused
from comity.statements import publication, queries
from comity.statements.models import Paragraph, Statement
from tests.floor.makers import BEGINS, MINUTE, a_floor, chair, delegate_of, has_floor
from tests.floor.test_record_page import browser, in_public, page, reader

pytestmark = pytest.mark.django_db
WORDS = "Norway keeps a zyxwregister of referrals.\nEach referral is reviewed by a judge."


def a_noted_turn(mode: Attribution = Attribution.ATTRIBUTED) -> Intervention:
    floor = in_public(a_floor())
    Session.objects.filter(pk=floor.session_id).update(attribution=mode)
    floor.session.refresh_from_db()
    turn = has_floor(floor)
    turn.floor = floor
    moderating.end(turn, by=chair(floor), at=BEGINS + 3 * MINUTE)
    recording.note(turn, WORDS, seen="", by=reader(floor), at=BEGINS + 4 * MINUTE)
    return turn


def taken(turn: Intervention) -> Statement:
    return taking.take(turn, by=reader(turn.floor), at=BEGINS + 5 * MINUTE)


def paragraphs(statement: Statement) -> list[Paragraph]:
    return [*Paragraph.objects.filter(language_version__version__statement=statement)]


def flagged(turn: Intervention) -> Excerpt:
    first = paragraphs(turn.taken)[0]
    return flagging.flag(
        first, 0, len(first.text), kind=Excerpt.Kind.PRACTICE, by=reader(turn.floor), at=BEGINS + 6 * MINUTE
    )


def test_an_intervention_is_read_like_a_statement() -> None:
    """R12-1: its paragraphs are citable and stand in the queue of the desk."""
    turn = a_noted_turn()
    statement = taken(turn)
    assert [one.text for one in paragraphs(statement)] == WORDS.splitlines()
    assert all(one.anchor for one in paragraphs(statement))
    at = paragraphs(statement)[0].pk
    address = reverse("desk:reading_at", args=[statement.meeting.slug, at])
    answer = browser(reader(turn.floor)).get(address)
    assert answer.status_code == 200
    assert "record of an intervention" in answer.content.decode()


@pytest.mark.parametrize("mode", [one for one in recording.MODES])
def test_quotes_carry_the_attribution_of_the_intervention(mode: Attribution) -> None:
    """RX-1."""
    turn = a_noted_turn(mode)
    taken(turn)
    assert flagged(turn).attribution == mode


def test_tightening_the_record_tightens_what_was_flagged_of_it() -> None:
    """RX-1."""
    turn = a_noted_turn()
    taken(turn)
    excerpt = flagged(turn)
    spoken.tighten(turn, Attribution.NON_ATTRIBUTED, by=reader(turn.floor), at=BEGINS + 7 * MINUTE)
    excerpt.refresh_from_db()
    assert (turn.attribution, excerpt.attribution) == (Attribution.NON_ATTRIBUTED,) * 2


def test_it_is_never_published() -> None:
    """RX-1: neither by the verb nor by the database."""
    turn = a_noted_turn()
    statement = taken(turn)
    version = statement.versions.get()
    with pytest.raises(NotNow):
        publication.publish(version, by=chair(turn.floor), at=BEGINS + 6 * MINUTE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.filter(pk=statement.pk).update(consent_to_publish=True)


@pytest.mark.parametrize("mode", [Attribution.ATTRIBUTED, Attribution.NON_ATTRIBUTED])
def test_no_public_page_feed_search_or_programme_tells_of_it(mode: Attribution) -> None:
    """RX-1."""
    turn = a_noted_turn(mode)
    statement = taken(turn)
    meeting = f"?meeting={statement.meeting.slug}"
    for address in (
        f"/en/statements{meeting}",
        f"/en/search?q=zyxwregister&meeting={statement.meeting.slug}",
        "/en/statements.atom",
        "/sitemap.xml",
        f"/id/{statement.ref}",
        page(turn.floor, "record_public"),
    ):
        answer = browser().get(address, follow=True)
        told = answer.content.decode() if not answer.streaming else ""
        assert statement.ref not in told.replace(address, ""), address
        assert "keeps a zyxwregister" not in told, address
    assert browser().get(f"/id/{statement.ref}", follow=True).status_code == 404


def test_the_delegation_and_the_queue_of_receipts_do_not_meet_it() -> None:
    turn = a_noted_turn()
    statement = taken(turn)
    assert statement not in queries.of_delegations([turn.delegation])
    assert statement.versions.get() not in queries.queue(statement.meeting)
    answer = browser(delegate_of(turn.delegation)).get(reverse("portal:statement", args=[statement.ref]))
    assert answer.status_code == 404


def test_what_cannot_be_taken_is_refused_with_a_reason() -> None:
    floor = a_floor()
    turn = has_floor(floor)
    turn.floor = floor
    by = reader(floor)
    with pytest.raises(NotNow, match="still has the floor"):
        taking.take(turn, by=by, at=BEGINS)
    moderating.end(turn, by=chair(floor), at=BEGINS + MINUTE)
    with pytest.raises(Refused, match="Note what was said first"):
        taking.take(turn, by=by, at=BEGINS + MINUTE)
    recording.note(turn, WORDS, seen="", by=by, at=BEGINS + MINUTE)
    with pytest.raises(NotAllowed):
        taking.take(turn, by=delegate_of(turn.delegation), at=BEGINS + MINUTE)
    taking.take(turn, by=by, at=BEGINS + MINUTE)
    with pytest.raises(NotNow, match="already"):
        taking.take(turn, by=by, at=BEGINS + MINUTE)
    with pytest.raises(NotNow):
        recording.note(turn, "Other words.", seen=WORDS, by=by, at=BEGINS + 2 * MINUTE)


def test_a_confidential_intervention_is_open_to_who_took_it_alone() -> None:
    """RX-5."""
    turn = a_noted_turn(Attribution.CONFIDENTIAL)
    statement = taken(turn)
    assert statement in Statement.objects.open_to(reader(turn.floor))
    assert statement not in Statement.objects.open_to(chair(turn.floor))


def test_a_rapporteur_takes_it_from_the_page() -> None:
    turn = a_noted_turn()
    client = browser(reader(turn.floor))
    shown = client.get(page(turn.floor) + "?turn=1").content.decode()
    assert "Take into the reading" in shown
    assert client.post(page(turn.floor, "record_act", 1, "take")).status_code == 302
    turn.refresh_from_db()
    assert turn.taken is not None
