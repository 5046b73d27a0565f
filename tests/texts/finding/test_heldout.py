"""What learning is worth on examples that were not seen."""

from __future__ import annotations

from comity.texts.finding.heldout import Figure, held_out, parted
from tests.texts.finding.test_learn import EXAMPLES


def test_held_out_figures_keep_sources_together() -> None:
    parts = parted(EXAMPLES, 5, 0)
    assert sorted(place for part in parts for place in part) == list(range(len(EXAMPLES)))
    assert all(len({EXAMPLES[place].source for place in part}) == 1 for part in parts)
    figures = {one.label: one for one in held_out(EXAMPLES)}
    assert set(figures) == {"practice", "other"}
    assert (figures["other"].wanted, figures["other"].recall) == (12, 1.0)
    assert figures["other"].f1 > 0.6
    assert 0 <= figures["practice"].precision <= 1
    assert 0 <= figures["practice"].recall <= 1


def test_a_label_never_proposed_has_figures_of_nought() -> None:
    assert (Figure("practice", 0, 0, 3).precision, Figure("practice", 0, 0, 3).f1) == (0.0, 0.0)
    assert Figure("practice", 2, 4, 2).recall == 1.0
