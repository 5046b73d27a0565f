"""From draft to public: cleared by the Chair, issued by the secretariat, each version kept as it was (R03-4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from comity.meetings.agenda import fingerprint
from comity.meetings.models import Meeting
from comity.meetings.queries import is_public
from comity.papers import shown
from comity.participants.models import Person, Stakeholder
from comity.record import trail
from comity.refusals import NotNow
from comity.summary import checking, material
from comity.summary.authority import Act, require
from comity.summary.checking import Looked
from comity.summary.models import Summary, SummaryVersion
from comity.texts import nations
from comity.texts.model import LANGUAGES

Content = dict[str, Any]
FEWEST = 3
"""Delegations of a category below which their number would tell who they are."""


class State(StrEnum):
    """Of the summary: what stands now against what was cleared and issued."""

    DRAFT = "draft"
    CLEARED = "cleared"
    ISSUED = "issued"


def latest(summary: Summary) -> SummaryVersion | None:
    return summary.versions.order_by("-number").first()


def state_of(summary: Summary, looked: Iterable[Looked], *, at: datetime) -> State:
    """Draft as soon as it says something else than the last version. `looked`: its sentences, as they stand."""
    last = latest(summary)
    if last is None or fingerprint(content_of(summary, looked, at=at)) != last.sha256:
        return State.DRAFT
    return State.CLEARED if last.issued_at is None else State.ISSUED


def clear(summary: Summary, *, by: Person, at: datetime) -> SummaryVersion:
    """The Chair stands for the draft as it is: freeze it under the next number.

    Raises `NotNow` where a sentence has no support, names a State or is not whole otherwise (checking.py); where a
    State would be named besides the sentences; where nothing has changed.
    """
    require(by, Act.DECIDE, meeting=summary.meeting)
    with transaction.atomic():
        now = Summary.objects.select_for_update().get(pk=summary.pk)
        looked = checking.looked_at(now, at=at)
        if not looked:
            raise NotNow(_("There is no sentence yet."))
        if blocked := [one.sentence.number for one in looked if one.blocks]:
            raise NotNow(
                _("It cannot be cleared yet. Sentences with something to mend: %(numbers)s.")
                % {"numbers": ", ".join(str(one) for one in blocked)}
            )
        content = content_of(now, looked, at=at)
        if told := told_besides(now, content):
            raise NotNow(
                _(
                    "A State would be named besides the sentences: %(words)s. Change the title in which it stands."
                )
                % {"words": ", ".join(told)}
            )
        last = latest(now)
        sha256 = fingerprint(content)
        if last is not None and last.sha256 == sha256:
            raise NotNow(_("Nothing has changed since the last version was cleared."))
        version = SummaryVersion.objects.create(
            summary=now,
            number=(now.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
            content=content,
            trace={str(one.sentence.number): [piece.key for piece in one.pieces] for one in looked},
            sha256=sha256,
            cleared_by=by,
            cleared_at=at,
        )
        trail.note(now, "cleared the summary", by=by, at=at, number=version.number, sha256=sha256)
    return version


def issue(version: SummaryVersion, *, by: Person, at: datetime) -> None:
    """Make the last cleared version public. Raises `NotNow` where the Chair has cleared another since, or something
    that it rests on was taken back meanwhile."""
    summary = version.summary
    require(by, Act.ISSUE, meeting=summary.meeting)
    with transaction.atomic():
        last = SummaryVersion.objects.select_for_update().filter(summary=summary).latest("number")
        if last.pk != version.pk:
            raise NotNow(_("The Chair has cleared a later version: issue that one."))
        if lost := lost_since(version, at=at):
            raise NotNow(
                _("Something that sentences %(numbers)s rest on was taken back since it was cleared.")
                % {"numbers": ", ".join(lost)}
            )
        if not SummaryVersion.objects.filter(pk=version.pk, issued_at=None).update(
            issued_by=by, issued_at=at
        ):
            raise NotNow(_("This version is issued already."))
        trail.note(summary, "issued the summary", by=by, at=at, number=version.number)
    version.refresh_from_db()


def lost_since(version: SummaryVersion, *, at: datetime) -> list[str]:
    """Numbers of the sentences of which something no longer holds."""
    meeting = version.meeting
    keys = {key for found in version.trace.values() for key in found}
    words = {int(key[1:]) for key in keys if key[0] == "e"}
    heard = {int(key[1:]) for key in keys if key[0] == "i"}
    there = {
        f"e{key}"
        for key in material.excerpts(meeting, at=at).filter(pk__in=words).values_list("pk", flat=True)
    } | {
        f"i{key}" for key in material.interventions(meeting).filter(pk__in=heard).values_list("pk", flat=True)
    }
    return [number for number, found in version.trace.items() if not there.issuperset(found)]


def shown_versions(meeting: Meeting) -> list[SummaryVersion]:
    """The versions that the public sees, the newest first."""
    if not is_public(meeting):
        return []
    return list(
        SummaryVersion.objects.filter(summary__meeting=meeting, issued_at__isnull=False)
        .select_related("summary__meeting")
        .order_by("-number")
    )


def content_of(summary: Summary, looked: Iterable[Looked], *, at: datetime) -> Content:
    """What is printed: facts of the meeting, the parts with their sentences, the documents; no State, no source.

    `languages`: those in which every sentence has words, the original first.
    """
    looked = list(looked)
    meeting = summary.meeting
    parts: list[Content] = []
    for one in looked:
        sentence = one.sentence
        session = sentence.session.code if sentence.session else None
        if not parts or (parts[-1]["part"], parts[-1]["session"]) != (sentence.part, session):
            parts.append({"part": sentence.part, "session": session, "sentences": []})
        parts[-1]["sentences"].append(
            {"number": sentence.number, "texts": sentence.texts, "excepted": bool(sentence.exception)}
        )
    whole = [
        code
        for code in LANGUAGES
        if code != summary.language and all(code in one.sentence.texts for one in looked)
    ]
    return {
        "languages": [summary.language, *whole],
        "meeting": {
            "titles": meeting.titles,
            "convened_by": meeting.convened_by,
            "venues": meeting.venues,
            "opens_on": meeting.opens_on.isoformat(),
            "closes_on": meeting.closes_on.isoformat(),
        },
        "participation": participation(meeting),
        "sessions": {
            one.sentence.session.code: one.sentence.session.titles for one in looked if one.sentence.session
        },
        "parts": parts,
        "documents": documents(meeting, at=at),
    }


def participation(meeting: Meeting) -> list[tuple[str, int]]:
    """(category, delegations), those of fewer than three left out."""
    counts = Counter(meeting.delegations.values_list("body__category", flat=True))
    return [[one.value, counts[one.value]] for one in Stakeholder if counts[one.value] >= FEWEST]  # type: ignore[misc]


def documents(meeting: Meeting, *, at: datetime) -> list[Content]:
    """Those that are posted; a title that names a State is left out, and the document is known by its symbol."""
    own = checking.own_names(meeting)
    found = []
    for one in shown.listed(meeting, at=at):
        titles = {
            code: title
            for code, title in one.document.titles.items()
            if not nations.named(title, code, own.get(code, []))
        }
        if titles or one.document.symbol:
            found.append(
                {"titles": titles, "symbol": one.document.symbol, "address": one.document.permanent_address}
            )
    return found


def told_besides(summary: Summary, content: Content) -> list[str]:
    """Words that name a State where no sentence does: in titles of the meeting and its sessions, or its place."""
    own = checking.own_names(summary.meeting)
    texts = [content["meeting"][name] for name in ("titles", "convened_by", "venues")]
    told = [
        one.words
        for said in [*texts, *content["sessions"].values()]
        for language, words in said.items()
        for one in nations.named(words, language, own.get(language, []))
    ]
    return list(dict.fromkeys(told))
