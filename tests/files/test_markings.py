"""Security markings, in six languages and as readers join lines."""

from __future__ import annotations

import pytest

from comity.files.markings import classified, strictly_confidential
from tests.makers import a_reading

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    "line",
    [
        "STRICTLY CONFIDENTIAL",
        "Strictly Confidential",
        "[ UN STRICTLY CONFIDENTIAL ]",
        "STRICTLY CONFIDENTIAL – FOR THE CHAIR ONLY",
        "STRICTEMENT CONFIDENTIEL",
        "Estrictamente confidencial",
        "СТРОГО КОНФИДЕНЦИАЛЬНО",
        "سري للغاية",
        "绝密",
        "STRICTLY CONFIDENTIAL Statement of Norway on good practices in the exchange of evidence",
        "NORWAY\nSTRICTLY CONFIDENTIAL",
    ],
)
def test_strictly_confidential_is_seen(line: str) -> None:
    """RX-5."""
    assert strictly_confidential(a_reading("A heading", line, "Some words."))


@pytest.mark.parametrize(
    "line",
    [
        "We keep strictly confidential the names of those who report.",
        "ALL NAMES OF THOSE WHO REPORT ARE KEPT STRICTLY CONFIDENTIAL BY THE PLATFORMS AND BY THE COURTS OF THE COUNTRY",
        "Confidential",
        "",
    ],
)
def test_a_sentence_is_no_marking(line: str) -> None:
    assert not strictly_confidential(a_reading("A heading", line))


@pytest.mark.parametrize(
    "line", ["CONFIDENTIAL", "Top secret", "Confidentielle", "(КОНФИДЕНЦИАЛЬНО)", "سري", "机密", "绝密"]
)
def test_any_level_above_unclassified_is_a_marking(line: str) -> None:
    """RX-5."""
    assert classified(line)


@pytest.mark.parametrize(
    "line", ["UNCLASSIFIED", "Confidential information is protected.", "The secret of success"]
)
def test_other_lines_are_not(line: str) -> None:
    assert not classified(line)
