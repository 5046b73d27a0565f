"""Campaigns as the pages show them: one in draft, one that ended with results and a table that waits."""

from __future__ import annotations

from comity.framework.campaigns import taking
from tests.framework.campaigns.makers import a_draft, a_result, an_ended
from tests.makers import NOW
from tests.practices.makers import the_rapporteur

DRAFT = "Xenodraft: a campaign that nobody approved"


def of() -> list[int]:
    """Keys of a result and of a table. The first campaign is a draft, the second one has all there is."""
    a_draft(titles={"en": DRAFT})
    campaign = an_ended()
    result = a_result(campaign, 20)
    a_result(campaign, 30, of_audience=False)
    rows = [(1, ["measure", "day", "value"]), (2, ["1", "2016-10-01", "5"]), (3, ["9", "x", "y"])]
    table = taking.keep(
        campaign, b"table", rows, name="results.csv", source="A survey", by=the_rapporteur(), at=NOW
    )
    return [result.pk, table.pk]
