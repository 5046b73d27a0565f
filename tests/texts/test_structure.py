"""Headings told by the numbers around them, and sentences that a page break has cut."""

from __future__ import annotations

from comity.texts.model import Block, Kind
from comity.texts.structure import doubts, mended

LONG = "a sentence of a statement that goes on for rather more than eighty characters in all, as they do"


def kinds(blocks: list[Block], *, plain: bool = False) -> list[str]:
    return [block.kind.value[0] for block in mended(blocks, plain=plain)]


def test_a_title_numbered_out_of_turn_is_a_heading_for_a_person_to_look_at() -> None:
    blocks = mended(
        [Block(LONG, number="6"), Block("Format", number="1"), Block(LONG, number="7")], plain=False
    )
    assert [block.kind.value for block in blocks] == ["paragraph", "heading", "paragraph"]
    (doubt,) = doubts(blocks, ["a", "b", "c"])
    assert (doubt.code, doubt.paragraph) == ("number_out_of_order", "b")


def test_numbers_that_begin_again_are_no_headings() -> None:
    again = [Block(LONG, number=number) for number in ("1", "2", "1", "2")]
    assert kinds(again) == ["p"] * 4
    short = [Block("Yes", number=number) for number in ("1", "2", "3", "1", "2")]
    assert kinds(short) == ["p"] * 5
    assert list(doubts(again, "abcd")) == []


def test_a_short_line_before_the_next_number_is_a_heading_of_plain_text_only() -> None:
    blocks = [
        Block("One", Kind.HEADING),
        Block("Two", Kind.HEADING),
        Block(LONG, number="1"),
        Block("Venue"),
        Block(LONG, number="2"),
    ]
    assert kinds(blocks, plain=True) == ["h", "h", "p", "h", "p"]
    assert kinds(blocks) == ["h", "h", "p", "p", "p"]


def test_a_cut_sentence_is_put_together_in_plain_text_only() -> None:
    cut = [Block(LONG, number="13"), Block("and ends here.")]
    assert [block.text for block in mended(cut, plain=True)] == [f"{LONG} and ends here."]
    assert len(mended(cut, plain=False)) == 2


def test_what_ends_or_begins_by_itself_is_left_apart() -> None:
    for blocks in (
        [Block(LONG + "."), Block("then more")],
        [Block(LONG), Block("Then more")],
        [Block(LONG), Block("then", number="2")],
        [Block(LONG, Kind.HEADING), Block("then more")],
        [Block("short"), Block("then more")],
    ):
        assert len(mended(blocks, plain=True)) == 2
    assert mended([], plain=True) == []
