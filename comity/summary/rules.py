"""What the database keeps of summaries: a version as it was cleared (docs/decisions/0015)."""

from __future__ import annotations

from comity.practices.gates import Gate, NoWayRound

FIXED = ("id", "summary_id", "number", "content", "trace", "sha256", "cleared_by_id", "cleared_at")
CLEARED = "a summary that was cleared is never changed: another version follows"

GATES: list[Gate | NoWayRound] = [
    Gate(
        "gate_summaryversion_as_cleared",
        "comity_summaryversion",
        "BEFORE UPDATE",
        " OR ".join(f"NEW.{name} <> OLD.{name}" for name in FIXED),
        CLEARED,
    ),
    Gate(
        "gate_summaryversion_issued_once",
        "comity_summaryversion",
        "BEFORE UPDATE",
        "OLD.issued_at IS NOT NULL",
        CLEARED,
    ),
    Gate("gate_summaryversion_no_delete", "comity_summaryversion", "BEFORE DELETE", "1 = 1", CLEARED),
    NoWayRound("comity_summaryversion"),
]
