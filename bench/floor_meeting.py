"""A session that sits, with every State's delegation at it, for `bench.floor`; and what they send meanwhile."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from itertools import count
from typing import Any
from urllib.parse import urlencode

TOKEN = "c" * 32
SLUG, CODE = "sm2016", "s1"
PATH = f"/stream/en/{SLUG}/{CODE}"


def build() -> list[tuple[int, str]]:
    """Key of each delegation, and the session of a browser in which its delegate has signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from comity.floor import acting, listing, moderating
    from comity.meetings.models import Meeting
    from comity.participants.models import Body, Person, Role
    from tests.makers import a_delegation, a_meeting, a_role, the_desk

    meeting = a_meeting(SLUG, state=Meeting.State.IN_SESSION)
    desk, at = the_desk(meeting), timezone.now()
    floor = acting.of(meeting.sessions.get())
    listing.open_list(floor, by=desk, at=at)
    moderating.call_to_order(floor, by=desk, at=at)
    found = []
    for body in Body.objects.filter(category="member_state").order_by("code"):
        delegation = a_delegation(meeting, body.code)
        person = Person.objects.create(email=f"{body.code}@example.org", name=body.code)
        person.assignments.create(role=Role.DELEGATE, meeting=meeting, delegation=delegation)
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        found.append((delegation.pk, str(session.session_key)))
    a_role(Role.CHAIR, meeting, name="chair")
    return found


class Changing:
    """The speaker is changed through the real verb, by whoever may."""

    def __init__(self) -> None:
        from comity.floor.models import Floor
        from comity.participants.models import Person

        self.floor: Any = Floor.objects.select_related("session__meeting").get()
        self.by = Person.objects.get(email="chair@example.org")
        self.marks: list[tuple[int, float]] = []
        self.seconds: list[float] = []
        """That the verb itself took."""

    def next(self) -> None:
        """Gives the floor to the next; notes the number of the act and the instant before it was begun."""
        from django.utils import timezone

        from comity.floor import moderating
        from comity.floor.models import FloorAct

        began = time.monotonic()
        now = moderating.speaking(self.floor)
        moderating.give_next(self.floor, ending=now, by=self.by, at=timezone.now())
        self.seconds.append(time.monotonic() - began)
        act = FloorAct.objects.filter(verb="gave the floor to the next").latest("number")
        self.marks.append((act.number, began))


class Traffic:
    """Delegations ask for the floor and put questions, by the forms of the portal, so many a minute."""

    def __init__(self, port: int, delegations: list[tuple[int, str]], a_minute: float) -> None:
        from comity.meetings.models import Aspect, Session

        self.port, self.pause = port, 60 / a_minute
        self.delegations = delegations
        self.session = Session.objects.get().pk
        self.aspect = Aspect.objects.order_by("pk").values_list("pk", flat=True)[0]
        self.numbers = count()
        self.statuses: Counter[int] = Counter()
        self.seconds: list[float] = []
        self.ended = threading.Event()

    def one(self) -> None:
        number = next(self.numbers)
        delegation, session = self.delegations[(number // 2) % len(self.delegations)]
        where, words = ("ask", {"level": "delegate", "speaker_name": f"Speaker {number}"})
        if number % 2:
            where, words = ("question", {"text": f"Which measures have worked? ({number})"})
        began = time.monotonic()
        try:
            self.statuses[self.post(delegation, session, where, words)] += 1
        except (OSError, HTTPException):
            self.statuses[0] += 1
        self.seconds.append(time.monotonic() - began)

    def post(self, delegation: int, session: str, where: str, words: dict[str, str]) -> int:
        link = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        form = urlencode({**words, "aspects": self.aspect, "language": "en"})
        try:
            path = f"/en/portal/delegations/{delegation}/floor/{self.session}/{where}/"
            link.request("POST", path, form, headers)
            answer = link.getresponse()
            answer.read()
            return answer.status
        finally:
            link.close()

    @contextmanager
    def going_on(self) -> Iterator[None]:
        def send() -> None:
            due = time.monotonic()
            while not self.ended.wait(max(0.0, due - time.monotonic())):
                self.one()
                due += self.pause

        thread = threading.Thread(target=send, daemon=True)
        thread.start()
        yield
        self.ended.set()
        thread.join()
