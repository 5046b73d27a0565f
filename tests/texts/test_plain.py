"""Plain text and Markdown: paragraphs found again, whatever hand broke the lines."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.texts import markdown, plain
from comity.texts.model import Block, Kind, Unreadable

LONG = (
    "Mr. Chair, my delegation thanks you for convening this meeting and aligns itself with the statement that was made"
    " on behalf of the Group earlier today. We wish to add three points in our national capacity, and we shall be brief."
)


def blocks(text: str) -> list[Block]:
    return plain.extract(text.encode()).blocks


def texts(text: str) -> list[str]:
    return [block.text for block in blocks(text)]


def wrapped(text: str, width: int) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, width))


def test_one_line_is_one_paragraph_where_lines_are_long() -> None:
    """R09-12."""
    assert texts(f"{LONG}\nThank you.\n{LONG}\nShort line\nAnother") == [
        LONG,
        "Thank you.",
        LONG,
        "Short line",
        "Another",
    ]


@pytest.mark.parametrize("width", [40, 60, 72, 80, 100])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_broken_by_hand_are_put_together(width: int, end: str) -> None:
    text = wrapped(LONG, width) + "\n\n" + wrapped(LONG, width)
    assert texts(text.replace("\n", end)) == [LONG, LONG]


def test_a_line_that_ends_early_ends_its_paragraph() -> None:
    first = "We thank the Chair for all of this work."
    text = f"{first}\n{wrapped(LONG, 70)}\n{first}"
    assert texts(text) == [first, LONG, first]


def test_numbered_lines_open_paragraphs_of_their_own() -> None:
    text = "1. " + wrapped(LONG, 70) + "\n2. " + wrapped(LONG, 70) + "\n(a) To train judges;\n(b) To act."
    assert [(block.kind, block.number) for block in blocks(text)] == [
        (Kind.PARAGRAPH, "1"), (Kind.PARAGRAPH, "2"), (Kind.ITEM, "a"), (Kind.ITEM, "b"),
    ]  # fmt: skip
    assert blocks(text)[0].text == LONG


def test_a_number_within_a_sentence_opens_nothing() -> None:
    text = "The law that was passed by our parliament in the spring of the year of\n2015. It has been in force since then and it has served us very well so\nfar, as we can tell."
    assert len(blocks(text)) == 1


def test_chinese_lines_are_joined_without_a_blank() -> None:
    line = "我们感谢主席召开本次会议并感谢秘书处为此所做的一切准备工作"
    assert texts(f"{line}\n{line}\n{line}完。") == [line * 3 + "完。"]


def test_underlined_lines_and_quoted_lines() -> None:
    assert blocks(
        "Statement by Norland.\n====\n\nWe cite:\n> words of\n> another\nand go on.\n-----\nEnd."
    ) == [
        Block("Statement by Norland.", Kind.HEADING),
        Block("We cite:"),
        Block("words of", Kind.QUOTE),
        Block("another", Kind.QUOTE),
        Block("and go on."),
        Block("End."),
    ]


def test_columns_parted_by_tabs_are_a_table() -> None:
    assert blocks("State\tYear\nNorland\t2019\n\nText.") == [
        Block("State\tYear\nNorland\t2019", Kind.TABLE),
        Block("Text."),
    ]


def test_running_heads_and_folios_between_pages_are_left_out() -> None:
    page = "Statement of Norland, page {}\nWe say the {} thing of this page.\nAnd more of it.\n- {} -"
    text = "\f".join(page.format(number, number, number) for number in (1, 2, 3))
    assert "Statement of Norland, page 1" not in texts(text)
    assert not [one for one in texts(text) if one.startswith("-")]
    assert len(texts(text)) == 3


def test_a_marking_at_the_head_of_every_page_stays() -> None:
    """RX-5."""
    text = "\f".join(f"STRICTLY CONFIDENTIAL\n\nWe say thing {number}.\n\nAnd more." for number in range(3))
    assert texts(text).count("STRICTLY CONFIDENTIAL") == 3


def test_a_text_of_one_page_keeps_its_first_line() -> None:
    assert texts("Statement of Norland\fStatement of Norland")[0] == "Statement of Norland"


def test_control_characters_are_left_out_with_a_warning() -> None:
    found = plain.extract(b"ring\x07 the bell\x00.")
    assert [block.text for block in found.blocks] == ["ring the bell."]
    assert [warning.code for warning in found.warnings] == ["control_characters"]


def test_blank_text_is_refused_and_ornaments_are_no_text() -> None:
    for reader in (plain, markdown):
        with pytest.raises(Unreadable) as refusal:
            reader.extract(b" \n\t ")
        assert refusal.value.code == "empty"
        assert [warning.code for warning in reader.extract(b"...").warnings] == ["no_text"]


def letters(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFC", text) if letter.isalpha())


SAFE = st.text(
    st.characters(exclude_categories=["Cs", "Cn", "Co"], exclude_characters="\ufeff\0"), max_size=300
)


@given(SAFE.filter(lambda text: text.strip()))
def test_no_letter_is_lost(text: str) -> None:
    found = plain.extract(text.encode()).blocks
    read = letters("".join(block.text for block in found))
    printed = letters("".join((block.number or "") + block.text for block in found))
    expected = letters(text)
    bulleted = expected.replace("o", "").replace("о", "")  # an "o" before a blank is a bullet
    assert expected in (read, printed) or bulleted == printed.replace("o", "").replace("о", "")


@given(st.lists(st.sampled_from(LONG.split()), min_size=30, max_size=120), st.integers(50, 90))
def test_wrapping_by_machine_is_undone(words: list[str], width: int) -> None:
    text = " ".join(["We", *words])
    read = " ".join(texts(wrapped(text, width)))
    assert read == text


# -- Markdown


def test_markdown() -> None:
    text = (
        "# Statement\n\nWe *thank* the [Chair](https://example.org) for `this`\nand ![a picture](x.png) more.\n\n## 2. Aims\n\n"
        "> Words of\n> another.\n\n3. One\n4. Two\n   - Sub\n\n     More\n\nBetween.\n\n0. Nought\n\n| State | Year |\n|---|---|\n| Norland | 2019 |\n\n"
        "    code\n\n```\nfence\n```\n\n<div><p>Raw <script>x</script>text.</p></div>\n\n---\n"
    )
    assert markdown.extract(text.encode()).blocks == [
        Block("Statement", Kind.HEADING),
        Block("We thank the Chair for this and a picture more."),
        Block("Aims", Kind.HEADING, "2", level=1),
        Block("Words of another.", Kind.QUOTE),
        Block("One", Kind.PARAGRAPH, "3"),
        Block("Two", Kind.PARAGRAPH, "4"),
        Block("Sub", Kind.ITEM, level=2),
        Block("More"),
        Block("Between."),
        Block("Nought", Kind.PARAGRAPH, "0"),
        Block("State\tYear\nNorland\t2019", Kind.TABLE),
        Block("code"),
        Block("fence"),
        Block("Raw text."),
    ]
    assert [warning.code for warning in markdown.extract(text.encode()).warnings] == ["active_content"]


@given(SAFE.filter(lambda text: text.strip()))
def test_any_text_is_read_as_markdown(text: str) -> None:
    assert markdown.extract(text.encode()).media_type == "text/markdown"
