"""What a file is, by its content."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.texts import detect as known
from comity.texts.detect import detect
from comity.texts.formats import READERS
from comity.texts.model import Unreadable
from tests.texts.files import docx, flat_odt, odt, p, rtf, zipped
from tests.texts.test_doc import compound, word

MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MAIL = b"Received: from a\r\n by b\r\nSubject: Statement\r\n\r\nText."
MEMO = b"To: all delegations\nFrom: the Chair\nDate: 3 May\nSubject: our work\n\nText."

READABLE = [
    (b"%PDF-1.7\n", known.PDF),
    (b"\n\n%PDF-1.4", known.PDF),
    (rtf("x"), known.RTF),
    (b"\xef\xbb\xbf {\\rtf1 x}", known.RTF),
    (docx(p("x")), known.DOCX),
    (docx(p("x"), content_type=MACROS), known.DOCM),
    (zipped({"word/document.xml": "<x/>"}), known.DOCX),
    (odt(""), known.ODT),
    (zipped({"content.xml": "<x/>", "META-INF/manifest.xml": "<x/>"}), known.ODT),
    (flat_odt(""), known.ODT),
    (word(), known.DOC),
    (b"<!DOCTYPE html><p>x", known.HTML),
    (b"<?xml version='1.0'?><!-- c --><html><p>x", known.HTML),
    ("<p>Мы благодарим".encode("utf-16"), known.HTML),
    (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", known.HTML),
    (b"<?xml version='1.0'?><?x y?><html><p>x", known.HTML),
    (MAIL, known.EML),
    (b"From a@x Tue Nov 24 10:00:00 2026\nFrom: a\nMIME-Version: 1.0\n\nx", known.EML),
    (MEMO, known.TXT),
    (b"Received: yes\n\nText.", known.TXT),
    (b"\n", None),
    (b"Plain words.", known.TXT),
    ("Мы благодарим Председателя.".encode("cp1251"), known.TXT),
    ("我们感谢主席。".encode("utf-16"), known.TXT),
    (b"# Statement\n\nWe **thank** the Chair.", known.MARKDOWN),
    (b"# 1 remark alone is no Markdown", known.TXT),
    (b"a < b and <b.example>", known.TXT),
]


@pytest.mark.parametrize(("content", "expected"), [pair for pair in READABLE if pair[1]])
@pytest.mark.parametrize("name", ["statement.pdf", "statement.exe", ""])
def test_the_content_decides_and_the_name_does_not(content: bytes, expected: str, name: str) -> None:
    """R09-12."""
    assert detect(content, name) == expected
    assert expected in READERS


def test_the_name_tells_markdown_from_plain_text() -> None:
    assert detect(b"Plain words.", "notes.MD") == known.MARKDOWN
    assert detect(b"Plain words.", "notes.txt") == known.TXT


@pytest.mark.parametrize(
    ("media_type", "name", "usual"),
    [
        (known.DOCX, "statement.pdf", ".docx"),
        (known.TXT, "statement.PDF", ".txt"),
        (known.DOCX, "statement.doc", ".docx"),
        (known.DOCX, "statement.docx", None),
        (known.DOCX, "statement", None),
        (known.TXT, "statement.final", None),
        (known.MARKDOWN, "statement.txt", None),
    ],
)
def test_a_name_that_promises_another_kind_is_noted(media_type: str, name: str, usual: str | None) -> None:
    found = known.misnamed(media_type, name)
    assert (found is None) == (usual is None)
    assert found is None or (found.code == "wrong_ending" and found.message.endswith(f"name it {usual}."))


def refusal(content: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as found:
        detect(content, "statement.docx")
    return found.value


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"RIFF\0\0\0\0WEBP", "a picture"),
        (b"\0\0\0\x18ftypheic", "a picture"),
        (b"BM\x36\0\0\0\0\0\0\0", "a picture"),
        (b"\x1f\x8b\x08", "a compressed file"),
        (b"7z\xbc\xaf\x27\x1c", "an archive"),
        (b"\xffWPC", "WordPerfect"),
        (b"\xdb\xa5-\0", "Word 2"),
        (b"\x7fELF", "a program"),
        (bytes(range(256)), "no text"),
        (zipped({"a.pdf": b"%PDF"}), "unpack it"),
        (docx("", content_type=SHEET).replace(b"word/document.xml", b"work/document.xml"), "a spreadsheet"),
        (zipped({"mimetype": known.ODT.replace("text", "spreadsheet")}), "a spreadsheet"),
        (zipped({"mimetype": known.ODT.replace("text", "presentation")}), "a presentation"),
        (zipped({"mimetype": known.ODT.replace("text", "graphics")}), "without a text"),
        (compound({"Workbook": b""}), "a spreadsheet"),
        (compound({"PowerPoint Document": b""}), "a presentation"),
        (compound({"__substg1.0_1000001E": b""}), "EML"),
        (compound({"Other": b""}), "without a text"),
        (
            b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>',
            "saved as XML",
        ),
        (b'<?xml version="1.0"?><akomaNtoso/>', "XML file"),
    ],
)
def test_what_is_not_taken_is_named_and_what_to_send_instead(content: bytes, what: str) -> None:
    found = refusal(content)
    assert found.code == "unsupported"
    assert what in found.message
    assert "DOCX" in found.message


@pytest.mark.parametrize("content", [b"", b" \n\t", b"\xef\xbb\xbf \r\n", b"\xff\xfe\n\0", b"\0" * 50])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert refusal(content).code == "empty"


def test_encrypted_office_files_are_refused() -> None:
    assert refusal(compound({"EncryptedPackage": b"", "EncryptionInfo": b""})).code == "encrypted"


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", docx(p("x"))[:-100], word()[:520]])
def test_damaged_packages_are_refused(content: bytes) -> None:
    assert refusal(content).code == "damaged"


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<", b"{\\rtf", b"From: a\n"]),
)
def test_any_bytes_have_a_type_or_a_reason(content: bytes, head: bytes) -> None:
    try:
        found = detect(head + content)
    except Unreadable as refused:
        found = refused.code
    assert found in {*READERS, "empty", "encrypted", "damaged", "unsupported", "too_large"}
