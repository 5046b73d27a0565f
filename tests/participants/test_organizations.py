from __future__ import annotations

import pytest

from comity.participants import organizations
from comity.participants.models import Body, Stakeholder
from comity.texts.model import LANGUAGES

pytestmark = pytest.mark.django_db


def test_organizations_that_often_take_part_are_there_from_the_start() -> None:
    """R05-1: international, regional and subregional organizations and United Nations entities."""
    found = {body.category for body in Body.objects.exclude(category__endswith="_state")}
    assert found == {
        Stakeholder.UN_ENTITY,
        Stakeholder.IGO_INTERNATIONAL,
        Stakeholder.IGO_REGIONAL,
        Stakeholder.IGO_SUBREGIONAL,
    }


def test_every_organization_has_a_name_in_six_languages_and_a_code_of_its_own() -> None:
    entries = organizations.organizations()
    assert all(set(entry["names"]) == set(LANGUAGES) and all(entry["names"].values()) for entry in entries)
    assert len({entry["code"] for entry in entries}) == len(entries)


def test_loading_again_corrects_a_name_and_leaves_other_bodies_alone() -> None:
    Body.objects.filter(code="eu").update(names={"en": "Somebody"})
    Body.objects.create(code="mine", category=Stakeholder.CIVIL_SOCIETY, names={"en": "Mine"})
    organizations.load()
    assert Body.objects.get(code="eu").names["fr"] == "Union européenne"
    assert Body.objects.get(code="mine").names == {"en": "Mine"}
