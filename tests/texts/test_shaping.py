"""From a piece to a block, the same for every format."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.texts.model import Block, Kind, Warning
from comity.texts.shaping import SENTENCES, Findings, Piece, bare, rows_as_pieces, shape, table, tidied
from comity.texts.stylenames import heading_level, is_quote


def test_text_is_one_line_without_invisible_marks() -> None:
    assert (
        tidied("\ufeffWe\u00a0thank \t the\u00ad\u200b Chair,\r\n  Co\u0301te\x07 \u3000all ")
        == "We thank the Chair, Cóte all"
    )
    assert tidied("中文\n第二行 \n English\n中文") == "中文第二行 English 中文"


@given(st.text())
def test_tidied_text_is_composed_on_one_line_and_stays_as_it_is(text: str) -> None:
    found = tidied(text)
    assert found == tidied(found)
    assert unicodedata.is_normalized("NFC", found)
    assert "\n" not in found
    assert "  " not in found


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        (Piece("We act.", label="1."), Block("We act.", Kind.PARAGRAPH, "1")),
        (Piece("We act.", None, 1, "1."), Block("We act.", Kind.ITEM, "1", level=1)),
        (Piece("To act;", label="(a)"), Block("To act;", Kind.ITEM, "a", level=1)),
        (Piece("To act;", None, 2, "•"), Block("To act;", Kind.ITEM, level=3)),
        (Piece("We act.", label="Article 3"), Block("We act.", Kind.ITEM, "Article 3")),
        (Piece("Our aims", label="II."), Block("Our aims", Kind.HEADING, "II")),
        (Piece("Our aims", label="2.", stands_out=True), Block("Our aims", Kind.HEADING, "2", level=1)),
        (Piece("Our aims", Kind.HEADING, 3, "2.1"), Block("Our aims", Kind.HEADING, "2.1", level=3)),
        (Piece("Words.", Kind.QUOTE, 0, "5."), Block("Words.", Kind.QUOTE, "5")),
        (Piece("1. Words.", Kind.QUOTE), Block("1. Words.", Kind.QUOTE)),
        (Piece("III. Aims.", Kind.HEADING, 1), Block("Aims.", Kind.HEADING, "III", level=1)),
        (Piece("• Aims.", Kind.HEADING), Block("• Aims.", Kind.HEADING)),
        (Piece("A note.", Kind.NOTE, label="*"), Block("A note.", Kind.NOTE, "*")),
        (Piece("B. The State acts."), Block("B. The State acts.")),
        (Piece("B. The State", stands_out=True), Block("The State", Kind.HEADING, "B", level=1)),
        (Piece("12."), Block("12.")),
        (Piece("1. -"), Block("1. -")),
        (Piece("ANNEX"), Block("ANNEX", Kind.HEADING)),
        (Piece("An item.", Kind.ITEM, 2), Block("An item.", Kind.ITEM, level=2)),
        (Piece("check against delivery", Kind.HEADING), None),
        (Piece("第 2 页"), None),
        (Piece("* * *"), None),
        (Piece("\t", Kind.TABLE), None),
    ],
)
def test_each_piece_has_its_block(piece: Piece, expected: Block | None) -> None:
    """R09-12."""
    assert shape(piece) == expected


def test_labels_lose_their_brackets_and_bullets_are_none() -> None:
    assert [bare(label) for label in ("(a)", "1.", "٣-", "（一）", "•", "")] == [
        "a",
        "1",
        "٣",
        "一",
        None,
        None,
    ]


def test_tables_leave_out_empty_rows_and_last_cells() -> None:
    assert table([["a\nb", "", "c\td"], ["", ""], ["e", ""]]) == [Piece("a b\t\tc d\ne", Kind.TABLE)]


def test_a_long_table_is_cut_into_its_rows() -> None:
    rows = [[str(number), "A recommendation of the review."] for number in range(300)]
    found = table([*rows, ["", "–"]])
    assert [piece.text for piece in found] == ["\t".join(row) for row in rows]


def test_frames_are_opened_and_tables_are_not() -> None:
    one, two = Piece("One."), Piece("Two.", label="(a)")
    assert list(rows_as_pieces([[[one], []], [[two]]])) == [one, two]
    assert [piece.text for piece in rows_as_pieces([[[one], [two]]])] == ["One.\t(a) Two."]


def test_each_thing_is_noted_once_in_the_order_it_was_met() -> None:
    findings = Findings()
    for text in ("\u202e", "\x07", "\u202e"):
        findings.look_at(text)
    findings.add("macro")
    assert findings.warnings([Block("x")]) == [
        Warning(code, SENTENCES[code]) for code in ("bidi_controls", "control_characters", "macro")
    ]
    assert [warning.code for warning in Findings().warnings([], pictures=True)] == ["scan"]


def test_every_warning_is_a_sentence_that_says_what_to_do() -> None:
    assert all(sentence.endswith(".") and len(sentence) > 40 for sentence in SENTENCES.values())


def test_style_names() -> None:
    assert [
        heading_level(name) for name in ("Heading_20_3", "SUBTITLE", "Titre principal", "Body", "Heading")
    ] == [2, 0, 0, None, None]
    assert [is_quote(name) for name in ("Quotations", "Block_20_Text", "Unquoted", "Citation intense")] == [
        True,
        True,
        False,
        True,
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Check against delivery",
        "*** CHECK AGAINST DELIVERY ***",
        "(Seul le prononcé fait foi)",
        "Cotejar con el texto pronunciado",
        "Сверить с оригиналом при произнесении",
        "请以现场发言为准",
        "يرجى المراجعة عند الإلقاء",
    ],
)
def test_a_delivery_note_is_told_in_six_languages(line: str) -> None:
    assert shape(Piece(line)) is None


def test_a_sentence_that_speaks_of_delivery_is_kept() -> None:
    sentence = (
        "We ask the Secretariat to check against delivery of the equipment whether the contract was kept."
    )
    assert shape(Piece(sentence)) == Block(sentence)


def test_reading_a_plain_text_loads_no_library_for_pdf() -> None:
    import subprocess
    import sys

    code = "import sys, comity.texts.plain, comity.texts.docx; sys.exit('pypdfium2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
