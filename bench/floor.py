"""Ten thousand followers of a session while it goes on: `python -m bench.floor`.

A change of speaker, through the real verb, until the last follower has it; memory a follower; beside a bare ASGI
broadcast of as many bytes to as many, in the same run. Then two nodes behind nginx with PostgreSQL and Redis, of
which one is killed. The followers are raw connections in a process of their own, on the same machine.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

from bench import floor_meeting
from bench.figures import Target, show
from bench.serving import resident, wait_for

PORT = int(os.environ.get("BENCH_PORT", 8795))
BYTES = 1500
"""Of a state with ten names in the list."""
WITHIN = Target(at_most=0.8)
A_MINUTE = 200
ROOT = Path(__file__).resolve().parent.parent


class Spoken:
    """A process that is asked by lines and answers by JSON lines."""

    def __init__(self, *words: object) -> None:
        command = [sys.executable, "-m", *map(str, words)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, line: str = "") -> Any:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.heard()

    def heard(self) -> Any:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("a process of the measurement has ended")
        return json.loads(line)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def spoken(*words: object) -> Iterator[Spoken]:
    found = Spoken(*words)
    try:
        yield found
    finally:
        found.end()


def following(port: int, path: str, number: int) -> Any:
    return spoken("bench.followers", port, path, number)


def kilobytes(pid: int) -> float:
    return resident(pid) * 1024


def last_of(reached: list[list[float]]) -> tuple[float, float]:
    """Of the times until the last follower: the median and the 99th percentile over all changes."""
    lasts = sorted(last for _median, _p99, last in reached)
    return median(lasts), lasts[min(len(lasts) - 1, int(len(lasts) * 0.99))]


def bare(number: int, changes: int) -> tuple[float, float, float]:
    """(median, 99th percentile of the last, kilobytes a follower) of the reference."""
    with spoken("bench.bare", PORT, BYTES) as server:
        wait_for_port(PORT)
        before = kilobytes(server.process.pid)
        with following(PORT, "/", number) as crowd:
            crowd.heard()
            time.sleep(2)
            marks = []
            for _change in range(changes):
                said = server.ask()
                marks.append((said["number"], said["began"]))
                time.sleep(1.5)
            memory = (kilobytes(server.process.pid) - before) / number
            found = crowd.ask(f"reached {json.dumps(marks)}")
    return (*last_of(found["reached"]), memory)


def wait_for_port(port: int) -> None:
    import socket

    for _time in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"nothing listens on port {port}")


@contextmanager
def node(home: Path, port: int, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """`comity serve` with its stream on the next port."""
    environment = {**os.environ, "COMITY_HOME": str(home), "COMITY_LOG_LEVEL": "ERROR", **settings}
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--stream-port", str(port + 1)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for(port, "/health")
        wait_for(port + 1, "/stream/health")
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)


def stream_of(port: int) -> int:
    """The process that serves the stream of a node."""
    wanted = "\0".join(["config.asgi", "--with-parent", "--host", "127.0.0.1", "--port", str(port + 1)])
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (folder / "cmdline").read_text():
                return int(folder.name)
        except OSError:
            continue
    raise SystemExit("no stream is served")


def changed(crowd: Spoken, traffic: floor_meeting.Traffic, changes: int) -> tuple[float, float]:
    """Change the speaker again and again while delegations send; (median, 99th percentile) until the last has it."""
    changing = floor_meeting.Changing()
    with traffic.going_on():
        time.sleep(8)  # so that somebody waits in the list
        for _change in range(changes):
            changing.next()
            time.sleep(1.5)
    time.sleep(3)
    show("the verb itself, its median", median(changing.seconds), unit="s")
    found = crowd.ask(f"reached {json.dumps(changing.marks)}")
    if found["missing"]:
        print(f"{found['missing']} followers did not get a change")
    return last_of(found["reached"])


def tell_traffic(traffic: floor_meeting.Traffic) -> bool:
    taken = traffic.statuses[302]
    minutes = len(traffic.seconds) * traffic.pause / 60
    show("inscriptions and questions taken meanwhile, a minute", taken / minutes)
    show("the slowest of them", max(traffic.seconds), unit="s")
    faults = {status: number for status, number in traffic.statuses.items() if status != 302}
    return show("of them refused or lost", sum(faults.values()), target=Target(at_most=0))


def one_node(home: Path, delegations: list[tuple[int, str]], number: int, changes: int) -> list[bool]:
    middle, high, memory = bare(number, changes)
    with node(home, PORT) as _server:
        process = stream_of(PORT)
        before = kilobytes(process)
        with following(PORT + 1, floor_meeting.PATH, number) as crowd:
            show(f"{number} followers have come and have the state after", crowd.heard()["seconds"], unit="s")
            ours = (kilobytes(process) - before) / number
            traffic = floor_meeting.Traffic(PORT, delegations, A_MINUTE)
            our_middle, our_high = changed(crowd, traffic, changes)
            later = (kilobytes(process) - before) / number
    of = "bare ASGI broadcast"
    twice = Target(at_most=2)
    return [
        show("change of speaker at the last follower, 99th percentile", our_high, unit="s", target=WITHIN),
        show("the same, beside the reference", our_high, unit="s", reference=high, of=of, target=twice),
        show("its median", our_middle, unit="s", reference=middle, of=of, target=twice),
        show("memory a follower, come", ours, unit="KB", reference=memory, of=of, target=twice),
        show("memory a follower, after that", later, unit="KB"),
        tell_traffic(traffic),
    ]


NGINX = """
worker_processes 2; worker_rlimit_nofile {files}; pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off;
events {{ worker_connections {files}; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream streams {{ {streams} }}
  upstream pages {{ {pages} }}
  server {{
    listen 127.0.0.1:{port} backlog=4096 reuseport;
    location /stream/ {{
      proxy_pass http://streams; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Host $host; proxy_buffering off; proxy_read_timeout 60s; proxy_connect_timeout 3s;
    }}
    location / {{
      proxy_pass http://pages; proxy_set_header Host $host; proxy_connect_timeout 3s;
      proxy_next_upstream error timeout;
    }}
  }}
}}
"""


@contextmanager
def nginx(folder: Path, port: int, nodes: list[int]) -> Iterator[None]:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    servers = [f"server 127.0.0.1:{one} max_fails=0;" for one in nodes]
    streams = " ".join(f"server 127.0.0.1:{one + 1} max_fails=0;" for one in nodes)
    text = NGINX.format(files=hard, folder=folder, streams=streams, pages=" ".join(servers), port=port)
    (folder / "nginx.conf").write_text(text)
    os.chmod(folder, 0o755)
    command = ["nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        wait_for_port(port)
        yield
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def redis(port: int) -> Iterator[str]:
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for_port(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.kill()
        process.wait()


def two_nodes(
    folder: Path, delegations: list[tuple[int, str]], number: int, changes: int, address: str
) -> list[bool]:
    """`address`: of the Redis, by which this process rings, too."""
    settings = {"COMITY_REDIS_URL": address, "COMITY_STREAM_ADDRESS": "/"}
    ports, front = [PORT + 2, PORT + 4], PORT + 6
    with (
        node(folder / "one", ports[0], **settings) as _one,
        node(folder / "two", ports[1], **settings) as two,
        nginx(folder, front, ports),
        following(front, floor_meeting.PATH, number) as crowd,
    ):
        show(f"two nodes: {number} followers have come after", crowd.heard()["seconds"], unit="s")
        traffic = floor_meeting.Traffic(front, delegations, A_MINUTE)
        middle, high = changed(crowd, traffic, changes)
        met = [
            show("two nodes: change at the last, 99th percentile", high, unit="s", target=WITHIN),
            show("two nodes: its median", middle, unit="s"),
            tell_traffic(traffic),
        ]
        os.killpg(two.pid, signal.SIGKILL)
        killed = time.monotonic()
        time.sleep(12)
        back = crowd.ask("back")
        show("followers of the node that was killed", back["cut"])
        met.append(show("followers then", back["there"], target=Target(at_least=number)))
        met.append(
            show("the last of them is back after", back["last"] - killed, unit="s", target=Target(at_most=5))
        )
    return met


def prepare(home: Path, **environment: str) -> list[tuple[int, str]]:
    """Point this process at the home and fill it; Django can be set up once in a process."""
    os.environ.update(
        COMITY_DEMO="1", COMITY_HOME=str(home), DJANGO_SETTINGS_MODULE="config.settings", **environment
    )
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    return floor_meeting.build()


def enough_files(number: int) -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard < number + 500:
        sys.exit(
            f"{number} followers need {number + 500} open files in a process; this machine allows {hard}."
        )
    if (waits := int(Path("/proc/sys/net/core/somaxconn").read_text())) < 1024:
        print(f"somaxconn is {waits}: followers that come all at once may have to come again.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--followers", type=int, default=10_000)
    parser.add_argument("--changes", type=int, default=40)
    parser.add_argument("--one", action="store_true", help="the part with one node, alone")
    parser.add_argument("--two", action="store_true", help="the part with two nodes, alone")
    said = parser.parse_args()
    enough_files(said.followers)
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as name:
        folder = Path(name)
        if said.two:
            met = with_two(folder, said.followers, said.changes)
        else:
            os.environ.pop("COMITY_DATABASE_URL", None)
            delegations = prepare(folder / "home")
            met = one_node(folder / "home", delegations, said.followers, said.changes)
            command = [sys.executable, "-m", "bench.floor", "--two"]
            sizes = ["--followers", str(said.followers), "--changes", str(said.changes)]
            if not said.one:
                met.append(subprocess.run([*command, *sizes], cwd=ROOT, check=False).returncode == 0)
    sys.exit(0 if all(met) else 1)


def with_two(folder: Path, number: int, changes: int) -> list[bool]:
    if missing := [one for one in ("nginx", "redis-server") if shutil.which(one) is None]:
        print(f"Two nodes are not measured: {', '.join(missing)} is not installed.")
        return []
    with import_module("tools.test").postgresql() as database, redis(PORT + 7) as address:
        if database is None:
            print("Two nodes are not measured: PostgreSQL is not installed.")
            return []
        delegations = prepare(folder / "here", COMITY_DATABASE_URL=database, COMITY_REDIS_URL=address)
        os.environ["COMITY_DATABASE_URL"] = database
        return two_nodes(folder, delegations, number, changes, address)


if __name__ == "__main__":
    main()
