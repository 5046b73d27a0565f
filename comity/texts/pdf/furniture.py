"""What is printed around the text and is not text: running heads, folios, mastheads, "check against delivery"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from operator import attrgetter

from comity.texts.delivery import is_delivery_note
from comity.texts.markings import is_marking
from comity.texts.pdf.lines import Line, Page

Key = tuple[int, str]
_COVERS = 2  # pages that may carry a masthead and "check against delivery"
_EDGE = 3  # lines at the head and at the foot of a page where furniture stands
_FIGURE = r"[0-9٠-٩۰-۹]{1,4}"
_YEAR_OF_A_SENTENCE = re.compile(r"[(（]?(?:1[89]|20)\d\d[)）]?[.,;:]|[(（](?:1[89]|20)\d\d[)）]")
_SYMBOL = r"(?:[A-Z]{1,6}|S)/(?:[A-Z0-9.]+/?)+(?:/[A-Za-z0-9.]+)*\*?"
_JOB = r"(?:[A-Z]{1,4}\.)?\d{2}-\d{4,6}(?: ?\([A-Z]\))?(?:[ \t]+\d{6})*"

_NO_FIGURES = dict.fromkeys(map(ord, "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"))
_FOLIO = re.compile(
    rf"(?:[-–—.•|\[( ]*{_FIGURE}[-–—.•|\]) ]*"
    rf"|(?:page|pg\.?|p\.|página|pág\.?|стр\.?|страница|صفحة|الصفحة|seite|pagina) ?{_FIGURE}"
    rf"(?: ?(?:of|de|sur|из|من|von|/) ?{_FIGURE})?"
    rf"|{_FIGURE} ?(?:/|of|de|sur|из|من|\|) ?{_FIGURE}|{_FIGURE} ?\| ?(?:page|p a g e)"
    rf"|第? ?{_FIGURE} ?页(?:[，, ]?共 ?{_FIGURE} ?页)?"
    rf"|{_JOB}|(?:{_FIGURE}(?:/\d+)?[ \t]+)?{_JOB}(?:[ \t]+{_FIGURE}(?:/\d+)?)?"
    rf"|{_SYMBOL}(?:[ \t]+(?:page )?{_FIGURE})?)",
    re.IGNORECASE,
)
_IN_FOLIO = re.compile("[0-9٠-٩۰-۹/]")

_ORGANISATION = (
    "united nations|nations unies|naciones unidas|организация объединенных наций|联合国|الأمم المتحدة"
)
_MASTHEAD = re.compile(
    r"\*\d{6,8}\*|[\uf02a-\uf039]{6,}"
    r"|(?:accessible document)? ?please recycle.{0,4}"
    r"|.{0,60}\bDistr\.? ?:? ?.{0,20}|.{0,60}(?:distribution|Общее|普遍分发|عام) ?:? ?(?:générale)?"
    r"|(?:original|orginal|оригинал|原文|原件|الأصل) ?[:：].{0,40}"
    rf"|(?:{_ORGANISATION})?[ \t]*{_SYMBOL}"
    rf"|{_ORGANISATION}|[ACEFRS]|provisional",
    re.IGNORECASE,
)
_BARCODE = re.compile(rf"\*\d{{6,8}}\*|{_JOB}")
_DISTRIBUTION = re.compile(r"\bdistr(?:\.|ibution ?:)|распростр|分发|التوزيع")
_OF_DISTRIBUTION = ("distr", "распростр", "分发", "التوزيع")  # looked for first: much faster
_DATE = re.compile(r"\d{1,2} \w+ \d{4}|\d{4}年\d{1,2}月\d{1,2}日", re.IGNORECASE)


def without_furniture(pages: Iterable[Page]) -> list[tuple[Page, list[Line]]]:
    """Each page with the lines that belong to its text."""
    pages = list(pages)
    edges = [[(line, _keys(line)) for line in _edge_lines(page)] for page in pages]
    repeated = _repeated([keys for _, keys in edge] for edge in edges)
    kept = []
    for page, edge in zip(pages, edges, strict=True):
        # A security marking stands on every page and must not go unseen.
        dropped = {
            id(line)
            for line, keys in edge
            if _is_folio(line, page) or (not repeated.isdisjoint(keys) and not is_marking(line.text))
        }
        lines = [line for line in page.lines if id(line) not in dropped]
        if page.number <= _COVERS:
            lines = [line for line in _without_masthead(lines) if not is_delivery_note(line.text)]
        kept.append((page, lines))
    return kept


def _edge_lines(page: Page) -> list[Line]:
    upwards = sorted(page.lines, key=attrgetter("bottom"))
    return upwards if len(upwards) <= 2 * _EDGE else upwards[:_EDGE] + upwards[-_EDGE:]


def _is_folio(line: Line, page: Page) -> bool:
    """A page number, document symbol or delivery note standing in the outer parts of the page."""
    if len(line.text) > 60 or 0.16 * page.height < line.bottom < 0.84 * page.height:
        return False
    if _YEAR_OF_A_SENTENCE.fullmatch(line.text):  # "(2014)." ends the sentence of the page before
        return False
    may_be_folio = _IN_FOLIO.search(line.text) is not None  # for speed
    return (may_be_folio and _FOLIO.fullmatch(line.text) is not None) or is_delivery_note(line.text)


def _keys(line: Line) -> tuple[Key, Key]:
    """What makes two lines the same running head: words without figures, height on the page within 3 points."""
    words = " ".join(line.text.translate(_NO_FIGURES).split())
    step = int(line.bottom // 3)
    return (step, words), (step + 1, words)


def _repeated(edges: Iterable[list[tuple[Key, Key]]]) -> set[Key]:
    """The keys met on a fifth of the pages, and on two at least."""
    by_page = [set(chain.from_iterable(keys)) for keys in edges]
    counted = Counter(chain.from_iterable(by_page))
    enough = max(2, round(0.2 * len(by_page)))
    return {key for key, count in counted.items() if count >= enough}


def _without_masthead(lines: list[Line]) -> list[Line]:
    """The first page without the United Nations masthead; the title below it stays."""
    if not _bears_masthead(lines):
        return [line for line in lines if not _BARCODE.fullmatch(line.text)]
    return [
        line
        for line in lines
        if not any(pattern.fullmatch(line.text) for pattern in (_MASTHEAD, _DATE, _BARCODE))
    ]


def is_masthead(page: Page) -> bool:
    """Whether the page opens a document of the United Nations."""
    return _bears_masthead(page.lines)


def _bears_masthead(lines: list[Line]) -> bool:
    text = "\n".join(line.text for line in lines).casefold()
    return any(word in text for word in _OF_DISTRIBUTION) and bool(_DISTRIBUTION.search(text))
