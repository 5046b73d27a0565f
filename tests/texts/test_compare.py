"""Language versions that cite different sets."""

from __future__ import annotations

from comity.texts import read
from comity.texts.compare import not_everywhere


def cited(text: str) -> list[str]:
    return [citation.symbol for citation in read(text.encode(), "s.txt").citations]


def test_an_instrument_that_one_version_lacks_is_named_with_the_versions_that_lack_it() -> None:
    english = cited("We recall resolutions 1373 (2001) and 2178 (2014) and document S/2019/883 in full.")
    french = cited(
        "Nous rappelons les résolutions 1373 (2001) et 2178 (2014) et le document S/2019/833 en entier."
    )
    arabic = cited("نشير إلى القرارين 1373 (2001) و 2178 (2014) وإلى الوثيقة S/2019/883 بكاملها.")
    assert not_everywhere({"ar": arabic, "en": english, "fr": french}) == [
        ("S/2019/833", ("ar", "en")),
        ("S/2019/883", ("fr",)),
    ]


def test_equal_versions_and_a_single_one_do_not_differ() -> None:
    one = cited("We recall resolution 1373 (2001) of the Security Council.")
    assert one
    assert not_everywhere({"en": one, "fr": one}) == []
    assert not_everywhere({"en": one}) == []
    assert not_everywhere({}) == []
