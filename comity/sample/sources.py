"""The texts of the sample as they are written: one small file a language version, with its facts on top."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from comity.texts.model import Kind

HERE = Path(str(files("comity.sample")))
TEXTS = HERE / "texts"
FILES = HERE / "files"
DOCUMENTS = HERE / "documents"
_NAME = re.compile(r"(?P<code>[a-z-]+?)-(?P<session>[a-z]+\d)(?:\.v(?P<version>\d))?\.(?P<language>[a-z]{2})")
_MARK = re.compile(r"(?P<number>\d{1,2})\. (?P<numbered>.+)|\(?(?P<letter>[a-zأبجد])\) (?P<lettered>.+)")
_ARABIC = re.compile(r"(?P<number>[٠-٩]{1,2})- (?P<numbered>.+)")
_SUFFIX = {"scan": "pdf"}


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph as its author meant it: what a reading of the file must give back."""

    kind: Kind
    text: str
    number: str | None = None
    mark: str = ""
    """The number, letter or bullet as it is set in the file."""


@dataclass(frozen=True, slots=True)
class Source:
    """One language version of a statement. `facts` of translations hold little: the original's hold the rest."""

    code: str
    """What ties the language versions together: delegation and session."""
    body: str
    session: str
    version: int
    language: str
    facts: dict[str, str]
    passages: tuple[Passage, ...]

    @property
    def name(self) -> str:
        """The name of the file as the delegation sends it."""
        later = f".v{self.version}" if self.version > 1 else ""
        return f"{self.code}{later}.{self.language}.{_SUFFIX.get(self.form, self.form)}"

    @property
    def path(self) -> Path:
        return FILES / self.name

    @property
    def form(self) -> str:
        """pdf, docx, odt, txt, or "scan": a PDF of pictures, without a text layer."""
        return self.facts["form"]

    @property
    def is_original(self) -> bool:
        """The authentic text; the others are courtesy translations."""
        return self.version > 1 or "session" in self.facts

    def cited(self) -> list[tuple[str, str]]:
        """(symbol, known, unknown or year_mismatch) of every instrument mentioned, in the order of the text."""
        marks = {"!": "year_mismatch", "?": "unknown"}
        symbols = [one.strip() for one in self.facts.get("cites", "").split(";") if one.strip()]
        return [(one.rstrip("!?"), marks.get(one[-1], "known")) for one in symbols]


def sources() -> list[Source]:
    """All language versions, those of one statement together, its original first."""
    found = [read(path) for path in sorted(TEXTS.glob("*.md"))]
    return sorted(found, key=lambda one: (one.code, one.version, not one.is_original, one.language))


def read(path: Path) -> Source:
    named = _NAME.fullmatch(path.stem)
    assert named is not None, path
    _, front, text = path.read_text(encoding="utf-8").split("---\n", 2)
    facts = dict(line.split(": ", 1) for line in front.splitlines())
    return Source(
        code=f"{named['code']}-{named['session']}",
        body=named["code"],
        session=named["session"],
        version=int(named["version"] or 1),
        language=named["language"],
        facts=facts,
        passages=tuple(passages(text)),
    )


def passages(text: str) -> Iterator[Passage]:
    """A line a paragraph: "# " heading, "1. " numbered, "(a) " lettered, "- " listed."""
    for line in filter(None, text.splitlines()):
        if line.startswith("# "):
            yield heading(line[2:])
        elif line.startswith("- "):
            yield Passage(Kind.ITEM, line[2:], mark="•")
        elif found := _ARABIC.fullmatch(line) or _MARK.fullmatch(line):
            parts = found.groupdict()
            number, letter = parts["number"], parts.get("letter")
            rest = parts["numbered"] or parts["lettered"]
            mark = line[: len(line) - len(rest)].strip()
            yield Passage(Kind.ITEM if letter else Kind.PARAGRAPH, rest, number or letter, mark)
        else:
            yield Passage(Kind.PARAGRAPH, line)


def heading(text: str) -> Passage:
    """ "I. The problem" and "一、背景" carry a number."""
    found = re.fullmatch(r"(?:([IVX]+)\. |([一二三四五])、)(.+)", text)
    if found is None:
        return Passage(Kind.HEADING, text)
    return Passage(Kind.HEADING, found[3], found[1] or found[2], text[: len(text) - len(found[3])].strip())


@dataclass(frozen=True, slots=True)
class Paper:
    """One language version of one version of a document, as it is written; `facts` stand on top of its file."""

    code: str
    version: int
    language: str
    facts: dict[str, str]
    passages: tuple[Passage, ...]

    @property
    def name(self) -> str:
        later = f".v{self.version}" if self.version > 1 else ""
        return f"{self.code}{later}.{self.language}.{self.facts['form']}"

    @property
    def path(self) -> Path:
        return DOCUMENTS / self.name


def papers() -> list[Paper]:
    """All language versions; of each version the original, which is English, first."""
    found = [read_paper(path) for path in sorted(DOCUMENTS.glob("*.md"))]
    return sorted(found, key=lambda one: (one.code, one.version, one.language != "en", one.language))


def read_paper(path: Path) -> Paper:
    code, *version, language = path.stem.split(".")
    _, front, text = path.read_text(encoding="utf-8").split("---\n", 2)
    return Paper(
        code=code,
        version=int(version[0].removeprefix("v")) if version else 1,
        language=language,
        facts=dict(line.split(": ", 1) for line in front.splitlines()),
        passages=tuple(passages(text)),
    )


def written(name: str) -> Any:
    """One of the JSON files of the sample."""
    return json.loads((HERE / name).read_text(encoding="utf-8"))
