"""Asking for the floor: for one's own delegation, on declared aspects (concept note, paragraph 9; R09-1, R09-10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from comity.floor import listing
from comity.floor.acting import Acting, acting, of
from comity.floor.authority import Act, may, require
from comity.floor.models import Floor, Inscription, Intervention
from comity.floor.models.speakers import Kind
from comity.floor.policy import STATES, Policy
from comity.floor.states import LIVE
from comity.meetings.models import Aspect, Session
from comity.participants.models import Delegation, Group, Person
from comity.refusals import NotNow, Refused
from comity.statements.models import Statement
from comity.texts.model import LANGUAGES

State = Inscription.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a delegation says when it asks for the floor. `aspects`: at least one, but for a right of reply."""

    aspects: Iterable[Aspect] = field(default_factory=tuple)
    kind: Kind = Kind.STATEMENT
    level: Inscription.Level = Inscription.Level.DELEGATE
    on_behalf_of: Group | None = None
    language: str = "en"
    speaker_name: str = ""
    speaker_title: str = ""
    statement: Statement | None = None
    minutes_wanted: int | None = None


def ask(delegation: Delegation, session: Session, asked: Asked, *, by: Person, at: datetime) -> Inscription:
    """Ask for the floor. States are inscribed at once, at the place that the policy gives; others where the moderator
    gives leave, if the policy says so.

    Raises `Refused` for what is missing or not the delegation's, `NotNow` where the list is not open, a right of reply
    is not given, or the delegation is inscribed already.
    """
    require(by, Act.ASK_FOR_FLOOR, session=session, delegation=delegation)
    aspects = [*asked.aspects]
    require_own(delegation, session, asked, aspects)
    with acting(of(session), "asked for the floor", by=by, at=at, delegation=delegation.body.code) as doing:
        policy = Policy.of(doing.floor.policy)
        keeps_list = may(by, Act.MODERATE, session=session)
        require_open(doing.floor, asked.kind, keeps_list=keeps_list)
        if asked.kind == Kind.REPLY:
            require_reply(doing.floor, delegation, policy)
        inscription = written(doing, delegation, asked, by=by, at=at)
        inscription.aspects.set(aspects)
        waits = policy.others_wait_for_leave and delegation.body.category not in STATES and not keeps_list
        if waits and asked.kind == Kind.STATEMENT:
            inscription.state = State.REQUESTED
            inscription.save(update_fields=["state"])
        else:
            listing.put(doing, inscription)
    return inscription


def require_own(delegation: Delegation, session: Session, asked: Asked, aspects: list[Aspect]) -> None:
    """Raises `Refused` with what is wrong in what was asked."""
    if delegation.meeting_id != session.meeting_id:
        raise Refused(_("The delegation does not take part in this meeting."))
    if any(one.meeting_id != session.meeting_id for one in aspects):
        raise Refused(_("Choose among the aspects of this meeting."))
    if asked.kind == Kind.STATEMENT and not aspects:
        raise Refused(
            _("Name at least one aspect: issues raised on the floor relate to the declared aspects only.")
        )
    if asked.kind not in (Kind.STATEMENT, Kind.REPLY):
        raise Refused(_("One asks for the floor for a statement or a right of reply."))
    if asked.language not in LANGUAGES:
        raise Refused(_("Choose one of the six official languages."))
    group = asked.on_behalf_of
    if group is not None and not delegation.speaks_for.filter(pk=group.pk).exists():
        raise Refused(
            _("The delegation is not authorized to speak on behalf of %(group)s at this meeting.")
            % {"group": group}
        )
    require_statement(delegation, asked.statement)


def require_statement(delegation: Delegation, statement: Statement | None) -> None:
    """Raises `Refused` where a statement cannot be delivered by the delegation."""
    if statement is None:
        return
    if statement.delegation_id != delegation.pk or statement.withdrawn_at is not None:
        raise Refused(_("Choose a statement of the delegation that was not withdrawn."))
    if statement.delivered_at is not None:
        raise Refused(_("This statement has been delivered already."))


def require_open(floor: Floor, kind: Kind, *, keeps_list: bool) -> None:
    """Raises `NotNow` where nobody is inscribed any more, or yet. Who keeps the list may inscribe before it opens."""
    if floor.proceedings == Floor.Proceedings.ADJOURNED:
        raise NotNow(_("The session is adjourned. Send a written statement instead."))
    if kind == Kind.REPLY:
        return
    if floor.list_state == Floor.List.CLOSED:
        raise NotNow(
            _("The list of speakers is closed. Send a written statement instead, or ask the secretariat.")
        )
    if floor.list_state == Floor.List.NOT_OPEN and not keeps_list:
        raise NotNow(_("The list of speakers is not open yet."))


def require_reply(floor: Floor, delegation: Delegation, policy: Policy) -> None:
    """Rights of reply as the policy gives them: while the session sits, so many a delegation."""
    if not policy.replies:
        raise NotNow(_("There is no right of reply in this session."))
    if floor.proceedings == Floor.Proceedings.WAITING:
        raise NotNow(_("The session has not begun: there is nothing to reply to."))
    used = replies(floor, delegation)
    asked = floor.inscriptions.filter(delegation=delegation, kind=Kind.REPLY, state__in=LIVE).count()
    if used + asked >= len(policy.replies):
        raise NotNow(_("The delegation has used its rights of reply in this session."))


def replies(floor: Floor, delegation: Delegation | None) -> int:
    """How many the delegation has used."""
    return Intervention.objects.filter(floor=floor, delegation=delegation, kind=Kind.REPLY).count()


def written(doing: Acting, delegation: Delegation, asked: Asked, *, by: Person, at: datetime) -> Inscription:
    floor = doing.floor
    doing.change(floor, inscriptions_taken=floor.inscriptions_taken + 1)
    try:
        with transaction.atomic():
            made = Inscription.objects.create(
                floor=floor,
                number=floor.inscriptions_taken,
                delegation=delegation,
                kind=asked.kind,
                level=asked.level,
                on_behalf_of=asked.on_behalf_of,
                language=asked.language,
                speaker_name=asked.speaker_name.strip(),
                speaker_title=asked.speaker_title.strip(),
                statement=asked.statement,
                minutes_wanted=asked.minutes_wanted,
                asked_by=by,
                asked_at=at,
            )
    except IntegrityError as fault:
        raise NotNow(
            _("%(name)s is inscribed in this session already.") % {"name": delegation.whose}
        ) from fault
    doing.made(made)
    return made


def amend(inscription: Inscription, *, by: Person, at: datetime, **changes: object) -> None:
    """Change who speaks, in which language, or the statement that is delivered, until the floor is given. What decides
    the place (level, group) is asked for anew."""
    require(by, Act.ASK_FOR_FLOOR, session=inscription.floor.session, delegation=inscription.delegation)
    if changes.keys() - {"speaker_name", "speaker_title", "language", "statement"}:
        raise Refused(_("To change this, withdraw and ask for the floor again."))
    if changes.get("language", "en") not in LANGUAGES:
        raise Refused(_("Choose one of the six official languages."))
    statement = changes.get("statement")
    if inscription.delegation is not None and isinstance(statement, Statement):
        require_statement(inscription.delegation, statement)
    with acting(
        inscription.floor, "changed an inscription", by=by, at=at, number=inscription.number
    ) as doing:
        now = Inscription.objects.get(pk=inscription.pk)
        if now.state not in LIVE - {State.HAS_FLOOR}:
            raise NotNow(_("The inscription is “%(state)s”.") % {"state": now.get_state_display()})
        doing.change(now, **changes)


def withdraw(inscription: Inscription, *, by: Person, at: datetime) -> None:
    """Take a delegation off the list, at its own wish."""
    require(by, Act.ASK_FOR_FLOOR, session=inscription.floor.session, delegation=inscription.delegation)
    leave(inscription, State.WITHDRAWN, "withdrew from the list", by=by, at=at)


def let_others_go_first(inscription: Inscription, *, by: Person, at: datetime) -> None:
    """The delegation lets others speak; the moderator may put it back, at the end of the list."""
    require(by, Act.ASK_FOR_FLOOR, session=inscription.floor.session, delegation=inscription.delegation)
    leave(inscription, State.PASSED, "passed", by=by, at=at)


def write_instead(inscription: Inscription, *, by: Person, at: datetime) -> None:
    """The delegation sends its statement in writing and does not speak. An attached statement becomes written only."""
    require(by, Act.ASK_FOR_FLOOR, session=inscription.floor.session, delegation=inscription.delegation)
    leave(inscription, State.WRITTEN_ONLY, "chose to write instead", by=by, at=at)


def leave(
    inscription: Inscription,
    to: Inscription.State,
    verb: str,
    *,
    undo: bool = False,
    by: Person,
    at: datetime,
) -> None:
    """Off the list; everybody else stays where they are."""
    with acting(inscription.floor, verb, by=by, at=at, undo=undo, number=inscription.number) as doing:
        now = Inscription.objects.get(pk=inscription.pk)
        doing.move(now, to, place=None, moved=False)
