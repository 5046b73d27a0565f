"""Legacy Word files: converted where LibreOffice is, else refused with the way to mend it."""

from __future__ import annotations

import os
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from comity.texts import doc
from comity.texts.confinement import Limits
from comity.texts.detect import detect
from comity.texts.doc import extract
from comity.texts.model import Unreadable
from comity.texts.sandbox import read_safely
from tests.texts.files import docx, flat_odt, p

real = pytest.mark.skipif(doc.installed() is None, reason="LibreOffice is not installed")
linux = pytest.mark.skipif(sys.platform != "linux", reason="that a child ends with its parent is Linux's")


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
    assert refusal(word()).code == "timeout"


def test_it_is_started_anew_as_often_as_it_asks_for_that(soffice: Path) -> None:
    once = soffice.with_name("once")
    script = soffice.read_text().partition("\n")[2]
    soffice.write_text(f"#!/bin/sh\n[ -e {once} ] || {{ touch {once}; exit 81; }}\n{script}")
    assert [block.text for block in extract(word()).blocks] == ["We thank the Chair."]


def test_the_program_itself_is_started_and_not_the_script_that_leads_to_it(soffice: Path) -> None:
    assert doc.installed() == str(soffice)
    itself = soffice.with_name("soffice.bin")
    soffice.rename(itself)
    soffice.write_text("#!/bin/sh\nexit 1\n")
    soffice.chmod(0o755)
    assert doc.installed() == str(itself)
    assert extract(word()).blocks


def gone(pid: int) -> bool:
    """Whether the process ends within some seconds."""
    for _ in range(100):
        try:
            if "State:\tZ" in Path(f"/proc/{pid}/status").read_text():
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


@linux
def test_a_reading_that_is_stopped_leaves_no_program_and_no_copy_of_the_file(
    soffice: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    soffice.write_text(
        f"#!/bin/sh\nsleep 60 &\necho $! > {tmp_path}/pid\necho $HOME > {tmp_path}/home\nwait\n"
    )
    with pytest.raises(Unreadable) as found:
        read_safely(word(), name="s.doc", limits=Limits(pages=1985), timeout=4)
    assert found.value.code == "timeout"
    assert gone(int((tmp_path / "pid").read_text()))
    assert not Path((tmp_path / "home").read_text().strip()).exists()
    assert list(tmp_path.glob("comity-*")) == []


@linux
def test_the_program_ends_with_the_process_that_converts(soffice: Path, tmp_path: Path) -> None:
    (tmp_path / "s.doc").write_bytes(word())
    soffice.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 60\n")
    code = f"from comity.texts import read; read({str(tmp_path / 's.doc')!r})"
    reader = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"TMPDIR": str(tmp_path)},
    )
    pid = tmp_path / "pid"
    while not (pid.exists() and pid.read_text().strip()):
        assert reader.poll() is None
        time.sleep(0.05)
    reader.kill()
    reader.wait()
    assert gone(int(pid.read_text()))


def test_without_libreoffice_a_reading_from_outside_says_how_to_save_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unreadable) as found:
        read_safely(word(), name="s.doc", limits=Limits(pages=1984))
    assert found.value.code == "unsupported"
    assert "choose Save As, the format Word Document (.docx)" in found.value.message


def by_libreoffice(folder: Path, body: str) -> bytes:
    """A Word file of the years before DOCX, written by LibreOffice itself."""
    program = doc.installed()
    assert program
    (folder / "s.fodt").write_bytes(
        flat_odt(body).replace(
            b"<office:document ",
            b'<office:document office:mimetype="application/vnd.oasis.opendocument.text" ',
        )
    )
    order = [
        program, "--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to", "doc:MS Word 97", "--outdir", str(folder), str(folder / "s.fodt"),
    ]  # fmt: skip
    doc._run(order, folder)
    return (folder / "s.doc").read_bytes()


@real
def test_a_file_from_outside_is_read_by_the_real_libreoffice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R09-12."""
    content = by_libreoffice(
        tmp_path,
        "<text:p>We recall resolution 2178 (2014).</text:p><text:p>نشكر الرئيس على عقد هذا الاجتماع.</text:p>"
        "<text:list><text:list-item><text:p>Train judges;</text:p></text:list-item></text:list>",
    )
    monkeypatch.setenv("HOME", "/nowhere")
    found = read_safely(content, name="s.doc", limits=Limits(pages=1983))
    assert [one.text for one in found.paragraphs] == [
        "We recall resolution 2178 (2014).",
        "نشكر الرئيس على عقد هذا الاجتماع.",
        "Train judges;",
    ]
    assert (found.media_type, found.warnings) == (doc.MEDIA_TYPE, [])
    assert [one.symbol for one in found.citations] == ["S/RES/2178 (2014)"]


@real
def test_a_picture_that_the_file_only_links_to_is_not_fetched(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/picture.png"
        linked = (
            '<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm"'
            ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0">'
            f'<draw:image xlink:href="{address}" xlink:type="simple"/></draw:frame>'
        )
        server.settimeout(0.2)
        settings = tmp_path / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(doc._PROFILE)
        content = by_libreoffice(tmp_path, f"<text:p>We thank the Chair.{linked}</text:p>")
        assert address.encode() in content
        assert [block.text for block in extract(content).blocks] == ["We thank the Chair."]
        with pytest.raises(TimeoutError):
            server.accept()


def test_an_encrypted_file_is_refused_before_anything_is_started(soffice: Path) -> None:
    assert refusal(word(flags=0x0100)).code == "encrypted"


@pytest.mark.parametrize(
    "content", [b"", compound({}), word()[:600], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600]
)
def test_a_damaged_file_is_refused(content: bytes) -> None:
    assert refusal(content).code == "damaged"
