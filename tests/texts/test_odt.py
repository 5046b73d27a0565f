"""ODT: paragraphs, lists as they are numbered, tables, notes, frames, tracked changes, hostile files."""

from __future__ import annotations

import pytest

from comity.texts.model import Block, Kind, Unreadable
from comity.texts.odt import extract
from tests.texts.files import flat_odt, odt, zipped


def blocks(text: str, automatic: str = "", styles: str = "") -> list[Block]:
    return extract(odt(text, automatic=automatic, styles=styles)).blocks


def codes(content: bytes) -> list[str]:
    return [warning.code for warning in extract(content).warnings]


def p(text: str, style: str = "") -> str:
    named = f' text:style-name="{style}"' if style else ""
    return f"<text:p{named}>{text}</text:p>"


def style(name: str, inner: str = "", more: str = "", family: str = "paragraph") -> str:
    return f'<style:style style:name="{name}" style:family="{family}" {more}>{inner}</style:style>'


def items(*texts: str, more: str = "") -> str:
    return (
        f"<text:list {more}>"
        + "".join(f"<text:list-item>{text}</text:list-item>" for text in texts)
        + "</text:list>"
    )


def number(level: int, form: str = "1", more: str = 'style:num-suffix="."') -> str:
    return f'<text:list-level-style-number text:level="{level}" style:num-format="{form}" {more}/>'


def list_style(*levels: str, name: str = "L") -> str:
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


IN_L = 'text:style-name="L"'


def test_paragraphs_and_what_stands_in_them() -> None:
    """R09-12."""
    inner = 'Mr.<text:s/>Chair,<text:line-break/>we<text:tab/>thank <text:span>you <text:a xlink:href="x">all</text:a></text:span>.'
    assert [block.text for block in blocks(p(inner) + p("  ") + p("Check against delivery"))] == [
        "Mr. Chair, we thank you all."
    ]


def test_headings_by_element_style_parent_and_default_level() -> None:
    automatic = style("P1", more='style:parent-style-name="Heading_20_2"') + style(
        "Loop", more='style:parent-style-name="Loop"'
    )
    styles = style("Lead", more='style:default-outline-level="3"') + style(
        "T", more='style:display-name="Título"'
    )
    text = (
        '<text:h text:outline-level="2">Measures</text:h><text:h>Open</text:h>'
        + p("By parent.", "P1") + p("By name.", "Heading_20_2") + p("By level.", "Lead") + p("By title.", "T")
        + p("None.", "Loop")
    )  # fmt: skip
    assert [(block.kind, block.level) for block in blocks(text, automatic, styles)] == [
        (Kind.HEADING, 1), (Kind.HEADING, 0), (Kind.PARAGRAPH, 0), (Kind.HEADING, 1), (Kind.HEADING, 2),
        (Kind.HEADING, 0), (Kind.PARAGRAPH, 0),
    ]  # fmt: skip
    with_style = blocks(p("By parent.", "P1"), automatic, style("Heading_20_2"))
    assert with_style == [Block("By parent.", Kind.HEADING, level=1)]


def test_bold_and_centred_lines_are_headings() -> None:
    bold = style("B", '<style:text-properties fo:font-weight="bold"/>')
    span = style("S", '<style:text-properties fo:font-weight="bold"/>', family="text")
    centred = style("C", '<style:paragraph-properties fo:text-align="center"/>')
    text = (
        p("Our measures", "B") + p("Our aims", "C") + p('<text:span text:style-name="S">All bold</text:span>')
        + p('Partly <text:span text:style-name="S">bold</text:span>')
        + p('<text:span text:style-name="S">Bold</text:span> at first')
    )  # fmt: skip
    assert [block.kind for block in blocks(text, bold + span + centred)] == [
        Kind.HEADING, Kind.HEADING, Kind.HEADING, Kind.PARAGRAPH, Kind.PARAGRAPH,
    ]  # fmt: skip


def test_quotations_by_style() -> None:
    automatic = style("P1", more='style:parent-style-name="Quotations"')
    found = blocks(p("Words.", "Quotations") + p("More.", "P1"), automatic, style("Quotations"))
    assert [block.kind for block in found] == [Kind.QUOTE, Kind.QUOTE]


def test_a_paragraph_set_in_on_both_sides_is_a_quotation() -> None:
    def indented(name: str, start: str, end: str) -> str:
        return style(name, f'<style:paragraph-properties fo:margin-left="{start}" fo:margin-right="{end}"/>')

    automatic = (
        indented("Q", "1.25cm", "0.5in") + indented("One", "20mm", "auto") + indented("Small", "3pt", "3pt")
    )
    text = p("Running text of it all.") + p("Words.", "Q") + p("Set in once.", "One") + p("Hardly.", "Small")
    assert [block.kind for block in blocks(text, automatic)] == [
        Kind.PARAGRAPH, Kind.QUOTE, Kind.PARAGRAPH, Kind.PARAGRAPH,
    ]  # fmt: skip


def test_lists_are_numbered_as_their_style_says() -> None:
    levels = number(1), number(2, "a", 'style:num-prefix="(" style:num-suffix=")"')
    text = items(p("One.") + items(p("First;"), p("Second.")), p("Two."), more=IN_L)
    assert blocks(text, list_style(*levels)) == [
        Block("One.", Kind.PARAGRAPH, "1"),
        Block("First;", Kind.ITEM, "a", level=1),
        Block("Second.", Kind.ITEM, "b", level=1),
        Block("Two.", Kind.PARAGRAPH, "2"),
    ]


def numbers(text: str, *levels: str) -> list[str | None]:
    return [block.number for block in blocks(text, list_style(*levels))]


def test_lists_start_anew_or_go_on() -> None:
    goes_on = IN_L + ' text:continue-numbering="true"'
    text = items(p("a"), p("b"), more=IN_L) + items(p("c"), more=IN_L) + items(p("d"), more=goes_on)
    assert numbers(text, number(1)) == ["1", "2", "1", "2"]


def test_a_list_starts_where_it_says_and_an_item_may_too() -> None:
    text = (
        items(p("a"), more=IN_L)
        + f'<text:list {IN_L} text:continue-numbering="true"><text:list-item text:start-value="9">{p("b")}</text:list-item></text:list>'
    )
    assert numbers(text, number(1, more='text:start-value="4" style:num-suffix="."')) == ["4", "9"]


def test_headers_and_further_paragraphs_of_an_item_have_no_number() -> None:
    text = f"<text:list {IN_L}><text:list-header>{p('head')}</text:list-header><text:list-item>{p('one')}{p('more')}<text:other/></text:list-item><text:other/></text:list>"
    assert numbers(text, number(1)) == [None, "1", None]


def test_several_levels_are_shown_together() -> None:
    shown = number(2, "1", 'text:display-levels="2" style:num-suffix="."')
    assert numbers(items(p("a") + items(p("b"), p("c")), more=IN_L), number(1), shown) == ["1", "1.1", "1.2"]
    pattern = number(2, "1", 'loext:num-list-format="%1%.%2%)"')
    assert numbers(items(items(p("b"), p("c")), more=IN_L), number(1, "I"), pattern) == ["I.1", "I.2"]
    unknown = number(2, "1", 'loext:num-list-format="%9%.%2%"')
    assert numbers(items(items(p("b")), more=IN_L), unknown) == ["1.1"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("i", "ii"),
        ("A", "B"),
        ("أ, ب, ت, ...", "ب"),
        ("一, 二, 三, ...", "二"),
        ("а, б, .., аа, аб, ... (ru)", "б"),
    ],
)
def test_forms_of_numbers(form: str, expected: str) -> None:
    assert numbers(items(p("x"), p("y"), more=IN_L), number(1, form))[1] == expected


def test_bullets_no_format_and_no_style() -> None:
    bullet = '<text:list-level-style-bullet text:level="1"/>'
    assert blocks(items(p("x"), more=IN_L), list_style(bullet)) == [Block("x", Kind.ITEM, level=1)]
    assert numbers(items(p("x"), more=IN_L), number(1, "")) == [None]
    assert numbers(items(items(p("x")), more=IN_L), number(1)) == [None]
    assert numbers(items(p("x")), number(1)) == [None]


def test_a_paragraph_style_may_bring_the_list() -> None:
    automatic = list_style(number(1)) + style("P1", more='style:list-style-name="L"')
    assert blocks(items(p("One.", "P1")), automatic) == [Block("One.", Kind.PARAGRAPH, "1")]


def test_headings_are_numbered_by_the_outline() -> None:
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/>'
        "</text:outline-style>"
    )
    text = (
        '<text:h text:outline-level="1">Aims</text:h><text:h text:outline-level="1">Means</text:h>'
        '<text:h text:outline-level="1" text:is-list-header="true">Unnumbered</text:h>'
    )
    assert [block.number for block in blocks(text, styles=outline)] == ["I", "II", None]


# -- tables, notes, frames


def row(*cells: str) -> str:
    return (
        "<table:table-row>"
        + "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
        + "</table:table-row>"
    )


def test_tables() -> None:
    head = f"<table:table-header-rows>{row(p('State'), p('Year'))}</table:table-header-rows>"
    body = row(p("Norland") + p("North"), items(p("2019"), more=IN_L))
    found = blocks(f"<table:table><table:table-column/>{head}{body}</table:table>", list_style(number(1)))
    assert found == [Block("State\tYear\nNorland North\t1. 2019", Kind.TABLE)]


def test_a_frame_of_one_column_is_no_table() -> None:
    assert blocks(f"<table:table>{row(p('Inside.'))}</table:table>") == [Block("Inside.")]


def test_a_cell_repeated_without_end_is_a_bomb_and_stays_small() -> None:
    bomb = '<table:table-row><table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell><table:table-cell table:number-columns-repeated="999999"/></table:table-row>'
    assert len(blocks(f"<table:table>{bomb}</table:table>")[0].text) < 300
    nested = p("x")
    for _ in range(12):
        many = 'table:number-columns-repeated="100"'
        cells = f"<table:table-cell {many}>{nested}</table:table-cell><table:other/>"
        nested = f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
    assert len(blocks(nested)[0].text) < 300


def test_notes_stand_at_the_end_with_their_printed_number() -> None:
    note = "<text:note><text:note-citation>{}</text:note-citation><text:note-body>{}</text:note-body></text:note>"
    text = p(
        "One"
        + note.format("1", p("First note."))
        + " and two"
        + note.format("2", p("Second") + p("note."))
        + "."
    )
    assert blocks(text + p("After.<text:note/>")) == [
        Block("One and two."),
        Block("After."),
        Block("First note.", Kind.NOTE, "1"),
        Block("Second note.", Kind.NOTE, "2"),
    ]


def test_frames_sections_and_indexes_are_opened() -> None:
    box = f"<draw:frame><draw:text-box>{p('In the box.')}</draw:text-box></draw:frame>"
    text = p("Before" + box + " after.") + f"<text:section>{p('In a section.')}</text:section>" + box
    assert [block.text for block in blocks(text)] == [
        "Before after.",
        "In the box.",
        "In a section.",
        "In the box.",
    ]


# -- what a person should know


def test_tracked_changes_keep_what_was_inserted() -> None:
    gone = f"<text:tracked-changes><text:changed-region><text:deletion>{p('Gone.')}</text:deletion></text:changed-region></text:tracked-changes>"
    content = odt(gone + p("We <text:change-start/>strongly<text:change-end/> agree."))
    assert [block.text for block in extract(content).blocks] == ["We strongly agree."]
    assert codes(content) == ["tracked_changes"]
    assert codes(odt(p("We <text:change/>agree."))) == ["tracked_changes"]


def test_hidden_text_is_left_out() -> None:
    hidden = style("H", '<style:text-properties text:display="none"/>') + style(
        "S", '<style:text-properties text:display="none"/>', family="text"
    )
    for text in (
        p("Seen.") + p("Unseen.", "H"),
        p('Seen.<text:span text:style-name="S">Unseen.</text:span>'),
        p("Seen.<text:hidden-text>Unseen.</text:hidden-text>"),
        p("Seen.") + f'<text:section text:display="none">{p("Unseen.")}</text:section>',
    ):
        content = odt(text, automatic=hidden)
        assert [block.text for block in extract(content).blocks] == ["Seen."]
        assert codes(content) == ["hidden_text"]
    assert codes(odt(p("Seen.") + p(" ", "H"), automatic=hidden)) == []


def test_comments_objects_links_and_macros_are_noted() -> None:
    assert codes(odt(p(f"Text.<office:annotation>{p('A comment.')}</office:annotation>"))) == ["comments"]
    assert codes(odt(p('Text.<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>'))) == [
        "embedded_files"
    ]
    assert codes(odt(p('Text.<draw:frame><draw:image xlink:href="http://x/y"/></draw:frame>'))) == [
        "remote_content"
    ]
    section = f'<text:section><text:section-source xlink:href="http://x"/>{p("Text.")}</text:section>'
    assert codes(odt(section)) == ["remote_content"]
    assert codes(odt(p("Text."), parts={"Basic/Standard/Module1.xml": "<x/>"})) == ["macro"]
    assert codes(odt(p("Text."), parts={"Object 1/content.xml": "<x/>"})) == ["embedded_files"]
    assert codes(odt(p("Text.<script:x/>"))) == ["active_content"]
    assert codes(odt("<office:scripts/>" + p("Text."))) == ["macro"]
    assert codes(odt(p("Text.<text:unknown>inside</text:unknown>"))) == []


def test_pictures_alone_are_a_scan() -> None:
    assert codes(odt('<draw:frame><draw:image xlink:href="Pictures/1.png"/></draw:frame>')) == ["scan"]


def test_ruby_and_unknown_styles_harm_nothing() -> None:
    text = p(
        "<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby>字。"
    )
    assert [block.text for block in blocks(text, styles="<style:default-style/>")] == ["漢字。"]


def test_a_marking_in_a_header_is_read_and_the_rest_of_it_is_not() -> None:
    """RX-5."""
    header = f"<style:header>{p('Norland')}{p('STRICTEMENT CONFIDENTIEL')}</style:header>"
    masters = f"</office:styles><office:master-styles><style:master-page>{header}</style:master-page></office:master-styles><office:styles>"
    content = odt(p("We act."), styles=masters)
    assert [block.text for block in extract(content).blocks] == ["STRICTEMENT CONFIDENTIEL", "We act."]


def test_flat_files_are_read() -> None:
    assert extract(flat_odt(p("Flat."))).blocks == [Block("Flat.")]


def test_an_encrypted_file_is_refused() -> None:
    manifest = {"META-INF/manifest.xml": "<manifest:encryption-data/>", "content.xml": b"\x01\x02"}
    with pytest.raises(Unreadable) as refusal:
        extract(odt("", parts=manifest))
    assert refusal.value.code == "encrypted"


@pytest.mark.parametrize(
    "content",
    [zipped({"mimetype": "x"}), zipped({"content.xml": "<a/>"}), b"<a/>", zipped({"content.xml": "<a"})],
)
def test_a_damaged_file_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        extract(content)
    assert refusal.value.code == "damaged"


def test_deep_nesting_is_read_as_far_as_xml_allows_and_refused_beyond() -> None:
    for name in ("text:section", "text:list><text:list-item"):
        close = "></".join(reversed(name.split("><")))
        depth = 240 // (name.count("><") + 1)
        assert [one.text for one in blocks(f"<{name}>" * depth + p("Deep.") + f"</{close}>" * depth)] == [
            "Deep."
        ]
    assert blocks(p("<text:span>" * 240 + "Deep." + "</text:span>" * 240)) == [Block("Deep.")]
    with pytest.raises(Unreadable) as refusal:
        blocks("<text:section>" * 3000 + "</text:section>" * 3000)
    assert refusal.value.code == "too_deep"
