"""What the sequence of blocks tells that no single one does: headings with a stray number, sentences cut in two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from comity.texts.model import Block, Kind, Warning
from comity.texts.numbering import value

_TITLE = 80
_STOPS = tuple(".;:!?…。；：！？؛؟۔,،，")


def mended(blocks: Sequence[Block], *, plain: bool) -> list[Block]:
    """The blocks with headings recognised by the numbers around them.

    `plain` says that nothing but the text is known (no styles, no places on a page): then a short line before the next
    numbered paragraph is a heading too, and a sentence that a page break has cut is put together again.
    """
    blocks = list(rejoined(blocks)) if plain else list(blocks)
    titled = sum(block.kind is Kind.HEADING for block in blocks) > 1
    result = []
    last = 0
    for place, block in enumerate(blocks):
        coming = next((found for one in blocks[place + 1 : place + 2] if (found := plain_number(one))), 0)
        stray = is_stray(block, last, coming)
        if stray or (plain and titled and stands_before(block, last, coming)):
            block = replace(block, kind=Kind.HEADING, level=int(stray))
        elif number := plain_number(block):
            last = number
        result.append(block)
    return result


def rejoined(blocks: Sequence[Block]) -> Iterator[Block]:
    """Sentences that go on in small letters after a blank line."""
    held: Block | None = None
    for block in blocks:
        if held and goes_on(held, block):
            held = replace(held, text=f"{held.text} {block.text}")
            continue
        if held:
            yield held
        held = block
    if held:
        yield held


def goes_on(earlier: Block, later: Block) -> bool:
    running = earlier.kind in (Kind.PARAGRAPH, Kind.ITEM) and later.kind is Kind.PARAGRAPH
    return (
        running
        and later.number is None
        and later.text[:1].islower()
        and len(earlier.text) > _TITLE
        and not earlier.text.endswith(_STOPS)
    )


def is_title(block: Block) -> bool:
    return (
        block.kind is Kind.PARAGRAPH
        and len(block.text) <= _TITLE
        and not block.text[:1].islower()
        and not block.text.endswith(_STOPS)
    )


def plain_number(block: Block) -> int:
    """The number of a paragraph in the main sequence; 0 for any other block."""
    found = value(block.number) if block.number and block.kind is Kind.PARAGRAPH else None
    return found[0] if found and len(found) == 1 else 0


def is_stray(block: Block, last: int, coming: int) -> bool:
    """A title numbered out of turn, where the sequence goes on behind it: "1. Format" between 6 and 7."""
    number = plain_number(block)
    return is_title(block) and last > 0 < number != last + 1 == coming


def stands_before(block: Block, last: int, coming: int) -> bool:
    return is_title(block) and block.number is None and coming == last + 1


def doubts(blocks: Sequence[Block], anchors: Sequence[str]) -> Iterator[Warning]:
    """A heading that bears an Arabic figure where the paragraphs count on across it, for a person to look at."""
    last = 0
    for place, block in enumerate(blocks):
        last = plain_number(block) or last
        number = value(block.number) if block.number and block.kind is Kind.HEADING else None
        following = [plain_number(one) for one in blocks[place + 1 : place + 2]]
        if number and len(number) == 1 and last > 1 and following == [last + 1] and number[0] <= last:
            yield Warning(
                "number_out_of_order",
                f"The heading “{block.text}” bears the number {block.number} between paragraphs {last} and {last + 1}.",
                anchors[place],
            )
