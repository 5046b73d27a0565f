"""One list of what States are called, for whatever reads names."""

from __future__ import annotations

import pytest

from comity.texts.attribution import attributed
from comity.texts.states import states, understood, unofficial

pytestmark = pytest.mark.no_database


def test_each_name_besides_the_official_ones_means_one_state() -> None:
    """RX-7."""
    official = {name for one in states() for name in one["names"].values()}
    every = [name for names in understood().values() for name in names]
    assert len(every) == len(set(every))
    assert not official & set(every)
    assert {name for names in unofficial().values() for name in names} <= set(every)
    assert unofficial()["rus"] == ("Russia",)
    assert unofficial()["nor"] == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Train judges (Holland; East Timor).", ("Holland", "East Timor")),
        ("Former des juges (Turquie ; Cap-Vert).", ("Turquie", "Cap-Vert")),
        ("A seminar was held (UK).", ()),
    ],
)
def test_everyday_and_former_names_are_authors_and_abbreviations_are_not(
    text: str, named: tuple[str, ...]
) -> None:
    assert attributed(text) == named
