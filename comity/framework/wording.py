"""Wording elements and guidelines in up to six languages, each sentence with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.framework import states
from comity.framework.authority import Act, require
from comity.framework.models import Node, NodeText, NodeVersion
from comity.framework.models.tree import Strength
from comity.framework.placing import LONGEST_TITLE
from comity.framework.states import State
from comity.languages import NATIVE_NAMES
from comity.participants.models import Person
from comity.practices import marks
from comity.practices.drafting import TELLING
from comity.practices.models.excerpts import Attribution
from comity.record import trail
from comity.refusals import NotNow, Refused

FROZEN = _("This wording is settled and no longer changes. Begin a new one.")


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A sentence that names nothing (`unknown` empty), or what the node does not rest on."""

    language: str
    sentence: str
    unknown: tuple[int, ...] = ()


def latest(node: Node) -> NodeVersion:
    """Its newest wording; a placed practice has none here."""
    version = node.versions.order_by("number").last()
    assert version is not None, "elements and guidelines begin with a wording"
    return version


def write(
    version: NodeVersion, *, language: str, title: str, text: str, by: Person, at: datetime
) -> NodeText:
    """Write or rewrite the text in one language.

    Raises `NotNow` once the wording is settled, but for a language that it does not have yet (a translation, which
    names the same sources).
    """
    require(by, Act.DRAFT, meeting=version.node.framework.meeting_id)
    if language not in NATIVE_NAMES:
        raise Refused(_("Choose one of the six official languages."))
    title, text = title.strip(), text.strip()
    if not title or len(title) > LONGEST_TITLE:
        raise Refused(_("Give it a title of at most 200 characters."))
    with transaction.atomic():
        states.locked(version.node)
        now = NodeVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
        written = now.texts.filter(language=language).first() or NodeText(version=now, language=language)
        if now.frozen_at is not None:
            if written.pk is not None or language == now.original_language:
                raise NotNow(FROZEN)
            check_translation(now, text)
        written.title, written.text = title, text
        written.edited_by, written.edited_at = by, at
        written.save()
        trail.note(version.node, "wrote", by=by, at=at, version=now.number, language=language)
    return written


def check_translation(version: NodeVersion, text: str) -> None:
    original = version.texts.get(language=version.original_language)
    if marks.marks(text) != marks.marks(original.text):
        raise Refused(_("The translation must name the same sources as the original."))


def set_strength(version: NodeVersion, *, strength: str, by: Person, at: datetime) -> None:
    """How strongly a guideline is put: should, are encouraged to, may consider (R04-2)."""
    require(by, Act.DRAFT, meeting=version.node.framework.meeting_id)
    if strength not in Strength.values:
        raise Refused(_("Choose how strongly it is put."))
    with transaction.atomic():
        changed = NodeVersion.objects.filter(pk=version.pk, frozen_at__isnull=True).update(strength=strength)
        if not changed:
            raise NotNow(FROZEN)
        trail.note(version.node, "set strength", by=by, at=at, strength=strength)
    version.refresh_from_db()


def unsupported(version: NodeVersion) -> list[Unsupported]:
    """Sentences of the wording, in every language, that nothing supports."""
    known = set(version.node.rests.standing().values_list("number", flat=True))
    return [
        Unsupported(text.language, sentence.text, unknown)
        for text in version.texts.all()
        for sentence in marks.sentences(text.text)
        if (unknown := tuple(number for number in sentence.marks if number not in known))
        or not sentence.marks
    ]


def settle(node: Node, *, by: Person, at: datetime) -> None:
    """Propose the wording: from now on it does not change, and the next edition prints it.

    Raises `Refused` naming what is missing: words, support, or the source of a sentence.
    """
    require(by, Act.DRAFT, meeting=node.framework.meeting_id)
    with transaction.atomic():
        now = states.locked(node, *states.OPEN)
        version = latest(now)
        check_complete(version)
        changed = NodeVersion.objects.filter(pk=version.pk, frozen_at__isnull=True).update(frozen_at=at)
        if not changed:
            raise NotNow(FROZEN)
        states.move(now, State.SETTLED)
        trail.note(now, "settled", by=by, at=at, version=version.number)
    node.refresh_from_db()


def check_complete(version: NodeVersion) -> None:
    node = version.node
    original = version.texts.filter(language=version.original_language).first()
    if original is None or (node.kind == Node.Kind.GUIDELINE and not original.text):
        raise Refused(_("Write the guideline in its original language."))
    if node.kind == Node.Kind.GUIDELINE and not node.rests.standing().exists():
        raise Refused(
            _(
                "The guideline rests on nothing: name a practice, words of a statement, or a paragraph of an "
                "instrument."
            )
        )
    for one in unsupported(version):
        raise Refused(
            _("Nothing supports this sentence (%(language)s): “%(sentence)s” Name what it rests on as [1].")
            % {"language": NATIVE_NAMES[one.language], "sentence": one.sentence}
        )
    check_repeats_nothing(version)


def check_repeats_nothing(version: NodeVersion) -> None:
    """Raises `Refused` where a text holds words whose source may not be named: a search would find it (RX-1)."""
    sealed = version.node.rests.filter(excerpt__isnull=False).exclude(
        excerpt__attribution=Attribution.ATTRIBUTED
    )
    told = [one for one in sealed.values_list("excerpt__text", flat=True) if len(one) >= TELLING]
    for text in version.texts.all():
        if any(one in text.text or one in text.title for one in told):
            raise Refused(
                _(
                    "The text (%(language)s) repeats words whose source may not be named, and a search for them would "
                    "find it. Say it in other words."
                )
                % {"language": NATIVE_NAMES[text.language]}
            )


def reword(node: Node, *, reason: str, by: Person, at: datetime) -> NodeVersion:
    """A new wording in place of one that is settled; it begins with the same words. What was issued stays."""
    require(by, Act.DRAFT, meeting=node.framework.meeting_id)
    if not reason.strip():
        raise Refused(_("Say why a new wording is needed."))
    with transaction.atomic():
        now = states.locked(node, State.SETTLED, State.AGREED)
        last = latest(now)
        version = NodeVersion.objects.create(
            node=now,
            number=last.number + 1,
            original_language=last.original_language,
            strength=last.strength,
            created_by=by,
            created_at=at,
        )
        for text in last.texts.all():
            text.pk, text.version, text._state.adding = None, version, True
            text.save()
        states.move(now, State.UNDER_REVIEW)
        trail.note(now, "reworded", by=by, at=at, version=version.number, reason=reason)
    node.refresh_from_db()
    return version


def agree(node: Node, *, on: date, procedure: str, by: Person, at: datetime, reservations: str = "") -> None:
    """Record that the Committee agreed to the settled wording, and how (R12-3): the guideline is recommended."""
    require(by, Act.AGREE, meeting=node.framework.meeting_id)
    if procedure not in NodeVersion.Procedure.values:
        raise Refused(_("Choose how the Committee agreed."))
    with transaction.atomic():
        now = states.locked(node, State.SETTLED)
        version = latest(now)
        NodeVersion.objects.filter(pk=version.pk).update(
            agreed_on=on, procedure=procedure, reservations=reservations.strip()
        )
        states.move(now, State.AGREED)
        trail.note(now, "agreed", by=by, at=at, version=version.number, procedure=procedure)
    node.refresh_from_db()
