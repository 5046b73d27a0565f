"""Learning from reviewers' own decisions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from comity.texts.finding import learn
from comity.texts.finding.items import Item
from comity.texts.finding.learn import Example, Queue, fit, from_decisions, load, save
from comity.texts.finding.suggest import Suggester

LAKES = [f"The lake of town {place} is deep and its water is clear." for place in range(12)]
HILLS = [f"The hill of town {place} is high and its paths are steep." for place in range(12)]
EXAMPLES = [
    *(Example(text, "practice", "en", f"d{place % 4}") for place, text in enumerate(LAKES)),
    *(Example(text, "other", "en", f"d{place % 4}") for place, text in enumerate(HILLS)),
]


def test_what_reviewers_want_is_learnt() -> None:
    """R12-2: learns from accept and reject."""
    model = fit(EXAMPLES)
    marks = [
        learn.mark(Item(1, "A lake with clear water.", "en")),
        learn.mark(Item(2, "A steep hill.", "en")),
    ]
    lake, hill = model.chances(marks)
    assert lake["practice"] > hill["practice"]
    assert sum(lake.values()) == pytest.approx(1)
    assert model.chances([]) == []


def test_a_model_is_the_same_bytes_each_time_and_reads_back(tmp_path: Path) -> None:
    """Same input, same version: the same bytes; never a pickle."""
    save(fit(EXAMPLES, letters=True), tmp_path / "one")
    save(fit(EXAMPLES, letters=True), tmp_path / "two")
    for name in ("model.json", "arrays.npz"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    items = [Item(place, one.text, "en") for place, one in enumerate(EXAMPLES)]
    again = Suggester(tmp_path / "one").score(items)
    assert again == Suggester(tmp_path / "two").score(items)
    fitted = fit(EXAMPLES, letters=True).chances([learn.mark(one) for one in items])
    assert [one.score for one in again] == pytest.approx([one["practice"] for one in fitted], abs=0.001)
    assert load(tmp_path / "one").examples == len(EXAMPLES)


def test_a_model_of_another_version_is_refused(tmp_path: Path) -> None:
    save(fit(EXAMPLES), tmp_path)
    told = json.loads((tmp_path / "model.json").read_text())
    (tmp_path / "model.json").write_text(json.dumps(told | {"version": "0"}))
    with pytest.raises(ValueError, match="another version"):
        Suggester(tmp_path)


@pytest.mark.parametrize(
    ("examples", "sentence"),
    [
        ([Example("a", "nonsense"), Example("b", "other")], "no such label: nonsense"),
        ([Example("a", "other")] * 3, "at least two labels"),
        ([], "at least two labels"),
    ],
)
def test_what_cannot_be_learnt_from_is_refused(examples: list[Example], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        fit(examples)


def test_a_queue_ranks_anew_after_each_decision() -> None:
    """R12-2: the queue re-ranks as decisions come."""
    items = [Item(f"l{place}", text, "en") for place, text in enumerate(LAKES)]
    items += [Item(f"h{place}", text, "en") for place, text in enumerate(HILLS)]
    queue = Queue(items)
    before = queue.ranked({})
    decisions = {f"l{place}": True for place in range(6)} | {f"h{place}": False for place in range(6)}
    after = queue.ranked(decisions | {"gone": True})
    assert after["l11"] - after["h11"] > before["l11"] - before["h11"]
    assert queue.ranked(dict(reversed(decisions.items()))) == queue.ranked(decisions)
    assert queue.ranked({"l0": True}) == before
    assert Queue([]).ranked({}) == {}


def test_decisions_rank_paragraphs_that_came_later() -> None:
    pairs = [(Item(place, one.text, "en"), one.label == "practice") for place, one in enumerate(EXAMPLES)]
    lake, hill = from_decisions(pairs).wanted([Item(1, LAKES[0], "en"), Item(2, HILLS[0], "en")])
    assert lake > hill


def test_decisions_of_one_kind_change_nothing() -> None:
    item = Item(1, "We urge all States to act.", "en")
    [shipped] = Suggester().score([item])
    [ranked] = from_decisions([(item, True)]).wanted([item])
    assert ranked == pytest.approx(shipped.score, abs=0.001)
