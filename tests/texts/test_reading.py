"""A file read whole: format, paragraphs, languages, anchors, authors, citations, warnings."""

from __future__ import annotations

import hashlib
from email.message import EmailMessage
from pathlib import Path

import pytest

from comity.texts import Block, Extract, Kind, Status, Unreadable, read
from comity.texts.reading import Part, assemble
from tests.texts.pages import pdf

NOTE = """\
 l. Purpose

1. States meet in order to compare what they have done since resolutions 1373 (2001), 1624 (2005) and 2178 (2014)
were adopted, and what is left to do.

2. Pursuant to the presidential statement of 19 November 2015 (S/PRST/2014/23), the Committee met last year. A second
statement, that of 11 May 2016 (S/PRST/2016/6), asked for a framework.

Il. Conduct

1. Format of the meeting

3. Speakers take the floor in the order of their inscription and keep to the time that they were given by the
secretariat; written statements go up on the website of the meeting, where whoever was not called finds a place for the

text that was prepared.

\\VA Rapporteurs

4. Rapporteurs report on each session in accordance with paragraph 2 (e) of resolution 1373 (2001).

V. Venue

5. The meeting is held at Headquarters.
"""


def test_a_concept_note_gives_its_numbered_paragraphs_headings_and_citations() -> None:
    """D-1, D-2: our own text with the defects of the real note: "l." for I, a stray "1.", a cut sentence."""
    reading = read(NOTE.encode(), "note.txt")
    numbered = [one for one in reading.paragraphs if one.number and one.kind is Kind.PARAGRAPH]
    assert [one.number for one in numbered] == ["1", "2", "3", "4", "5"]
    headings = [one.text for one in reading.paragraphs if one.kind is Kind.HEADING]
    assert headings == ["Purpose", "Conduct", "Format of the meeting", "\\VA Rapporteurs", "Venue"]
    assert numbered[2].text.endswith("finds a place for the text that was prepared.")
    assert [one.symbol for one in reading.citations] == [
        "S/RES/1373 (2001)",
        "S/RES/1624 (2005)",
        "S/RES/2178 (2014)",
        "S/PRST/2014/23",
        "S/PRST/2016/6",
        "S/RES/1373 (2001)",
    ]
    assert [one.symbol for one in reading.citations if one.status is Status.YEAR_MISMATCH] == [
        "S/PRST/2014/23"
    ]
    assert reading.citations[-1].paragraph_cited == "2 (e)"
    assert [(one.code, one.paragraph) for one in reading.warnings] == [
        (
            "number_out_of_order",
            next(p.anchor for p in reading.paragraphs if p.number == "1" and p.kind is Kind.HEADING),
        )
    ]


def test_the_real_concept_note_gives_what_its_readers_count(data: Path) -> None:
    """D-1, D-2, D-3."""
    note = data.parent / "concept-note.txt"
    if not note.is_file():
        pytest.skip("the concept note is not there")
    reading = read(note)
    numbered = [one for one in reading.paragraphs if one.number and one.kind is Kind.PARAGRAPH]
    assert [one.number for one in numbered] == [str(number) for number in range(1, 14)]
    assert sum(one.kind is Kind.HEADING for one in reading.paragraphs) == 7
    symbols = [one.symbol for one in reading.citations]
    assert sum(symbol.startswith("S/RES/") for symbol in symbols) == 14
    assert len({symbol for symbol in symbols if symbol.startswith("S/RES/")}) == 5
    assert sum(symbol.startswith("S/PRST/") for symbol in symbols) == 2
    assert [one.symbol for one in reading.citations if one.status is Status.YEAR_MISMATCH] == [
        "S/PRST/2014/23"
    ]
    assert [one.language for one in reading.languages] == ["en"]
    assert len({one.anchor for one in reading.paragraphs}) == len(reading.paragraphs)


def test_a_file_is_known_by_its_hash_its_type_and_its_pages() -> None:
    content = pdf(
        "A single paragraph of a statement, long enough to be told as English by its words.\n#pagebreak()\nMore."
    )
    reading = read(content, "statement.pdf")
    assert (reading.file, reading.media_type, reading.pages) == ("statement.pdf", "application/pdf", 2)
    assert reading.sha256 == hashlib.sha256(content).hexdigest()
    assert [one.page for one in reading.paragraphs] == [1, 2]


def test_the_name_of_a_path_is_its_last_part(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("The Committee thanks the delegations for what they have said and sent.")
    assert read(path).file == "words.txt"
    assert read(path, "other.txt").file == "other.txt"
    assert read(path.read_bytes()).file == ""


@pytest.mark.parametrize("content", [b"", b"  \n\t "])
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(content, "empty.txt")
    assert refusal.value.code == "empty"


def test_text_is_composed_and_offsets_count_its_code_points() -> None:
    text = "Le Se\u0301ne\u0301gal applique la re\u0301solution 1373 (2001) depuis son adoption par le Conseil de se\u0301curite\u0301."
    reading = read(text.encode(), "s.txt")
    paragraph, citation = reading.paragraphs[0], reading.citations[0]
    assert paragraph.text.startswith("Le Sénégal applique la résolution")
    assert paragraph.text[citation.start : citation.end] == citation.text == "1373 (2001)"
    assert citation.paragraph == paragraph.anchor


def test_a_short_paragraph_has_the_language_of_those_around_it() -> None:
    text = (
        "Мы поддерживаем усилия Комитета по борьбе с терроризмом и благодарим Председателя за организацию.\n\n"
        "Председатель,\n\n"
        "We thank the secretariat for its work in preparing this meeting and its documents.\n\n"
        "Chair,\n"
    )
    assert [one.language for one in read(text.encode(), "s.txt").paragraphs] == ["ru", "ru", "en", "en"]


def test_a_text_without_letters_has_no_language() -> None:
    assert [one.language for one in read(b"12 + 30 = 42\n", "s.txt").paragraphs] == ["und"]


def test_the_authors_that_a_paragraph_names_are_kept() -> None:
    reading = read(b"110.1 Ratify the Convention against Torture as soon as it can (Norway; Chile);", "s.txt")
    assert reading.paragraphs[0].attributed_to == ("Norway", "Chile")


def message(attachments: dict[str, bytes]) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "mission@example.org", "cted@example.org", "Statement"
    mail["Message-ID"] = "<1@example.org>"
    mail.set_content("Please find attached the statement of our delegation for the meeting of tomorrow.\n")
    for name, content in attachments.items():
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def test_what_an_e_mail_carries_is_read_too_and_named() -> None:
    carried = pdf("Our delegation supports the framework that was proposed in resolution 2354 (2017).")
    reading = read(message({"statement.pdf": carried}), "mail.eml")
    last = reading.paragraphs[-1]
    assert last.text.startswith("Our delegation supports")
    assert [one.symbol for one in reading.citations] == ["S/RES/2354 (2017)"]
    noted = [one for one in reading.warnings if one.code == "attachment"]
    assert [(one.paragraph, "statement.pdf" in one.message) for one in noted] == [(last.anchor, True)]


def test_an_attachment_that_cannot_be_read_costs_itself_only() -> None:
    reading = read(message({"broken.pdf": b"%PDF-1.4 nothing", "empty.txt": b""}), "mail.eml")
    refused = [one.message for one in reading.warnings if one.code == "attachment_refused"]
    assert [message.split(":")[0] for message in refused] == ["broken.pdf", "empty.txt"]
    assert any("Please find attached" in one.text for one in reading.paragraphs)


def test_only_so_many_attachments_are_read() -> None:
    reading = read(message({f"{number}.txt": b"A line of text." for number in range(23)}), "mail.eml")
    assert sum(one.code == "attachment" for one in reading.warnings) == 20
    assert sum("only 20" in one.message for one in reading.warnings) == 3


def test_more_pages_than_allowed_are_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        read(pdf("One\n#pagebreak()\nTwo"), "long.pdf", pages_limit=1)
    assert refusal.value.code == "too_many_pages"


def test_what_a_reader_leaves_decomposed_is_composed_so_that_places_hold() -> None:
    text = "Re\u0301solution 1373 (2001) du Conseil de se\u0301curite\u0301."
    reading = assemble([Part("s", Extract([Block(text)], "text/plain"))], content=b"")
    assert reading.paragraphs[0].text == "Résolution 1373 (2001) du Conseil de sécurité."
    (cited,) = reading.citations
    assert reading.paragraphs[0].text[cited.start : cited.end] == cited.text
