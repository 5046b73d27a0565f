"""Word files of the years before DOCX, converted by LibreOffice where it is installed."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import olefile

from comity.texts import docx
from comity.texts.confinement import die_with
from comity.texts.model import Extract, Unreadable, Warning
from comity.texts.shaping import SENTENCES

MEDIA_TYPE = "application/msword"
SECONDS = 60
_AGAIN = (79, 81)
"""What LibreOffice ends with when it wants to be started again, as after it has laid out a new profile."""
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>1</value></prop>
<prop oor:name="ooInetNoProxy" oor:op="fuse"><value></value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop>
</item>
</oor:items>
"""
"""No macro runs. A picture that the file only links to is asked of a proxy that is none (port 9, discard): blocking
such links is not enough, LibreOffice 7.4 fetches those of DOC files all the same, and not every kernel lets the
reading process cut its network off."""
_ENCRYPTED = 0x0100  # fEncrypted of the FIB (MS-DOC 2.5.2), in the 16 bits at offset 10


def extract(content: bytes) -> Extract:
    """The blocks of a legacy Word file.

    Raises Unreadable: "encrypted", "damaged", "timeout", and "unsupported" where LibreOffice is not installed.
    """
    macros = _look_at(content)
    program = installed()
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


def installed() -> str | None:
    """The program that converts. `soffice` is a script that starts a program that starts another; the last of them is
    taken, so that ending it ends all there is."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    itself = found and Path(found).resolve().with_name("soffice.bin")
    return str(itself) if itself and itself.exists() else found


def _converted(content: bytes, program: str) -> bytes:
    """The file as DOCX. LibreOffice gets a home and a profile of its own, gone when it ends, so that it neither meets
    a running one nor a macro that somebody has allowed."""
    with tempfile.TemporaryDirectory(prefix="comity-doc-") as name:
        folder = Path(name)
        source, target = folder / "file.doc", folder / "file.docx"
        source.write_bytes(content)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_PROFILE)
        order = [
            program, "--headless", "--norestore", "--nolockcheck", "--nodefault",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to", "docx", "--outdir", str(folder), str(source),
        ]  # fmt: skip
        try:
            _run(order, folder)
            return target.read_bytes()
        except subprocess.TimeoutExpired as fault:
            raise Unreadable(
                "timeout",
                "Converting the file took too long and was stopped. Open it in Word, save it as DOCX and send that.",
            ) from fault
        except OSError as fault:
            raise _damaged() from fault


def _run(order: list[str], home: Path) -> None:
    """Start the program, as often as it asks for that. It is killed when its time is over and when this process ends.
    Raises subprocess.TimeoutExpired."""
    surroundings = {"PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(home), "LC_ALL": "C.UTF-8"}
    end, ended = time.monotonic() + SECONDS, _AGAIN[0]
    while ended in _AGAIN:
        ended = subprocess.run(
            order, timeout=end - time.monotonic(), cwd=home, env=surroundings, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=partial(die_with, os.getpid()),
        ).returncode  # fmt: skip
