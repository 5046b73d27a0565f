"""States and regional groups."""

from __future__ import annotations

import pytest

from comity.participants import register
from comity.participants.models import Body, Group
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
