"""Sentences in six languages, and the marks by which they name their sources."""

from __future__ import annotations

import pytest

from comity.practices import marks
from comity.practices.marks import Sentence

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("States share evidence [1]. They do so fast [2][3].", [(1,), (2, 3)]),
        ("States share evidence. [1] They do so fast.", [(1,), ()]),
        ("各国共享证据[1]。它们很快[2]。", [(1,), (2,)]),
        ("各国共享证据。[1] 它们很快。", [(1,), ()]),
        ("تتبادل الدول الأدلة [1]. هل يتم ذلك بسرعة؟ [2] نعم [3].", [(1,), (2,), (3,)]),
        ("See para. 2 (f) of the resolution, i.e. the part on evidence [1].", [(1,)]),
        ("Los Estados (art. 19) comparten [1]. Véase núm. 2 [2].", [(1,), (2,)]),
        ("Обмен (п. 2 ст. 3) ведется быстро [1]. Он полезен [2].", [(1,), (2,)]),
        ("It said “We share.” [1] Others followed.", [(1,), ()]),
        ("First line without a stop [1]\nSecond line", [(1,), ()]),
        ("[1]", []),
        ("", []),
        ("It ends with no. 5", [()]),
        ("Version 2.0 is in use [4].", [(4,)]),
    ],
)
def test_each_sentence_knows_its_marks(text: str, expected: list[tuple[int, ...]]) -> None:
    assert [one.marks for one in marks.sentences(text)] == expected


def test_a_sentence_keeps_its_words() -> None:
    assert marks.sentences("One [1]. Two.") == [Sentence("One [1].", (1,)), Sentence("Two.", ())]


def test_marks_are_taken_out_for_those_who_only_read() -> None:
    assert marks.without_marks("States share [1][2]. So it is. [3]") == "States share. So it is."
    assert marks.marks("a [1] b [12]") == {1, 12}
