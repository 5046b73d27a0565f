"""What Word prints before the paragraphs of its lists."""

from __future__ import annotations

from lxml import etree

from comity.texts.docx.lists import Lists
from comity.texts.docx.styles import Styles
from tests.texts.files import W, abstract, level, num


def lists(numbering: str, styles: str = "") -> Lists:
    return Lists(
        etree.fromstring(f"<w:numbering {W}>{numbering}</w:numbering>"),
        Styles(etree.fromstring(f"<w:styles {W}>{styles}</w:styles>")),
    )


def labels(found: Lists, *asked: tuple[int, int]) -> list[str]:
    return [found.label(str(number), place) for number, place in asked]


LEGAL = (level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "lowerLetter", "(%3)"))


def test_deeper_levels_begin_anew_after_a_higher_one() -> None:
    found = lists(abstract(0, *LEGAL) + num(1, 0))
    asked = (1, 0), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1)
    assert labels(found, *asked) == ["1.", "1.1", "(a)", "(b)", "1.2", "(a)", "2.", "2.1"]


def test_two_lists_of_one_definition_count_on() -> None:
    found = lists(abstract(0, *LEGAL) + num(1, 0) + num(2, 0))
    assert labels(found, (1, 0), (1, 0), (2, 0), (1, 0)) == ["1.", "2.", "3.", "4."]


def test_an_override_starts_a_list_anew_once() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    found = lists(abstract(0, *LEGAL) + num(1, 0) + num(2, 0, override))
    assert labels(found, (1, 0), (2, 0), (2, 0)) == ["1.", "5.", "6."]


def test_an_override_may_describe_a_level_anew() -> None:
    override = (
        f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)", start=3)}</w:lvlOverride><w:lvlOverride/>'
    )
    found = lists(abstract(0, *LEGAL) + num(1, 0, override))
    assert labels(found, (1, 0), (1, 0)) == ["C)", "D)"]


def test_a_list_starts_where_it_says() -> None:
    found = lists(
        abstract(0, level(0, "decimal", "%1.", start=0), level(1, "decimal", "%1.%2", start=4)) + num(1, 0)
    )
    assert labels(found, (1, 0), (1, 1), (1, 0)) == ["0.", "0.4", "1."]


def test_a_level_leapt_over_counts_as_begun() -> None:
    found = lists(abstract(0, *LEGAL) + num(1, 0))
    assert labels(found, (1, 2), (1, 1), (1, 0)) == ["(a)", "1.2", "2."]


def test_a_level_may_go_on_whatever_comes_between() -> None:
    never = level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')
    found = lists(abstract(0, level(0, "upperRoman", "%1."), never) + num(1, 0))
    assert labels(found, (1, 0), (1, 1), (1, 0), (1, 1)) == ["I.", "1.", "II.", "2."]


def test_a_level_may_begin_anew_only_after_one_level() -> None:
    after_first = level(2, "decimal", "%3.", '<w:lvlRestart w:val="1"/>')
    found = lists(
        abstract(0, level(0, "upperRoman", "%1."), level(1, "lowerLetter", "(%2)"), after_first) + num(1, 0)
    )
    asked = (1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 2)
    assert labels(found, *asked) == ["I.", "(a)", "1.", "(b)", "2.", "II.", "1."]


def test_all_figures_where_the_level_is_legal() -> None:
    legal = level(1, "decimal", "%1.%2", "<w:isLgl/>")
    found = lists(abstract(0, level(0, "upperRoman", "Article %1."), legal) + num(1, 0))
    assert labels(found, (1, 0), (1, 0), (1, 1)) == ["Article I.", "Article II.", "2.1"]


def test_bullets_and_lists_without_label() -> None:
    found = lists(abstract(0, level(0, "bullet", "\uf0b7"), level(1, "none", "")) + num(1, 0))
    assert labels(found, (1, 0), (1, 1)) == ["•", ""]


def test_an_unknown_list_or_level_prints_nothing() -> None:
    found = lists(abstract(0, *LEGAL) + num(1, 0) + num(2, 9) + "<w:num/>" + "<w:abstractNum/>")
    assert labels(found, (7, 0), (2, 0), (1, 9), (1, -1), (1, 5)) == [""] * 5


def test_a_definition_may_stand_in_a_list_style() -> None:
    styles = '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    numbering = (
        abstract(0, *LEGAL)
        + abstract(1, more='<w:numStyleLink w:val="L"/>')
        + abstract(2, more='<w:numStyleLink w:val="none"/>')
        + num(1, 0) + num(2, 1) + num(3, 2)
    )  # fmt: skip
    found = lists(numbering, styles)
    assert labels(found, (1, 0), (2, 0), (3, 0)) == ["1.", "2.", ""]


def test_the_level_of_a_style_is_the_one_that_names_it() -> None:
    found = lists(
        abstract(0, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2", '<w:pStyle w:val="H2"/>'))
        + num(1, 0)
    )
    assert [
        found.level_of("1", "H2"),
        found.level_of("1", "H9"),
        found.level_of("1", None),
        found.level_of("9", "H2"),
    ] == [1, 0, 0, 0]


def test_without_a_numbering_part_nothing_is_printed() -> None:
    assert Lists(None, Styles(None)).label("1", 0) == ""


def test_absurd_numbers_are_no_numbers() -> None:
    found = lists(
        abstract(0, f'<w:lvl w:ilvl="x">{"<w:start/>"}</w:lvl>', level(0, "decimal", "%1.", start=10**9))
        + num(1, 0)
    )
    assert labels(found, (1, 0)) == ["1."]
