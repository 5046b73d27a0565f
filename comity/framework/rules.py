"""What the database itself refuses of a framework; put up with the register's gates (docs/decisions/0015)."""

# ruff: noqa: S608  (names of tables, which are ours)

from __future__ import annotations

from comity.practices.gates import Gate, NoWayRound
from comity.practices.rules import changed, never

FROZEN = "this wording is settled"
STANDING = (
    "EXISTS (SELECT 1 FROM comity_rest r LEFT JOIN comity_excerpt e ON e.id = r.excerpt_id "
    "LEFT JOIN comity_practice p ON p.id = r.practice_id WHERE r.node_id = {of} AND r.left_at IS NULL "
    "AND (r.excerpt_id IS NULL OR (e.discarded_at IS NULL AND e.attribution <> 'withdrawn')) "
    "AND (r.practice_id IS NULL OR p.state NOT IN ('withdrawn', 'superseded', 'not_retained', 'merged')))"
)
"""The node `{of}` rests on something that stands."""


def frozen(of: str) -> str:
    return f"EXISTS (SELECT 1 FROM comity_nodeversion v WHERE v.id = {of} AND v.frozen_at IS NOT NULL)"


UNDER = (
    "NEW.parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM comity_node p WHERE p.id = NEW.parent_id "
    "AND p.framework_id = NEW.framework_id AND p.kind = "
    "CASE NEW.kind WHEN 'guideline' THEN 'element' ELSE 'guideline' END)"
)

TREE = [
    *(
        Gate(
            f"gate_node_{event.lower()}_under",
            "comity_node",
            f"BEFORE {event}",
            UNDER,
            "a guideline stands under an element, a practice under a guideline, of one framework",
        )
        for event in ("INSERT", "UPDATE")
    ),
    Gate(
        "gate_node_known",
        "comity_node",
        "BEFORE UPDATE",
        f"{changed('framework_id', 'number', 'kind')} OR COALESCE(NEW.practice_id, 0) <> COALESCE(OLD.practice_id, 0)",
        "a node keeps its number and its kind",
    ),
    Gate(
        "gate_node_gone",
        "comity_node",
        "BEFORE UPDATE",
        "OLD.state = 'removed' AND NEW.state <> 'removed'",
        "a number that was removed stays removed",
    ),
    *never("comity_node", "DELETE"),
]
"""Numbers are given once and stay (R12-8)."""

WORDING = [
    Gate(
        "gate_nodetext_update",
        "comity_nodetext",
        "BEFORE UPDATE",
        f"{frozen('OLD.version_id')} OR {frozen('NEW.version_id')}",
        FROZEN,
    ),
    Gate("gate_nodetext_delete", "comity_nodetext", "BEFORE DELETE", frozen("OLD.version_id"), FROZEN),
    Gate(
        "gate_nodetext_insert",
        "comity_nodetext",
        "BEFORE INSERT",
        "EXISTS (SELECT 1 FROM comity_nodeversion v WHERE v.id = NEW.version_id AND v.frozen_at IS NOT NULL "
        "AND v.original_language = NEW.language) OR EXISTS (SELECT 1 FROM comity_nodetext t "
        f"WHERE t.id = NEW.id AND {frozen('t.version_id')})",
        FROZEN,
    ),
    Gate(
        "gate_nodeversion_frozen",
        "comity_nodeversion",
        "BEFORE UPDATE",
        "OLD.frozen_at IS NOT NULL AND (NEW.frozen_at IS NULL OR "
        f"{changed('frozen_at', 'node_id', 'number', 'original_language', 'strength')})",
        FROZEN,
    ),
    Gate(
        "gate_nodeversion_agreed",
        "comity_nodeversion",
        "BEFORE UPDATE",
        "OLD.agreed_on IS NOT NULL AND (NEW.agreed_on IS NULL OR "
        f"{changed('agreed_on', 'procedure', 'reservations')})",
        "what the Committee agreed to stays on record",
    ),
    Gate("gate_nodeversion_kept", "comity_nodeversion", "BEFORE DELETE", "OLD.frozen_at IS NOT NULL", FROZEN),
]
"""What was settled does not change; translations may be added."""

ISSUED = [
    Gate(
        "gate_editionnode_rests",
        "comity_editionnode",
        "BEFORE INSERT",
        "EXISTS (SELECT 1 FROM comity_node n WHERE n.id = NEW.node_id AND n.kind = 'guideline') "
        f"AND NOT {STANDING.format(of='NEW.node_id')}",
        "a guideline that rests on nothing is not issued",
    ),
    Gate(
        "gate_editionnode_wording",
        "comity_editionnode",
        "BEFORE INSERT",
        "NEW.version_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM comity_nodeversion v WHERE v.id = NEW.version_id "
        "AND v.node_id = NEW.node_id AND v.frozen_at IS NOT NULL "
        "AND (NEW.status <> 'recommended' OR v.agreed_on IS NOT NULL))",
        "an edition prints settled wordings under their own numbers",
    ),
    Gate(
        "gate_editionnode_decided",
        "comity_editionnode",
        "BEFORE INSERT",
        "NEW.practice_version_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM comity_decision d "
        "JOIN comity_practiceversion v ON v.id = d.version_id JOIN comity_node n ON n.practice_id = v.practice_id "
        "WHERE v.id = NEW.practice_version_id AND n.id = NEW.node_id AND d.outcome = NEW.status)",
        "an edition calls a practice what the Committee decided of it",
    ),
    *never("comity_frameworkedition", "UPDATE", "DELETE"),
    *never("comity_editionnode", "UPDATE", "DELETE"),
]
"""Nothing is issued that rests on nothing, and nothing issued changes."""

GATES: list[Gate | NoWayRound] = [
    *(*TREE, *WORDING, *ISSUED),
    *(NoWayRound(f"comity_{table}") for table in ("node", "frameworkedition", "editionnode")),
]
