"""`comity read FILE...`: files into paragraphs, languages, citations and warnings."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.texts.confinement import Limits
from comity.texts.model import Unreadable
from comity.texts.sandbox import read_record

if TYPE_CHECKING:
    from tqdm import tqdm

STANDARD_INPUT = "-"
_AHEAD = 8
"""Files for each processor that are read before the first of them is printed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: the record as a line of JSON, or a refusal."""

    file: str
    record: bytes = b""
    refusal: Unreadable | None = None


def main(arguments: Sequence[str]) -> int:
    """Read every file, print in the order given. Returns 0, or 1 where some input was refused; leaves with 2 for
    wrong usage."""
    given = parser().parse_args(arguments)
    limits = replace(Limits(), seconds=given.seconds)
    if given.no_ocr:
        limits = replace(limits, ocr_seconds=0)
    files = list(walked(given.files))
    refused = 0
    try:
        with progress(len(files)) as bar:
            for outcome in read_all(files, limits):
                refused += outcome.refusal is not None
                tell(outcome, as_json=given.json, bar=bar)
                bar.update()
        sys.stdout.flush()
    except BrokenPipeError:  # `| head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    return 1 if refused else 0


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(
        prog="comity read",
        description="Read PDF, DOCX, ODT, RTF, HTML, text, Markdown and e-mail files into citable paragraphs.",
        epilog="Exit codes: 0 all read, 1 some refused (each is named with its reason), 2 wrong usage.",
    )
    found.add_argument(
        "files", nargs="+", metavar="FILE", help="a file, a folder of files, or - for standard input"
    )
    found.add_argument("--json", action="store_true", help="one JSON object a line for each file")
    found.add_argument(
        "--seconds",
        type=positive,
        default=Limits().seconds,
        help="computing time for one file (default %(default)g)",
    )
    found.add_argument("--no-ocr", action="store_true", help="do not read pictures of text by Tesseract")
    return found


def positive(text: str) -> float:
    number = float(text)
    if not number > 0:
        raise argparse.ArgumentTypeError("must be greater than 0")
    return number


def walked(names: Iterable[str]) -> Iterator[str]:
    """The files named, and those in the folders named, by name; hidden ones are left out."""
    for name in names:
        if name == STANDARD_INPUT or not Path(name).is_dir():
            yield name
            continue
        for path in sorted(Path(name).rglob("*")):
            inside = path.relative_to(name).parts
            if path.is_file() and not any(part.startswith(".") for part in inside):
                yield str(path)


def read_all(files: Sequence[str], limits: Limits) -> Iterator[Outcome]:
    """What became of each file, in order, read on all processors; only so far ahead that memory stays small."""
    workers = min(os.cpu_count() or 1, len(files)) or 1
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[Outcome]] = deque()
        try:
            for file in files:
                waiting.append(pool.submit(outcome_of, file, limits))
                if len(waiting) >= workers * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def outcome_of(file: str, limits: Limits) -> Outcome:
    try:
        source = sys.stdin.buffer.read() if file == STANDARD_INPUT else file
        return Outcome(file, read_record(source, name=file, limits=limits)[0])
    except Unreadable as refusal:
        return Outcome(file, refusal=refusal)
    except FileNotFoundError:
        return Outcome(file, refusal=Unreadable("not_found", "There is no such file."))
    except OSError as fault:
        reason = os.strerror(fault.errno) if fault.errno else str(fault)
        return Outcome(file, refusal=Unreadable("not_opened", f"The file cannot be opened: {reason}."))


def progress(total: int) -> tqdm[Any]:
    """A bar on standard error after a second, where a person watches and the results go elsewhere."""
    from tqdm import tqdm

    watched = sys.stderr.isatty() and not sys.stdout.isatty()
    return tqdm(total=total, unit=" files", delay=1, disable=not watched, file=sys.stderr)


def tell(outcome: Outcome, *, as_json: bool, bar: tqdm[Any]) -> None:
    """Print the result; a refusal is named on standard error too."""
    refusal = outcome.refusal
    if refusal is not None:
        with bar.external_write_mode(file=sys.stderr):
            print(f"comity read: {shown(outcome.file)}: {refusal.message}", file=sys.stderr)
        if as_json:
            error = {"code": refusal.code, "message": refusal.message}
            print(json.dumps({"file": outcome.file, "error": error}, ensure_ascii=False), flush=True)
    elif as_json:
        sys.stdout.flush()
        sys.stdout.buffer.write(outcome.record)
        sys.stdout.buffer.flush()
    else:
        width = shutil.get_terminal_size((100, 24)).columns
        print("\n".join(table(json.loads(outcome.record), width)), end="\n\n", flush=True)


def table(record: dict[str, Any], width: int) -> Iterator[str]:
    """A reading for people: what the file is, its paragraphs one a line, citations, warnings."""
    yield shown(record["file"])
    yield "  " + "; ".join(facts(record))
    for one in record["paragraphs"]:
        page = f"p.{one['page']}" if one["page"] else ""
        start = (
            f"  {one['anchor']}  {one['language']:<3} {page:>5}  {one['kind']:<9} {one['number'] or '':>6}  "
        )
        text = shown(one["text"].replace("\n", " / ").replace("\t", " | "))
        yield start + shortened(text, max(width - len(start), 20))
    for one in record["citations"]:
        which = f", paragraph {one['paragraph_cited']}" if one["paragraph_cited"] else ""
        yield f"  cites {one['symbol']}{which}: {one['status'].replace('_', ' ')}  (in {one['paragraph']})"
    for one in record["warnings"]:
        yield f"  note: {shown(one['message'])}"


def facts(record: dict[str, Any]) -> Iterator[str]:
    yield record["media_type"]
    if record["pages"]:
        yield f"{record['pages']} pages" if record["pages"] > 1 else "1 page"
    shares = [f"{one['language']} {one['share']:.0%}" for one in record["languages"]]
    yield ", ".join(shares) or "no text"
    yield f"{len(record['paragraphs'])} paragraphs"
    yield f"{len(record['citations'])} citations"
    yield f"sha256 {record['sha256'][:12]}"


def shown(text: str) -> str:
    """Text fit for a terminal: no control character or change of direction takes effect."""
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)


def shortened(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
