"""`comity rehearse`: play a session, for training and demonstration."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from comity.floor import rehearsing, staging
from comity.floor.models import Floor
from comity.meetings.models import Meeting, Session
from comity.refusals import Refused


class Command(BaseCommand):
    help = (
        "Play a session through everything that happens on its floor, in a meeting of its own: nothing of the real "
        "meeting is touched, nothing is public and no mail is sent. Stop with Ctrl+C; it begins anew next time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--meeting", required=True, help="short name of the meeting")
        parser.add_argument(
            "--session", default="", help="code of the session; else the next that has not begun"
        )
        parser.add_argument("--speed", type=float, default=20.0, help="how many times faster than in truth")
        parser.add_argument("--seed", type=int, default=1, help="the same number plays the same")
        parser.add_argument(
            "--delegates",
            action="store_true",
            help="delegates follow, and ask for the floor, with their accounts",
        )
        parser.add_argument(
            "--shown", action="store_true", help="the public follows too: of the sample meeting only"
        )
        parser.add_argument("--clear", action="store_true", help="remove what was played, and stop")

    def handle(self, *args: Any, meeting: str, session: str, speed: float, seed: int, **options: Any) -> None:
        if not 0.1 <= speed <= 1000:
            raise CommandError("Give a speed between 0.1 and 1000.")
        found = Meeting.objects.filter(slug=meeting).first()
        if found is None:
            raise CommandError(f"There is no meeting {meeting!r}.")
        if options["clear"]:
            staging.clear(found)
            self.stdout.write("What was played is removed.")
            return
        if options["shown"] and not (found.sample and settings.DEMO):
            raise CommandError("Only a rehearsal of the sample meeting, in a demo, is shown to the public.")
        chosen = session_of(found, session)
        pace = rehearsing.Pace(speed=speed, seed=seed, now=timezone.now, wait=time.sleep, tell=self.tell)
        try:
            floor = rehearsing.play(chosen, pace, delegates=options["delegates"], shown=options["shown"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except KeyboardInterrupt:
            self.stdout.write("\nStopped. It begins anew the next time.")
            return
        self.stdout.write(f"{floor.interventions.count()} interventions, {floor.number} acts.")

    def tell(self, at: datetime, words: str) -> None:
        self.stdout.write(f"{at:%H:%M:%S} {words}")
        self.stdout.flush()


def session_of(meeting: Meeting, code: str) -> Session:
    """The session named; else the next of the Special Meeting that has not begun, or of the others."""
    sessions = [*meeting.sessions.select_related("meeting")]
    named = [one for one in sessions if one.code == code]
    begun = {
        one.session_id
        for one in Floor.objects.filter(session__meeting=meeting).exclude(
            proceedings=Floor.Proceedings.WAITING
        )
    }
    ahead = [one for one in sessions if one.pk not in begun and one.cancelled_at is None]
    ahead.sort(key=lambda one: (one.tier != Session.Tier.SPECIAL, one.starts_at))
    if code and not named:
        known = ", ".join(one.code for one in sessions)
        raise CommandError(f"There is no session {code!r} in {meeting.slug}. Known: {known}.")
    chosen = named or ahead
    if not chosen:
        raise CommandError("No session of the meeting is still to begin.")
    return chosen[0]
