"""What one must know of a session to be there: when, where, and whether it is held at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from comity.communications.models import Notice
from comity.meetings.models import Meeting, Session

HELD, CANCELLED, POSTPONED = "held", "cancelled", "postponed"


@dataclass(frozen=True, slots=True)
class Facts:
    """Times in UTC. `room`: language -> name, empty where none is known; `state`: held, cancelled or postponed."""

    starts_at: datetime
    ends_at: datetime
    room: dict[str, str]
    state: str

    @property
    def is_held(self) -> bool:
        return self.state == HELD


def of(session: Session) -> dict[str, Any]:
    """The facts as JSON: of two that are equal, nothing need be told."""
    return {
        "starts_at": session.starts_at.astimezone(UTC).isoformat(),
        "ends_at": session.ends_at.astimezone(UTC).isoformat(),
        "room": session.room.names if session.room else {},
        "state": state(session),
    }


def state(session: Session) -> str:
    if session.cancelled_at is not None or session.meeting.state == Meeting.State.CANCELLED:
        return CANCELLED
    return POSTPONED if session.meeting.state == Meeting.State.POSTPONED else HELD


def read(kept: dict[str, Any]) -> Facts | None:
    """What `of` wrote; None for nothing, and for what is not about a session's time and place."""
    if "starts_at" not in kept:
        return None
    return Facts(
        starts_at=datetime.fromisoformat(kept["starts_at"]),
        ends_at=datetime.fromisoformat(kept["ends_at"]),
        room=kept["room"],
        state=kept["state"],
    )


def kind(was: dict[str, Any], becomes: dict[str, Any]) -> Notice.Kind | None:
    """What to call the difference; None where what is not held is merely moved about."""
    if was["state"] == becomes["state"]:
        return Notice.Kind.MOVED if becomes["state"] == HELD else None
    return {
        CANCELLED: Notice.Kind.CANCELLED,
        POSTPONED: Notice.Kind.POSTPONED,
        HELD: Notice.Kind.RESTORED,
    }[becomes["state"]]
