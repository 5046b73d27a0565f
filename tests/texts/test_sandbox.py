"""Files from outside: what a hostile one can cost, and what the child process cannot do."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from comity.texts import Unreadable, confinement, read, sandbox
from comity.texts.confinement import Limits
from comity.texts.sandbox import read_safely
from tests.texts.pages import pdf

TEXT = b"The delegation thanks the Chair and recalls resolution 1373 (2001) of the Security Council."
linux = pytest.mark.skipif(sys.platform != "linux", reason="namespaces and parent-death signals are Linux's")


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder first in the child's path, where a test plants a reader that misbehaves."""
    monkeypatch.syspath_prepend(str(tmp_path))
    sandbox.close()
    yield tmp_path
    sandbox.close()


def plant(folder: Path, body: str) -> None:
    """Python that the child runs as soon as it is started, in place of the reader of plain text."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    (folder / "sitecustomize_planted.py").write_text(f"def extract(content):\n{lines}\n")
    (folder / "start.py").write_text(
        "from comity.texts.formats import READERS\nREADERS['text/plain'] = 'sitecustomize_planted'\n"
    )


@pytest.fixture
def hostile(planted: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sandbox, "_START", sandbox._START.replace("from comity", "import start; from comity"))
    return planted


def refused(limits: Limits, timeout: float | None = None) -> str:
    with pytest.raises(Unreadable) as refusal:
        read_safely(TEXT, name="s.txt", limits=limits, timeout=timeout)
    assert refusal.value.message.endswith((".", "that."))
    return refusal.value.code


def test_reads_as_in_process() -> None:
    content = pdf("= Title\n1. Every State recalls resolution 2178 (2014).")
    assert read_safely(content, name="s.pdf") == read(content, "s.pdf")


def test_a_path_gives_its_last_part_as_name(tmp_path: Path) -> None:
    path = tmp_path / "statement.txt"
    path.write_bytes(TEXT)
    assert read_safely(path).file == "statement.txt"


def test_a_missing_file_is_an_error_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_safely(tmp_path / "missing.txt")


def test_the_reason_of_a_format_comes_through() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_safely(b"%PDF-1.7 nothing", name="s.pdf")
    assert refusal.value.code == "damaged"


def test_a_file_over_the_limit_is_refused_unread() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_safely(TEXT, name="s.txt", limits=Limits(size=10))
    assert refusal.value.code == "too_large"


def test_a_child_is_used_again() -> None:
    limits = Limits(pages=1999)
    read_safely(TEXT, name="s.txt", limits=limits)
    start = time.perf_counter()
    for _ in range(20):
        read_safely(TEXT, name="s.txt", limits=limits)
    assert (time.perf_counter() - start) / 20 < 0.1


def test_a_crash_costs_one_file(hostile: Path) -> None:
    plant(hostile, "import ctypes\nctypes.string_at(0)")
    limits = Limits(pages=1998)
    assert refused(limits) == "crashed"
    assert read_safely(b"<p>The others are read all the same.</p>", name="s.html", limits=limits).paragraphs


def test_a_hang_is_ended_by_the_clock(hostile: Path) -> None:
    plant(hostile, "import time\ntime.sleep(60)")
    start = time.perf_counter()
    assert refused(Limits(pages=1997), timeout=3) == "timeout"
    assert time.perf_counter() - start < 30


def test_computing_without_end_is_ended_by_the_kernel(hostile: Path) -> None:
    plant(hostile, "while True: pass")
    assert refused(Limits(seconds=1, pages=1996), timeout=60) == "timeout"


def test_a_memory_bomb_is_refused(hostile: Path) -> None:
    plant(hostile, "b'x' * (2 * 1024 ** 3)")
    assert refused(Limits(pages=1995, memory=256 * 1024**2)) == "too_much_memory"


def test_a_reader_that_stumbles_says_so_without_its_traceback(hostile: Path) -> None:
    plant(hostile, "raise KeyError('secret')")
    assert refused(Limits(pages=1994)) == "unreadable"


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket\nsocket.create_connection(('127.0.0.1', 9))",
        "import socket\nsocket.getaddrinfo('example.org', 80)",
        "import subprocess\nsubprocess.run(['true'])",
        "import os\nos.system('true')",
    ],
)
def test_a_child_reaches_no_network_and_starts_no_programme(hostile: Path, attempt: str) -> None:
    plant(
        hostile,
        f"try:\n    {attempt.replace(chr(10), chr(10) + '    ')}\nexcept PermissionError:\n    raise KeyError",
    )
    assert refused(Limits(pages=1993)) == "unreadable"
    sandbox.close()
    plant(hostile, attempt.replace("raise", "pass"))
    assert refused(Limits(pages=1992)) == "unreadable"


@linux
def test_the_kernel_itself_has_taken_the_network_away_where_it_can() -> None:
    limits = Limits(pages=1991)
    read_safely(TEXT, name="s.txt", limits=limits)
    child = next(iter(sandbox.nursery(limits).each_idle()))
    mine, its = os.readlink("/proc/self/ns/net"), os.readlink(f"/proc/{child.process.pid}/ns/net")
    assert (child.held, mine != its) in {("namespace", True), ("guard", False)}
    status = Path(f"/proc/{child.process.pid}/status").read_text()
    assert "NoNewPrivs:\t1" in status
    assert "CapEff:\t0000000000000000" in status
    child.end()


@linux
def test_where_the_kernel_gives_no_namespace_the_guard_holds_alone(hostile: Path) -> None:
    plant(hostile, "import socket\nsocket.create_connection(('127.0.0.1', 9))")
    with (hostile / "start.py").open("a") as start:
        start.write(
            "from comity.texts import confinement\nconfinement.CLONE_NEWUSER = confinement.CLONE_NEWNET = 1\n"
        )
    limits = Limits(pages=1979)
    assert refused(limits) == "unreadable"
    child = sandbox.nursery(limits).taken()
    child.end()
    assert child.held == "guard"


def test_no_secret_of_the_server_reaches_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_SECRET_KEY", "s3cret")
    assert "COMITY_SECRET_KEY" not in sandbox.environment()


def test_a_child_that_ended_while_idle_is_replaced_unseen() -> None:
    limits = Limits(pages=1990)
    read_safely(TEXT, name="s.txt", limits=limits)
    pool = sandbox.nursery(limits)
    child = next(iter(pool.each_idle()))
    os.kill(child.process.pid, signal.SIGKILL)
    child.process.wait()
    pool.give_back(child)
    assert read_safely(TEXT, name="s.txt", limits=limits).paragraphs


def test_children_that_never_start_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_START", "raise SystemExit(3)")
    assert refused(Limits(pages=1989)) == "crashed"


def test_an_answer_of_another_shape_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    false = (
        'import sys; print(\'{"held":"guard"}\', flush=True); sys.stdin.readline();'
        ' print(\'begun\\n{"levels":[]}\\n{"file":3}\', flush=True); sys.stdin.read()'
    )
    monkeypatch.setattr(sandbox, "_START", false)
    assert refused(Limits(pages=1988)) == "crashed"
    sandbox.close()


def test_many_threads_share_few_children() -> None:
    limits = Limits(pages=1987)
    with ThreadPoolExecutor(12) as pool:
        readings = list(pool.map(lambda _: read_safely(TEXT, name="s.txt", limits=limits), range(24)))
    assert len({one.sha256 for one in readings}) == 1
    children = list(sandbox.nursery(limits).each_idle())
    for child in children:
        child.end()
    assert 1 <= len(children) <= (os.cpu_count() or 1)


def test_a_child_outlives_the_thread_that_asked_for_it() -> None:
    limits = Limits(pages=1986)
    asking = threading.Thread(target=read_safely, args=(TEXT,), kwargs={"name": "s.txt", "limits": limits})
    asking.start()
    asking.join()
    time.sleep(0.2)
    child = next(iter(sandbox.nursery(limits).each_idle()))
    alive = child.process.poll() is None
    child.end()
    assert alive


@linux
def test_no_child_is_left_when_the_server_is_killed() -> None:
    code = (
        "import time\nfrom comity.texts.sandbox import read_safely, nursery\nfrom comity.texts.confinement import Limits\n"
        "read_safely(b'A line of text for the reader.', name='s.txt')\n"
        "child = next(iter(nursery(Limits()).each_idle()))\nprint(child.process.pid, flush=True)\ntime.sleep(60)\n"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert server.stdout
    pid = int(server.stdout.readline())
    server.kill()
    server.wait()
    server.stdout.close()
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists() or "State:\tZ" in Path(f"/proc/{pid}/status").read_text():
            break
        time.sleep(0.05)
    else:
        pytest.fail("the child lives on")


def test_a_forked_process_starts_children_of_its_own() -> None:
    code = (
        "import os, warnings\nwarnings.simplefilter('ignore')\nfrom comity.texts.sandbox import read_safely\n"
        "text = b'A line of text for the reader.'\nread_safely(text, name='s.txt')\npid = os.fork()\n"
        "if pid == 0:\n    os._exit(0 if read_safely(text, name='s.txt').paragraphs else 1)\n"
        "print(os.waitpid(pid, 0)[1], len(read_safely(text, name='s.txt').paragraphs))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )
    assert (done.stdout, done.stderr) == ("0 1\n", "")


def test_what_a_fork_inherits_is_let_go() -> None:
    limits = Limits(pages=1982)
    read_safely(TEXT, name="s.txt", limits=limits)
    child = sandbox.nursery(limits).taken()
    sandbox.nursery(limits).give_back(child)
    sandbox._after_fork()
    read_safely(TEXT, name="s.txt", limits=limits)
    another = sandbox.nursery(limits).taken()
    assert another.process.pid != child.process.pid
    assert os.waitpid(child.process.pid, 0) == (child.process.pid, 0)  # its standard input has ended
    child.end()
    another.end()


def test_where_no_child_can_be_started_the_caller_hears_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(FileNotFoundError):
        read_safely(TEXT, name="s.txt", limits=Limits(pages=1981))


def test_a_child_that_has_read_its_share_is_replaced(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (hostile / "start.py").write_text("from comity.texts import confinement\nconfinement.FILES_LIMIT = 1\n")
    limits = Limits(pages=1980)
    for _ in range(3):
        assert read_safely(TEXT, name="s.txt", limits=limits).paragraphs
        child = sandbox.nursery(limits).taken()
        assert child.process.wait(10) == 0
        sandbox.nursery(limits).give_back(child)


def test_a_child_ends_when_nobody_asks_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confinement, "IDLE_SECONDS", 0.05)
    source, target = os.pipe()
    with open(source, "rb") as requests, open(os.devnull, "wb") as answers:
        confinement.serve(requests, answers, Limits())
    os.close(target)


def test_requests_are_answered_until_the_pipe_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource

    monkeypatch.setattr(tempfile, "tempdir", None)  # is set by what is asked

    before = resource.getrlimit(resource.RLIMIT_CPU)
    source, target = os.pipe()
    request = {"name": "s.txt", "bytes": len(TEXT), "folder": str(tmp_path)}
    os.write(target, json.dumps(request).encode() + b"\n" + TEXT)
    os.close(target)
    try:
        with open(source, "rb") as requests, open(tmp_path / "answers", "wb") as answers:
            confinement.serve(requests, answers, Limits())
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, before)
    begun, head, record = (tmp_path / "answers").read_bytes().splitlines()
    assert (begun, json.loads(head)) == (b"begun", {"levels": [0]})
    assert json.loads(record)["paragraphs"][0]["language"] == "en"
