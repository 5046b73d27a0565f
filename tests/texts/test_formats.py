"""All readers alike: whatever the bytes, an extract or a reason."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.texts.formats import READERS, extract
from comity.texts.model import Extract, Kind, Unreadable
from tests.texts.files import docx, odt, p, rtf, zipped

CODES = {"empty", "encrypted", "damaged", "unsupported", "too_large", "too_deep", "too_many_pages"}
OURS = sorted(set(READERS) - {"application/pdf"})
NUMBERING = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
WHOLE = {
    "docx": docx(
        p("We thank.", '<w:numPr><w:numId w:val="1"/></w:numPr>')
        + "<w:tbl><w:tr><w:tc>"
        + p("a")
        + "</w:tc></w:tr></w:tbl>",
        numbering=NUMBERING,
        styles='<w:style w:styleId="a"><w:name w:val="heading 1"/></w:style>',
        footnotes="<w:footnote/>",
    ),
    "odt": odt(
        "<text:p>We thank.</text:p><text:list><text:list-item><text:p>x</text:p></text:list-item></text:list>"
    ),
    "rtf": rtf("{\\fonttbl{\\f0 x;}}We \\'e9 \\u1575?{\\b thank}.\\par\\intbl a\\cell\\row"),
    "html": b"<html><body><p>We <b>thank</b>.</p><ol><li>x</ol><table><tr><td>a<td>b</table></body></html>",
    "mail": b"From: a@x.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nText.\n--b--\n",
}


def outcome(content: bytes, media_type: str) -> str:
    try:
        check(extract(content, media_type))
    except Unreadable as refusal:
        return refusal.code if refusal.message.endswith(".") else f"{refusal.code} without a sentence"
    return "read"


def check(found: Extract) -> None:
    for block in found.blocks:
        assert block.kind is Kind.TABLE or block.text == block.text.strip()
        assert block.text
        assert block.kind is Kind.TABLE or "\n" not in block.text
        assert "\0" not in block.text
        block.text.encode()
        assert block.level >= 0


@pytest.mark.parametrize("media_type", OURS)
@given(content=st.binary(max_size=300))
@settings(max_examples=40, deadline=None)
def test_any_bytes_are_read_or_refused_with_a_reason(media_type: str, content: bytes) -> None:
    assert outcome(content, media_type) in {"read", *CODES}


@pytest.mark.parametrize("name", WHOLE)
@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=6),
    st.integers(1, 10_000),
)
@settings(max_examples=60, deadline=None)
def test_a_whole_file_with_some_bytes_changed_is_read_or_refused(
    name: str, changes: list[tuple[int, int]], cut: int
) -> None:
    from comity.texts.detect import detect

    content = bytearray(WHOLE[name])
    for place, byte in changes:
        content[place % len(content)] = byte
    del content[cut if cut > 5_000 else len(content) :]
    try:
        found = outcome(bytes(content), detect(bytes(content)))
    except Unreadable as refusal:
        found = refusal.code
    assert found in {"read", *CODES}


@given(st.recursive(st.just("<w:p><w:r><w:t>x</w:t></w:r></w:p>"), lambda inner: st.tuples(st.sampled_from(
    ["w:tbl", "w:tr", "w:tc", "w:p", "w:r", "w:ins", "w:del", "w:sdt", "w:sdtContent", "mc:AlternateContent", "mc:Choice",
     "w:drawing", "w:txbxContent", "w:hyperlink", "w:rPr", "w:pPr", "w:pict", "w:object", "m:oMath", "w:moveTo"]),
    st.lists(inner, max_size=3)).map(lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"), max_leaves=12))  # fmt: skip
@settings(deadline=None)
def test_elements_in_any_order_are_read(body: str) -> None:
    assert outcome(docx(body), next(one for one in READERS if "wordprocessing" in one)) == "read"


@given(st.recursive(st.just("<text:p>x</text:p>"), lambda inner: st.tuples(st.sampled_from(
    ["table:table", "table:table-row", "table:table-cell", "text:p", "text:h", "text:span", "text:list", "text:list-item",
     "text:note", "text:note-body", "draw:frame", "draw:text-box", "text:section", "office:annotation", "text:tracked-changes"]),
    st.lists(inner, max_size=3)).map(lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"), max_leaves=12))  # fmt: skip
@settings(deadline=None)
def test_open_document_elements_in_any_order_are_read(text: str) -> None:
    assert outcome(odt(text), "application/vnd.oasis.opendocument.text") == "read"


def test_a_type_without_a_reader_is_unsupported() -> None:
    assert outcome(zipped({}), "application/zip") == "unsupported"


def test_a_reading_says_that_the_name_promised_another_kind() -> None:
    """R09-12."""
    from comity.texts.reading import read

    found = read(docx(p("We thank the Chair.")), name="statement.pdf")
    assert [warning.code for warning in found.warnings] == ["wrong_ending"]
    assert [paragraph.text for paragraph in found.paragraphs] == ["We thank the Chair."]


@pytest.mark.parametrize(
    "content",
    [
        b"<!-- -->" * 2_000 + b"x",
        b"<?x?>" * 3_000 + b"x",
        b"word" + b" " * 1_000_000 + b"word",
        b"\n" * 1_000_000 + b"word",
        b'."' * 500_000 + b"word",
        b"<p>" + b" \n" * 500_000 + b"word",
        b"<ol>" * 1_500 + b"<li>word",
        b"<table><tr><td>" * 500 + b"word",
        b"{\\rtf1 " + b"{\\b" * 900 + b" word" + b"\\'e9" * 300_000,
        b"# x\n**y**\n" + b"> " * 500 + b"word",
        b"a\tb\n" * 20_000,
        b"1. word\n" * 10_000,
    ],
)
def test_what_would_keep_a_careless_reader_busy_for_hours_is_read_at_once(content: bytes) -> None:
    from comity.texts.detect import detect

    try:
        found = outcome(content, detect(content))
    except Unreadable as refusal:
        found = refusal.code
    assert found in {"read", "too_deep", "unsupported"}
