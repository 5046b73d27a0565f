"""Whose statement it is, by names as people write them; a doubt is never decided silently."""

from __future__ import annotations

import pytest

from comity.participants.matching import Names, plain, probable_category
from comity.participants.models import Body, Stakeholder
from comity.participants.register import renamed_states, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def names() -> Names:
    return Names(Body.objects.prefetch_related("former_names"))


def code(body: Body | None) -> str | None:
    return body.code if body else None


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_every_state_is_found_by_its_name_in_every_language(names: Names, language: str) -> None:
    """RX-7."""
    found = {state["iso3"].lower(): code(names.find(state["names"][language])) for state in states()}
    assert {wanted: got for wanted, got in found.items() if wanted != got} == {}


def test_a_renamed_state_is_found_by_what_it_was_called(names: Names) -> None:
    """RX-7."""
    assert [code(names.find(one["names"]["en"])) for one in renamed_states()] == [
        "cpv",
        "cze",
        "swz",
        "mkd",
        "tur",
    ]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Iran", "irn"),
        ("  the Netherlands ", "nld"),
        ("Côte d'Ivoire", "civ"),
        ("COTE D’IVOIRE", "civ"),
        ("Micronesia", "fsm"),
        ("KEN", "ken"),
        ("us", "usa"),
        ("International Maritime Organization (IMO)", "imo"),
        ("Food and Agriculture Organization (FAO)", "fao"),
        ("Kazakhastan", "kaz"),
        ("Holy Sea", "vat"),
        ("Atlantis", None),
        ("Peruv", None),
    ],
)
def test_everyday_names_and_slips_are_understood(names: Names, said: str, meant: str | None) -> None:
    assert code(names.find(said)) == meant


def test_a_forgiven_slip_is_said_to_be_a_guess(names: Names) -> None:
    sure, unsure = names.guess("Kazakhstan"), names.guess("Kazakhastan")
    assert sure
    assert unsure
    assert (sure.sure, unsure.sure) == (True, False)


def test_a_slip_between_two_states_is_left_to_a_person(names: Names) -> None:
    assert names.find("Austrlia") is None
    assert {body.code for body in names.close_to("Austrlia")} == {"aus", "aut"}


@pytest.mark.parametrize(
    ("file", "meant"),
    [
        ("cop23_REPUBLIC_OF_KOREA_en.pdf", "kor"),
        ("SouthSudan_statement.docx", "ssd"),
        ("cotedivoire_cop22_hls_fr.pdf", "civ"),
        ("cop19_hls_uae.pdf", "are"),
        ("guinea-bissau.pdf", "gnb"),
        ("NOR-2016.pdf", "nor"),
        ("folder of France/Peru.txt", "per"),
        ("kazakhastan_cop23.pdf", "kaz"),
        ("statement per session and the annex.pdf", None),
        ("discurso_las_naciones.pdf", None),
        ("joint_norway_sweden.pdf", None),
        ("tell_us_in_uk.pdf", None),
        ("letter to IGN.pdf", None),
    ],
)
def test_a_file_name_names_one_body_or_none(names: Names, file: str, meant: str | None) -> None:
    """A wrong guess would put words into the mouth of another State: a word such as "per" names nobody."""
    guess = names.guess_from_file_name(file)
    assert code(guess.body if guess else None) == meant


def test_a_body_added_later_is_found(names: Names) -> None:
    names.add(Body.objects.create(code="x-1", category="civil_society", names={"en": "OceanCare"}))
    assert code(names.find("oceancare")) == "x-1"


def test_spellings_are_compared_without_accents_and_punctuation() -> None:
    assert plain("  São Tomé_and Príncipe (the) ") == "sao tome and principe the"


def test_an_unknown_body_is_guessed_an_organization_by_its_name() -> None:
    assert probable_category("International Seabed Authority (ISA)") == Stakeholder.IGO_INTERNATIONAL
    assert probable_category("OceanCare") == Stakeholder.CIVIL_SOCIETY
