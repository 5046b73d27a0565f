"""Each contributor sees its own words and the draft, and confirms, corrects, closes or takes back (R12-4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from comity.languages import page_language
from comity.meetings.times import at_venue
from comity.participants import letters, links
from comity.participants.models import DELEGATION_ROLES, Delegation, Participant, Person
from comity.practices import attribution, drafting, states
from comity.practices.authority import Act, require
from comity.practices.models import Confirmation, Excerpt, Practice, PracticeVersion
from comity.practices.models.excerpts import Attribution
from comity.practices.states import State
from comity.record import trail
from comity.refusals import NotNow, Refused
from comity.statements.models import Statement

Answer = Confirmation.Answer
Silence = Confirmation.Silence


def contributors(practice: Practice) -> list[Delegation]:
    """Whose words the practice rests on now, divergent ones among them."""
    live = practice.supports.live().values("excerpt__delegation")
    return list(Delegation.every.filter(pk__in=live).select_related("body", "meeting").order_by("pk"))


def excerpts_of(confirmation: Confirmation) -> list[Excerpt]:
    """The contributor's own words under the practice; nobody else's."""
    practice = confirmation.version.practice
    return list(
        Excerpt.objects.filter(
            pk__in=practice.supports.live().values("excerpt"), delegation=confirmation.delegation
        ).select_related("paragraph__language_version__version__statement")
    )


def send(
    practice: Practice, *, due_at: datetime, silence: str, by: Person, at: datetime
) -> list[Confirmation]:
    """Ask every contributor that has not been asked about this wording yet. `silence` says what no answer means.

    Raises `NotNow` before the safeguards review, `Refused` for a date that has passed.
    """
    require(by, Act.ASK_SOURCES, meeting=practice.meeting_id)
    if due_at <= at or silence not in Silence.values:
        raise Refused(_("Choose a date that leaves time to answer, and what silence means."))
    with transaction.atomic():
        now = states.locked(practice, State.REVIEWED, State.CONFIRMING)
        version = drafting.latest(now)
        assert version is not None
        asked = set(version.confirmations.values_list("delegation", flat=True))
        sent = Confirmation.objects.bulk_create(
            Confirmation(
                version=version,
                delegation=delegation,
                silence=silence,
                sent_by=by,
                sent_at=at,
                due_at=due_at,
            )
            for delegation in contributors(now)
            if delegation.pk not in asked
        )
        if now.state == State.REVIEWED:
            states.move(practice, State.CONFIRMING)
        for one in sent:
            write(one, at=at)
        trail.note(
            practice, "asked sources", by=by, at=at, version=version.number, count=len(sent), silence=silence
        )
    return sent


def write(confirmation: Confirmation, *, at: datetime) -> None:
    """A letter to each who acts for the contributor, in their language; it names nobody else. Words that the public
    may not read yet, or never, are not in it: it says where they stand (RX-5, R09-5)."""
    meeting = confirmation.meeting
    excerpts = [(one, may_be_mailed(one, at)) for one in excerpts_of(confirmation)]
    for person in asked(confirmation.delegation):
        with override(page_language(person.language)):
            subject, _newline, body = render_to_string(
                "mails/confirmation.txt",
                {
                    "person": person,
                    "own_page": links.address(person) if isinstance(person, Participant) else "",
                    "confirmation": confirmation,
                    "meeting": meeting,
                    "excerpts": excerpts,
                    "time": partial(at_venue, confirmation.due_at, meeting),
                },
            ).partition("\n")
        letters.write(to=person.email, subject=subject, body=body.lstrip("\n"), at=at, meeting=meeting)


def asked(source: Delegation) -> Iterable[Person | Participant]:
    """Those who act for the delegation; or the panellist herself, if she can be written to."""
    if source.panellist is not None:
        return [source.panellist] if source.panellist.email else []
    return Person.objects.filter(
        assignments__delegation=source, assignments__role__in=list(DELEGATION_ROLES), is_active=True
    ).distinct()


def may_be_mailed(excerpt: Excerpt, at: datetime) -> bool:
    version = excerpt.paragraph.language_version.version
    return version.is_public(at) and version.statement.sensitivity == Statement.Sensitivity.UNCLASSIFIED


def answer(
    confirmation: Confirmation,
    answer: str,
    *,
    by: Person | None,
    at: datetime,
    remarks: str = "",
    tighten_to: Attribution | None = None,
) -> None:
    """The contributor (`by` None: a panellist, on her own page) answers for its own words: `confirmed`; `corrected`,
    with what is wrong; `tightened`, to a closer attribution; `withdrawn`, which takes the words out everywhere.

    Raises `NotNow` after it was answered or closed, `Refused` for what misses.
    """
    practice = confirmation.version.practice
    if by is not None or confirmation.delegation.panellist_id is None:
        require(by, Act.ANSWER_FOR_SOURCE, meeting=practice.meeting_id, delegation=confirmation.delegation)
    check_answer(answer, remarks, tighten_to)
    with transaction.atomic():
        now = states.locked(practice, State.CONFIRMING)
        if drafting.latest(now) != confirmation.version:
            raise NotNow(_("The draft was worded anew since. Answer to the new wording."))
        changed = Confirmation.objects.filter(pk=confirmation.pk, answer="").update(
            answer=answer,
            remarks=remarks.strip(),
            tightened_to=tighten_to or "",
            answered_by=by,
            answered_at=at,
        )
        if not changed:
            raise NotNow(_("This was answered already, or the time for it has passed."))
        to = Attribution.WITHDRAWN if answer == Answer.WITHDRAWN else tighten_to
        if to is not None:
            tighten_each(excerpts_of(confirmation), to, by=by, at=at)
        trail.note(confirmation, "answered", by=None, at=at, meeting=practice.meeting, answer=answer)
    confirmation.refresh_from_db()


def check_answer(answer: str, remarks: str, tighten_to: Attribution | None) -> None:
    if answer not in Answer.values or answer == Answer.SILENT:
        raise Refused(_("Choose one of the answers."))
    if answer == Answer.CORRECTED and not remarks.strip():
        raise Refused(_("Say what is to be corrected."))
    if (answer == Answer.TIGHTENED) != (tighten_to is not None) or tighten_to == Attribution.WITHDRAWN:
        raise Refused(_("Choose how the words are to be attributed, and only with that answer."))


def tighten_each(excerpts: Iterable[Excerpt], to: Attribution, *, by: Person | None, at: datetime) -> None:
    """Those that are more open than that."""
    for excerpt in excerpts:
        if attribution.ORDER.index(to) > attribution.ORDER.index(Attribution(excerpt.attribution)):
            attribution.close(excerpt, to, by=by, at=at)


def close(practice: Practice, *, by: Person, at: datetime) -> list[Confirmation]:
    """End the waiting: who has not answered in time is silent, and what that means is carried out.

    Raises `NotNow` while time is left for somebody.
    """
    require(by, Act.ASK_SOURCES, meeting=practice.meeting_id)
    with transaction.atomic():
        states.locked(practice, State.CONFIRMING)
        silent = list(open_confirmations(practice).select_related("version__practice", "delegation"))
        if any(one.due_at > at for one in silent):
            raise NotNow(_("Some contributors still have time to answer."))
        for one in silent:
            Confirmation.objects.filter(pk=one.pk, answer="").update(answer=Answer.SILENT, answered_at=at)
            leave_out(one, by=by, at=at)
        trail.note(practice, "closed confirmation", by=by, at=at, silent=len(silent))
    return silent


def leave_out(confirmation: Confirmation, *, by: Person, at: datetime) -> None:
    """What the silence of a contributor means for its words."""
    practice = confirmation.version.practice
    if confirmation.silence == Silence.UNNAMED:
        tighten_each(excerpts_of(confirmation), Attribution.NON_ATTRIBUTED, by=by, at=at)
    elif confirmation.silence == Silence.LEAVES_OUT:
        leaving = [
            one.pk for one in practice.supports.live().filter(excerpt__delegation=confirmation.delegation)
        ]
        rest = practice.supports.live().filter(stance="supports").exclude(pk__in=leaving)
        now = states.locked(practice)
        if not rest.exists() and now.state in states.RESTS_ON_WORDS:
            attribution.lose_source(now, at=at)
        practice.supports.filter(pk__in=leaving).update(left_at=at)


def open_confirmations(practice: Practice) -> QuerySet[Confirmation]:
    """Of the newest wording, without an answer."""
    return Confirmation.objects.filter(version=drafting.latest(practice), answer="").order_by("pk")


def check_confirmed(version: PracticeVersion) -> None:
    """Raises `NotNow` where a contributor was not asked, has not answered or corrects the wording."""
    answers = dict(version.confirmations.values_list("delegation", "answer"))
    if any(one.pk not in answers for one in contributors(version.practice)):
        raise NotNow(_("A contributor has not been asked yet. Ask for its confirmation."))
    if "" in answers.values():
        raise NotNow(
            _(
                "A contributor has not answered yet. Wait for it, or end the waiting for sources after the date."
            )
        )
    if Answer.CORRECTED in answers.values():
        raise NotNow(_("A contributor corrects this wording. Word the practice anew."))
    drafting.check_repeats_nothing(version)
