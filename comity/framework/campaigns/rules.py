"""What the database itself refuses of a campaign; put up with the register's gates (docs/decisions/0015)."""

# ruff: noqa: S608  (names of tables, which are ours)

from __future__ import annotations

from comity.framework.campaigns.models import CampaignMeasure
from comity.framework.campaigns.questions import questions
from comity.framework.campaigns.states import MEASURED, MOVES
from comity.practices.gates import Gate, NoWayRound
from comity.practices.rules import changed, never

WORDS = (
    *("titles", "goals", "audiences", "audience_kind", "messages", "messengers", "media", "actions"),
    *("contexts", "alternatives", "endings", "comparisons", "baselines", "edited_at", "edited_by_id"),
)
FROZEN = "the words and measures of a campaign change in draft only"
NODE = "COALESCE(NEW.node_id, 0) <> COALESCE(OLD.node_id, 0)"


def listed(values: object) -> str:
    return "(" + ", ".join(f"'{one}'" for one in sorted(str(one) for one in values)) + ")"  # type: ignore[attr-defined]


ALLOWED = " OR ".join(
    f"(OLD.state = '{before.value}' AND NEW.state IN {listed(one.value for one in after)})"
    for before, after in MOVES.items()
    if after
)


def in_draft(of: str) -> str:
    return f"EXISTS (SELECT 1 FROM comity_campaign c WHERE c.id = {of} AND c.state = 'draft')"


def fewer_answers(*answers: str) -> str:
    """A question has none of these answers, given since a word or a measure changed last."""
    asked = [one.code for one in questions()]
    return (
        "(SELECT count(*) FROM comity_campaignanswer a WHERE a.campaign_id = NEW.id "
        f"AND a.code IN {listed(asked)} AND a.answer IN {listed(answers)} "
        f"AND a.answered_at >= NEW.edited_at) < {len(asked)}"
    )


def unmeasured(level: str) -> str:
    return (
        "NOT EXISTS (SELECT 1 FROM comity_campaignmeasure m WHERE m.campaign_id = NEW.id "
        f"AND m.removed_at IS NULL AND m.level = '{level}')"
    )


WITHOUT_BASELINE = (
    "EXISTS (SELECT 1 FROM comity_campaignmeasure m WHERE m.campaign_id = NEW.id "
    "AND m.removed_at IS NULL AND m.baseline IS NULL)"
)
UNPROVEN = " OR ".join(
    [*(unmeasured(one) for one in CampaignMeasure.Level.values), WITHOUT_BASELINE, fewer_answers("yes")]
)

LIFE = [
    Gate(
        "gate_campaign_begins",
        "comity_campaign",
        "BEFORE INSERT",
        "NEW.state <> 'draft'",
        "a campaign begins as a draft",
    ),
    Gate(
        "gate_campaign_moves",
        "comity_campaign",
        "BEFORE UPDATE",
        f"OLD.state <> NEW.state AND NOT ({ALLOWED})",
        "a campaign does not become this from what it is",
    ),
    Gate(
        "gate_campaign_known",
        "comity_campaign",
        "BEFORE UPDATE",
        changed("framework_id", "number", "drafted_by_id", "drafted_at"),
        "a campaign keeps its number",
    ),
    Gate(
        "gate_campaign_reviewed",
        "comity_campaign",
        "BEFORE UPDATE",
        "OLD.state = 'draft' AND NEW.state = 'reviewed' AND (NEW.reviewed_by_id = NEW.drafted_by_id "
        f"OR NEW.reviewed_by_id = NEW.edited_by_id OR {fewer_answers('yes', 'no', 'unknown')})",
        "a campaign is reviewed by somebody else, who answers every question",
    ),
    Gate(
        "gate_campaign_approved",
        "comity_campaign",
        "BEFORE UPDATE",
        f"OLD.state <> 'approved' AND NEW.state = 'approved' AND ({UNPROVEN})",
        "a campaign is approved with measures, baselines and every question answered yes",
    ),
    *never("comity_campaign", "DELETE"),
]
"""R04-3."""

PLAN = [
    Gate(
        "gate_campaign_words",
        "comity_campaign",
        "BEFORE UPDATE",
        f"OLD.state <> 'draft' AND ({changed(*WORDS)} OR {NODE})",
        FROZEN,
    ),
    Gate(
        "gate_campaignmeasure_insert",
        "comity_campaignmeasure",
        "BEFORE INSERT",
        f"NOT {in_draft('NEW.campaign_id')}",
        FROZEN,
    ),
    Gate(
        "gate_campaignmeasure_update",
        "comity_campaignmeasure",
        "BEFORE UPDATE",
        f"NOT {in_draft('OLD.campaign_id')} OR {changed('campaign_id', 'number')}",
        FROZEN,
    ),
    *never("comity_campaignmeasure", "DELETE"),
    Gate(
        "gate_campaignanswer_insert",
        "comity_campaignanswer",
        "BEFORE INSERT",
        f"NOT {in_draft('NEW.campaign_id')}",
        "a review is answered in draft only",
    ),
    Gate(
        "gate_campaignanswer_update",
        "comity_campaignanswer",
        "BEFORE UPDATE",
        f"NOT {in_draft('OLD.campaign_id')} OR {changed('campaign_id', 'code')}",
        "a review is answered in draft only",
    ),
    *never("comity_campaignanswer", "DELETE"),
]
"""What was reviewed and approved does not change; reopening it leads back to draft, and to another review."""

RESULTS = [
    Gate(
        "gate_campaignresult_of",
        "comity_campaignresult",
        "BEFORE INSERT",
        "NOT EXISTS (SELECT 1 FROM comity_campaignmeasure m JOIN comity_campaign c ON c.id = m.campaign_id "
        f"WHERE m.id = NEW.measure_id AND m.removed_at IS NULL AND c.state IN {listed(one.value for one in MEASURED)})",
        "results are those of a campaign that runs or ran",
    ),
    Gate(
        "gate_campaignresult_corrects",
        "comity_campaignresult",
        "BEFORE INSERT",
        "NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM comity_campaignresult r "
        "WHERE r.id = NEW.corrects_id AND r.measure_id = NEW.measure_id)",
        "a correction is of the same measure",
    ),
    *never("comity_campaignresult", "UPDATE", "DELETE"),
    *never("comity_campaigntable", "DELETE"),
]
"""Corrected, never overwritten."""

GATES: list[Gate | NoWayRound] = [
    *(*LIFE, *PLAN, *RESULTS),
    *(
        NoWayRound(f"comity_{table}")
        for table in ("campaign", "campaignmeasure", "campaignanswer", "campaignresult", "campaigntable")
    ),
]
