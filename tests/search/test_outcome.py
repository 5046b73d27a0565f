"""Search over what the meeting brought out: framework, Chair's summary, press releases, proposed future work."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from comity.framework import placing
from comity.framework.campaigns import running
from comity.press import publication, writing
from comity.search import outcome
from comity.search.outcome import Kind
from comity.statements import changes
from tests.framework import makers as framework
from tests.framework.campaigns import makers as campaigns
from tests.makers import NOW
from tests.practices.makers import the_meeting, the_rapporteur, the_secretariat
from tests.press import makers as press
from tests.summary import makers as summary

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
SECOND = timedelta(seconds=1)


def found(query: str, *, at: datetime = LATER, language: str = "en", **asked: Any) -> list[tuple[str, str]]:
    """(kind, title or words) of what is found."""
    hits = outcome.find(query, outcome.standing(at), at=at, language=language, **asked)
    return [(one.place.kind, one.title or "".join(piece.text for piece in one.pieces)) for one in hits]


@pytest.fixture(autouse=True)
def meeting() -> None:
    press.the_meeting()


def test_an_element_and_a_guideline_are_found_once_they_are_issued() -> None:
    """R12-7, R04-1."""
    framework.a_settled(framework.an_element("Legal measures"), title="Answer at any hour")
    assert found("hour") == found("legal") == []
    framework.issued(NOW)
    assert found("hours") == [("framework", "Answer at any hour")]
    assert found("legal measure") == [("framework", "Legal measures")]
    assert found("1") == [], "the mark of a source is no word"
    assert found("hour", at=NOW - SECOND) == []


def test_what_a_later_edition_leaves_out_is_found_no_more() -> None:
    element = framework.an_element()
    gone = framework.a_settled(element, title="Keep a record")
    framework.a_settled(element, title="Answer at any hour")
    framework.issued(NOW)
    placing.remove(gone, reason="Said elsewhere.", by=the_rapporteur(), at=NOW)
    assert found("record") == [("framework", "Keep a record")]
    framework.issued(NOW + SECOND)
    assert found("record") == []
    assert found("hour") == [("framework", "Answer at any hour")]


def test_options_and_future_work_are_found_as_the_edition_prints_them() -> None:
    """R04-4, R12-10."""
    framework.a_settled()
    framework.an_option()
    framework.an_item(titles={"en": "Visit contact points", "fr": "Visiter les points de contact"})
    assert found("posts") == found("visits") == []
    framework.issued(NOW)
    assert found("posts") == [("framework", "One desk for all")]
    assert found("visits") == [("future-work", "Visit contact points")]
    assert found("visiter", language="fr") == [("future-work", "Visiter les points de contact")]
    framework.an_option(titles={"en": "Only drafted lighthouse"})
    assert found("lighthouse") == []


def test_a_sentence_of_the_summary_is_found_once_it_is_issued_and_not_its_draft() -> None:
    """R03-4."""
    sentence = summary.a_sentence("One speaker reported a lighthouse.")
    version = summary.a_cleared()
    assert found("lighthouse") == []
    summary.clearing.issue(version, by=summary.the_secretariat(), at=NOW)
    (hit,) = outcome.find("lighthouses", outcome.standing(LATER), at=LATER, language="en")
    assert (hit.place.kind, hit.place.number, hit.place.edition) == (Kind.SUMMARY, sentence.number, 1)
    summary.wrote(sentence, "One speaker reported a beacon.")
    assert found("beacon") == []
    summary.an_issued()
    assert found("lighthouse") == []
    assert found("beacon") == [("summary", "One speaker reported a beacon.")]


def test_a_campaign_is_found_once_it_is_approved_and_until_it_is_withdrawn() -> None:
    """R04-3."""
    campaign = campaigns.an_approved(titles={"en": "A lighthouse for the young", "ar": "منارة للشباب"})
    assert found("lighthouse") == [("campaigns", "A lighthouse for the young")]
    assert found("منارة", language="ar") == [("campaigns", "منارة للشباب")]
    running.withdraw(campaign, reason="It did harm.", by=the_secretariat(), at=NOW + SECOND)
    assert found("lighthouse") == []
    campaigns.a_draft(titles={"en": "A lighthouse in draft"})
    assert found("lighthouse") == []


def test_a_release_is_found_at_the_very_minute_and_not_before() -> None:
    """R09-5: an embargo ends by time alone."""
    until = NOW + timedelta(hours=2)
    press.a_release(press.a_draft(headline="A lighthouse of evidence"), until=until)
    assert found("lighthouse", at=until - SECOND) == []
    assert found("lighthouse", at=until) == [("press", "A lighthouse of evidence")]


def test_what_a_release_said_before_it_was_corrected_is_found_no_more() -> None:
    first = press.a_release(press.a_draft(lead="A lighthouse was shown."))
    assert len(found("lighthouse")) == 1
    corrected = writing.correct(first.release, by=press.the_officer(), at=NOW)
    writing.word(
        corrected, "en", press.PARTS | {"lead": "A beacon was shown."}, by=press.the_officer(), at=NOW
    )
    writing.say_correction(corrected, {"en": "A beacon."}, by=press.the_officer(), at=NOW)
    until = NOW + timedelta(hours=2)
    press.a_release(corrected, until=until)
    assert (len(found("lighthouse")), found("beacon")) == (1, [])
    assert found("lighthouse", at=until) == []
    assert len(found("beacon", at=until)) == 1


def test_a_release_that_was_withdrawn_is_found_no_more() -> None:
    version = press.a_release(press.a_draft(headline="A lighthouse of evidence"))
    publication.withdraw(version.release, reason="Wrong.", by=press.the_officer(), at=NOW + SECOND)
    assert found("lighthouse") == []


def test_a_quotation_is_found_until_its_source_takes_it_back() -> None:
    """RX-1."""
    source = press.a_source("We keep a lighthouse for evidence.")
    press.a_release(press.a_draft(press.a_highlight(source)))
    ((kind, _title),) = found("lighthouse")
    assert kind == "press"
    changes.withdraw(source, reason="Wrong.", by=press.the_secretariat(), at=NOW + SECOND)
    assert found("lighthouse") == []


def test_filters_of_the_meeting_and_the_language_apply_and_others_leave_nothing() -> None:
    """R13-3."""
    node = framework.a_guideline(title="Answer at any hour")
    framework.carrying.rest_on_instrument(
        node, framework.an_instrument(), paragraph="2", by=the_rapporteur(), at=NOW
    )
    framework.write(node)
    framework.write(node, "ينبغي الرد [1].", language="ar", title="الرد في أي ساعة")
    framework.wording.settle(node, by=the_rapporteur(), at=NOW)
    framework.issued(NOW)
    arabic = [("framework", "الرد في أي ساعة")]
    assert found("ساعة") == found("الساعات", filters={"language": ["ar"]}) == arabic
    assert found("hour", filters={"meeting": ["sm2016"]}) == found("hour") != []
    assert found("hour", filters={"meeting": ["other"]}) == []
    assert found("hour", filters={"language": ["fr"]}) == []
    assert found("hour", filters={"delegation": ["nor"]}) == []
    assert found("hour", kinds=["press"]) == found("") == []


def test_a_meeting_that_is_not_announced_tells_nothing() -> None:
    summary.a_sentence("One speaker reported a lighthouse.")
    summary.an_issued()
    framework.a_settled()
    framework.issued(NOW)
    press.a_release(press.a_draft(press.a_highlight(press.a_source(code="fra"))))
    kinds = [Kind.FRAMEWORK, Kind.SUMMARY, Kind.PRESS, Kind.FUTURE_WORK]
    assert outcome.kinds_of(outcome.standing(LATER)) == kinds
    meeting = the_meeting()
    meeting.state = "concept"
    meeting.save()
    for query in ("lighthouse", "hour", "terrorism"):
        assert found(query) == []
    assert outcome.kinds_of(outcome.standing(LATER)) == []
