"""What the database refuses of highlights and releases; put up with the register's gates (docs/decisions/0015)."""

# ruff: noqa: S608  (names of tables, which are ours)

from __future__ import annotations

from comity.practices.gates import Gate, NoWayRound
from comity.practices.rules import changed, never

HIGHLIGHTED = "EXISTS (SELECT 1 FROM comity_highlightwords h WHERE h.paragraph_id = {of}.id)"
RESTING = "a highlight rests on this paragraph"
SENT = "only a draft of a release is changed"


def in_work(of: str) -> str:
    return f"EXISTS (SELECT 1 FROM comity_releaseversion v WHERE v.id = {of} AND v.state = 'draft')"


def cleared(side: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM comity_releaseclearance c WHERE c.version_id = NEW.id "
        f"AND c.side = '{side}' AND c.lapsed_at IS NULL)"
    )


WORDS: list[Gate | NoWayRound] = [
    Gate(
        "gate_highlightwords_words",
        "comity_highlightwords",
        "BEFORE INSERT",
        'NEW."end" - NEW.start <> length(NEW.text) OR NOT EXISTS (SELECT 1 FROM comity_paragraph p '
        'WHERE p.id = NEW.paragraph_id AND substr(p.text, NEW.start + 1, NEW."end" - NEW.start) = NEW.text)',
        "a highlight has the exact words of its paragraph",
    ),
    *never("comity_highlightwords", "UPDATE", "DELETE"),
    NoWayRound("comity_highlightwords"),
    Gate(
        "gate_paragraph_highlighted_fixed",
        "comity_paragraph",
        "BEFORE UPDATE",
        f"{changed('id', 'text', 'anchor', 'language_version_id')} AND {HIGHLIGHTED.format(of='OLD')}",
        RESTING,
    ),
    Gate(
        "gate_paragraph_highlighted_kept",
        "comity_paragraph",
        "BEFORE DELETE",
        HIGHLIGHTED.format(of="OLD"),
        RESTING,
    ),
]
"""Quotations are byte-equal to what was published, for ever."""

HIGHLIGHTS = [
    Gate(
        "gate_highlight_once",
        "comity_highlight",
        "BEFORE UPDATE",
        f"{changed('id', 'meeting_id', 'statement_id')} OR (OLD.state = 'dropped' AND NEW.state <> 'dropped') "
        "OR (OLD.state = 'approved' AND NEW.state = 'picked')",
        "a highlight is approved once and dropped once",
    ),
    *never("comity_highlight", "DELETE"),
]

RELEASES = [
    Gate(
        "gate_releaseversion_begins",
        "comity_releaseversion",
        "BEFORE INSERT",
        "NEW.state <> 'draft'",
        "a release begins as a draft",
    ),
    Gate(
        "gate_releaseversion_cleared",
        "comity_releaseversion",
        "BEFORE UPDATE",
        "NEW.state IN ('cleared', 'released') AND OLD.state <> NEW.state "
        f"AND NOT ({cleared('chair')} AND {cleared('cted')})",
        "a release is cleared by the Chair and the Executive Directorate",
    ),
    Gate(
        "gate_releaseversion_mailed_once",
        "comity_releaseversion",
        "BEFORE UPDATE",
        "OLD.mailed_at IS NOT NULL AND (NEW.mailed_at IS NULL OR NEW.mailed_at <> OLD.mailed_at "
        "OR NEW.state = 'draft')",
        "a release is mailed once",
    ),
    Gate(
        "gate_releaseversion_kept",
        "comity_releaseversion",
        "BEFORE DELETE",
        "OLD.state <> 'draft'",
        "a release that was cleared is kept",
    ),
    Gate(
        "gate_releasetext_insert",
        "comity_releasetext",
        "BEFORE INSERT",
        f"NOT {in_work('NEW.version_id')}",
        SENT,
    ),
    Gate(
        "gate_releasetext_update",
        "comity_releasetext",
        "BEFORE UPDATE",
        f"NOT ({in_work('OLD.version_id')} AND {in_work('NEW.version_id')})",
        SENT,
    ),
    Gate(
        "gate_releasetext_delete",
        "comity_releasetext",
        "BEFORE DELETE",
        f"NOT {in_work('OLD.version_id')}",
        SENT,
    ),
    Gate(
        "gate_quotation_insert",
        "comity_quotation",
        "BEFORE INSERT",
        f"NOT {in_work('NEW.version_id')} OR NOT EXISTS (SELECT 1 FROM comity_highlight h "
        "WHERE h.id = NEW.highlight_id AND h.state = 'approved')",
        "a draft quotes approved highlights",
    ),
    Gate(
        "gate_quotation_delete",
        "comity_quotation",
        "BEFORE DELETE",
        f"NOT {in_work('OLD.version_id')}",
        SENT,
    ),
    *never("comity_quotation", "UPDATE"),
    Gate(
        "gate_releaseclearance_fixed",
        "comity_releaseclearance",
        "BEFORE UPDATE",
        f"{changed('version_id', 'side', 'by_id', 'at', 'sha256')} OR OLD.lapsed_at IS NOT NULL",
        "a clearance only lapses",
    ),
    *never("comity_releasemail", "DELETE"),
]

GATES: list[Gate | NoWayRound] = [*WORDS, *HIGHLIGHTS, *RELEASES]
