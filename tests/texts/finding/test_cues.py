"""Listed words, found where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.texts.finding import cues
from comity.texts.finding.cues import found
from comity.texts.finding.suggest import courtesy


def codes(text: str, language: str, code: str) -> list[str]:
    return [one.words for one in found(text, language) if one.code == code]


def test_the_longer_of_two_entries_is_taken() -> None:
    assert codes("We call upon Member States and States.", "en", "actor") == ["Member States", "States"]


def test_a_gap_spans_up_to_three_words() -> None:
    assert "join the call" in [one.words for one in found("We join the call.", "en")]
    assert codes("We join them in their call.", "en", "ask") == ["join them in their call"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("To succeed, weneed all of you.", "weneed"),
        ("This must con tinue.", "con tinue"),
    ],
)
def test_words_that_extraction_ran_together_or_tore_apart_are_known(text: str, words: str) -> None:
    joined = found(text, "en")
    plain = found(text.replace("weneed", "we need").replace("con tinue", "continue"), "en")
    assert [one.code for one in joined] == [one.code for one in plain]
    assert words in text


def test_arabic_is_found_with_and_without_marks_and_the_letter_for_and() -> None:
    for text in ("وندعو الدول", "ندعو الدول", "نَدعو الدول"):
        assert len(codes(text, "ar", "ask")) == 1


def test_a_chinese_letter_within_another_word_is_no_signal() -> None:
    assert codes("我们反应迅速，应对挑战。", "zh", "modal") == []
    assert codes("各国应合作。", "zh", "modal") == ["应"]


def test_a_language_without_lists_has_no_cues() -> None:
    assert found("We should act.", "und") == []


def test_the_list_of_courtesies_is_one_s_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R12-3: added to and taken from without code; what was proposed by other lists is told apart."""
    greeting = "The zyxwforum of seven lakes sends its greetings."
    thanks = "We are grateful to the hosts."
    assert (courtesy(greeting, "en"), courtesy(thanks, "en"), cues.edition()) == (False, True, "")
    own = tmp_path / "courtesies.json"
    own.write_text('{"en": ["sends its greetings", "-grateful"]}', encoding="utf-8")
    monkeypatch.setenv("COMITY_COURTESIES", str(own))
    cues.forget()
    try:
        assert (courtesy(greeting, "en"), courtesy(thanks, "en")) == (True, False)
        assert cues.edition().startswith("+")
        assert courtesy("Je remercie les hôtes.", "fr")
    finally:
        monkeypatch.delenv("COMITY_COURTESIES")
        cues.forget()
