"""What pages are tested with: a postbox behind a real SMTP server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.smtp import mails_go_to
from tests.web.acting import Postbox


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    box = Postbox()
    with mails_go_to(box, settings):
        yield box
