"""Writing the summary: sentences, what each rests on, and what only the Chair decides (R03-4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Meeting, Session
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotNow, Refused
from comity.summary import material
from comity.summary.authority import Act, require
from comity.summary.models import PER_SESSION, Basis, Sentence, Summary
from comity.texts.model import LANGUAGES

LONGEST = 2_000
"""Code points of a sentence in one language."""


def begin(meeting: Meeting, *, language: str, by: Person, at: datetime) -> Summary:
    """Begin the summary of a meeting; `language` is that of the original."""
    require(by, Act.WRITE, meeting=meeting)
    if language not in LANGUAGES:
        raise Refused(_("Choose one of the six official languages."))
    try:
        with transaction.atomic():
            summary = Summary.objects.create(meeting=meeting, language=language, created_by=by, created_at=at)
            trail.note(summary, "began the summary", by=by, at=at)
    except IntegrityError as error:
        raise NotNow(_("Somebody else has begun the summary. Load the page again.")) from error
    return summary


def add(
    summary: Summary,
    part: str,
    *,
    by: Person,
    at: datetime,
    session: Session | None = None,
    keys: Iterable[str] = (),
    text: str = "",
    engine: str = "",
) -> Sentence:
    """A sentence at the end of a part, resting on the pieces with these keys ("e12", "i7"); its words may follow.

    Raises `Refused` where the part and the session do not go together, or a piece may carry nothing.
    """
    require(by, Act.WRITE, meeting=summary.meeting)
    if part not in Sentence.Part.values:
        raise Refused(_("Choose a part of the summary."))
    if (session is not None) != (part in PER_SESSION) or (
        session and session.meeting_id != summary.meeting_id
    ):
        raise Refused(
            _("Issues, measures, gaps and divergence belong to a session, the other parts to the meeting.")
        )
    with transaction.atomic():
        Summary.objects.select_for_update().get(pk=summary.pk)  # numbers run once
        last = summary.sentences.aggregate(number=Max("number"), place=Max("place"))
        sentence = Sentence.objects.create(
            summary=summary,
            number=(last["number"] or 0) + 1,
            part=part,
            session=session,
            place=(last["place"] or 0) + 1,
            texts={summary.language: checked(text)} if text.strip() else {},
            engine=engine,
            written_by=by,
            written_at=at,
        )
        for key in dict.fromkeys(keys):
            put(sentence, key, by=by, at=at)
        trail.note(sentence, "added a sentence", by=by, at=at, number=sentence.number, part=part)
    return sentence


def checked(text: str) -> str:
    words = " ".join(text.split())
    if len(words) > LONGEST:
        raise Refused(_("A sentence has at most %(number)d signs: make two of it.") % {"number": LONGEST})
    return words


def write(sentence: Sentence, text: str, *, language: str, seen: int, by: Person, at: datetime) -> None:
    """Its words in a language; "" takes a translation out. `seen`: the `edits` that the page knew of.

    Raises `NotNow` where somebody saved it meanwhile. What a model drafted is a person's words from then on.
    """
    original = language == sentence.summary.language
    require(by, Act.WRITE if original else Act.TRANSLATE, meeting=sentence.meeting)
    if language not in LANGUAGES:
        raise Refused(_("Choose one of the six official languages."))
    words = checked(text)
    texts = {code: said for code, said in sentence.texts.items() if code != language}
    if words:
        texts[language] = words
    change(
        sentence, "wrote a sentence", seen=seen, by=by, at=at,
        told={"language": language}, texts=texts, engine="" if original else sentence.engine,
    )  # fmt: skip


def change(
    sentence: Sentence,
    verb: str,
    *,
    seen: int,
    by: Person,
    at: datetime,
    told: dict[str, Any] | None = None,
    **fields: Any,
) -> None:
    with transaction.atomic():
        there = Sentence.objects.filter(pk=sentence.pk, edits=seen, removed_at=None)
        if not there.update(edits=seen + 1, written_by=by, written_at=at, **fields):
            raise NotNow(
                _("Somebody else has changed this sentence meanwhile. What you wrote is in the field below: bring the "
                  "two together and save.")
            )  # fmt: skip
        trail.note(sentence, verb, by=by, at=at, number=sentence.number, **(told or {}))
    sentence.refresh_from_db()


def remove(sentence: Sentence, *, seen: int, by: Person, at: datetime) -> None:
    """Take it out of the draft; it can be put back."""
    require(by, Act.WRITE, meeting=sentence.meeting)
    change(sentence, "took a sentence out", seen=seen, by=by, at=at, removed_at=at)


def put_back(sentence: Sentence, *, by: Person, at: datetime) -> None:
    require(by, Act.WRITE, meeting=sentence.meeting)
    with transaction.atomic():
        if not Sentence.objects.filter(pk=sentence.pk, removed_at__isnull=False).update(removed_at=None):
            raise NotNow(_("The sentence stands in the draft."))
        trail.note(sentence, "put a sentence back", by=by, at=at, number=sentence.number)
    sentence.refresh_from_db()


def move(sentence: Sentence, *, up: bool, by: Person, at: datetime) -> None:
    """Past its neighbour in the same part; at the end of the part it stays where it is."""
    require(by, Act.WRITE, meeting=sentence.meeting)
    with transaction.atomic():
        Summary.objects.select_for_update().get(pk=sentence.summary_id)
        row = list(
            Sentence.objects.filter(
                summary=sentence.summary_id, part=sentence.part, session=sentence.session_id, removed_at=None
            ).order_by("place", "number")
        )
        here = next((at_ for at_, one in enumerate(row) if one.pk == sentence.pk), None)
        if here is None:
            raise NotNow(_("The sentence was taken out meanwhile."))
        there = here - 1 if up else here + 1
        if not 0 <= there < len(row):
            return
        row[here], row[there] = row[there], row[here]
        places = sorted(one.place for one in row)
        for place, one in zip(places, row, strict=True):
            if one.place != place:
                Sentence.objects.filter(pk=one.pk).update(place=place)
        trail.note(sentence, "moved a sentence", by=by, at=at, number=sentence.number)
    sentence.refresh_from_db()


def rest(sentence: Sentence, keys: Iterable[str], *, by: Person, at: datetime) -> None:
    """Let it rest on these pieces too."""
    require(by, Act.WRITE, meeting=sentence.meeting)
    keys = list(dict.fromkeys(keys))
    if not keys:
        raise Refused(_("Choose at least one."))
    with transaction.atomic():
        if sentence.removed_at is not None:
            raise NotNow(_("The sentence was taken out meanwhile."))
        for key in keys:
            put(sentence, key, by=by, at=at)
        trail.note(sentence, "based a sentence", by=by, at=at, number=sentence.number, on=keys)


def put(sentence: Sentence, key: str, *, by: Person, at: datetime) -> None:
    """Within a transaction. Raises `Refused` for what may carry nothing."""
    kind, number = key[:1], key[1:]
    found: Any = None
    if number.isascii() and number.isdigit() and len(number) < 19:
        found = {
            "e": material.excerpts(sentence.meeting, at=at),
            "i": material.interventions(sentence.meeting),
        }.get(kind, Basis.objects.none()).filter(pk=int(number)).first()  # fmt: skip
    if found is None:
        raise Refused(
            _("One of them cannot carry a sentence: it is not public yet, confidential, or was taken back.")
        )
    field = "excerpt" if kind == "e" else "intervention"
    Basis.objects.get_or_create(
        sentence=sentence, **{field: found}, defaults={"chosen_by": by, "chosen_at": at}
    )


def release(basis: Basis, *, by: Person, at: datetime) -> None:
    """It no longer rests on this."""
    require(by, Act.WRITE, meeting=basis.sentence.meeting)
    with transaction.atomic():
        if not Basis.objects.filter(pk=basis.pk).delete()[0]:
            raise NotNow(_("It was taken away already."))
        trail.note(
            basis.sentence, "took a basis away", by=by, at=at, number=basis.sentence.number, on=basis.key
        )


def stand_for(sentence: Sentence, choice: bool, *, seen: int, by: Person, at: datetime) -> None:
    """The Chair stands for its quantifier, or no longer does."""
    require(by, Act.DECIDE, meeting=sentence.meeting)
    change(sentence, "chose a quantifier", seen=seen, by=by, at=at, told={"choice": choice}, by_choice=choice)


def except_(sentence: Sentence, reason: str, *, seen: int, by: Person, at: datetime) -> None:
    """The Chair lets it name a State, and says why; "" takes that back (R03-4)."""
    require(by, Act.DECIDE, meeting=sentence.meeting)
    reason = reason.strip()
    if len(reason) > 500:
        raise Refused(_("The reason is too long: at most %(number)d signs.") % {"number": 500})
    change(
        sentence, "let a State be named", seen=seen, by=by, at=at, told={"reason": reason}, exception=reason
    )
