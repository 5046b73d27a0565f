from __future__ import annotations

import json

import pytest

from comity.commands.lines import Checks, Refusal, item, read, row
from comity.texts.finding.items import Item

pytestmark = pytest.mark.no_database


def codes(*lines: bytes, checks: Checks | None = None) -> list[str]:
    return [one.code if isinstance(one, Refusal) else "taken" for one in read(lines, checks or Checks())]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b'{"id": "1", "text": "a"}', "taken"),
        (b'\xef\xbb\xbf{"id": 1, "text": "a"}', "taken"),
        (b'{"id": "1", "text": "a", "language": null, "source": 3, "group": 7}', "taken"),
        (b"[1]", "not_an_object"),
        (b"{", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b'{"id": NaN, "text": "a"}', "not_json"),
        (b'{"id": "1", "text": "\xff"}', "not_utf8"),
        (b'{"id": "1", "text": "\\ud800"}', "not_utf8"),
        (b'{"text": "a"}', "no_id"),
        (b'{"id": "", "text": "a"}', "no_id"),
        (b'{"id": true, "text": "a"}', "no_id"),
        (b'{"id": "1"}', "no_text"),
        (b'{"id": "1", "text": 3}', "no_text"),
        (b'{"id": "1", "text": " "}', "empty_text"),
        (b'{"id": "1", "text": "a", "language": 3}', "bad_language"),
        (b'{"id": "1", "text": "a", "group": ["b"]}', "bad_group"),
    ],
)
def test_each_bad_line_is_refused_for_its_own_reason(line: bytes, code: str) -> None:
    assert codes(line) == [code]


def test_a_bad_line_does_not_stop_the_others_and_is_named_by_its_number() -> None:
    found = list(read([b"{\n", b"\n", b'{"id": "b"}\n', b'{"id": "c", "text": "c"}\n'], Checks()))
    assert [one.line for one in found[:2] if isinstance(one, Refusal)] == [1, 3]
    assert found[1].record() == {  # type: ignore[union-attr]
        "line": 3,
        "id": "b",
        "error": {"code": "no_text", "message": 'The line has no "text", or it is not text.'},
    }
    assert found[2] == {"id": "c", "text": "c"}


def test_an_id_may_stand_once_unless_none_is_asked_for() -> None:
    line = json.dumps({"id": "1", "text": "a"}).encode()
    assert codes(line, line) == ["taken", "id_twice"]
    assert codes(line, line, checks=Checks(with_id=False)) == ["taken", "taken"]


@pytest.mark.parametrize(
    ("given", "taken"),
    [("fr", "fr"), ("fr-CA", "fr"), ("zh_Hans", "zh"), ("EN", "en"), ("pt", "und"), ("", None), (None, None)],
)
def test_a_language_is_one_of_the_six_or_other_or_not_told(given: str | None, taken: str | None) -> None:
    assert item({"id": 1, "text": "a", "language": given}) == Item(1, "a", taken)


def test_a_row_for_people_lets_no_control_character_take_effect() -> None:
    assert row("a\x1b", "b\n\u202ec") == "a\\u001b  b \\u202ec"
