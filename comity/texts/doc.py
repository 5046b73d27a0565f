"""Word files of the years before DOCX, converted by LibreOffice where it is installed."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import olefile

from comity.texts import docx
from comity.texts.model import Extract, Unreadable, Warning
from comity.texts.shaping import SENTENCES

MEDIA_TYPE = "application/msword"
SECONDS = 60
_ENCRYPTED = 0x0100  # fEncrypted of the FIB (MS-DOC 2.5.2), in the 16 bits at offset 10


def extract(content: bytes) -> Extract:
    """The blocks of a legacy Word file.

    Raises Unreadable: "encrypted", "damaged", and "unsupported" where LibreOffice is not installed.
    """
    macros = _look_at(content)
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise Unreadable(
            "unsupported",
            "The file is a Word document in the format of before 2007, which cannot be read here. Open it in Word or "
            "LibreOffice, choose Save As, the format Word Document (.docx), and send the new file.",
        )
    found = docx.extract(_converted(content, program))
    warnings = [*found.warnings, *([Warning("macro", SENTENCES["macro"])] if macros else [])]
    return replace(found, media_type=MEDIA_TYPE, warnings=warnings)


def _look_at(content: bytes) -> bool:
    """Whether the file holds macros. Raises Unreadable where it is encrypted or no Word document."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            head = container.openstream("WordDocument").read(12)
            macros = bool(container.exists("Macros/VBA"))
    except Exception as fault:  # olefile raises whatever a broken directory makes it stumble over
        raise _damaged() from fault
    if int.from_bytes(head[10:12], "little") & _ENCRYPTED:
        raise Unreadable(
            "encrypted",
            "The file is protected by a password. Save a copy without the password and send that.",
        )
    return macros


def _damaged() -> Unreadable:
    return Unreadable(
        "damaged",
        "The file is damaged and cannot be opened. Open it in Word, save it as DOCX and send the new file.",
    )


def _converted(content: bytes, program: str) -> bytes:
    """The file as DOCX. LibreOffice gets a profile of its own, so that it neither meets a running one nor a macro that
    somebody has allowed."""
    with tempfile.TemporaryDirectory(prefix="comity-doc-") as name:
        folder = Path(name)
        source, target = folder / "file.doc", folder / "file.docx"
        source.write_bytes(content)
        order = [
            program, "--headless", "--norestore", "--nolockcheck", "--nodefault",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to", "docx", "--outdir", str(folder), str(source),
        ]  # fmt: skip
        try:
            subprocess.run(
                order, check=True, timeout=SECONDS, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            return target.read_bytes()
        except (subprocess.SubprocessError, OSError) as fault:
            raise _damaged() from fault
