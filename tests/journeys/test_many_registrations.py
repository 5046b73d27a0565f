"""A list of registrations taken in, approved and mailed while the server is killed twice; `bench.people` does it with
a thousand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.many import registered

pytestmark = pytest.mark.no_database
NUMBER = 120


def test_everybody_approved_gets_one_mail_although_the_server_is_killed_twice(tmp_path: Path) -> None:
    """What was taken twice within the instant between the mail server's answer and our note of it bears the
    same Message-ID."""
    done = registered(tmp_path / "home", NUMBER, kills=(20, 70))
    assert all(sent < NUMBER for sent in done.killed_at)
    assert done.left == {"approved": NUMBER, "letters": NUMBER, "sent": NUMBER, "waiting": 0}
    assert done.once == {f"guest-{one}@example.org": 1 for one in range(NUMBER)}
    assert sum(done.raw.values()) - NUMBER <= 4  # two workers, two kills: at most one letter in flight each
