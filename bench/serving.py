"""Pages per second beside a constant page, freshness, import, memory and start: `python -m bench.serving`.

The reference is a constant response of 20 KB from the same server with the same workers, measured in the same
run by the same load (wrk, 16 connections). A second reference is our own list of 60 rows written by Django anew
for every request.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.figures import Target, show
from bench.meeting import build_meeting

CONNECTIONS = 16
SERVE = """
from granian.constants import Interfaces
from granian.server import Server
import sys
Server(sys.argv[1], address="127.0.0.1", port=int(sys.argv[2]), interface=Interfaces.WSGI, workers=2,
       blocking_threads=4, backlog=2048, log_access=False).serve()
"""


def constant(environ: dict[str, object], start_response: object) -> list[bytes]:
    """The reference: 20 KB without looking at the request."""
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(BODY)))])  # type: ignore[operator]
    return [BODY]


BODY = b"x" * int(os.environ.get("BENCH_CONSTANT", "20000"))


@contextmanager
def server(target: str, port: int, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, target, str(port)],
        env={**os.environ, **environment},
        start_new_session=True,
    )
    try:
        wait_for(port)
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def wait_for(port: int, path: str = "/", seconds: float = 60) -> float:
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).read()
            return time.perf_counter() - start
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"nothing answered on port {port}")


def requests_per_second(
    port: int,
    path: str,
    seconds: int,
    connections: int = CONNECTIONS,
    *,
    packed: bool = False,
    again: bool = False,
) -> float:
    """`packed`: asked for as browsers do, which take a compressed answer; `again`: by who has the page already."""
    url = f"http://127.0.0.1:{port}{path}"
    with urllib.request.urlopen(url, timeout=30) as answer:
        answer.read()
        tag = answer.headers["ETag"]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", url]
    command += ["-H", "Accept-Encoding: gzip"] if packed else []
    command += ["-H", f"If-None-Match: {tag}"] if again else []
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in text:
        raise SystemExit(f"{path}: not every answer was good\n{text}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", text)
    assert found, text
    return float(found[1])


def rested(pid: int, port: int, path: str, seconds: float = 60) -> float:
    """Wait until the server does nothing by itself any more; returns how long that took. After its start it fills the
    search index and looks at what there is to tell, which is not what its pages cost."""
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        for _worker in range(8):
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60).read()
        before = computed(pid)
        time.sleep(1)
        if computed(pid) - before < 0.1:
            break
    return time.perf_counter() - start


def computed(pid: int) -> float:
    """Seconds that a process and its children have computed."""
    ticks = 0
    for number in family(pid):
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[str]:
    children = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True
    ).stdout.split()
    return [str(pid), *children]


def resident(pid: int) -> float:
    """Megabytes of a process and its children."""
    total = 0
    for number in family(pid):
        status = Path(f"/proc/{number}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        total += int(found[1]) if found else 0
    return total / 1024


def pages(home: Path, seconds: int) -> None:
    environment = {"COMITY_DEMO": "1", "COMITY_HOME": str(home)}
    with server("bench.serving:constant", 8790, environment):
        reference = requests_per_second(8790, "/", seconds)
    refs = (home / "refs.txt").read_text().split()
    paths = {
        "home page": "/en/",
        "list of statements": "/en/statements/",
        "statement page": f"/en/statements/{refs[0]}/",
    }
    with server("config.wsgi:application", 8791, environment) as process:
        show("the server is at rest after its start within", rested(process.pid, 8791, "/en/"), unit="s")
        cached = {name: requests_per_second(8791, path, seconds) for name, path in paths.items()}
        show("resident memory of the server, 2 workers", resident(process.pid), unit="MB")
        freshness(home, 8791)
    for name, figure in cached.items():
        show(
            f"{name}, requests a second",
            figure,
            reference=reference,
            of="constant 20 KB, same server",
            target=Target(at_least=0.4),
        )
    with server("config.wsgi:django", 8792, environment):
        uncached = requests_per_second(8792, "/en/statements/", seconds)
    show(
        "list of statements, requests a second",
        cached["list of statements"],
        reference=uncached,
        of="the same 60 rows by Django each time",
        target=Target(at_least=50),
    )


def freshness(home: Path, port: int) -> None:
    """Seconds from a publication, and from the end of an embargo, until the running server shows it."""
    from bench.meeting import publish_one

    for kind in ("publication", "end of an embargo"):
        ref, instant = publish_one(kind)
        while True:
            body = (
                urllib.request.urlopen(f"http://127.0.0.1:{port}/en/statements/", timeout=10).read().decode()
            )
            now = time.time()
            if ref in body:
                break
            if now > instant + 10:
                raise SystemExit(f"{kind}: not shown after ten seconds")
            time.sleep(0.01)
        show(f"{kind} shows after", max(0.0, now - instant), unit="s", target=Target(at_most=1.0))


def start_of_demo() -> None:
    """Seconds from `comity demo` in an empty home to the first page, with the sample meeting read, and from then on."""
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as home:
        for state in ("an empty", "a used"):
            environment = {**os.environ, "COMITY_HOME": home, "COMITY_DEMO": "1"}
            process = subprocess.Popen(
                [sys.executable, "manage.py", "demo", "--port", "8793"],
                cwd=Path(__file__).resolve().parent.parent,
                env=environment,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
            try:
                seconds = wait_for(8793, "/en/", 300)
                show(f"from `comity demo` in {state} home to the first page", seconds, unit="s")
            finally:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(20)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=8, help="of load a page")
    parser.add_argument("--statements", type=int, default=60)
    parser.add_argument(
        "--imports", type=int, nargs="*", default=[1_000, 5_000], help="sizes at which import is timed"
    )
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is needed for the load (Debian package wrk).")
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        home = Path(folder)
        build_meeting(home, options.statements)
        pages(home, options.seconds)
    start_of_demo()
    from bench.importing import growth

    growth(options.imports)


if __name__ == "__main__":
    main()
