"""HTML: what a browser would show as text, in order, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.texts.html import extract
from comity.texts.model import Block, Kind, Unreadable


def blocks(text: str) -> list[Block]:
    return extract(text.encode()).blocks


def texts(text: str) -> list[str]:
    return [block.text for block in blocks(text)]


def codes(text: str) -> list[str]:
    return [warning.code for warning in extract(text.encode()).warnings]


def test_blocks_part_paragraphs_and_inline_elements_do_not() -> None:
    """R09-12."""
    page = "<html><head><title>T</title></head><body>Loose <b>text</b><p>One<br>line<div>Two<p>Three</div>tail</body></html>"
    assert texts(page) == ["Loose text", "One line", "Two", "Three", "tail"]


def test_headings_quotations_and_standing_out() -> None:
    page = (
        "<h1>Statement.</h1><h3>2. Measures</h3><blockquote><p>Words.</p></blockquote><p><strong>Our aims</strong></p>"
        '<p style="text-align: center">Our means</p><center><p>Our end</p></center><p align=center>Last</p>'
        '<p><span style="font-weight:700">Thanks</span> to all</p><p>He said <q>yes</q>.</p>'
    )
    assert blocks(page) == [
        Block("Statement.", Kind.HEADING),
        Block("Measures", Kind.HEADING, "2", level=2),
        Block("Words.", Kind.QUOTE),
        Block("Our aims", Kind.HEADING),
        Block("Our means", Kind.HEADING),
        Block("Our end", Kind.HEADING),
        Block("Last", Kind.HEADING),
        Block("Thanks to all"),
        Block("He said “yes”."),
    ]


def numbers(page: str) -> list[str | None]:
    return [block.number for block in blocks(page)]


def test_list_items_have_the_number_a_browser_prints() -> None:
    assert blocks("<ol><li>One<ol type=a><li>Sub</ol><li><p>Two</p><p>More</p></ol><ul><li>Point<ul><li>Sub</ul></ul><li>Loose") == [
        Block("One", Kind.PARAGRAPH, "1"),
        Block("Sub", Kind.ITEM, "a", level=1),
        Block("Two", Kind.PARAGRAPH, "2"),
        Block("More"),
        Block("Point", Kind.ITEM, level=1),
        Block("Sub", Kind.ITEM, level=2),
        Block("Loose", Kind.ITEM, level=1),
    ]  # fmt: skip
    assert numbers("<ol start=3><li>a<li value=7>b<li>c<li value=x>d</ol>") == ["3", "7", "8", "9"]
    assert numbers("<ol reversed><li>a<li>b<li>c</ol>") == ["3", "2", "1"]
    assert numbers('<ol style="list-style-type: upper-roman"><li>a<li type=A>b</ol>') == ["I", "B"]
    assert numbers('<ol style="list-style: none"><li>a</ol>') == [None]
    assert numbers('<ol style="list-style-type: no-such"><li>a</ol>') == ["1"]


def test_tables() -> None:
    page = "<table><caption>States</caption><tr><th>Name<th>Year<tr><td><p>Norland</p><p>North</p><td><ol><li>2019</ol></table>"
    assert blocks(page) == [Block("States"), Block("Name\tYear\nNorland North\t1. 2019", Kind.TABLE)]


def test_tables_that_only_lay_out_a_page_are_opened() -> None:
    page = "<table><tr><td>One.<table><tr><td>a<td>b</table><td>Two.</table><table><tr><td>Three.</table>"
    assert texts(page) == ["One.", "a\tb", "Two.", "Three."]


def test_loose_parts_of_tables_harm_nothing() -> None:
    assert texts("<div><tr><td>a</td></tr><td>b</td></div>") == ["a", "b"]
    assert texts("<table><td>a<td>b</table>") == ["a\tb"]
    assert "loose" in " ".join(texts("<table><tr>loose<td>a<td>b</table>"))


def test_what_is_not_shown_is_not_read() -> None:
    page = (
        "<style>x{}</style><script>run()</script><nav>Home</nav><template>t</template><p>Seen.</p><footer>(c)</footer>"
        "<button>Send</button><!-- remark --><article><footer>Signed.</footer></article>"
    )
    assert texts(page) == ["Seen.", "Signed."]
    assert codes(page) == ["active_content"]


@pytest.mark.parametrize(
    "how", ["hidden", 'style="display:none"', 'style="visibility: hidden"', 'style="mso-hide: all"']
)
def test_hidden_text_is_left_out_with_a_warning(how: str) -> None:
    assert texts(f"<p>Seen.</p><p {how}>Unseen.</p>") == ["Seen."]
    assert codes(f"<p>Seen.</p><p {how}>Unseen.</p>") == ["hidden_text"]
    assert codes(f"<p>Seen.</p><p {how}> </p>") == []


def test_changes_remote_pictures_and_scans_are_noted() -> None:
    assert texts("<p>We <del>weakly</del> <ins>strongly</ins> agree.") == ["We strongly agree."]
    assert codes("<p>We <ins>strongly</ins> agree.") == ["tracked_changes"]
    assert codes('<p>Text.<img src="https://example.org/a.png">') == ["remote_content"]
    assert codes('<p>Text.<iframe src="//example.org"></iframe>') == ["remote_content"]
    assert codes('<p>Text.<object data="http://x"></object>') == ["active_content", "remote_content"]
    assert codes('<p>Text.<img src="cid:a">') == []
    assert codes('<img src="data:image/png;base64,x">') == ["scan"]
    assert codes("<p></p>") == ["no_text"]
    assert codes("<!-- nothing -->") == ["no_text"]
    assert codes("<p>pay \u202e001") == ["bidi_controls"]


def test_marks_of_notes_are_no_text_and_other_raised_figures_are() -> None:
    assert texts(
        '<p>We act<sup><a href="#n1">[1]</a></sup> on CO<sup>2</sup> and<sup><a href="/x">a</a></sup>.'
    ) == ["We act on CO2 anda."]


@pytest.mark.parametrize(
    ("encoding", "declared", "text"),
    [
        ("utf-8", "", "Мы благодарим"),
        ("utf-8-sig", "windows-1251", "Мы благодарим"),
        ("utf-16", "", "Мы благодарим"),
        ("cp1251", "windows-1251", "Мы"),
        ("cp1252", "iso-8859-1", "“déjà”"),
        ("gb18030", "gb2312", "我们支持"),
        ("utf-8", "no-such-charset", "Мы благодарим"),
        ("cp1251", "utf-8", "Мы благодарим Председателя за предоставленное слово и за работу"),
        ("utf-8", "hex_codec", "Мы благодарим"),
    ],
)
def test_the_encoding_is_the_marked_the_declared_or_the_likely_one(
    encoding: str, declared: str, text: str
) -> None:
    meta = f'<meta http-equiv=Content-Type content="text/html; charset={declared}">' if declared else ""
    assert [block.text for block in extract(f"<html>{meta}<p>{text}.".encode(encoding)).blocks] == [
        text + "."
    ]


def test_an_xml_declaration_and_xhtml_are_read() -> None:
    page = '<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Text.</p></body></html>'
    assert texts(page) == ["Text."]


def test_what_word_writes_before_its_items_is_their_number() -> None:
    page = "<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>(a)<span>&nbsp;&nbsp; </span></span><![endif]>To act;</p>"
    assert blocks(page) == [Block("To act;", Kind.ITEM, "a", level=1)]


def test_nesting_is_followed_deep_and_refused_beyond_all_reason() -> None:
    assert texts("<div>" * 1500 + "Deep." + "</div>" * 1500) == ["Deep."]
    with pytest.raises(Unreadable) as refusal:
        blocks("<div>" * 50_000 + "x")
    assert refusal.value.code == "too_deep"


def test_nothing_is_refused_as_empty() -> None:
    with pytest.raises(Unreadable) as refusal:
        extract(b" \n ")
    assert refusal.value.code == "empty"


@given(st.lists(st.sampled_from([
    "<p>", "</p>", "<li>", "<ol>", "</ol>", "<ul>", "</ul>", "<table>", "</table>", "<tr>", "<td>", "</td>", "<h2>", "</h2>",
    "<blockquote>", "</blockquote>", "<b>", "</b>", "text ", "<br>", "<div hidden>", "</div>", "<q>", "</q>", "<sup>", "<!--",
    "-->", "<script>", "</script>", "<center>", "&nbsp;", "&#0;", "<", "<del>", "<p align=center>", "<th>", "<caption>",
])))  # fmt: skip
def test_any_order_of_tags_is_read(tags: list[str]) -> None:
    extract(("x" + "".join(tags)).encode())
