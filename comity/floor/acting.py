"""One act on a floor: held, recorded, told to whoever follows, and kept so that a slip can be undone.

Acts of one floor follow one another, whoever does them: each holds the floor's row. So two moderators never give the
floor twice: the second finds it given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from comity.floor import policy
from comity.floor.models import Floor, FloorAct, Inscription, Question
from comity.floor.states import LISTS, MOVES, QUESTIONS, SITTINGS
from comity.meetings.models import Meeting, Session
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotNow

_encode = DjangoJSONEncoder().default
NOT_YET = 0
"""In place of the key of a floor on which nothing was done."""


class Acting:
    """The floor as it is now, and what the act changes on it."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.before: list[dict[str, Any]] = []

    def change(self, row: Model, **fields: Any) -> None:
        """Write some fields of a row, remembering what they were."""
        was = {name: _plain(row, name) for name in fields}
        self.before.append({"model": row._meta.model_name, "pk": row.pk, "fields": was})
        for name, value in fields.items():
            setattr(row, name, value)
        row.save(update_fields=list(fields))

    def made(self, row: Model) -> None:
        """A row that the act has made."""
        self.before.append({"model": row._meta.model_name, "pk": row.pk, "fields": None})

    def move(self, inscription: Inscription, to: Inscription.State, **fields: Any) -> None:
        """Raises `NotNow` where the table does not allow it."""
        if to not in MOVES[Inscription.State(inscription.state)]:
            raise NotNow(
                _("This is not possible now: %(name)s is “%(state)s”.")
                % {"name": who(inscription), "state": inscription.get_state_display()}
            )
        self.change(inscription, state=to, **fields)

    def move_question(self, question: Question, to: Question.State) -> None:
        if to not in QUESTIONS[Question.State(question.state)]:
            raise NotNow(
                _("This is not possible now: the question is “%(state)s”.")
                % {"state": question.get_state_display()}
            )
        self.change(question, state=to)

    def move_sitting(self, to: Floor.Proceedings, **fields: Any) -> None:
        if to not in SITTINGS[Floor.Proceedings(self.floor.proceedings)]:
            raise NotNow(
                _("This is not possible now: the session is “%(state)s”.")
                % {"state": self.floor.get_proceedings_display()}
            )
        self.change(self.floor, proceedings=to, **fields)

    def move_list(self, to: Floor.List) -> None:
        if to not in LISTS[Floor.List(self.floor.list_state)]:
            raise NotNow(
                _("This is not possible now: the list of speakers is “%(state)s”.")
                % {"state": self.floor.get_list_state_display()}
            )
        self.change(self.floor, list_state=to)


@contextmanager
def acting(
    floor: Floor, verb: str, *, by: Person, at: datetime, undo: bool = False, **details: Any
) -> Iterator[Acting]:
    """Hold the floor while it is acted on; then number the act and tell whoever follows. `undo`: whether it can be
    undone. Raises `NotNow` where the programme is closed."""
    with transaction.atomic(), begun(floor):
        doing = Acting(held(floor))
        require_held(doing.floor.session)
        yield doing
        number = doing.floor.number + 1
        Floor.objects.filter(pk=floor.pk).update(number=number)
        FloorAct.objects.create(
            floor=doing.floor,
            number=number,
            verb=verb,
            by=by,
            at=at,
            details=details,
            before=doing.before,
            can_be_undone=undo,
        )
        session = doing.floor.session
        trail.note(session, verb, by=by, at=at, meeting=session.meeting, **details)
        told(session)
    floor.refresh_from_db()


def held(floor: Floor) -> Floor:
    """The floor as it is now, nobody else's until the transaction ends."""
    found = Floor.objects.select_for_update(of=("self",)).select_related("session__meeting")
    return found.get(pk=floor.pk)


def told(session: Session) -> None:
    """Once the act stands, whoever follows learns of it at once; they would find out by themselves a little later."""
    announce: Callable[[int], None] = import_string(settings.FLOOR_ANNOUNCER)
    key = session.pk
    transaction.on_commit(lambda: announce(key), robust=True)


def require_held(session: Session) -> None:
    """Raises `NotNow` where the session is not held."""
    if session.cancelled_at is not None:
        raise NotNow(_("The session is cancelled."))
    if session.meeting.state in (
        Meeting.State.CANCELLED,
        Meeting.State.POSTPONED,
        Meeting.State.ARCHIVED,
    ):
        raise NotNow(
            _("The meeting is “%(state)s”: nobody has the floor in it.")
            % {"state": session.meeting.get_state_display()}
        )


def of(session: Session) -> Floor:
    """The floor of the session. Looking writes nothing: where nothing was done yet it has the key `NOT_YET`, which no
    row bears, and the policy of the session's tier; the first act writes it."""
    found = Floor.objects.filter(session=session).first()
    if found is None:
        found = Floor(pk=NOT_YET, policy=policy.first(session).written())
    found.session = session
    return found


@contextmanager
def begun(floor: Floor) -> Iterator[None]:
    """The floor is written if nothing was done on it yet; of two who are first at once, one writes it. Where the act is
    refused nothing was done still."""
    key = floor.pk
    if key == NOT_YET:
        written, _made = Floor.objects.get_or_create(session=floor.session, defaults={"policy": floor.policy})
        floor.pk = written.pk
    try:
        yield
    except BaseException:
        floor.pk = key
        raise


def who(one: Any) -> str:
    """Whose an inscription or intervention is, for those who may see it."""
    if one.on_behalf_of:
        return f"{one.delegation.whose} ({one.on_behalf_of})"
    return str(one.delegation.whose) if one.delegation else str(one.part.participant)


def restored(before: list[dict[str, Any]]) -> None:
    """Give rows the values that they had; what was made since goes."""
    for one in reversed(before):
        model = apps.get_model("comity", one["model"])
        if one["fields"] is None:
            model.objects.filter(pk=one["pk"]).delete()
            continue
        row = model.objects.get(pk=one["pk"])
        for name, value in one["fields"].items():
            field = model._meta.get_field(name)
            setattr(row, field.attname, field.to_python(value))
        row.save(update_fields=list(one["fields"]))


def _plain(row: Model, name: str) -> Any:
    """A value as JSON keeps it; a related row by its key."""
    field = row._meta.get_field(name)
    value = getattr(row, field.attname)  # type: ignore[union-attr]
    return (
        value
        if value is None or isinstance(value, str | int | float | bool | list | dict)
        else _encode(value)
    )
