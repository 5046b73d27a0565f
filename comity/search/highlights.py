"""Where the words asked for stand in a paragraph, and the stretch of it that shows them best."""

from __future__ import annotations

from dataclasses import dataclass

from comity.search.syntax import Meaning, Phrase, Prefix, Words
from comity.texts import words

SNIPPET = 280
"""Code points of a snippet, about three lines."""
_ROUND = 24
"""Code points by which a snippet may be moved so that it begins or ends between words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a snippet; whoever writes it into a page escapes `text`."""

    text: str
    marked: bool


def spans(text: str, language: str, meaning: Meaning) -> list[tuple[int, int]]:
    """(start, end) of what was asked for, in code points of `text`, in order, touching ones joined."""
    terms = frozenset(term for need in meaning.needs if isinstance(need, Words) for term in need.terms)
    prefixes = tuple(need.begins for need in meaning.needs if isinstance(need, Prefix))
    phrases = [need.forms for need in meaning.needs if isinstance(need, Phrase)]
    if not (prefixes or phrases or any(term.startswith("@") for term in terms)):
        return _joined(sorted((token.start, token.end) for token in words.cut(text, language, terms)))
    tokens = words.analyse(text, language)
    found = [(token.start, token.end) for token in tokens if token.term in terms]
    spoken = [token for token in tokens if token.form]
    if prefixes:
        found += [(token.start, token.end) for token in spoken if token.form.startswith(prefixes)]
    for forms in phrases:
        found += _occurrences(spoken, forms)
    return _joined(sorted(found))


def _occurrences(spoken: list[words.Token], forms: tuple[str, ...]) -> list[tuple[int, int]]:
    last = len(forms) - 1
    return [
        (token.start, spoken[at + last].end)
        for at, token in enumerate(spoken)
        if token.form == forms[0] and tuple(other.form for other in spoken[at : at + last + 1]) == forms
    ]


def _joined(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def window(text: str, marks: list[tuple[int, int]], length: int = SNIPPET) -> tuple[int, int]:
    """(start, end) of the stretch of about `length` code points that holds most marks, cut between words."""
    if len(text) <= length + _ROUND:
        return 0, len(text)
    best, most = 0, 0
    for first, (start, _) in enumerate(marks):
        held = sum(1 for _, end in marks[first:] if end <= start + length)
        if held > most:
            best, most = first, held
    if not most:
        start = marks[0][0] if marks else 0
        return _between_words(text, start, min(len(text), start + length))
    first_start, last_end = marks[best][0], marks[best + most - 1][1]
    start = max(0, min((first_start + last_end - length) // 2, len(text) - length, first_start))
    return _between_words(text, start, min(len(text), max(start + length, last_end)))


def _between_words(text: str, start: int, end: int) -> tuple[int, int]:
    if start:
        space = text.rfind(" ", max(0, start - _ROUND), start + 1)
        start = space + 1 if space >= 0 else start
    if end < len(text):
        space = text.find(" ", end, end + _ROUND)
        end = space if space >= 0 else end
    return start, end


def pieces(text: str, marks: list[tuple[int, int]], start: int, end: int) -> list[Piece]:
    """The stretch cut at its marks, nothing lost: the texts joined are `text[start:end]`."""
    found: list[Piece] = []
    at = start
    for begins, ends in marks:
        begins, ends = max(begins, at), min(ends, end)
        if begins >= ends:
            continue
        if begins > at:
            found.append(Piece(text[at:begins], marked=False))
        found.append(Piece(text[begins:ends], marked=True))
        at = ends
    if at < end:
        found.append(Piece(text[at:end], marked=False))
    return found
