"""Needs, offers, a match with a commitment, records about a State, a table of a survey to look at, a mandate, and a series
that tells of its consultations, for the tests of every page."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from comity.framework import following, mandates, matching, naming, pledging, taking_in
from comity.framework.models import ProgressList
from comity.meetings.models import Meeting, Series
from comity.participants.models import Delegation, Person
from tests import makers


def of(meeting: Meeting, norway: Delegation, *, desk: Person, delegate: Person, at: datetime) -> ProgressList:
    chad = makers.a_delegation(meeting, "tcd")
    donor = makers.a_delegate(chad, name="donor")
    told = {"pool": "governments", "help": "funds", "titles": {"en": "Training", "ar": "تدريب"}}
    need = pledging.enter_need(norway, by=delegate, at=at, **told)
    pledging.enter_need(norway, by=delegate, at=at, **told)
    pledging.agree(need, by=delegate, at=at)
    offer = pledging.enter_offer(chad, by=donor, at=at, **told)
    match = matching.propose(need, offer, reason="Alike.", by=desk, at=at)
    matching.consent(match, "need", by=delegate, at=at)
    matching.consent(match, "offer", by=donor, at=at)
    matching.record(match, "commitment", amount=Decimal(5), dated_on=at.date(), by=donor, at=at)
    mandates.record(
        meeting, titles={"en": "Hand it over"}, due_on=at.date() + timedelta(days=3), by=desk, at=at
    )
    for node in naming.followed(meeting)[:1]:
        following.ask(node, [chad], by=desk, at=at)
        found = following.record(
            node, norway, "in_progress", source="state", reference="A report", as_of=at.date(),
            by=delegate, at=at, narrative="It is under way.",
        )  # fmt: skip
        following.observe(found, "A comment.", language="en", by=delegate, at=at)
        following.record(
            node, norway, "not_started", source="visit", reference="A visit", as_of=at.date(), by=desk, at=at
        )
    meeting.series = Series.objects.create(
        slug="ict", titles={"en": "Series", "ar": "سلسلة"}, tells_consultations=True
    )
    meeting.save(update_fields=["series"])
    table = [(1, ["number", "state", "status"]), (2, ["2", "Norway", "implemented"]), (3, ["9", "x", "y"])]
    given = {"source": "survey", "reference": "A survey", "as_of": at.date().isoformat()}
    return taking_in.keep(meeting, "survey.csv", table, given=given, by=desk, at=at)
