"""A language model may draft a sentence from words that are public; a person answers for every claim (R03-4).

Nothing is kept of a draft until somebody has said which words bear each of its claims, and what stands in none of them
is out. Kept, it stands under the model's name until a person saves it as their own.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from comity.files.models import is_public_at
from comity.meetings.models import Attribution
from comity.meetings.queries import is_public
from comity.participants.models import Person
from comity.practices.models import Excerpt
from comity.record import trail
from comity.refusals import NotNow, Refused
from comity.statements.models import Statement
from comity.summary import checking, covering, ladder, plugged, prompting, writing
from comity.summary.authority import Act, require
from comity.summary.covering import Claim, Mark, Source
from comity.summary.models import Basis, Sentence
from comity.summary.plugged import Answer, Unavailable
from comity.texts import nations

LABEL = 120
QUOTES = frozenset('"“”„«»「」『』〝〞‹›')


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a sentence rests on; `refusal` says why it may not be sent, "" where it may."""

    key: str
    words: str
    language: str
    refusal: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model wrote, with the quantifier of the ladder in front. `engine`: who wrote it, and on which day."""

    text: str
    engine: str


@dataclass(frozen=True, slots=True)
class Unborne:
    """A mark of a claim; `key` names it in a form, `on` the words in which a person says it stands."""

    key: str
    mark: Mark
    on: str


@dataclass(frozen=True, slots=True)
class Read:
    """A claim, the words that a person says bear it, and what stands in none of them."""

    claim: Claim
    on: tuple[str, ...]
    unborne: tuple[Unborne, ...]

    @property
    def is_open(self) -> bool:
        return not self.on or any(not one.on for one in self.unborne)


@dataclass(frozen=True, slots=True)
class Checked:
    """`stops`: what must be reworded whatever bears it."""

    reads: tuple[Read, ...]
    stops: tuple[str, ...]


# What may be sent ------------------------------------------------------------------------------------------------


def choices(sentence: Sentence, *, at: datetime) -> list[Choice]:
    """All that the sentence rests on."""
    version = "excerpt__paragraph__language_version__version__statement"
    rows = sentence.basis.select_related(f"{version}__session", f"{version}__meeting", "intervention")
    return [choice(one, at=at) for one in rows.order_by("pk")]


def choice(basis: Basis, *, at: datetime) -> Choice:
    if basis.excerpt is not None:
        words, language = basis.excerpt.text, basis.excerpt.language
        return Choice(basis.key, words, language, why_not(basis.excerpt, at=at))
    assert basis.intervention is not None
    told = _("It was noted on the floor and is not published.")
    return Choice(basis.key, basis.intervention.summary, basis.intervention.language, told)


def why_not(excerpt: Excerpt, *, at: datetime) -> str:
    """Why the words may not leave this machine; "" where anybody may read who said them."""
    version = excerpt.paragraph.language_version.version
    statement = version.statement
    modes = {excerpt.attribution, *([statement.session.attribution] if statement.session else [])}
    if statement.sensitivity != Statement.Sensitivity.UNCLASSIFIED or Attribution.CONFIDENTIAL in modes:
        return _("It is confidential.")
    if excerpt.discarded_at or statement.withdrawn_at or Attribution.WITHDRAWN in modes:
        return _("It was taken back.")
    if modes != {Attribution.ATTRIBUTED}:
        return _("Its source is not named to the public.")
    if version.public_from is None:
        return _("It is not published yet.")
    if version.public_from > at:
        return _("It is under embargo.")
    if not is_public_at(version, at) or not is_public(statement.meeting):
        return _("The public does not see it.")
    return ""


# Drafting --------------------------------------------------------------------------------------------------------


def ask(sentence: Sentence, keys: Iterable[str], *, by: Person, at: datetime) -> Draft:
    """Let the model that is plugged in draft the sentence from some of what it rests on. Changes nothing; that words
    were sent is recorded.

    Raises `Refused` where one of them is not public, `NotNow` where no model is set or it gives none.
    """
    require(by, Act.WRITE, meeting=sentence.meeting)
    if sentence.removed_at is not None:
        raise NotNow(_("The sentence was taken out meanwhile."))
    writer = plugged.writer()
    chosen = to_be_sent(sentence, keys, at=at)
    language = sentence.summary.language
    front = quantifier(sentence, language, at=at)
    trail.note(
        sentence, "sent words to a language model", by=by, at=at, number=sentence.number,
        model=plugged.name(), on=[one.key for one in chosen],
    )  # fmt: skip
    answer = writer.written(prompting.rules(language, front), prompting.material(one.words for one in chosen))
    rest = ladder.without_front(cleaned(answer.text), ladder.of(sentence.summary), language)
    return Draft(ladder.with_front(front, rest, language), label(answer, sentence, at=at))


def to_be_sent(sentence: Sentence, keys: Iterable[str], *, at: datetime) -> list[Choice]:
    wanted = set(keys)
    chosen = [one for one in choices(sentence, at=at) if one.key in wanted]
    if not chosen or len(chosen) < len(wanted):
        raise Refused(_("Choose words that the sentence rests on."))
    for one in chosen:
        if one.refusal:
            raise Refused(
                _("Nothing was sent. %(reason)s “%(words)s”")
                % {"reason": one.refusal, "words": one.words[:80]}
            )
    return chosen


def quantifier(sentence: Sentence, language: str, *, at: datetime) -> str:
    """As the counts allow it; "" where nobody is counted."""
    looked = next(iter(checking.looked_at(sentence.summary, at=at, only=sentence)), None)
    return looked.proposed.words.get(language, "") if looked and looked.proposed else ""


def cleaned(said: str) -> str:
    """On one line, without signs that nobody sees and without marks around the whole."""
    seen = "".join(" " if one.isspace() else one for one in said if one.isspace() or is_seen(one))
    text = " ".join(seen.split())
    if len(text) > writing.LONGEST:
        raise Unavailable(
            _("The language model answered with far more than a sentence. Nothing was changed.")
        )
    if len(text) > 1 and {text[0], text[-1]} <= QUOTES:
        text = text[1:-1].strip()
    if not any(one.isalpha() for one in text):
        raise Unavailable(
            _("The language model answered with something that is no draft. Nothing was changed.")
        )
    return text


def is_seen(sign: str) -> bool:
    return not unicodedata.category(sign).startswith("C")


def label(answer: Answer, sentence: Sentence, *, at: datetime) -> str:
    """Engine, model with its version, and the day by the meeting's clock."""
    day = at.astimezone(sentence.meeting.zone).date().isoformat()
    where = plugged.host()[:40]
    named = cleaned_name(answer.model)[: LABEL - len(where) - len(day) - 6]
    return f"{named} · {where} · {day}"


def cleaned_name(name: str) -> str:
    return " ".join("".join(one for one in name if one == " " or is_seen(one)).split())


# What a person answers for ---------------------------------------------------------------------------------------


def read(
    sentence: Sentence,
    text: str,
    *,
    covered: Mapping[str, Iterable[str]],
    tied: Mapping[str, str],
    at: datetime,
) -> Checked:
    """The draft claim by claim. `covered`: key of a claim -> keys of the words that bear it; `tied`: key of a mark ->
    key of the words in which it stands all the same. Keys of what the sentence does not rest on count for nothing."""
    language = sentence.summary.language
    rest = ladder.without_front(" ".join(text.split()), ladder.of(sentence.summary), language)
    there = {one.key: Source(one.words, one.language) for one in choices(sentence, at=at)}
    reads = []
    for claim in covering.claims(rest, language):
        on = tuple(key for key in there if key in set(covered.get(claim.key, ())))
        found = covering.marks(claim, language, [there[key] for key in on or there])
        unborne = [Unborne(mark_key(claim, one), one, "") for one in found]
        reads.append(
            Read(
                claim,
                on,
                tuple(
                    Unborne(one.key, one.mark, tied.get(one.key, "") if tied.get(one.key) in on else "")
                    for one in unborne
                ),
            )
        )
    return Checked(tuple(reads), tuple(stops(sentence, text, rest)))


def mark_key(claim: Claim, mark: Mark) -> str:
    return hashlib.sha256(f"{claim.key} {mark.what} {mark.words}".encode()).hexdigest()[:12]


def stops(sentence: Sentence, text: str, rest: str) -> Iterable[str]:
    language = sentence.summary.language
    own = checking.own_names(sentence.meeting).get(language, [])
    told = nations.named(text, language, own)
    if told and not sentence.exception:
        yield _("It names a State: %(words)s. A Chair’s summary names none.") % {
            "words": ", ".join(dict.fromkeys(one.words for one in told))
        }
    if QUOTES & set(text):
        yield _("It stands in quotation marks, and a draft quotes nobody: take them out.")
    if rung := ladder.claimed(ladder.of(sentence.summary), rest, language):
        yield _("“%(words)s” is a count, and counts come from the ladder: take it out.") % {
            "words": rung.words[language]
        }


def keep(
    sentence: Sentence,
    text: str,
    *,
    engine: str,
    covered: Mapping[str, Iterable[str]],
    tied: Mapping[str, str],
    seen: int,
    by: Person,
    at: datetime,
) -> None:
    """Put the draft into the sentence, under the model's name. Raises `Refused` where a claim is borne by nothing, or
    says what none of the words says."""
    require(by, Act.WRITE, meeting=sentence.meeting)
    words = writing.checked(text)
    found = read(sentence, words, covered=covered, tied=tied, at=at)
    if found.stops:
        raise Refused(found.stops[0])
    if not found.reads:
        raise Refused(_("There is nothing to keep."))
    if any(not one.on for one in found.reads):
        raise Refused(_("Say of every claim which words bear it."))
    if loose := [mark.mark.words for one in found.reads for mark in one.unborne if not mark.on]:
        raise Refused(
            _("This stands in none of the words chosen: %(words)s. Take it out, or say where it stands.")
            % {"words": ", ".join(dict.fromkeys(loose))}
        )
    language = sentence.summary.language
    claims = [{"claim": one.claim.words, "on": [*one.on]} for one in found.reads]
    writing.change(
        sentence, "kept a draft of a language model", seen=seen, by=by, at=at,
        told={"language": language, "engine": engine, "claims": claims},
        texts={**sentence.texts, language: words}, engine=engine,
    )  # fmt: skip
