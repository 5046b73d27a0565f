"""RTF: code pages and Unicode, paragraphs, printed numbers, tables, notes, what is hidden, hostile files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.texts.model import Block, Kind, Unreadable
from comity.texts.rtf import extract
from tests.texts.files import rtf


def blocks(body: str, head: str = "") -> list[Block]:
    return extract(rtf(body, head)).blocks


def texts(body: str, head: str = "") -> list[str]:
    return [block.text for block in blocks(body, head)]


def codes(body: str) -> list[str]:
    return [warning.code for warning in extract(rtf(body)).warnings]


def test_paragraphs_end_with_par_sect_or_a_broken_line() -> None:
    """R09-12."""
    assert texts("One.\\par Two.\\sect Three.\\\nFour.") == ["One.", "Two.", "Three.", "Four."]


def test_signs_and_symbols() -> None:
    body = "\\ldblquote Mr.\\~Chair\\rdblquote \\emdash we\\line thank\\tab you\\-\\_all \\{x\\}\\\\ \\bullet"
    assert texts(body) == ["“Mr. Chair”—we thank you-all {x}\\ •"]


def test_bytes_are_read_in_the_code_page_of_the_font_or_the_file() -> None:
    fonts = (
        "{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fcharset204 Arial;}{\\f2\\fcharset178 Arabic;}"
        "{\\f3\\fcharset134 SimSun;}{\\f4\\fcharset99 Odd;}}"
    )
    body = (
        "caf\\'e9 {\\f1 \\'cc\\'e8\\'f0} {\\f2 \\'e4\\'da\\'e3} {\\f3 \\'d6\\'d0\\'b9\\'fa} {\\f4 \\'e9} {\\f9 \\'e9}"
        "\\f1\\plain\\'e9"
    )
    assert texts(body, fonts) == ["café Мир نعم 中国 é éé"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("\\ansicpg1251", "Мир"), ("\\ansicpg65001", "\ufffd"), ("\\mac", "ÃË"), ("\\ansicpg99999", "Ìèð"),
        ("\\ansicpg0", "Ìèð"),
    ],
)  # fmt: skip
def test_the_code_page_of_the_file(head: str, expected: str) -> None:
    found = extract(("{\\rtf1" + head + " A\\'cc\\'e8\\'f0}").encode()).blocks[0].text
    assert found.startswith("A" + expected)


def test_unicode_with_its_fallback_skipped() -> None:
    assert texts("\\u1575?\\u1604?\\u-10179?\\u-8704? {\\uc2\\u8364 EU}R\\uc0\\u233 x") == ["ال😀 €Réx"]
    assert texts("\\u1575\\'e0.\\u1575{}?\\u1575\\tab ?\\u1575\\~.") == ["ا.ا?ا?ا."]
    assert texts("lost \\u55357? and \\u56832? and \\u0?.") == ["lost and \ufffd and \ufffd."]


def test_a_unicode_form_replaces_the_plain_one() -> None:
    assert texts("{\\upr{plain}{\\*\\ud{\\u1575?}}}") == ["ا"]


def test_headers_pictures_objects_and_unknown_destinations_are_left_out() -> None:
    body = (
        "{\\header Head}{\\footer Foot}{\\*\\unknown secret}{\\info{\\title T}}{\\pict\\bin5 \\}{}{x}Text."
        "{\\object{\\*\\objdata 0102}{\\result shown}}"
    )
    assert texts(body) == ["Text.shown"]
    assert codes(body) == ["embedded_files"]
    assert codes("{\\*\\shppict{\\pict 00}}") == ["scan"]


def test_a_marking_in_a_header_or_footer_is_read_and_the_rest_of_it_is_not() -> None:
    """RX-5."""
    body = "{\\header Norland\\par{\\b CONFIDENTIAL}}{\\footerl CONFIDENTIAL\\par Page 1}We act."
    assert texts(body) == ["CONFIDENTIAL", "We act."]


def test_headings_by_style_and_outline_level() -> None:
    sheet = "{\\stylesheet{\\s0 Normal;}{\\s1\\qc heading 2;}{\\s2\\outlinelevel3 Ours;}{\\s3 Quote;}}"
    body = (
        "\\pard\\s1 Measures taken.\\par\\pard\\s2 Deeper.\\par\\pard\\s3 Words.\\par\\pard\\outlinelevel0 Top.\\par"
        "\\pard\\outlinelevel9 Plain.\\par\\pard\\s9 Other."
    )
    assert [(block.kind, block.level) for block in blocks(body, sheet)] == [
        (Kind.HEADING, 1), (Kind.HEADING, 3), (Kind.QUOTE, 0), (Kind.HEADING, 0), (Kind.PARAGRAPH, 0),
        (Kind.PARAGRAPH, 0),
    ]  # fmt: skip


def test_a_paragraph_set_in_on_both_sides_is_a_quotation() -> None:
    body = "Running text of it all.\\par\\li600\\ri600 Words.\\par\\pard\\li600 Once.\\par{\\listtext 1.}\\ri600 Item."
    assert [block.kind for block in blocks(body)] == [
        Kind.PARAGRAPH,
        Kind.QUOTE,
        Kind.PARAGRAPH,
        Kind.PARAGRAPH,
    ]


def test_bold_and_centred_lines_are_headings() -> None:
    body = "{\\b Our measures}\\par\\pard\\qc Our aims\\par\\pard\\qc\\ql Left\\par{\\b\\b0 Plain}\\par"
    assert [block.kind for block in blocks(body)] == [
        Kind.HEADING,
        Kind.HEADING,
        Kind.PARAGRAPH,
        Kind.PARAGRAPH,
    ]


def test_printed_numbers_are_those_of_the_list_text() -> None:
    body = (
        "{\\listtext\\pard\\plain 1.\\tab}One.\\par{\\pntext (a)\\tab}First;\\par"
        "{\\listtext\\'95}\\ilvl1 Point;\\par 4. Typed.\\par{\\*\\unknown{\\listtext 9.}}Plain."
    )
    assert blocks(body) == [
        Block("One.", Kind.PARAGRAPH, "1"),
        Block("First;", Kind.ITEM, "a", level=1),
        Block("Point;", Kind.ITEM, level=2),
        Block("Typed.", Kind.PARAGRAPH, "4"),
        Block("Plain."),
    ]


def test_tables() -> None:
    body = (
        "Before.\\par\\trowd\\pard\\intbl State\\par name\\cell Year\\cell\\row\\intbl Norland\\cell 2019\\cell\\row"
        "\\pard After.\\par\\pard\\intbl Alone.\\cell\\row"
    )
    assert blocks(body) == [
        Block("Before."),
        Block("State name\tYear\nNorland\t2019", Kind.TABLE),
        Block("After."),
        Block("Alone."),
    ]
    assert blocks("\\intbl a\\cell b\\par") == [Block("a\tb", Kind.TABLE)]


def test_notes_stand_at_the_end() -> None:
    body = "One{\\footnote\\pard\\plain{\\chftn} First\\par note.} and two{\\footnote Second note.}.\\par{\\header{\\footnote x}}"
    assert blocks(body) == [
        Block("One and two."),
        Block("First note.", Kind.NOTE, "1"),
        Block("Second note.", Kind.NOTE, "2"),
    ]


def test_text_boxes_stand_after_their_paragraph() -> None:
    body = "Before{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv b}}{\\shptxt In the box.\\par}}} after.\\par Last."
    assert texts(body) == ["Before after.", "In the box.", "Last."]
    assert texts("\\intbl{\\*\\shpinst{\\shptxt Box.}}Cell\\cell Other\\cell\\row") == ["Cell Box.\tOther"]


def test_fields_show_their_result() -> None:
    body = '{\\field{\\*\\fldinst{HYPERLINK "https://example.org"}}{\\fldrslt the site}} is open.'
    assert texts(body) == ["the site is open."]
    assert codes(body) == []
    assert codes("T.{\\field{\\*\\fldinst DDEAUTO x}}") == ["active_content"]
    assert codes("T.{\\field{\\*\\fldinst INCLUDEPICTURE x}{\\fldrslt y}}") == ["remote_content"]
    assert codes("T.{\\field{\\*\\fldinst }}") == []
    assert texts("{\\*\\fldinst x {\\fldrslt nested}}.") == ["nested."]


def test_tracked_hidden_and_commented_text() -> None:
    body = "Kept {\\deleted gone }{\\revised new }{\\v hidden}{\\v  }{\\*\\annotation a remark}text."
    assert texts(body) == ["Kept new text."]
    assert codes(body) == ["tracked_changes", "hidden_text", "comments"]


def test_loose_cells_rows_braces_and_ends() -> None:
    assert texts("}}Text.}{") == ["Text."]
    assert texts("{\\fonttbl\\par}{\\stylesheet\\pard}{\\info\\qc\\s1}Text.\\cell\\row") == ["Text."]
    assert extract(b"{\\rtf1 never ended {\\b and").blocks == [Block("never ended and")]
    assert extract(b"{\\rtf1 {\\footnote note").blocks == [Block("note", Kind.NOTE, "1")]


def test_labels_style_names_and_codes_without_end_are_cut_short() -> None:
    endless = "\\u65?" * 2000
    body = "{\\listtext " + endless + "}Text.{\\*\\fldinst " + endless + "}"
    found = blocks(body, "{\\stylesheet{\\s1 " + endless + ";}}")
    assert found == [Block("Text.", Kind.ITEM, "A" * 200)]


def test_what_is_no_rtf_is_damaged() -> None:
    with pytest.raises(Unreadable) as refusal:
        extract(b"plain")
    assert refusal.value.code == "damaged"


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        extract(b"{\\rtf1" + b"{" * 100_000)
    assert refusal.value.code == "too_deep"


def test_a_length_beyond_the_file_ends_it() -> None:
    assert texts("Text.{\\pict\\bin999999 x}more") == ["Text."]
    assert texts("Text.\\bin-5 more") == ["Text.more"]


@given(st.lists(st.sampled_from([
    "{", "}", "\\par", "\\u1575?", "\\'e9", "a ", "\\cell", "\\row", "\\intbl", "\\footnote", "\\listtext", "\\uc3",
    "\\*", "\\fldinst", "\\fldrslt", "\\shptxt", "\\upr", "\\ud", "\\b", "\\v", "\\plain", "\\f1", "\\bin2", "\\s1",
    "\\stylesheet", "\\fonttbl", "\\deleted", "\\u-10179",
])))  # fmt: skip
def test_any_order_of_control_words_is_read(words: list[str]) -> None:
    extract(("{\\rtf1 " + "".join(words)).encode())


@given(
    st.text(st.characters(min_codepoint=0x20, exclude_categories=["Cs", "Cn", "Co"]), min_size=1, max_size=80)
)
def test_no_letter_of_a_unicode_text_is_lost(text: str) -> None:
    units = text.encode("utf-16-le")
    escaped = "".join(
        f"\\u{int.from_bytes(units[at : at + 2], 'little', signed=True)}?" for at in range(0, len(units), 2)
    )
    found = extract(rtf("The words: " + escaped + " end")).blocks
    read = "".join(letter for block in found for letter in block.text if letter.isalpha())
    import unicodedata

    wanted = unicodedata.normalize("NFC", "The words: " + text + " end")
    assert read == "".join(letter for letter in wanted if letter.isalpha())
