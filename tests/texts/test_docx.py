"""DOCX: paragraphs in order, headings, notes, tables, boxes, tracked changes, what is hidden, hostile files."""

from __future__ import annotations

import io

import docx as python_docx
import pytest

from comity.texts.docx import extract
from comity.texts.model import Block, Kind, Unreadable
from tests.texts.files import abstract, docx, in_list, level, num, p, relation, style, zipped

HEADING = '<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/>{more}</w:style>'


def blocks(body: str, **parts: str) -> list[Block]:
    return extract(docx(body, **parts)).blocks  # type: ignore[arg-type]


def texts(body: str, **parts: str) -> list[str]:
    return [block.text for block in blocks(body, **parts)]


def codes(content: bytes) -> list[str]:
    return [warning.code for warning in extract(content).warnings]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


# -- paragraphs


def test_paragraphs_are_read_in_their_order() -> None:
    """R09-12."""
    assert texts(p("We thank the Chair.") + p("We support the draft.") + p("  ") + p("* * *")) == [
        "We thank the Chair.",
        "We support the draft.",
    ]


def test_what_python_docx_writes_is_read_back() -> None:
    document = python_docx.Document()
    document.add_heading("Statement", 0)
    document.add_heading("Measures", 2)
    document.add_paragraph("We train judges.")
    document.add_paragraph("First point", style="List Bullet")
    document.add_paragraph("Second point", style="List Number")
    document.add_paragraph("Third point", style="List Number")
    document.add_paragraph("Words of another.", style="Quote")
    table = document.add_table(2, 2)
    for place, text in enumerate(("a", "b", "c", "d")):
        table.cell(place // 2, place % 2).text = text
    file = io.BytesIO()
    document.save(file)
    assert extract(file.getvalue()).blocks == [
        Block("Statement", Kind.HEADING),
        Block("Measures", Kind.HEADING, level=1),
        Block("We train judges."),
        Block("First point", Kind.ITEM, level=1),
        Block("Second point", Kind.PARAGRAPH, "1"),
        Block("Third point", Kind.PARAGRAPH, "2"),
        Block("Words of another.", Kind.QUOTE),
        Block("a\tb\nc\td", Kind.TABLE),
    ]


def test_runs_tabs_breaks_and_signs_make_one_line() -> None:
    body = (
        "<w:p>" + run("Mr.") + "<w:r><w:tab/></w:r>" + run("Chair,") + "<w:r><w:br/></w:r>" + run("co")
        + '<w:r><w:softHyphen/><w:t>op</w:t><w:noBreakHyphen/><w:t>erate</w:t></w:r>'
        + '<w:r><w:sym w:font="Symbol" w:char="2014"/><w:sym w:char="none"/></w:r>' + run("\u00a0now") + "</w:p>"
    )  # fmt: skip
    assert texts(body) == ["Mr. Chair, coop-erate— now"]


def test_a_line_break_between_chinese_characters_leaves_no_blank() -> None:
    assert texts("<w:p>" + run("我们支持") + "<w:r><w:br/></w:r>" + run("该决议。") + "</w:p>") == [
        "我们支持该决议。"
    ]


def test_text_is_composed() -> None:
    assert texts(p("Côte")) == ["Côte"]


def test_arabic_paragraphs_keep_their_order_of_letters() -> None:
    body = "<w:p><w:pPr><w:bidi/></w:pPr>" + run("نشكر الرئيس.", "<w:rtl/>") + "</w:p>"
    assert texts(body) == ["نشكر الرئيس."]


def test_check_against_delivery_and_page_numbers_are_no_paragraphs() -> None:
    assert texts(p("Check against delivery") + p("- 2 -") + p("Page 1 of 3") + p("Thank you, Chair.")) == [
        "Thank you, Chair."
    ]


@pytest.mark.parametrize("wrapper", ["hyperlink", "smartTag", "fldSimple", "customXml", "sdt", "bdo", "dir"])
def test_text_within_links_fields_and_tags_is_kept(wrapper: str) -> None:
    inner = f"<w:sdtContent>{run('inside')}</w:sdtContent>" if wrapper == "sdt" else run("inside")
    assert texts(f"<w:p>{run('before ')}<w:{wrapper}>{inner}</w:{wrapper}>{run(' after')}</w:p>") == [
        "before inside after"
    ]


def test_the_result_of_a_field_is_kept_and_its_code_is_not() -> None:
    def sign(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = '<w:r><w:instrText> HYPERLINK "https://example.org" </w:instrText><w:t>code</w:t></w:r>'
    body = (
        "<w:p>"
        + sign("begin")
        + code
        + sign("separate")
        + run("the site")
        + sign("end")
        + run(" is open")
        + "</w:p>"
    )
    assert texts(body) == ["the site is open"]
    unending = "<w:p>" + sign("begin") + code + "</w:p>" + p("Kept.") + p("Also kept.")
    assert texts(unending) == ["Kept.", "Also kept."]
    assert texts("<w:p>" + sign("end") + sign("separate") + run("Stray signs.") + "</w:p>") == [
        "Stray signs."
    ]


def test_formulas_and_ruby_keep_their_base_text() -> None:
    body = (
        "<w:p><m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath><w:r><w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
    )
    assert texts(body) == ["a+b漢"]


def test_sections_and_content_controls_around_paragraphs_are_opened() -> None:
    body = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('In a control.')}</w:sdtContent></w:sdt><w:sectPr/>"
    assert texts(body) == ["In a control."]


# -- headings and quotations


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("heading 1", 0),
        ("Titre 2", 1),
        ("Título 3", 2),
        ("Заголовок 1", 0),
        ("标题 2", 1),
        ("العنوان 1", 0),
        ("Title", 0),
    ],
)
def test_a_heading_is_told_by_its_style_in_any_language(name: str, expected: int) -> None:
    styles = HEADING.format(id="S", name=name, more="")
    assert blocks(p("Measures taken.", style("S")), styles=styles) == [
        Block("Measures taken.", Kind.HEADING, level=expected)
    ]


def test_a_heading_is_told_by_its_outline_level_of_its_own_or_of_a_style() -> None:
    styles = HEADING.format(
        id="S", name="Ours", more='<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'
    ) + HEADING.format(id="T", name="Theirs", more='<w:basedOn w:val="S"/>')
    body = (
        p("By style.", style("T"))
        + p("By itself.", '<w:outlineLvl w:val="0"/>')
        + p("No more a heading.", style("T") + '<w:outlineLvl w:val="9"/>')
    )
    assert [(block.kind, block.level) for block in blocks(body, styles=styles)] == [
        (Kind.HEADING, 1),
        (Kind.HEADING, 0),
        (Kind.PARAGRAPH, 0),
    ]


def test_a_short_bold_or_centred_line_is_a_heading_and_a_bold_sentence_is_not() -> None:
    body = (
        "<w:p>" + run("Our measures", "<w:b/>") + "</w:p>"
        + p("Statement by Norland", '<w:jc w:val="center"/>')
        + "<w:p>" + run("We ask for action.", "<w:b/>") + "</w:p>"
        + "<w:p>" + run("Not bold", '<w:b w:val="0"/>') + "</w:p>"
    )  # fmt: skip
    assert [block.kind for block in blocks(body)] == [
        Kind.HEADING,
        Kind.HEADING,
        Kind.PARAGRAPH,
        Kind.PARAGRAPH,
    ]


def test_bold_may_come_from_a_style() -> None:
    styles = (
        HEADING.format(id="S", name="Strong line", more="<w:rPr><w:b/></w:rPr>")
        + '<w:style w:type="character" w:styleId="C"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    )
    body = p("By paragraph", style("S")) + "<w:p>" + run("By character", '<w:rStyle w:val="C"/>') + "</w:p>"
    assert [block.kind for block in blocks(body, styles=styles)] == [Kind.HEADING, Kind.HEADING]


def test_centring_and_indents_may_come_from_a_style() -> None:
    styles = HEADING.format(
        id="C", name="Middle", more='<w:pPr><w:jc w:val="center"/></w:pPr>'
    ) + HEADING.format(id="I", name="Set in", more='<w:pPr><w:ind w:start="600" w:end="600"/></w:pPr>')
    body = p("Our aims", style("C")) + p("Running text of it all.") + p("Words of another.", style("I"))
    assert [block.kind for block in blocks(body, styles=styles)] == [Kind.HEADING, Kind.PARAGRAPH, Kind.QUOTE]


def test_a_style_based_on_itself_ends() -> None:
    styles = HEADING.format(id="S", name="Round", more='<w:basedOn w:val="S"/>')
    assert texts(p("Text.", style("S")), styles=styles) == ["Text."]


def test_the_default_style_holds_where_none_is_named() -> None:
    styles = '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/><w:rPr><w:vanish/></w:rPr></w:style>'
    content = docx(p("Unseen."), styles=styles)
    assert extract(content).blocks == []
    assert codes(content) == ["hidden_text", "no_text"]


@pytest.mark.parametrize(
    "name", ["Quote", "Intense Quote", "Citation", "Цитата 2", "引用", "اقتباس", "Block Text"]
)
def test_a_quotation_is_told_by_its_style(name: str) -> None:
    styles = HEADING.format(id="Q", name=name, more="")
    assert blocks(p("Words of another.", style("Q")), styles=styles)[0].kind is Kind.QUOTE


def test_a_paragraph_set_in_on_both_sides_beyond_the_others_is_a_quotation() -> None:
    def indented(text: str, start: int, end: int) -> str:
        return p(text, f'<w:ind w:left="{start}" w:right="{end}"/>')

    body = (
        indented("Running text of the whole statement. " * 3, 1134, 1134)
        + indented("Words of the resolution.", 1701, 1701)
        + indented("Set in at its start only.", 1701, 1134)
        + p("Not set in at all.", '<w:ind w:left="none"/>')
    )
    assert [block.kind for block in blocks(body)] == [
        Kind.PARAGRAPH,
        Kind.QUOTE,
        Kind.PARAGRAPH,
        Kind.PARAGRAPH,
    ]


# -- numbers


def test_numbers_typed_in_the_text_are_taken_off_it() -> None:
    assert blocks(p("12.\tWe support the draft;") + p("(a) To train judges;")) == [
        Block("We support the draft;", Kind.PARAGRAPH, "12"),
        Block("To train judges;", Kind.ITEM, "a", level=1),
    ]


def test_numbers_that_word_prints_are_computed() -> None:
    numbering = abstract(0, level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)")) + num(1, 0)
    body = (
        p("One.", in_list(1))
        + p("First;", in_list(1, 1))
        + p("Second.", in_list(1, 1))
        + p("Two.", in_list(1))
    )
    assert blocks(body, numbering=numbering) == [
        Block("One.", Kind.PARAGRAPH, "1"),
        Block("First;", Kind.ITEM, "a", level=1),
        Block("Second.", Kind.ITEM, "b", level=1),
        Block("Two.", Kind.PARAGRAPH, "2"),
    ]


def test_a_style_may_bring_the_list_and_its_level() -> None:
    numbering = abstract(0, level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)")) + num(1, 0)
    more = '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    body = p("By style.", style("S")) + p("Not at all.", style("S") + in_list(0))
    assert blocks(body, styles=HEADING.format(id="S", name="Item", more=more), numbering=numbering) == [
        Block("By style.", Kind.ITEM, "a", level=1),
        Block("Not at all."),
    ]


def test_a_numbered_heading_has_its_number() -> None:
    numbering = abstract(0, level(0, "upperRoman", "%1.", '<w:pStyle w:val="H"/>')) + num(1, 0)
    styles = HEADING.format(
        id="H", name="heading 1", more='<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    )
    body = p("Introduction", style("H")) + p("Measures", style("H")) + p("I. Typed", style("X"))
    assert blocks(body, styles=styles, numbering=numbering) == [
        Block("Introduction", Kind.HEADING, "I"),
        Block("Measures", Kind.HEADING, "II"),
        Block("Typed", Kind.HEADING, "I"),
    ]


# -- notes, boxes, tables


def test_notes_stand_at_the_end_in_the_order_of_their_marks() -> None:
    note = '<w:footnote w:id="{}">{}</w:footnote>'
    body = (
        "<w:p>" + run("First") + '<w:r><w:footnoteReference w:id="7"/></w:r>' + run(" and second")
        + '<w:r><w:footnoteReference w:id="3"/></w:r><w:r><w:endnoteReference w:id="2"/></w:r>'
        + '<w:r><w:footnoteReference w:id="99"/></w:r></w:p>'
    )  # fmt: skip
    assert blocks(
        body,
        footnotes=note.format(3, p("Later note."))
        + note.format(7, p("Earlier") + p("note."))
        + note.format(0, p("x")),
        endnotes='<w:endnote w:id="2">' + p("At the end.") + "</w:endnote>",
    ) == [
        Block("First and second"),
        Block("Earlier note.", Kind.NOTE, "1"),
        Block("Later note.", Kind.NOTE, "2"),
        Block("At the end.", Kind.NOTE, "i"),
    ]


def test_a_note_that_is_referred_to_without_end_is_read_once() -> None:
    again = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    note = f'<w:footnote w:id="1"><w:p>{run("A note.")}{again}</w:p></w:footnote>'
    assert texts("<w:p>" + run("Text.") + again * 50 + "</w:p>", footnotes=note) == ["Text.", "A note."]


def test_the_form_of_note_numbers_follows_the_settings() -> None:
    body = "<w:p>" + run("Text.") + '<w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    found = blocks(
        body,
        footnotes=f'<w:footnote w:id="1">{p("A note.")}</w:footnote>',
        settings='<w:footnotePr><w:numFmt w:val="lowerLetter"/></w:footnotePr>',
    )
    assert found[-1] == Block("A note.", Kind.NOTE, "a")


def test_a_text_box_is_read_once_after_the_paragraph_it_hangs_on() -> None:
    box = "<w:txbxContent>" + p("In the box.") + "</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice><w:drawing><a:blip/>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}"
        "</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(f"<w:p><w:r>{both}</w:r>{run('Outside.')}</w:p>" + p("After.")) == [
        "Outside.",
        "In the box.",
        "After.",
    ]
    assert texts(f"<w:p>{both}{run('Outside.')}</w:p>") == ["Outside.", "In the box."]
    nested = f"<w:p><w:r><w:pict><v:group>{both}</v:group></w:pict></w:r></w:p>"
    assert texts(nested) == ["In the box."]


def test_where_alternatives_offer_nothing_nothing_is_read() -> None:
    empty = "<mc:AlternateContent/>"
    body = empty + f"<w:p>{empty}<w:r>{empty}<w:pict>{empty}</w:pict></w:r>{run('Text.')}</w:p>"
    fallback = f"<mc:AlternateContent><mc:Fallback>{p('Older.')}</mc:Fallback></mc:AlternateContent>"
    assert texts(body + fallback) == ["Text.", "Older."]


def cell(*paragraphs: str) -> str:
    return "<w:tc>" + "".join(paragraphs) + "</w:tc>"


def test_a_table_has_cells_parted_by_tabs_and_rows_by_newlines() -> None:
    row = f"<w:tr>{cell(p('State'), p('name'))}{cell(p('Year'))}</w:tr><w:tr>{cell(p('Norland'))}{cell(p(''))}</w:tr>"
    assert blocks(f"<w:tbl>{row}</w:tbl>") == [Block("State name\tYear\nNorland", Kind.TABLE)]


def test_a_table_with_one_written_column_is_a_frame() -> None:
    body = f"<w:tbl><w:tr>{cell(p('We thank the Chair.'), p('1. We act.'))}{cell(p(''))}</w:tr></w:tbl>"
    assert blocks(body) == [Block("We thank the Chair."), Block("We act.", Kind.PARAGRAPH, "1")]


def test_rows_and_cells_within_controls_and_deleted_rows() -> None:
    kept = f"<w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent>{cell(p('a'))}</w:sdtContent></w:sdt>{cell(p('b'))}</w:tr></w:sdtContent></w:sdt>"
    kept = kept.replace("<w:tr>", "<w:tr><w:trPr/>")
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell(p('x'))}{cell(p('y'))}</w:tr>"
    content = docx(f"<w:tbl><w:tblPr/>{kept}{gone}</w:tbl>")
    assert extract(content).blocks == [Block("a\tb", Kind.TABLE)]
    assert codes(content) == ["tracked_changes"]


def test_numbers_in_cells_are_printed_there() -> None:
    numbering = (
        abstract(0, level(0, "decimal", "%1.")) + abstract(1, level(0, "bullet", "x")) + num(1, 0) + num(2, 1)
    )
    body = f"<w:tbl><w:tr>{cell(p('Train', in_list(1)))}{cell(p('Judges', in_list(2)))}</w:tr></w:tbl>"
    assert texts(body, numbering=numbering) == ["1. Train\tJudges"]


# -- what a person should know


def test_insertions_are_kept_and_deletions_left_out() -> None:
    body = (
        "<w:p>" + run("We ") + "<w:ins>" + run("strongly ") + "</w:ins><w:del><w:r><w:delText>weakly </w:delText></w:r>"
        "</w:del>" + run("support it.") + "</w:p><w:del>" + p("Gone.") + "</w:del><w:ins>" + p("New.") + "</w:ins>"
    )  # fmt: skip
    content = docx(body)
    assert [block.text for block in extract(content).blocks] == ["We strongly support it.", "New."]
    assert codes(content) == ["tracked_changes"]


def test_where_the_end_of_a_paragraph_is_deleted_the_next_goes_on() -> None:
    body = p("We thank ", "<w:rPr><w:del/></w:rPr>") + p("the Chair.") + p("New.", "<w:rPr><w:ins/></w:rPr>")
    assert texts(body) == ["We thank the Chair.", "New."]


def test_moved_text_stands_where_it_was_moved_to() -> None:
    body = (
        "<w:p><w:moveFrom>"
        + run("moved ")
        + "</w:moveFrom>"
        + run("one ")
        + "<w:moveTo>"
        + run("moved")
        + "</w:moveTo></w:p>"
    )
    assert texts(body) == ["one moved"]


def test_hidden_text_and_comments_are_left_out_with_a_warning() -> None:
    body = (
        "<w:p>" + run("Seen. ") + run("Unseen.", "<w:vanish/>") + run(" ", "<w:vanish/>")
        + '<w:commentRangeStart w:id="1"/><w:r><w:commentReference w:id="1"/></w:r></w:p>'
        + "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr></w:p>"
    )  # fmt: skip
    content = docx(body)
    assert [block.text for block in extract(content).blocks] == ["Seen."]
    assert codes(content) == ["hidden_text", "comments"]


def test_macros_are_noted_and_never_run() -> None:
    content = docx(p("Text."), parts={"word/vbaProject.bin": b"\0macro", "word/activeX/activeX1.bin": b"\0"})
    assert codes(content) == ["macro", "active_content"]


def test_embedded_files_and_remote_content_are_noted() -> None:
    assert codes(docx(p("Text."), parts={"word/embeddings/sheet.xlsx": b"PK"})) == ["embedded_files"]
    assert codes(docx(p("Text.") + "<w:altChunk/>")) == ["embedded_files"]
    assert codes(docx(p("T.") + "<w:p><w:r><w:object/></w:r></w:p>")) == ["embedded_files"]
    image = relation("image", "https://example.org/a.png", external=True)
    assert codes(docx(p("Text."), relations=image)) == ["remote_content"]
    link = relation("hyperlink", "https://example.org", external=True)
    assert codes(docx(p("Text."), relations=link)) == []


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("https://example.org/t.dotm", ["remote_content"]),
        ("file:////server/share/t.dotm", ["remote_content"]),
        ("file:///C:/Users/a/Normal.dotm", []),
        ("Normal.dotm", []),
    ],
)
def test_a_remote_template_is_noted_and_one_on_the_writers_disk_is_not(
    target: str, expected: list[str]
) -> None:
    from tests.texts.files import relationships

    rels = {
        "word/_rels/settings.xml.rels": relationships(relation("attachedTemplate", target, external=True))
    }
    assert codes(docx(p("Text."), parts=rels)) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (" DDEAUTO c:\\x ", ["active_content"]),
        (' INCLUDETEXT "http://x" ', ["remote_content"]),
        (" PAGE ", []),
        (" ", []),
    ],
)
def test_fields_that_run_or_fetch_are_noted(code: str, expected: list[str]) -> None:
    body = p("Text.") + f"<w:p><w:r><w:instrText>{code}</w:instrText></w:r><w:r><w:instrText/></w:r></w:p>"
    assert codes(docx(body)) == expected


def test_a_document_of_pictures_alone_is_a_scan_and_an_empty_one_says_so() -> None:
    assert codes(docx("<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>")) == ["scan"]
    assert codes(docx("<w:p/>")) == ["no_text"]


def test_text_that_reorders_itself_is_noted() -> None:
    assert codes(docx(p("pay 100\u202e 001"))) == ["bidi_controls"]


def test_a_marking_in_a_header_footer_or_watermark_is_read_and_the_rest_of_them_is_not() -> None:
    """RX-5."""
    from tests.texts.files import MORE, W

    header = f"<w:hdr {W} {MORE}>{p('Statement of Norland')}{p('STRICTLY CONFIDENTIAL')}</w:hdr>"
    mark = '<w:p><w:r><w:pict><v:textpath string="CONFIDENTIAL"/></w:pict></w:r></w:p>'
    content = docx(
        p("We act."),
        relations=relation("header", "header1.xml")
        + relation("footer", "footer1.xml")
        + relation("header", "none.xml"),
        parts={
            "word/header1.xml": header,
            "word/footer1.xml": f"<w:ftr {W} {MORE}>{p('STRICTLY CONFIDENTIAL')}{mark}</w:ftr>",
        },
    )
    assert [block.text for block in extract(content).blocks] == [
        "STRICTLY CONFIDENTIAL",
        "CONFIDENTIAL",
        "We act.",
    ]


# -- hostile and odd files


def test_a_document_of_the_strict_standard_is_read() -> None:
    body = '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body><w:p><w:r><w:t>Strict.</w:t></w:r></w:p></w:body></w:document>'
    assert [block.text for block in extract(zipped({"word/document.xml": body})).blocks] == ["Strict."]


def test_a_document_elsewhere_in_the_package_is_found() -> None:
    from tests.texts.files import W, relationships

    content = zipped(
        {
            "_rels/.rels": relationships(relation("officeDocument", "/Other/main.xml")),
            "other/Main.xml": f"<w:document {W}><w:body>{p('Found.')}</w:body></w:document>",
        }
    )
    assert [block.text for block in extract(content).blocks] == ["Found."]


@pytest.mark.parametrize("name", ["styles", "numbering", "settings", "footnotes"])
def test_a_damaged_part_costs_that_part_only(name: str) -> None:
    found = extract(
        docx(p("Text."), relations=relation(name, f"{name}.xml"), parts={f"word/{name}.xml": "<broken"})
    )
    assert [block.text for block in found.blocks] == ["Text."]
    assert [warning.code for warning in found.warnings] == ["part_damaged"]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 no archive",
        zipped({"word/document.xml": "<broken"}),
        zipped({"word/document.xml": "<w/>"}),
        zipped({"other.xml": "<w/>"}),
        zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        zipped({"word/document.xml": b'<?xml version="1.0" encoding="no-such"?><a/>'}),
        docx(p("Text."))[:-200],
    ],
)
def test_a_damaged_document_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        extract(content)
    assert refusal.value.code == "damaged"


def test_a_document_nested_too_deep_is_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        extract(docx("<w:sdtContent>" * 3000 + p("x") + "</w:sdtContent>" * 3000))
    assert refusal.value.code == "too_deep"


def test_a_document_nested_as_deep_as_xml_may_be_is_read() -> None:
    for wrapper in ("w:sdtContent", "w:ins"):
        assert texts(f"<{wrapper}>" * 240 + p("Deep.") + f"</{wrapper}>" * 240) == ["Deep."]
    inline = "<w:p>" + "<w:ins>" * 240 + run("Deep.") + "</w:ins>" * 240 + "</w:p>"
    assert texts(inline) == ["Deep."]
    tables = "<w:tbl><w:tr><w:tc>" * 80 + p("Deep.") + "</w:tc></w:tr></w:tbl>" * 80
    assert texts(tables) == ["Deep."]


def test_a_bomb_among_the_parts_is_refused() -> None:
    bomb = "<w:styles>" + " " * 80_000_000 + "</w:styles>"
    with pytest.raises(Unreadable) as refusal:
        extract(docx(p("Text."), relations=relation("styles", "styles.xml"), parts={"word/styles.xml": bomb}))
    assert refusal.value.code == "too_large"
