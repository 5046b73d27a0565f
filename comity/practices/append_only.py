"""What else the database keeps as it was written: agendas as they were issued, and agreements of participants.

Of an issued agenda one thing changes: names are taken out of it when their owners ask for erasure (RX-4).
"""

from __future__ import annotations

from comity.practices.gates import Gate, NoWayRound

FIXED = ("id", "meeting_id", "number", "stage", "revision", "content", "sha256", "issued_at", "issued_by_id")
ISSUED = "an issued agenda is never changed: another version follows"
KEPT = "agreements are never changed: another one follows"

APPEND_ONLY: list[Gate | NoWayRound] = [
    Gate(
        "gate_agendaversion_as_issued",
        "comity_agendaversion",
        "BEFORE UPDATE",
        " OR ".join(f"NEW.{name} <> OLD.{name}" for name in FIXED),
        ISSUED,
    ),
    Gate(
        "gate_agendaversion_people_only_go",
        "comity_agendaversion",
        "BEFORE UPDATE",
        "NEW.people <> OLD.people AND length(CAST(NEW.people AS text)) >= length(CAST(OLD.people AS text))",
        ISSUED,
    ),
    Gate("gate_agendaversion_no_delete", "comity_agendaversion", "BEFORE DELETE", "1 = 1", ISSUED),
    Gate("gate_agreement_no_update", "comity_agreement", "BEFORE UPDATE", "1 = 1", KEPT),
    Gate("gate_agreement_no_delete", "comity_agreement", "BEFORE DELETE", "1 = 1", KEPT),
    NoWayRound("comity_agendaversion"),
    NoWayRound("comity_agreement"),
]
