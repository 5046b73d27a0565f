"""Packages opened with limits."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from comity.texts import package
from comity.texts.model import Unreadable
from comity.texts.package import Package, parse
from tests.texts.files import zipped


def refusal(content: bytes, part: str = "a.xml") -> str:
    with pytest.raises(Unreadable) as found:
        Package(content).part(part)
    return found.value.code


def test_parts_are_found_whatever_their_case_and_slashes() -> None:
    found = Package(zipped({"Word\\Document.xml": b"x"}))
    assert found.part("/word/document.xml") == b"x"
    assert "WORD/DOCUMENT.XML" in found
    assert found.part("other") is None
    assert found.xml("other") is None
    assert list(found.names()) == ["word/document.xml"]


def test_of_two_parts_of_one_name_the_first_counts() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.xml", b"first")
        archive.writestr("A.xml", b"second")
    assert Package(file.getvalue()).part("a.xml") == b"first"


def test_too_many_entries_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "ENTRIES_LIMIT", 3)
    assert refusal(zipped({f"{number}.xml": b"" for number in range(4)})) == "too_large"


def test_a_directory_that_promises_too_much_is_refused() -> None:
    assert refusal(zipped({"a.xml": b" " * (package.UNPACKED_LIMIT + 1)})) == "too_large"


def test_a_part_that_is_larger_than_its_directory_says_is_refused() -> None:
    content = bytearray(zipped({"a.xml": b" " * (package.PART_LIMIT + 1000)}))
    place = content.rfind(b"PK\x01\x02")
    struct.pack_into("<I", content, place + 24, 100)  # the size it claims
    assert refusal(bytes(content)) in ("damaged", "too_large")


def test_a_part_packed_beyond_what_texts_can_be_is_refused() -> None:
    assert refusal(zipped({"a.xml": b" " * 30_000_000})) == "too_large"


def test_small_parts_of_high_ratio_are_read() -> None:
    assert len(Package(zipped({"a.xml": b" " * 1_000_000})).part("a.xml") or b"") == 1_000_000


def test_all_parts_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Package(zipped({"a.xml": bytes(60), "b.xml": bytes(60)}, stored=True))
    monkeypatch.setattr(package, "UNPACKED_LIMIT", 100)
    found.part("a.xml")
    with pytest.raises(Unreadable) as refused:
        found.part("b.xml")
    assert refused.value.code == "too_large"


def test_an_encrypted_part_is_refused() -> None:
    content = bytearray(zipped({"a.xml": b"x"}))
    content[6] |= 1
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(content)) == "encrypted"


@pytest.mark.parametrize("place", [30, 34, 38])
def test_a_broken_part_is_refused(place: int) -> None:
    content = bytearray(zipped({"a.xml": b"text that is long enough to be packed " * 20}))
    content[place + 5] ^= 0xFF
    content[place + 6] ^= 0xFF
    assert refusal(bytes(content)) == "damaged"


def test_a_method_that_nobody_knows_is_damage() -> None:
    content = bytearray(zipped({"a.xml": b"x"}))
    content[8] = 99
    content[content.rfind(b"PK\x01\x02") + 10] = 99
    assert refusal(bytes(content)) == "damaged"


def test_what_is_no_archive_is_damaged() -> None:
    assert refusal(b"PK\x03\x04") == "damaged"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<a>", "damaged"),
        (b"", "damaged"),
        (b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>', "damaged"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "damaged"),
        (b"<a>" * 5000 + b"</a>" * 5000, "too_deep"),
    ],
)
def test_hostile_xml_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse(content)
    assert refused.value.code == code


def test_comments_and_instructions_are_not_there() -> None:
    assert [child.tag for child in parse(b"<a><!-- c --><?do it?><b/></a>")] == ["b"]
