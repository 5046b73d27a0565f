"""Which of the six languages a paragraph is in."""

from __future__ import annotations

import pytest

from comity.texts import languages, lexicon

OURS = {
    "ar": "يشكر الوفد رئيس اللجنة على تنظيم هذا الاجتماع ويؤكد التزامه بتنفيذ القرار.",
    "zh": "我国代表团感谢主席召开这次会议，并重申执行安全理事会决议的承诺。",
    "en": "Our delegation thanks the Chair for this meeting and stands by what it has promised.",
    "fr": "Notre délégation remercie le Président d'avoir réuni les États et tiendra ses engagements.",
    "ru": "Наша делегация благодарит Председателя за созыв заседания и подтверждает свои обязательства.",
    "es": "Nuestra delegación agradece a la Presidencia la celebración de esta reunión y cumplirá lo prometido.",
}
OTHERS = {
    "Portuguese": "A nossa delegação agradece ao Presidente a realização desta reunião e cumprirá as suas promessas.",
    "Galician": "A nosa delegación agradece á Presidencia a celebración desta reunión e cumprirá o que prometeu.",
    "Italian": "La nostra delegazione ringrazia il Presidente per aver convocato questa riunione degli Stati.",
    "German": "Unsere Delegation dankt dem Vorsitz für diese Sitzung und steht zu dem, was sie versprochen hat.",
    "Persian": "هیئت ما از رئیس برای برگزاری این نشست سپاسگزار است و به تعهدات خود پایبند می‌ماند.",
    "Ukrainian": "Наша делегація дякує Голові за скликання засідання і підтверджує свої зобов’язання.",
    "Bulgarian": "Нашата делегация благодари на председателя за свикването на заседанието и ще изпълни обещаното.",
    "Kyrgyz": "Биздин делегация төраганы жыйынды чакырганы учун ыраазычылык билдирет жана милдеттерин аткарат.",
    "Japanese": "我が代表団は、この会合を開催した議長に感謝し、決議の実施を約束する。",
    "Traditional Chinese": "我國代表團感謝主席召開這次會議，並重申執行安全理事會決議的承諾。",
    "Hebrew": "המשלחת שלנו מודה ליושב הראש על כינוס הישיבה הזאת",
}


@pytest.mark.parametrize("language", OURS)
def test_a_paragraph_in_an_official_language_is_told(language: str) -> None:
    found, confidence = languages.identify(OURS[language])
    assert found == language
    assert 0 < confidence <= 1


@pytest.mark.parametrize("name", OTHERS)
def test_a_look_alike_is_no_official_language(name: str) -> None:
    assert languages.identify(OTHERS[name])[0] == languages.UNKNOWN


@pytest.mark.parametrize("text", ["", "1 234", "§ — …"])
def test_a_text_without_letters_has_none(text: str) -> None:
    assert languages.identify(text) == (languages.UNKNOWN, 0.0)


def test_a_galician_title_is_not_spanish() -> None:
    assert languages.identify("Os Estados e as resolucións en Galicia")[0] == languages.UNKNOWN


def test_small_words_alone_do_not_make_a_text_english() -> None:
    found, _ = languages.identify("Zqxv the brx nlkt prsw the klmt rwqp the zzvt mnbk qrst wvxz plkm")
    assert found == languages.UNKNOWN


def test_words_that_no_list_has_tell_nothing() -> None:
    assert languages.identify("Xqzvt Wrblk Jhgfd Pqwrt Zxcvb Mnbvc Lkjhg")[0] == languages.UNKNOWN
    assert languages.identify("Щцкнг Джлрп Вфкмт")[0] == "ru"


def test_a_foreign_name_does_not_change_the_language() -> None:
    assert languages.identify(OURS["ar"] + " پرویز")[0] == "ar"


def test_letters_are_counted_by_script_and_a_chinese_one_thrice() -> None:
    assert languages.count_scripts("ab я 决 ب ᚠ") == {
        "latin": 2,
        "cyrillic": 1,
        "han": 3,
        "arabic": 1,
        "other": 1,
    }


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [("2001", "ru", True), ("Chair", "fr", True), ("Chair", "ru", False), ("الرئيس", "ar", True), ("决", "en", False), ("x", "und", True)],
)  # fmt: skip
def test_a_short_text_may_be_in_any_language_of_its_script(text: str, language: str, expected: bool) -> None:
    assert languages.may_be(text, language) is expected


def test_shares_add_up_the_greatest_first() -> None:
    shares = languages.shares([("abcd", "en"), ("abcd" * 3, "fr"), ("决议", "zh")])
    assert [(one.language, one.share) for one in shares] == [("fr", 0.5455), ("zh", 0.2727), ("en", 0.1818)]
    assert languages.shares([]) == []


def test_the_lists_know_plain_words_and_arabic_without_marks() -> None:
    assert lexicon.share(lexicon.words_in("The Security Council", "en"), "en") == 1.0
    assert lexicon.words_in("مُجْلِسُ الأمن", "ar") == ["مجلس", "الامن"]
    assert lexicon.share([], "en") == 0.0
