"""PDF files: lines into paragraphs, columns, running heads, right-to-left lines, scans, refusals."""

from __future__ import annotations

import pypdfium2.raw as pdfium
import pytest

from comity.texts import Kind, Unreadable
from comity.texts.delivery import is_delivery_note
from comity.texts.pdf import extract, rtl
from comity.texts.pdf.document import opened
from comity.texts.pdf.hyphens import Hyphens
from comity.texts.pdf.lines import TextPage
from tests.texts.pages import HEAD, pdf

WORDS = (
    "The delegation thanks the Chair and the secretariat for the preparation of this meeting, and wishes to share what "
    "it has learnt since the last one, so that other States may use it as they see fit and tell us what they make of it."
)


def texts(body: str, head: str = HEAD) -> list[str]:
    return [block.text for block in extract(pdf(body, head)).blocks]


def test_lines_become_paragraphs_again() -> None:
    assert texts(f"{WORDS}\n\n{WORDS}") == [WORDS, WORDS]


def test_a_paragraph_goes_on_across_a_page() -> None:
    assert texts(f"#v(228mm)\n{WORDS} {WORDS} {WORDS}") == [f"{WORDS} {WORDS} {WORDS}"]


def test_numbers_letters_and_headings_are_told() -> None:
    body = f"= I. Purpose\n\n1. #h(4mm) {WORDS}\n\n(a) #h(4mm) {WORDS}\n\n2. #h(4mm) {WORDS}"
    found = extract(pdf(body.replace("= I.", '#text(weight: "bold")[I. Purpose]\n\n//'))).blocks
    assert [(block.kind, block.number) for block in found] == [
        (Kind.HEADING, "I"),
        (Kind.PARAGRAPH, "1"),
        (Kind.ITEM, "a"),
        (Kind.PARAGRAPH, "2"),
    ]


def test_two_columns_are_read_one_after_the_other() -> None:
    body = f"#columns(2)[{WORDS} {WORDS}\n\n#colbreak()\nThe second column begins here. {WORDS}]"
    found = texts(body)
    assert found[0].endswith("what they make of it.")
    assert found[1].startswith("The second column begins here.")


def test_running_heads_folios_and_delivery_notes_are_no_paragraphs() -> None:
    head = (
        HEAD
        + '#set page(header: [Meeting of 30 November 2016], footer: context counter(page).display("1 of 1", both: true))\n'
    )
    pages = [
        f"{name} {WORDS}"
        for name in ("Firstly,", "In the second place,", "Thirdly and lastly, for our part,")
    ]
    found = texts("Check against delivery\n\n" + "\n#pagebreak()\n".join(pages), head)
    assert found == pages


@pytest.mark.parametrize(
    "text",
    ["Check against delivery", "(CHECK AGAINST DELIVERY)", "Seul le prononcé fait foi", "Cotejar con la versión pronunciada",
     "Сверить с выступлением", "以发言为准", "يرجى المراجعة عند الإلقاء"],
)  # fmt: skip
def test_delivery_notes_are_known_in_six_languages(text: str) -> None:
    assert is_delivery_note(text)
    assert not is_delivery_note(text + " " + WORDS)


def test_a_word_broken_at_the_end_of_a_line_is_whole_again() -> None:
    head = (
        HEAD
        + '#set page(width: 90mm, margin: 20mm)\n#set text(hyphenate: true, lang: "en")\n#set par(justify: true)\n'
    )
    body = (
        "International organizations notwithstanding, counterterrorism considerations notwithstanding, " * 3
    )
    joined = " ".join(texts(body, head))
    assert joined.split() == body.split()


@pytest.mark.parametrize("rest", ["(2014).", "2014.", "(2014)"])
def test_the_year_that_ends_a_sentence_at_the_head_of_a_page_is_no_folio(rest: str) -> None:
    read = " ".join(texts(f"{WORDS} We recall resolution 2178 #pagebreak()\n{rest}"))
    assert read == f"{WORDS} We recall resolution 2178 {rest}"


def test_a_prefix_loses_its_hyphen_where_the_whole_word_is_known() -> None:
    hyphens = Hyphens([])
    assert hyphens.join("They were re-", "cruited online") == "They were recruited online"
    assert hyphens.join("We re-", "affirm it") == "We reaffirm it"
    assert hyphens.join("a non-", "binding text") == "a non-binding text"
    assert hyphens.join("a counter-", "narrative") == "a counter-narrative"


def test_a_chinese_date_at_the_start_of_a_line_is_no_note() -> None:
    body = (
        '#set text(lang: "zh", font: "Noto Sans CJK SC", cjk-latin-spacing: none)\n安和感谢主席召开本次会议，并感谢执行局为各场会议所作的筹备。\n\n'
        "#text(size: 8pt)[2016年11月30日，纽约]"
    )
    found = extract(pdf(body)).blocks[-1]
    assert (found.kind, found.number, found.text) == (Kind.PARAGRAPH, None, "2016年11月30日，纽约")


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("", ["We thank the Chair.", "We recall resolution 1373 (2001).", "Thank you."]),
        (
            '#set text(lang: "ar", font: "Noto Naskh Arabic", dir: rtl)\n',
            [
                "يشكر الوفد الرئيس على عقد هذا الاجتماع.",
                "نؤكد التزامنا بتنفيذ القرار 1373 (2001).",
                "ونشكركم على حسن الاستماع.",
            ],
        ),
    ],
)
def test_short_paragraphs_alone_on_a_page_stay_apart(style: str, said: list[str]) -> None:
    assert texts(style + "\n\n".join(said)) == said


def test_arabic_is_read_in_logical_order_with_its_ligatures() -> None:
    line = "السلام عليكم ورحمة الله، إن الأطراف في القرار 1373 (2001) ملزمة بما جاء فيه."
    body = f'#set text(lang: "ar", font: "Noto Naskh Arabic", dir: rtl)\n{line}'
    assert texts(body) == [line]


def test_an_english_line_on_an_arabic_page_keeps_its_order() -> None:
    arabic = "يشكر الوفد رئيس اللجنة على تنظيم هذا الاجتماع ويؤكد التزامه بتنفيذ القرار. " * 4
    body = (
        f'Your Excellency, Mr. Chair.\n\n#set text(lang: "ar", font: "Noto Naskh Arabic", dir: rtl)\n{arabic}'
    )
    assert texts(body)[0] == "Your Excellency, Mr. Chair."


def row(text: str) -> rtl.Row:
    return rtl.Row(text, 0, 1, 0, 1, 0)


def test_a_sign_that_a_font_gives_for_the_stretching_stroke_goes() -> None:
    stretched = "حكومRة وشRعبا علRى الضRيافة وحسRن تنظRيم هRذا المRؤتمر"
    (mended,) = rtl.without_strays([row(stretched)])
    assert mended.text == "حكومة وشعبا على الضيافة وحسن تنظيم هذا المؤتمر"
    (once,) = rtl.without_strays([row("شركةRسيارات")])
    assert once.text == "شركةRسيارات"


def test_letters_stand_where_a_turned_page_shows_them() -> None:
    with opened(pdf(WORDS)) as document:
        page = pdfium.FPDF_LoadPage(document.raw, 0)
        found = []
        for quarter_turns in range(4):
            with TextPage(page, 600, 800, quarter_turns) as chars:
                found.append(chars.boxes((0, 1)))
        pdfium.FPDF_ClosePage(page)
    upright, *turned = found
    left, bottom, right, top = upright[1]
    assert left >= upright[0][2] - 0.1
    assert bottom < top
    assert [boxes[1] for boxes in turned] == [
        (bottom, 800 - right, top, 800 - left),
        (600 - right, 800 - top, 600 - left, 800 - bottom),
        (600 - top, left, 600 - bottom, right),
    ]


def test_an_empty_file_and_a_damaged_one_are_refused() -> None:
    for content, code in ((b" ", "empty"), (b"%PDF-1.7\nnothing", "damaged")):
        with pytest.raises(Unreadable) as refusal:
            extract(content)
        assert refusal.value.code == code


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        extract(pdf("One\n#pagebreak()\nTwo\n#pagebreak()\nThree"), pages_limit=2)
    assert (refusal.value.code, "3 pages" in refusal.value.message) == ("too_many_pages", True)


def test_a_page_of_strokes_without_text_is_taken_for_a_picture_of_text() -> None:
    strokes = "#for step in range(320) { place(dx: calc.rem(step, 40) * 4mm, dy: calc.quo(step, 40) * 9mm, curve(curve.line((2mm, 3mm)), stroke: 1pt)) }"
    found = extract(pdf(f"{WORDS}\n#pagebreak()\n{strokes}"))
    assert found.scans == (2,)
    assert ["page 2" in one.message for one in found.warnings] == [True]


def test_pages_that_are_pictures_are_named_together() -> None:
    block = "#rect(width: 100%, height: 100mm, fill: blue)"
    assert extract(pdf(f"{block}\n#pagebreak()\n{block}")).scans == ()


COVER = (
    '#align(center)[#text(20pt, weight: "bold")[Norvaland]\n\nPermanent Mission to the United Nations\n\n#v(30mm)'
    "*Statement*\n\nH.E. Ms. Solveig Trandahl\n\n{date}]\n"
)


def kinds(body: str) -> list[tuple[Kind, str]]:
    return [(block.kind, block.text) for block in extract(pdf(body)).blocks]


def test_a_cover_page_is_as_many_headings_as_it_has_parts() -> None:
    cover = COVER.format(date="New York, 1 December 2016")
    assert kinds(f"{cover}#pagebreak()\nMr. Chair,\n\n{WORDS}") == [
        (Kind.HEADING, "Norvaland\nPermanent Mission to the United Nations"),
        (Kind.HEADING, "Statement\nH.E. Ms. Solveig Trandahl\nNew York, 1 December 2016"),
        (Kind.PARAGRAPH, "Mr. Chair,"),
        (Kind.PARAGRAPH, WORDS),
    ]


def test_the_title_above_a_text_ends_with_its_date_and_takes_no_heading_along() -> None:
    title = "*Norvaland*\n\nMr. Jonas Eikemo, Director\n\n#v(2mm)\nNew York, 1 December 2016\n\n"
    said = [(Kind.HEADING, "The problem"), (Kind.PARAGRAPH, f"{WORDS} {WORDS}")]
    assert kinds(f"{title}#v(8mm)\n*The problem*\n\n{WORDS} {WORDS}") == [
        (Kind.HEADING, "Norvaland\nMr. Jonas Eikemo, Director\nNew York, 1 December 2016"),
        *said,
    ]


def test_a_salutation_belongs_to_no_title() -> None:
    body = f"*Norvaland*\n\nMr. Jonas Eikemo, Director\n\n#v(2mm)\nMr. Chair,\n\n#v(2mm)\nIn 2016 we met here\n\n{WORDS} {WORDS}"
    assert [text for _, text in kinds(body)][:3] == ["Norvaland", "Mr. Jonas Eikemo, Director", "Mr. Chair,"]


def test_headings_without_a_date_and_mastheads_are_no_cover() -> None:
    plain = f"*Summary*\n\n*Findings*\n\n#v(6mm)\n{WORDS}"
    assert [text for _, text in kinds(plain)] == ["Summary", "Findings", WORDS]
    masthead = f"Distr.: General\n\n#v(4mm)\n*Resolution 2178 (2014)*\n\n#v(4mm)\n_Adopted on 24 September 2014_\n\n{WORDS}"
    assert [text for _, text in kinds(masthead)] == [
        "Resolution 2178 (2014)",
        "Adopted on 24 September 2014",
        WORDS,
    ]
