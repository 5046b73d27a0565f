"""Language versions that cite different sets."""

from __future__ import annotations

from comity.texts import Reading, read
from comity.texts.compare import citation_sets


def reading(text: str) -> Reading:
    return read(text.encode(), "s.txt")


def test_an_instrument_that_one_version_lacks_is_named_with_who_cites_it() -> None:
    english = reading("We recall resolutions 1373 (2001) and 2178 (2014) and document S/2019/883 in full.")
    french = reading(
        "Nous rappelons les résolutions 1373 (2001) et 2178 (2014) et le document S/2019/833 en entier."
    )
    arabic = reading("نشير إلى القرارين 1373 (2001) و 2178 (2014) وإلى الوثيقة S/2019/883 بكاملها.")
    found = citation_sets({"fr": french, "en": english, "ar": arabic})
    assert [(one.symbol, list(one.cited), one.missing) for one in found] == [
        ("S/2019/833", ["fr"], ("ar", "en")),
        ("S/2019/883", ["ar", "en"], ("fr",)),
    ]
    assert found[0].cited["fr"] == (french.paragraphs[0].anchor,)
    assert found[0].sentence == "S/2019/833 is cited in fr and not in ar en."


def test_a_paragraph_that_cites_twice_is_named_once() -> None:
    twice = reading("Resolution 1373 (2001) stands, and resolution 1373 (2001) will be applied by all of us.")
    (found,) = citation_sets({"en": twice, "de": reading("Nichts.")})
    assert (found.cited["en"], found.missing) == ((twice.paragraphs[0].anchor,), ("de",))


def test_equal_versions_and_a_single_one_do_not_differ() -> None:
    one = reading("We recall resolution 1373 (2001) of the Security Council.")
    assert citation_sets({"en": one, "fr": one}) == []
    assert citation_sets({"en": one}) == []
