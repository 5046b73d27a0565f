"""The gates of the register as conditions in SQL that SQLite and PostgreSQL read alike; gates.py puts them up."""

from __future__ import annotations

from comity.practices import states
from comity.practices.append_only import APPEND_ONLY
from comity.practices.gates import Gate, NoWayRound

LIVE = (
    "EXISTS (SELECT 1 FROM comity_support s JOIN comity_excerpt e ON e.id = s.excerpt_id WHERE s.practice_id = {of} "
    "AND s.left_at IS NULL AND s.stance = 'supports' AND e.discarded_at IS NULL AND e.attribution <> 'withdrawn')"
)
"""The practice `{of}` rests on words that stand."""
RESTS_ON_WORDS = "(" + ", ".join(f"'{state.value}'" for state in sorted(states.RESTS_ON_WORDS)) + ")"
RANK = (
    "CASE {of}.attribution WHEN 'attributed' THEN 0 WHEN 'by_category' THEN 1 WHEN 'non_attributed' THEN 2 "
    "WHEN 'confidential' THEN 3 ELSE 4 END"
)
NO_WORDS = "a practice without words goes no further than candidate"
NO_UNKNOWN = (
    "NOT EXISTS (SELECT 1 FROM comity_safeguardsreview r JOIN comity_reviewitem i ON i.review_id = r.id "
    "WHERE r.version_id = NEW.version_id AND r.replaced_at IS NULL AND i.answer IN ('', 'unknown'))"
)


def changed(*columns: str) -> str:
    """One of these columns, none of which is ever null, gets another value."""
    return "(" + " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns) + ")"


def frozen(of: str) -> str:
    return f"EXISTS (SELECT 1 FROM comity_practiceversion v WHERE v.id = {of} AND v.frozen_at IS NOT NULL)"


def completed(of: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM comity_safeguardsreview r WHERE r.id = {of} AND r.completed_at IS NOT NULL)"
    )


def reviewed(*results: str) -> str:
    """A completed review of the wording NEW is about has one of these results."""
    listed = ", ".join(f"'{one}'" for one in results)
    return (
        "EXISTS (SELECT 1 FROM comity_safeguardsreview r WHERE r.version_id = NEW.version_id "
        f"AND r.completed_at IS NOT NULL AND r.replaced_at IS NULL AND r.result IN ({listed}))"
    )


def never(table: str, *events: str) -> list[Gate]:
    """The table refuses these changes altogether."""
    short = table.removeprefix("comity_")
    return [
        Gate(f"gate_{short}_no_{event.lower()}", table, f"BEFORE {event}", "1 = 1", f"{table} keeps its rows")
        for event in events
    ]


WORDS = [
    Gate(
        "gate_excerpt_words",
        "comity_excerpt",
        "BEFORE INSERT",
        'NEW."end" - NEW.start <> length(NEW.text) OR NOT EXISTS (SELECT 1 FROM comity_paragraph p '
        'WHERE p.id = NEW.paragraph_id AND substr(p.text, NEW.start + 1, NEW."end" - NEW.start) = NEW.text)',
        "an excerpt has the exact words of its paragraph",
    ),
    Gate(
        "gate_excerpt_fixed",
        "comity_excerpt",
        "BEFORE UPDATE",
        changed(
            "id",
            "paragraph_id",
            "start",
            '"end"',
            "text",
            "sha256",
            "language",
            "delegation_id",
            "meeting_id",
        ),
        "the words of an excerpt never change",
    ),
    Gate(
        "gate_excerpt_attribution",
        "comity_excerpt",
        "BEFORE UPDATE",
        f"({RANK.format(of='NEW')}) < ({RANK.format(of='OLD')}) AND NOT EXISTS (SELECT 1 FROM comity_consent c "
        "WHERE c.excerpt_id = NEW.id AND c.attribution = NEW.attribution)",
        "attribution is never loosened without consent",
    ),
    *never("comity_excerpt", "DELETE"),
    *never("comity_consent", "UPDATE", "DELETE"),
    Gate(
        "gate_paragraph_fixed",
        "comity_paragraph",
        "BEFORE UPDATE",
        f"{changed('id', 'text', 'anchor', 'language_version_id')} "
        "AND EXISTS (SELECT 1 FROM comity_excerpt e WHERE e.paragraph_id = OLD.id)",
        "an excerpt rests on this paragraph",
    ),
    Gate(
        "gate_paragraph_kept",
        "comity_paragraph",
        "BEFORE DELETE",
        "EXISTS (SELECT 1 FROM comity_excerpt e WHERE e.paragraph_id = OLD.id)",
        "an excerpt rests on this paragraph",
    ),
    Gate(
        "gate_paragraph_not_replaced",
        "comity_paragraph",
        "BEFORE INSERT",
        "EXISTS (SELECT 1 FROM comity_excerpt e WHERE e.paragraph_id = NEW.id)",
        "an excerpt rests on this paragraph",
    ),
]
"""Words are those of their source, for ever (R12-1)."""

RESTING = [
    *(
        Gate(
            f"gate_practice_{event.lower()}",
            "comity_practice",
            f"BEFORE {event}",
            f"NEW.state IN {RESTS_ON_WORDS} AND NOT {LIVE.format(of='NEW.id')}",
            NO_WORDS,
        )
        for event in ("INSERT", "UPDATE")
    ),
    *(
        Gate(
            f"gate_support_{event.lower()}",
            "comity_support",
            f"AFTER {event}",
            f"EXISTS (SELECT 1 FROM comity_practice p WHERE p.id = OLD.practice_id AND p.state IN {RESTS_ON_WORDS}) "
            f"AND NOT {LIVE.format(of='OLD.practice_id')}",
            NO_WORDS,
        )
        for event in ("UPDATE", "DELETE")
    ),
    Gate(
        "gate_excerpt_carries",
        "comity_excerpt",
        "AFTER UPDATE",
        "EXISTS (SELECT 1 FROM comity_support x JOIN comity_practice p ON p.id = x.practice_id "
        f"WHERE x.excerpt_id = NEW.id AND p.state IN {RESTS_ON_WORDS} AND NOT {LIVE.format(of='p.id')})",
        NO_WORDS,
    ),
    Gate(
        "gate_practice_known",
        "comity_practice",
        "BEFORE UPDATE",
        f"{changed('ref', 'meeting_id')} OR (OLD.number IS NOT NULL AND (NEW.number IS NULL OR NEW.number <> "
        "OLD.number))",
        "a practice keeps its address and its number",
    ),
    *never("comity_practice", "DELETE"),
]
"""No practice without words beyond candidate; addresses and numbers stay."""

WORDING = [
    Gate(
        "gate_practicetext_update",
        "comity_practicetext",
        "BEFORE UPDATE",
        f"{frozen('OLD.version_id')} OR {frozen('NEW.version_id')}",
        "this wording is frozen",
    ),
    Gate(
        "gate_practicetext_delete",
        "comity_practicetext",
        "BEFORE DELETE",
        frozen("OLD.version_id"),
        "this wording is frozen",
    ),
    Gate(
        "gate_practicetext_insert",
        "comity_practicetext",
        "BEFORE INSERT",
        "EXISTS (SELECT 1 FROM comity_practiceversion v WHERE v.id = NEW.version_id AND v.frozen_at IS NOT NULL "
        "AND v.original_language = NEW.language) OR EXISTS (SELECT 1 FROM comity_practicetext t "
        f"WHERE t.id = NEW.id AND {frozen('t.version_id')})",
        "this wording is frozen",
    ),
    Gate(
        "gate_practiceversion_frozen",
        "comity_practiceversion",
        "BEFORE UPDATE",
        "OLD.frozen_at IS NOT NULL AND (NEW.frozen_at IS NULL OR "
        f"{changed('frozen_at', 'practice_id', 'number', 'original_language', 'strength')})",
        "this wording is frozen",
    ),
    Gate(
        "gate_practiceversion_kept",
        "comity_practiceversion",
        "BEFORE DELETE",
        "OLD.frozen_at IS NOT NULL",
        "this wording is frozen",
    ),
]
"""What sources and the Committee are asked about does not change under them; translations may be added."""

SAFEGUARDS = [
    Gate(
        "gate_review_begins_open",
        "comity_safeguardsreview",
        "BEFORE INSERT",
        "NEW.completed_at IS NOT NULL",
        "a review is completed when its questions are answered",
    ),
    Gate(
        "gate_review_complete",
        "comity_safeguardsreview",
        "BEFORE UPDATE",
        "OLD.completed_at IS NULL AND NEW.completed_at IS NOT NULL AND ("
        "NOT EXISTS (SELECT 1 FROM comity_reviewitem i WHERE i.review_id = NEW.id) "
        "OR EXISTS (SELECT 1 FROM comity_reviewitem i WHERE i.review_id = NEW.id AND i.answer = '') "
        "OR (NEW.result IN ('compatible', 'conditional') AND EXISTS (SELECT 1 FROM comity_reviewitem i "
        "WHERE i.review_id = NEW.id AND i.answer = 'unknown')))",
        "a review is completed when its questions are answered",
    ),
    Gate(
        "gate_review_fixed",
        "comity_safeguardsreview",
        "BEFORE UPDATE",
        "OLD.completed_at IS NOT NULL AND (NEW.completed_at IS NULL OR "
        f"{changed('completed_at', 'version_id', 'result', 'reasons', 'conditions', 'reviewer_id')} "
        "OR OLD.replaced_at IS NOT NULL)",
        "a completed review is fixed",
    ),
    Gate(
        "gate_review_kept",
        "comity_safeguardsreview",
        "BEFORE DELETE",
        "OLD.completed_at IS NOT NULL",
        "a completed review is fixed",
    ),
    *(
        Gate(
            f"gate_reviewitem_{event.lower()}",
            "comity_reviewitem",
            f"BEFORE {event}",
            " OR ".join(completed(f"{row}.review_id") for row in rows),
            "a completed review is fixed",
        )
        for event, rows in (("INSERT", ["NEW"]), ("UPDATE", ["NEW", "OLD"]), ("DELETE", ["OLD"]))
    ),
]
"""Every question answered before a review is complete, nothing changed after (R02-3, R12-6)."""

DECISIONS = [
    Gate(
        "gate_decision_recommends",
        "comity_decision",
        "BEFORE INSERT",
        f"NEW.outcome = 'recommended' AND NOT ({reviewed('compatible', 'conditional')} AND {NO_UNKNOWN})",
        "only what passed its safeguards review is recommended",
    ),
    Gate(
        "gate_decision_identifies",
        "comity_decision",
        "BEFORE INSERT",
        "NEW.outcome = 'identified' AND NOT "
        + reviewed("compatible", "conditional", "insufficient_information"),
        "only what was reviewed and not found incompatible is identified",
    ),
    Gate(
        "gate_decision_unopposed",
        "comity_decision",
        "BEFORE INSERT",
        "NEW.outcome = 'recommended' AND EXISTS (SELECT 1 FROM comity_objection o JOIN comity_circulation c "
        "ON c.id = o.circulation_id WHERE c.version_id = NEW.version_id AND o.lifted_at IS NULL)",
        "an objection stands",
    ),
    Gate(
        "gate_decision_by_silence",
        "comity_decision",
        "BEFORE INSERT",
        "NEW.procedure = 'silence' AND NOT EXISTS (SELECT 1 FROM comity_circulation c "
        "WHERE c.version_id = NEW.version_id AND c.halted_at IS NULL AND c.due_on < NEW.decided_on)",
        "the silence has not ended",
    ),
    *never("comity_decision", "UPDATE", "DELETE"),
    *(
        Gate(
            f"gate_practice_{outcome}_{event.lower()}",
            "comity_practice",
            f"BEFORE {event}",
            f"NEW.state = '{outcome}' AND NOT EXISTS (SELECT 1 FROM comity_decision d JOIN comity_practiceversion v "
            f"ON v.id = d.version_id WHERE v.practice_id = NEW.id AND d.outcome = '{outcome}')",
            f"only a recorded decision makes a practice {outcome}",
        )
        for outcome in ("recommended", "identified")
        for event in ("INSERT", "UPDATE")
    ),
    Gate(
        "gate_entry_decided",
        "comity_entry",
        "BEFORE INSERT",
        "NOT EXISTS (SELECT 1 FROM comity_decision d JOIN comity_practiceversion v ON v.id = d.version_id "
        "JOIN comity_practice p ON p.id = v.practice_id WHERE v.id = NEW.version_id AND p.id = NEW.practice_id "
        "AND p.number = NEW.number AND d.outcome = 'recommended')",
        "an edition holds recommended practices under their numbers",
    ),
    *never("comity_edition", "UPDATE", "DELETE"),
    *never("comity_entry", "UPDATE", "DELETE"),
]
"""Only a recorded decision recommends, on a wording that passed its review and that nobody opposes (R12-3, R12-5)."""

KEPT = ("excerpt", "consent", "practice", "decision", "edition", "entry", "safeguardsreview")
GATES: list[Gate | NoWayRound] = [
    *(*WORDS, *RESTING, *WORDING, *SAFEGUARDS, *DECISIONS),
    *(NoWayRound(f"comity_{table}") for table in KEPT),
    *APPEND_ONLY,
]
