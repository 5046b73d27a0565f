"""Legacy Word files: converted where LibreOffice is, else refused with the way to mend it."""

from __future__ import annotations

import os
import stat
import struct
from pathlib import Path

import pytest

from comity.texts import doc
from comity.texts.detect import detect
from comity.texts.doc import extract
from comity.texts.model import Unreadable
from tests.texts.files import docx, p


def compound(streams: dict[str, bytes], storages: dict[str, tuple[str, ...]] | None = None) -> bytes:
    """A compound file (MS-CFB version 3) with the streams in its root, each padded to 4,096 bytes so that it needs no
    small sectors, and empty storages."""
    free, end, fat_sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    entries: list[bytes] = []
    names = [*(storages or {}), *streams]

    def entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
        wide = name.encode("utf-16-le") + b"\0\0"
        return struct.pack(
            "<64sHBBIII16sIQQIQ", wide, len(wide), kind, 1, free, right, child, b"", 0, 0, 0, start, size
        )

    sectors: list[bytes] = []
    chain: list[int] = [fat_sector, end]  # the table itself, then the directory
    directory_sectors = 1 + len(names) // 4
    chain = [fat_sector] + [at + 1 for at in range(1, directory_sectors)] + [end]
    entries.append(entry("Root Entry", 5, free, 1 if names else free, end, 0))
    for at, name in enumerate(names):
        right = at + 2 if at + 1 < len(names) else free
        if name in streams:
            content = streams[name].ljust(4096, b"\0")
            start = len(chain)
            count = len(content) // 512
            chain += [start + step + 1 for step in range(count - 1)] + [end]
            sectors += [content[step * 512 : step * 512 + 512] for step in range(count)]
            entries.append(entry(name, 2, right, free, start, len(content)))
        else:
            entries.append(entry(name, 1, right, free, 0, 0))
    directory = b"".join(entries).ljust(directory_sectors * 512, b"\0")
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, 1, 1, 0,
        4096, end, 0, end, 0, 0,
    )  # fmt: skip
    header += b"\xff" * (512 - len(header))
    return header + table + directory + b"".join(sectors)


def word(flags: int = 0, **more: bytes) -> bytes:
    return compound({"WordDocument": struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, flags), **more})


@pytest.fixture
def soffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the place of LibreOffice that answers every order with the DOCX beside it."""
    (tmp_path / "answer.docx").write_bytes(docx(p("We thank the Chair.")))
    program = tmp_path / "soffice"
    program.write_text(
        '#!/bin/sh\nwhile [ $# -gt 1 ]; do [ "$1" = --outdir ] && out="$2"; shift; done\n'
        f'cp {tmp_path}/answer.docx "$out/file.docx"\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin{os.pathsep}/usr/bin")
    return program


def refusal(content: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as found:
        extract(content)
    return found.value


def test_a_legacy_file_is_known_by_its_content() -> None:
    assert detect(word(), "statement.docx") == doc.MEDIA_TYPE


def test_without_libreoffice_the_way_to_save_it_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = refusal(word())
    assert found.code == "unsupported"
    assert "Word Document (.docx)" in found.message


def test_with_libreoffice_it_is_converted_and_read(soffice: Path) -> None:
    found = extract(word())
    assert [block.text for block in found.blocks] == ["We thank the Chair."]
    assert (found.media_type, found.warnings) == (doc.MEDIA_TYPE, [])


def test_a_conversion_that_fails_is_damage(soffice: Path) -> None:
    soffice.write_text("#!/bin/sh\nexit 1\n")
    assert refusal(word()).code == "damaged"
    soffice.write_text("#!/bin/sh\nexit 0\n")
    assert refusal(word()).code == "damaged"


def test_a_conversion_that_hangs_is_stopped(soffice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "SECONDS", 0.2)
    soffice.write_text("#!/bin/sh\nexec sleep 5\n")
    assert refusal(word()).code == "damaged"


def test_an_encrypted_file_is_refused_before_anything_is_started(soffice: Path) -> None:
    assert refusal(word(flags=0x0100)).code == "encrypted"


@pytest.mark.parametrize(
    "content", [b"", compound({}), word()[:600], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600]
)
def test_a_damaged_file_is_refused(content: bytes) -> None:
    assert refusal(content).code == "damaged"
