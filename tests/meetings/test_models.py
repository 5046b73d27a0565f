"""Meetings and what belongs to them are called by their titles, in the reader's language."""

from __future__ import annotations

import pytest
from django.utils import translation

from comity.meetings.models import Aspect, Instrument, Meeting, Series, Session

pytestmark = pytest.mark.no_database
TITLES = {"en": "Prevention", "fr": "Prévention", "ru": "Предотвращение"}


@pytest.mark.parametrize("kind", [Series, Meeting, Aspect, Session])
def test_it_is_called_by_its_title_in_the_readers_language(
    kind: type[Series] | type[Meeting] | type[Aspect] | type[Session],
) -> None:
    for page, title in (("ru", "Предотвращение"), ("es", "Prevention"), ("en", "Prevention")):
        with translation.override(page):
            assert str(kind(titles=TITLES)) == title


def test_a_meeting_without_a_short_title_is_called_by_its_whole_one() -> None:
    assert Meeting(titles=TITLES, short_titles={"fr": "P."}).short_title == "P."
    assert Meeting(titles=TITLES).short_title == "Prevention"


def test_an_instrument_is_called_by_its_symbol_in_every_language() -> None:
    with translation.override("ar"):
        assert str(Instrument(symbol="S/RES/1373 (2001)", title="Threats")) == "S/RES/1373 (2001)"
