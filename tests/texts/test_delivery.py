"""Lines that only say that the text must be checked against delivery."""

from __future__ import annotations

import pytest

from comity.texts.delivery import is_delivery_note


@pytest.mark.parametrize(
    "line",
    [
        "Check against delivery",
        "(Please check against delivery.)",
        "Seul le prononcé fait foi",
        "Cotejar con el texto pronunciado",
        "Сверить с фактическим выступлением",
        "以实际发言为准",
        "يرجى المراجعة عند الإلقاء",
    ],
)
def test_the_note_is_known_in_the_six_languages(line: str) -> None:
    assert is_delivery_note(line)


@pytest.mark.parametrize(
    "line",
    ["We check against delivery every report.", "Thank you.", "", "Check against delivery " + "x" * 90],
)
def test_a_sentence_of_the_statement_is_no_note(line: str) -> None:
    assert not is_delivery_note(line)
