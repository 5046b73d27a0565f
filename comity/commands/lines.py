"""JSON Lines for the commands that take paragraphs: each line an object, a bad one refused and the rest done."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.commands.read import shortened, shown
from comity.texts.finding.items import Id, Item
from comity.texts.languages import UNKNOWN
from comity.texts.model import LANGUAGES

if TYPE_CHECKING:
    from tqdm import tqdm

    from comity.texts.finding.crosslingual import Space
    from comity.texts.finding.plugged import Plugged

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a line was not taken. `line` counts from 1."""

    line: int
    code: str
    message: str
    id: Id | None = None

    def record(self) -> Fields:
        known = {} if self.id is None else {"id": self.id}
        return {"line": self.line, **known, "error": {"code": self.code, "message": self.message}}


class Bad(ValueError):
    """A line that cannot be taken."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(slots=True)
class Checks:
    """What is asked of every line of one input: an id of its own, a text; and no line twice."""

    texts: tuple[str, ...] = ("text",)
    """Fields that must hold text which is not empty."""
    optional: tuple[str, ...] = ("language", "source", "group")
    """Fields that may be there, as text or, but for the language, as a whole number."""
    with_id: bool = True
    seen: set[Id] = field(default_factory=set)

    def check(self, fields: object) -> Fields:
        if not isinstance(fields, dict):
            raise Bad("not_an_object", 'Each line must be a JSON object, such as {"id": "1", "text": "..."}.')
        for name in self.texts:
            check_text(fields, name)
        for name in self.optional:
            value = fields.get(name)
            if not isinstance(value, str | None) and not (is_number(value) and name != "language"):
                raise Bad(f"bad_{name}", f'"{name}" must be text.')
        if self.with_id:
            self.check_id(fields)
        return fields

    def check_id(self, fields: Fields) -> None:
        given = fields.get("id")
        if not isinstance(given, str | int) or isinstance(given, bool) or given == "":
            raise Bad("no_id", 'The line has no "id" by which it could be answered.')
        if given in self.seen:
            raise Bad("id_twice", "An earlier line has the same id. Give each line an id of its own.")
        self.seen.add(given)


def check_text(fields: Fields, name: str) -> None:
    text = fields.get(name)
    if not isinstance(text, str):
        raise Bad(f"no_{name}", f'The line has no "{name}", or it is not text.')
    if not text.strip():
        raise Bad(f"empty_{name}", f'"{name}" is empty.')


def item(fields: Fields) -> Item:
    """What a line holds. "fr-CA" is French; what is none of the six is "und"."""
    given = fields.get("language")
    language = given.strip().lower().replace("_", "-").split("-")[0] if given else None
    return Item(fields["id"], fields["text"], language if language in (*LANGUAGES, None) else UNKNOWN)


def is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def read(source: Iterable[bytes], checks: Checks) -> Iterator[Fields | Refusal]:
    """The lines in their order; empty ones are passed over."""
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        fields: object = None
        try:
            fields = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"), parse_constant=constant)
            json.dumps(fields, ensure_ascii=False).encode()
            yield checks.check(fields)
        except UnicodeError:
            yield Refusal(number, "not_utf8", "The line is not in UTF-8. Save the file as UTF-8.")
        except Bad as bad:
            given = fields.get("id") if isinstance(fields, dict) else None
            yield Refusal(number, bad.code, bad.message, given if isinstance(given, str | int) else None)
        except (ValueError, RecursionError):
            yield Refusal(number, "not_json", "The line is not JSON.")


def constant(name: str) -> None:
    raise ValueError(name)


def tell(refusal: Refusal, *, command: str, as_json: bool) -> None:
    """Name what was refused on standard error, and among the results too."""
    print(f"comity {command}: line {refusal.line}: {refusal.message}", file=sys.stderr)
    if as_json:
        write(refusal.record())


def write(record: Fields) -> None:
    """One object a line, the same bytes wherever it runs."""
    sys.stdout.buffer.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")


def space(folder: Path | None, *, command: str) -> Space | None:
    """The space of a folder; leaves with 2 where it holds none. None stands for the one that ships."""
    if folder is None:
        return None
    from comity.texts.finding.crosslingual import load  # NumPy, which not every command needs

    try:
        return load(folder)
    except (OSError, ValueError) as fault:
        print(f"comity {command}: {folder}: {fault}", file=sys.stderr)
        raise SystemExit(2) from fault


def plugged(where: str, model: str, *, command: str) -> Plugged | None:
    """The model that was plugged in, None where none was; leaves with 2 where it cannot be had. A person who watches
    is told of it."""
    if not where:
        return None
    from comity.adapters.embedding import opened
    from comity.texts.finding.plugged import Unavailable, plug

    try:
        found = plug(opened(where, model=model, key=os.environ.get("COMITY_EMBEDDING_KEY", "")))
    except Unavailable as fault:
        print(f"comity {command}: {fault}", file=sys.stderr)
        raise SystemExit(2) from fault
    told = f", to which the texts are sent at {where}" if found.model.sends else ""
    print(f"comity {command}: compared by {found.model.name}{told}", file=sys.stderr)
    return found


def engine(by: Plugged | None) -> str:
    """What stands with every proposal."""
    from comity.texts.finding import ENGINE, VERSION

    return f"{ENGINE} {VERSION}" + (f" + {by.model.name}" if by else "")


def label(engine: str, *, shown: bool) -> None:
    """Before a table that a plugged model made: who proposes."""
    if shown:
        print(f"[{engine}]")


def row(id: Id, text: str) -> str:
    """The head of an answer for people: the id and the beginning of the text, on one line of the terminal."""
    start = f"{shown(str(id))}  "
    width = shutil.get_terminal_size((100, 24)).columns
    return start + shortened(shown(" ".join(text.split())), max(width - len(start), 20))


def of_file(name: str) -> list[bytes]:
    """The lines of a file given on the command line."""
    try:
        return Path(name).read_bytes().split(b"\n")
    except OSError as fault:
        raise argparse.ArgumentTypeError(f"cannot open {name}: {fault.strerror}") from fault


def positive(text: str) -> int:
    """A number given on the command line, 1 at least."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def progress(total: int, unit: str) -> tqdm[Any]:
    """A bar on standard error after a second, where a person watches and the results go elsewhere."""
    from tqdm import tqdm

    watched = sys.stderr.isatty() and not sys.stdout.isatty()
    return tqdm(total=total, unit=f" {unit}", delay=1, disable=not watched, file=sys.stderr)


def run(work: Callable[[], int]) -> int:
    """Carry out the command; a reader that has seen enough (`| head`) and an interruption end it quietly."""
    try:
        code = work()
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    except OSError as fault:  # a plugged model that has gone
        print(f"comity: {fault}", file=sys.stderr)
        return 2


def options(parser: argparse.ArgumentParser, *, named: str) -> None:
    """The options of commands that name the best of something for each excerpt."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line for each excerpt")
    parser.add_argument("--model", type=Path, metavar="DIR", help="a folder that `comity parallel` wrote")
    parser.add_argument(
        "--embedding",
        default=os.environ.get("COMITY_EMBEDDING", ""),
        metavar="WHERE",
        help="a folder with an ONNX model of sentences, or an http(s) address that speaks OpenAI's format, "
        "to which the texts are then sent (default: COMITY_EMBEDDING, else none)",
    )
    parser.add_argument(
        "--embedding-model",
        default=os.environ.get("COMITY_EMBEDDING_MODEL", ""),
        metavar="NAME",
        help="the model at the address (default: COMITY_EMBEDDING_MODEL; the key is read from COMITY_EMBEDDING_KEY)",
    )
    parser.add_argument("--best", type=positive, default=10, help=f"{named} named (default %(default)d)")
