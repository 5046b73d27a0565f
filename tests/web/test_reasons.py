"""The reasons of the machine beside a paragraph."""

from __future__ import annotations

from comity.web.desk.reading.page import joined


def test_a_reason_stands_once_with_all_its_words() -> None:
    found = joined(
        [
            {"code": "norm", "words": "human rights"},
            {"code": "verb", "words": "adopted"},
            {"code": "norm", "words": "lives"},
            {"code": "norm", "words": "human rights"},
        ]
    )
    assert [(str(why), words) for why, words in found] == [
        ("what it stands for", ["human rights", "lives"]),
        ("what is done or asked", ["adopted"]),
    ]
