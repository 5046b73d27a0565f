"""States and regional groups."""

from __future__ import annotations

from datetime import date

import pytest

from comity.participants import register
from comity.participants.models import Body, FormerName, Group
from comity.texts.model import LANGUAGES

pytestmark = pytest.mark.django_db


def test_the_195_states_are_there_with_names_in_six_languages() -> None:
    """RX-7."""
    states = Body.objects.filter(category__in=["member_state", "observer_state"])
    assert states.count() == 195
    assert all(set(state.names) == set(LANGUAGES) and all(state.names.values()) for state in states)


def test_regional_groups_have_the_members_that_the_un_counts() -> None:
    counts = {group.code: group.members.count() for group in Group.objects.filter(kind="regional")}
    assert counts == {"african": 54, "asia-pacific": 54, "eastern-european": 23, "grulac": 33, "weog": 29}


def test_un_short_names_are_used_not_everyday_ones() -> None:
    names = {
        body.code: body.names["en"] for body in Body.objects.filter(code__in=["rus", "kor", "vat", "pse"])
    }
    assert names == {
        "rus": "Russian Federation",
        "kor": "Republic of Korea",
        "vat": "Holy See",
        "pse": "State of Palestine",
    }


def test_loading_again_mends_a_name_and_adds_nothing() -> None:
    Body.objects.filter(code="fra").update(names={"en": "wrong"})
    register.load()
    assert Body.objects.get(code="fra").names["fr"] == "France"
    assert Body.objects.filter(category="member_state").count() == 193


def test_a_state_is_called_what_it_was_called_on_the_day() -> None:
    """RX-7: renamed States keep their history."""
    state = Body.objects.get(code="tur")
    assert state.names_on(date(2016, 11, 30))["en"] == "Turkey"
    assert state.names_on(date(2022, 6, 1))["en"] == "Türkiye"
    assert str(state.former_names.get()) == "Turkey (-2022-06-01)"


def test_the_earliest_of_several_names_that_still_held_is_taken() -> None:
    state = Body.objects.get(code="fra")
    for year in (1992, 1958):
        FormerName.objects.create(body=state, until_on=date(year, 1, 1), names={"en": f"France until {year}"})
    said = [state.names_on(date(year, 1, 1))["en"] for year in (1950, 1958, 1980, 2000)]
    assert said == ["France until 1958", "France until 1992", "France until 1992", "France"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_states_bear_the_same_name(language: str) -> None:
    """RX-7."""
    names = [
        body.names[language] for body in Body.objects.filter(category__in=["member_state", "observer_state"])
    ]
    assert len(set(names)) == 195


def test_each_language_sorts_states_in_its_own_order() -> None:
    """RX-7: China stands elsewhere in each list."""
    bodies = list(Body.objects.filter(category="member_state"))
    places = {
        language: sorted(body.names[language] for body in bodies).index(
            Body.objects.get(code="chn").names[language]
        )
        for language in LANGUAGES
    }
    assert len(set(places.values())) > 3


def test_regional_groups_bear_their_names_as_groups_in_every_language() -> None:
    """RX-7: "Group of African States", not "African States"."""
    begin = {
        "ar": "مجموعة",
        "en": "Group of",
        "fr": "Groupe des États",
        "ru": "Группа",
        "es": "Grupo de los Estados",
    }
    for group in Group.objects.filter(kind="regional"):
        assert group.names["zh"].endswith("国家组")
        assert {language: group.names[language][: len(words)] for language, words in begin.items()} == begin
