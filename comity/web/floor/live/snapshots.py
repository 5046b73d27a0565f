"""The floors that are followed, as everybody may see them now: made anew only when something was done."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import override

from comity.floor import shown
from comity.floor.models import Floor
from comity.floor.policy import first
from comity.floor.shown import Shown
from comity.languages import page_language
from comity.meetings.models import Session
from comity.meetings.queries import is_public
from comity.web.floor.live.words import Told, told
from comity.web.front import Edition

SESSIONS = Session.objects.select_related("meeting", "room", "floor")


def open_to_all(session: Session) -> bool:
    """Whether anybody may follow it: its meeting was announced, and it is held."""
    return is_public(session.meeting) and session.cancelled_at is None


def found(slug: str, code: str) -> Session | None:
    """The session where everybody may follow it."""
    session = SESSIONS.filter(meeting__slug=slug, code=code).first()
    return session if session is not None and open_to_all(session) else None


def seen(session: Session, *, at: datetime) -> Shown:
    """What everybody may see; looking makes no floor where there is none yet."""
    floor = getattr(session, "floor", None)
    if floor is None:
        return Shown(
            number=0,
            at=at,
            proceedings=Floor.Proceedings.WAITING,
            list_state=Floor.List.NOT_OPEN,
            segment=None,
            suspended_until=None,
            speaker=None,
            clock=None,
            waiting=0 if first(session).public_list else None,
        )
    floor.session = session
    return shown.of(floor, at=at, inside=False)


def now(session: Session, language: str, *, at: datetime) -> Told:
    """One session in one language, from the database."""
    return in_words(session, seen(session, at=at), language)


def in_words(session: Session, what: Shown, language: str) -> Told:
    with override(page_language(language)):
        segments = {one.pk: str(one) for one in session.segments.all()}
    return told(what, session, segments, language)


class Snapshots:
    """Keeps what is followed as long as nothing is done. Not for several threads at once."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.number = -1
        self.kept: dict[tuple[int, str], Told] = {}
        self.shown: dict[int, tuple[Session, Shown]] = {}

    def of(self, key: int, language: str) -> Told | None:
        """None where not everybody may follow the session, or does so no more."""
        self.renew()
        if (key, language) not in self.kept:
            if key not in self.shown:
                session = SESSIONS.filter(pk=key).first()
                if session is None or not open_to_all(session):
                    return None
                self.shown[key] = session, seen(session, at=timezone.now())
            self.kept[key, language] = in_words(*self.shown[key], language)
        return self.kept[key, language]

    def renew(self) -> bool:
        """Forget everything where something was done; whether it was."""
        number = self.edition.current()
        if number == self.number:
            return False
        self.number, self.kept, self.shown = number, {}, {}
        return True
