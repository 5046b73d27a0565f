"""The scanner against a small server that speaks ClamAV's INSTREAM on a real socket."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from comity.adapters.scanning import scan
from comity.refusals import NotNow, Refused

VIRUS = b"this stands for a virus"


class Conversation(socketserver.StreamRequestHandler):
    """Reads the command and the chunks to the last one; finds VIRUS; answers as clamd does."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        received = b""
        while length := struct.unpack("!I", self.rfile.read(4))[0]:
            received += self.rfile.read(length)
        if received == b"unreadable":
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
        elif VIRUS in received:
            self.wfile.write(b"stream: Sample.Test FOUND\0")
        else:
            self.wfile.write(b"stream: OK\0")


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def scanner(settings: object) -> Iterator[None]:
    with socketserver.TCPServer(("127.0.0.1", 0), Conversation) as server, serving(server):
        settings.CLAMAV = f"127.0.0.1:{server.server_address[1]}"  # type: ignore[attr-defined]
        yield


def file(folder: Path, content: bytes) -> Path:
    path = folder / "statement.pdf"
    path.write_bytes(content)
    return path


@pytest.mark.usefixtures("scanner")
def test_a_clean_file_of_many_chunks_passes(tmp_path: Path) -> None:
    """R09-12: malware-safe handling."""
    scan(file(tmp_path, b"clean" * 100_000), name="statement.pdf")


@pytest.mark.usefixtures("scanner")
def test_a_virus_anywhere_in_the_file_is_named_and_refused(tmp_path: Path) -> None:
    content = b"x" * (64 * 1024 - 10) + VIRUS + b"x" * 100_000
    with pytest.raises(Refused, match=r"“my\.pdf” was not taken: the virus scanner found “Sample\.Test”"):
        scan(file(tmp_path, content), name="my.pdf")


@pytest.mark.usefixtures("scanner")
def test_a_file_that_the_scanner_cannot_read_is_not_taken(tmp_path: Path) -> None:
    with pytest.raises(NotNow, match="could not read"):
        scan(file(tmp_path, b"unreadable"), name="statement.pdf")


def test_a_scanner_that_does_not_answer_means_not_now(tmp_path: Path, settings: object) -> None:
    settings.CLAMAV = f"unix:{tmp_path / 'nobody-listens'}"  # type: ignore[attr-defined]
    with pytest.raises(NotNow, match="does not answer"):
        scan(file(tmp_path, b"clean"), name="statement.pdf")


def test_a_scanner_on_a_unix_socket_is_asked_too(tmp_path: Path, settings: object) -> None:
    address = str(tmp_path / "clamd")
    with socketserver.UnixStreamServer(address, Conversation) as server, serving(server):
        settings.CLAMAV = f"unix:{address}"  # type: ignore[attr-defined]
        scan(file(tmp_path, b"clean"), name="statement.pdf")
        with pytest.raises(Refused):
            scan(file(tmp_path, VIRUS), name="statement.pdf")


def test_without_a_scanner_nothing_is_asked(tmp_path: Path, settings: object) -> None:
    settings.CLAMAV = ""  # type: ignore[attr-defined]
    scan(file(tmp_path, VIRUS), name="statement.pdf")
