"""What stands in the way of clearing the summary, sentence by sentence (R03-4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from comity.languages import NATIVE_NAMES
from comity.meetings.models import Meeting
from comity.participants.models import Stakeholder
from comity.summary import ladder, material
from comity.summary.ladder import Rung
from comity.summary.material import Piece
from comity.summary.models import Sentence, Summary
from comity.texts import nations, words

COPIED = 8
"""Words in a row, or Chinese signs by twelve, that a search would find again."""
COPIED_HAN = 12


class Code(StrEnum):
    NO_WORDS = "no_words"
    NO_SUPPORT = "no_support"
    LOST_SUPPORT = "lost_support"
    NAMES_A_STATE = "names_a_state"
    SAYS_MORE = "says_more"
    TELLS_SOURCE = "tells_source"
    BY_ENGINE = "by_engine"
    NOT_TRANSLATED = "not_translated"


@dataclass(frozen=True, slots=True)
class Finding:
    """`language` is that of the text that it is about; "" for all."""

    code: Code
    sentence: str
    language: str = ""

    @property
    def blocks(self) -> bool:
        return self.code != Code.NOT_TRANSLATED


@dataclass(frozen=True, slots=True)
class Looked:
    """A sentence with what it rests on now. `of`: who spoke on its aspects, where they are known; `proposed`: the
    quantifier that the counts allow."""

    sentence: Sentence
    pieces: tuple[Piece, ...]
    lost: int
    speakers: int
    of: int
    proposed: Rung | None
    findings: tuple[Finding, ...]

    @property
    def blocks(self) -> bool:
        return any(one.blocks for one in self.findings)


def looked_at(summary: Summary, *, at: datetime, only: Sentence | None = None) -> list[Looked]:
    """The sentences of the draft in their order, or one of them alone, each with its findings."""
    rungs = ladder.of(summary)
    own = own_names(summary.meeting)
    there = material.pieces(summary, at=at)
    on: dict[tuple[frozenset[int], int | None], set[str]] = {}
    found = []
    for sentence in standing(summary):
        if only is not None and sentence.pk != only.pk:
            continue
        keys = [one.key for one in sentence.basis.all()]
        pieces = tuple(there[key][0] for key in keys if key in there)
        aspects = frozenset(aspect for one in pieces for aspect in one.aspects)
        place = (aspects, sentence.session_id)
        if aspects and place not in on:
            on[place] = material.speakers_on(summary.meeting, aspects, sentence.session)
        speakers = len({one.speaker for one in pieces})
        of = len(on.get(place, set()) | {one.speaker for one in pieces}) if aspects else 0
        proposed = ladder.proposed(rungs, speakers, of)
        lost = len(keys) - len(pieces)
        findings = tuple(of_sentence(sentence, pieces, lost, rungs, proposed, own, summary.language))
        found.append(Looked(sentence, pieces, lost, speakers, of, proposed, findings))
    return found


def standing(summary: Summary) -> list[Sentence]:
    """Those that were not taken out, in the order of the summary."""
    order = {part: place for place, part in enumerate(Sentence.Part.values)}
    rows = (
        summary.sentences.filter(removed_at=None)
        .select_related("session", "written_by")
        .prefetch_related("basis")
    )
    return sorted(
        rows,
        key=lambda one: (
            one.session is None,
            one.session.starts_at.timestamp() if one.session else 0,
            order[one.part],
            one.place,
            one.number,
        ),
    )


def own_names(meeting: Meeting) -> dict[str, list[tuple[str, str]]]:
    """Language -> (code, name) of the States that are registered, besides those that everybody knows."""
    names: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in meeting.delegations.select_related("body").filter(body__category=Stakeholder.MEMBER_STATE):
        for language, name in {**one.body.names}.items():
            names[language].append((one.body.code, name))
    return names


def of_sentence(
    sentence: Sentence,
    pieces: Sequence[Piece],
    lost: int,
    rungs: Sequence[Rung],
    proposed: Rung | None,
    own: dict[str, list[tuple[str, str]]],
    original: str,
) -> Iterator[Finding]:
    if not sentence.texts.get(original, "").strip():
        yield Finding(Code.NO_WORDS, _("It has no words in %(language)s.") % named(original), original)
    if lost:
        yield Finding(
            Code.LOST_SUPPORT,
            _("Something that it rested on was taken back or discarded: take it out here, or reword."),
        )
    elif not pieces:
        yield Finding(
            Code.NO_SUPPORT, _("It rests on nothing: choose the words or the intervention behind it.")
        )
    if sentence.engine:
        yield Finding(
            Code.BY_ENGINE,
            _("A language model (%(engine)s) drafted it: read it, and save it as your own words.")
            % {"engine": sentence.engine},
        )
    for language, text in sentence.texts.items():
        yield from of_text(sentence, text, language, pieces, rungs, proposed, own.get(language, []))
    if missing := [code for code in NATIVE_NAMES if code != original and not sentence.texts.get(code)]:
        listed = ", ".join(NATIVE_NAMES[code] for code in missing)
        yield Finding(Code.NOT_TRANSLATED, _("Not translated yet: %(languages)s") % {"languages": listed})


def of_text(
    sentence: Sentence,
    text: str,
    language: str,
    pieces: Sequence[Piece],
    rungs: Sequence[Rung],
    proposed: Rung | None,
    own: Iterable[tuple[str, str]],
) -> Iterator[Finding]:
    """What is wrong with the words of one language."""
    told = nations.named(text, language, own)
    if told and not sentence.exception:
        listed = ", ".join(dict.fromkeys(one.words for one in told))
        yield Finding(
            Code.NAMES_A_STATE,
            _(
                "It names a State in %(language)s: %(words)s. A Chair’s summary names none, unless the Chair lets it."
            )
            % {**named(language), "words": listed},
            language,
        )
    claimed = ladder.claimed(rungs, text, language)
    if claimed is not None and pieces and not sentence.by_choice and says_more(claimed, proposed):
        held = (proposed.words.get(language) or next(iter(proposed.words.values()))) if proposed else "–"
        yield Finding(
            Code.SAYS_MORE,
            _(
                "“%(claimed)s” says more than the counts bear (%(held)s). Reword it, or let the Chair stand for it."
            )
            % {"claimed": claimed.words[language], "held": held},
            language,
        )
    if any(copies(text, language, one) for one in pieces if not one.is_attributed):
        yield Finding(
            Code.TELLS_SOURCE,
            _(
                "It repeats the very words of a source that is not named (%(language)s): say it in other words."
            )
            % named(language),
            language,
        )


def named(language: str) -> dict[str, str]:
    return {"language": NATIVE_NAMES.get(language, language)}


def says_more(claimed: Rung, proposed: Rung | None) -> bool:
    return claimed.by_choice or proposed is None or claimed.place > proposed.place


def copies(text: str, language: str, piece: Piece) -> bool:
    """Whether a stretch of the piece's own words stands in the text."""
    length = COPIED_HAN if language == "zh" else COPIED
    return language == piece.language and bool(
        runs(text, language, length) & runs(piece.words, language, length)
    )


def runs(text: str, language: str, length: int) -> set[tuple[str, ...]]:
    """Stretches of so many words, folded; of so many signs in Chinese."""
    if language == "zh":
        signs = [one for one in text if not one.isspace()]
        return {tuple(signs[at : at + length]) for at in range(len(signs) - length + 1)}
    spoken = [one.form for one in words.cut(text, language) if one.form]
    return {tuple(spoken[at : at + length]) for at in range(len(spoken) - length + 1)}
