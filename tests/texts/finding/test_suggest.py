"""What deserves a look, and why, in six languages."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.texts.finding.items import Item
from comity.texts.finding.suggest import LABELS, Suggester, courtesy, likeliest
from comity.texts.model import LANGUAGES

ASKING = {
    "ar": "وندعو الدول الأعضاء إلى إنشاء نقاط اتصال تعمل على مدار الساعة.",
    "zh": "我们建议各国设立全天候联络点，并应当每年公布报告。",
    "en": "We call upon Member States to establish contact points that answer at all hours.",
    "fr": "Nous demandons aux États membres de créer des points de contact joignables à toute heure.",
    "ru": "Мы призываем государства создать контактные пункты, доступные в любое время.",
    "es": "Pedimos a los Estados Miembros que establezcan puntos de contacto disponibles a toda hora.",
}
DOING = {
    "ar": "وقد أنشأت الوزارة في عام ٢٠١٤ وحدة تراجع كل طلب خلال خمسة أيام، ولا تحفظ البيانات إلا بأمر القاضي.",
    "zh": "自2014年起，我国设立了登记中心，每项请求均由检察官在五日内审查，未经法院批准不得查看数据。",
    "en": "Since 2014 a unit of the ministry reviews every request within five days; no data are stored without a court order.",
    "fr": "Depuis 2014, une cellule du ministère examine chaque demande dans les cinq jours, et aucune donnée n’est conservée.",
    "ru": "С 2014 года в министерстве работает подразделение, которое проверяет каждый запрос в течение пяти дней.",
    "es": "Desde 2014 funciona una unidad que revisa cada solicitud en un plazo de cinco días, con orden judicial previa.",
}
THANKING = {
    "ar": "شكرا لكم، السيد الرئيس.",
    "zh": "谢谢主席先生。",
    "en": "Thank you, Mr. Chair, for your kind attention.",
    "fr": "Je vous remercie, Monsieur le Président.",
    "ru": "Благодарю вас за внимание, господин Председатель.",
    "es": "Muchas gracias, señor Presidente.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_call_upon_states_is_a_recommendation(language: str) -> None:
    """R12-2: suggestions in each official language, with the words that speak for them."""
    text = ASKING[language]
    [found] = Suggester().score([Item("a", text, language)])
    assert found.label == "recommendation"
    assert found.score > 0.5
    assert {"verb", "actor"} <= {one.code for one in found.reasons}
    assert all(text[one.start : one.end] == one.words for one in found.reasons)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_done_somewhere_is_a_practice(language: str) -> None:
    [found] = Suggester().score([Item("a", DOING[language], language)])
    assert (found.label, found.score > 0.5) == ("practice", True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_thanks_are_set_aside(language: str) -> None:
    assert courtesy(THANKING[language], language)
    assert not courtesy(ASKING[language], language)
    [found] = Suggester().score([Item("a", THANKING[language], language)])
    assert (found.label, found.score < 0.1) == ("other", True)
    assert {one.code for one in found.reasons} == {"courtesy"}


def test_thanks_before_a_request_are_not_set_aside() -> None:
    assert not courtesy("We thank the Chair. We call upon States to publish their laws.", "en")


def test_a_plan_is_a_commitment_and_a_lack_a_challenge() -> None:
    scored = Suggester().score(
        [
            Item(1, "We will continue our work and intend to publish it next year.", "en"),
            Item(2, "The main difficulty is the lack of staff; the problem remains.", "en"),
        ]
    )
    assert [one.label for one in scored] == ["commitment", "challenge"]


def test_a_language_that_is_not_told_is_found_and_one_without_lists_says_nothing() -> None:
    told, untold, other = Suggester().score(
        [
            Item(1, ASKING["fr"], "fr"),
            Item(2, ASKING["fr"]),
            Item(3, "Kuna ya kila mtu ana haki ya kuishi kwa amani na usalama.", "und"),
        ]
    )
    assert (told.score, told.label, told.reasons) == (untold.score, untold.label, untold.reasons)
    assert (other.label, other.reasons) == ("other", ())


@given(st.text(max_size=300), st.sampled_from(LANGUAGES))
def test_any_text_has_a_score_and_reasons_that_stand_in_it(text: str, language: str) -> None:
    [found] = Suggester().score([Item("a", text, language)])
    assert 0 <= found.score <= 1
    assert found.label in LABELS
    assert abs(sum(chance for _, chance in found.chances) - 1) < 0.001
    assert all(text[one.start : one.end] == one.words for one in found.reasons)


def test_the_order_and_the_company_of_items_change_nothing() -> None:
    items = [Item(place, text, language) for place, (language, text) in enumerate(ASKING.items())]
    together = Suggester().score(items)
    assert [Suggester().score([one])[0] for one in items] == together
    assert Suggester().score(items[::-1])[::-1] == together


def test_of_two_labels_that_are_likely_enough_the_one_that_passes_more_is_proposed() -> None:
    enough = {"practice": 0.5, "recommendation": 0.25}
    assert likeliest({"practice": 0.5, "recommendation": 0.4}, enough) == "recommendation"
    assert likeliest({"practice": 0.4, "recommendation": 0.2}, enough) == "other"


def test_suggesting_loads_no_learning_library() -> None:
    code = (
        "import sys; from comity.texts.finding.suggest import Suggester; from comity.texts.finding.items import Item;"
        "Suggester().score([Item(1, 'We urge all States to act.')]); print('sklearn' in sys.modules, 'numpy' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert told.stdout.split() == ["False", "False"]


def test_every_language_has_every_list() -> None:
    from comity.texts.finding import cues

    codes = {language: set(cues.lists(language)) for language in LANGUAGES}
    assert all(one == codes["en"] for one in codes.values())
    assert all(len(entries) == len(set(entries)) for one in LANGUAGES for entries in cues.lists(one).values())
