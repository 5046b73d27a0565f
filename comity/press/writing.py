"""Writing a release: its texts by language, what it quotes, and who has cleared it.

Whatever is changed makes every clearance lapse: both sides read the words that go out, and no others.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.practices.addresses import new_ref
from comity.press import checking, states
from comity.press.authority import Act, require
from comity.press.models import (
    Highlight,
    PressRelease,
    Quotation,
    ReleaseClearance,
    ReleaseText,
    ReleaseVersion,
)
from comity.record import trail
from comity.refusals import NotNow, Refused
from comity.texts.model import LANGUAGES
from comity.texts.quotes import digest

State, Side, Kind = ReleaseVersion.State, ReleaseClearance.Side, PressRelease.Kind
PARTS = ("headline", "dateline", "lead", "body", "background", "contacts")
MAY_CLEAR = {
    Side.CHAIR: Act.CLEAR_CHAIR,
    Side.CTED: Act.CLEAR_CTED,
    Side.COMMITTEE: Act.CLEAR_COMMITTEE,
}


def sides(kind: str) -> tuple[ReleaseClearance.Side, ...]:
    """Who has to clear a release of the kind."""
    both = (Side.CHAIR, Side.CTED)
    return (*both, Side.COMMITTEE) if kind == Kind.STATEMENT else both


def begin(
    meeting: Meeting,
    *,
    kind: PressRelease.Kind,
    language: str,
    by: Person,
    at: datetime,
    number: str = "",
    ref: str = "",
) -> ReleaseVersion:
    """Begin a release whose original is in the language."""
    require(by, Act.WRITE, meeting=meeting)
    if language not in LANGUAGES:
        raise Refused(_("Choose one of the six official languages."))
    with transaction.atomic():
        release = PressRelease.objects.create(
            ref=ref or new_ref(meeting, "r"),
            meeting=meeting,
            kind=kind,
            number=number,
            created_by=by,
            created_at=at,
        )
        version = ReleaseVersion.objects.create(
            release=release, number=1, original_language=language, created_by=by, created_at=at
        )
        trail.note(release, "began a release", by=by, at=at, kind=kind, language=language)
    return version


def word(
    version: ReleaseVersion, language: str, parts: Mapping[str, str], *, by: Person, at: datetime
) -> ReleaseText:
    """Write the text in one language; `parts` as `PARTS`. Raises `NotNow` for what is no draft any more."""
    require(by, Act.WRITE, meeting=version.meeting)
    assert {*parts} <= {*PARTS}
    if language not in LANGUAGES:
        raise Refused(_("Choose one of the six official languages."))
    with transaction.atomic():
        states.require_draft(version)
        words = {name: parts.get(name, "").strip() for name in PARTS}
        text, _new = ReleaseText.objects.update_or_create(
            version=version, language=language, defaults={**words, "edited_by": by, "edited_at": at}
        )
        lapse(version, at=at)
        trail.note(
            version.release, "wrote a release", by=by, at=at, version=version.number, language=language
        )
    return text


def leave_out(text: ReleaseText, *, by: Person, at: datetime) -> None:
    """Take a language out of the draft again; the original stays."""
    version = text.version
    require(by, Act.WRITE, meeting=version.meeting)
    with transaction.atomic():
        states.require_draft(version)
        if text.language == version.original_language:
            raise Refused(_("The original language stays."))
        text.delete()
        lapse(version, at=at)
        trail.note(
            version.release,
            "left out a language",
            by=by,
            at=at,
            version=version.number,
            language=text.language,
        )


def say_correction(version: ReleaseVersion, words: Mapping[str, str], *, by: Person, at: datetime) -> None:
    """The line above a correction that says what it puts right, by language."""
    require(by, Act.WRITE, meeting=version.meeting)
    kept = {language: line.strip()[:300] for language, line in words.items() if line.strip()}
    with transaction.atomic():
        states.require_draft(version)
        ReleaseVersion.objects.filter(pk=version.pk).update(corrections=kept)
        lapse(version, at=at)
        trail.note(
            version.release, "said what is corrected", by=by, at=at, version=version.number, words=kept
        )
    version.corrections = kept


def number(version: ReleaseVersion, given: str, *, by: Person, at: datetime) -> None:
    """Keep the number that the press service gave; none is made here."""
    release = version.release
    require(by, Act.WRITE, meeting=release.meeting)
    with transaction.atomic():
        PressRelease.objects.filter(pk=release.pk).update(number=given.strip()[:40])
        trail.note(release, "numbered a release", by=by, at=at, number=given.strip()[:40])
    release.refresh_from_db()


def quote(version: ReleaseVersion, highlight: Highlight, *, by: Person, at: datetime) -> Quotation:
    """Let the draft quote an approved highlight; "[n]" in the texts stands for it, n being the number of what is
    returned. Its words are written nowhere else."""
    require(by, Act.WRITE, meeting=version.meeting)
    if highlight.meeting_id != version.release.meeting_id:
        raise Refused(_("A release quotes the highlights of its own meeting."))
    try:
        with transaction.atomic():
            states.require_draft(version)
            if not Highlight.objects.filter(pk=highlight.pk, state=Highlight.State.APPROVED).exists():
                raise NotNow(_("Only an approved highlight is quoted."))
            last = version.quotations.aggregate(last=Max("number"))["last"] or 0
            quotation = Quotation.objects.create(version=version, number=last + 1, highlight=highlight)
            lapse(version, at=at)
            trail.note(
                version.release,
                "quoted a highlight",
                by=by,
                at=at,
                version=version.number,
                highlight=highlight.pk,
                number=quotation.number,
            )
    except IntegrityError as error:
        raise NotNow(_("The release quotes this highlight already.")) from error
    return quotation


def let_go(quotation: Quotation, *, by: Person, at: datetime) -> None:
    """Quote it no longer. The other quotations keep their numbers."""
    version = quotation.version
    require(by, Act.WRITE, meeting=version.meeting)
    with transaction.atomic():
        states.require_draft(version)
        trail.note(
            version.release,
            "let a quotation go",
            by=by,
            at=at,
            version=version.number,
            number=quotation.number,
        )
        quotation.delete()
        lapse(version, at=at)


def lapse(version: ReleaseVersion, *, at: datetime) -> None:
    """What was cleared was another text. Call it within the transaction of the change."""
    version.clearances.filter(lapsed_at__isnull=True).update(lapsed_at=at)


def fingerprint(version: ReleaseVersion) -> str:
    """SHA-256 of all that goes out; words of a highlight that are added in a further language make it another."""
    content = {
        "texts": {
            text.language: [getattr(text, name) for name in PARTS]
            for text in ReleaseText.objects.filter(version=version).order_by("language")
        },
        "quotations": [
            *version.quotations.order_by("number", "highlight__words__language").values_list(
                "number", "highlight", "highlight__words__sha256"
            )
        ],
        "corrections": version.corrections,
        "original": version.original_language,
    }
    return digest(json.dumps(content, ensure_ascii=False, sort_keys=True))


def clear(version: ReleaseVersion, side: ReleaseClearance.Side, *, by: Person, at: datetime) -> None:
    """One side lets it go out as it reads now; with the last of them it is cleared. Raises `NotNow` where something is
    to be mended first, `NotAllowed` for whoever does not speak for the side."""
    require(by, MAY_CLEAR[side], meeting=version.meeting)
    try:
        with transaction.atomic():
            states.require_draft(version)
            checking.require_whole(version, at=at)
            given = ReleaseClearance.objects.create(
                version=version, side=side, by=by, at=at, sha256=fingerprint(version)
            )
            trail.note(
                version.release,
                "cleared a release",
                by=by,
                at=at,
                version=version.number,
                side=side,
                sha256=given.sha256,
            )
            standing = {*version.clearances.filter(lapsed_at__isnull=True).values_list("side", flat=True)}
            if standing >= {*sides(version.release.kind)}:
                states.move(version, State.CLEARED)
    except IntegrityError as error:
        raise NotNow(_("This side has cleared it already.")) from error


def reopen(version: ReleaseVersion, *, by: Person, at: datetime) -> None:
    """Back to draft, so that words can be changed: every clearance lapses."""
    require(by, Act.WRITE, meeting=version.meeting)
    with transaction.atomic():
        if version.state != State.CLEARED:
            raise NotNow(_("Only what is cleared, and not released yet, is taken back to draft."))
        states.move(version, State.DRAFT)
        lapse(version, at=at)
        trail.note(version.release, "took a release back to draft", by=by, at=at, version=version.number)


def correct(release: PressRelease, *, by: Person, at: datetime) -> ReleaseVersion:
    """Begin a correction: a draft with the texts and quotations of the version that was released last. Quotations whose
    highlight was dropped are left out."""
    require(by, Act.WRITE, meeting=release.meeting)
    with transaction.atomic():
        PressRelease.objects.select_for_update().get(pk=release.pk)
        last = release.versions.order_by("-number").first()
        if last is None or last.state != State.RELEASED or last.is_under_embargo(at):
            raise NotNow(_("Only what has been released is corrected."))
        version = ReleaseVersion.objects.create(
            release=release,
            number=last.number + 1,
            original_language=last.original_language,
            created_by=by,
            created_at=at,
        )
        for text in last.texts.all():
            parts = {name: getattr(text, name) for name in PARTS}
            ReleaseText.objects.create(
                version=version, language=text.language, **parts, edited_by=text.edited_by, edited_at=at
            )
        for one in last.quotations.filter(highlight__state=Highlight.State.APPROVED):
            Quotation.objects.create(version=version, number=one.number, highlight=one.highlight)
        trail.note(release, "began a correction", by=by, at=at, version=version.number)
    return version
