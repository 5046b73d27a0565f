"""What the reading process gives up. `test_sandbox` proves it from without."""

from __future__ import annotations

import resource

import pytest

from comity.texts import confinement
from comity.texts.confinement import Forbidden, refuse


@pytest.mark.parametrize(
    ("event", "args"),
    [
        ("socket.connect", (None, ("127.0.0.1", 80))),
        ("socket.getaddrinfo", ("example.org", 80)),
        ("os.system", (b"soffice",)),
        ("os.exec", ("/usr/bin/tesseract", [], None)),
        ("os.posix_spawn", ("/usr/bin/tesseract", [], None)),
        ("subprocess.Popen", ("/bin/sh", ["sh"], None, None)),
        ("subprocess.Popen", (None, [], None, None)),
    ],
)
def test_sockets_and_other_programs_are_refused(event: str, args: tuple[object, ...]) -> None:
    with pytest.raises(Forbidden):
        refuse(event, args)


@pytest.mark.parametrize("program", ["/usr/bin/tesseract", "/usr/lib/libreoffice/program/soffice.bin"])
def test_what_converts_and_recognises_may_be_started(program: str) -> None:
    refuse("subprocess.Popen", (program, [program], None, None))
    refuse("open", ("/tmp/file.doc", "r", 0))


def test_a_limit_is_never_set_above_the_one_there_is() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        confinement.lower(resource.RLIMIT_NOFILE, before[1] + 1)
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (before[1], before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
