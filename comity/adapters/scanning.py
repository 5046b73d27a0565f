"""Files are shown to ClamAV where one is set (`COMITY_CLAMAV`), by its INSTREAM command."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from comity.refusals import NotNow, Refused

CHUNK = 64 * 1024
TIMEOUT = 60.0


def scan(path: Path, *, name: str) -> None:
    """Raises `Refused` where the scanner finds something, `NotNow` where it does not answer: a file that was
    not scanned is not taken."""
    if not settings.CLAMAV:
        return
    try:
        answer = ask(settings.CLAMAV, path)
    except OSError as fault:
        raise NotNow(_("The virus scanner does not answer. Try again in a few minutes.")) from fault
    if answer.endswith("FOUND"):
        found = answer.removeprefix("stream: ").removesuffix(" FOUND")
        raise Refused(
            _("The file “%(name)s” was not taken: the virus scanner found “%(found)s”.")
            % {"name": name, "found": found}
        )
    if not answer.endswith("OK"):
        raise NotNow(_("The virus scanner could not read the file. Try again, or tell the secretariat."))


def ask(address: str, path: Path) -> str:
    """One INSTREAM exchange: chunks with their length in front, four zero bytes, one line in return."""
    with connect(address) as link, open(path, "rb") as file:
        link.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            link.sendall(struct.pack("!I", len(chunk)) + chunk)
        link.sendall(struct.pack("!I", 0))
        received = b""
        while part := link.recv(4096):
            received += part
    return received.rstrip(b"\0\n").decode(errors="replace")


def connect(address: str) -> socket.socket:
    if address.startswith("unix:"):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(TIMEOUT)
        try:
            link.connect(address.removeprefix("unix:"))
        except OSError:
            link.close()
            raise
        return link
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), TIMEOUT)
