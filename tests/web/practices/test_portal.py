"""A delegation and the register: words confirmed, closed or taken out, the questionnaire, and its programmes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from comity.participants.models import Delegation
from comity.practices import confirming, initiatives, questionnaire
from comity.practices.models import AnswersKept, Confirmation, Excerpt, Initiative, Practice
from comity.statements.models import Statement
from tests.makers import NOW, a_delegate, a_delegation
from tests.practices import makers
from tests.web.acting import linked_errors, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice() -> Practice:
    """Norway, France and Egypt are asked."""
    return makers.a_confirming(
        makers.an_excerpt("nor"),
        makers.an_excerpt("fra", "Nous formons les juges chaque année.", language="fr"),
        makers.an_excerpt("egy", "ندرب القضاة كل عام.", language="ar"),
    )


def of(code: str) -> Client:
    return signed_in(makers.one_for(Delegation.objects.get(body__code=code)))


def asked(code: str) -> Confirmation:
    return Confirmation.objects.get(delegation__body__code=code)


def answer(code: str, **words: str):
    return of(code).post(reverse("portal:confirmation", args=[asked(code).pk]), words)


def test_a_contributor_sees_its_own_words_and_the_draft_alone(practice: Practice) -> None:
    """R12-4, RX-2."""
    client = of("egy")
    assert "1 asked" in client.get(reverse("portal:home")).content.decode()
    assert "please answer by" not in client.get(reverse("portal:confirmations")).content.decode(), (
        "NOW is long ago"
    )
    page = client.get(reverse("portal:confirmation", args=[asked("egy").pk])).content.decode()
    assert 'lang="ar" dir="rtl">ندرب القضاة كل عام.' in page
    assert makers.TEXT["title"] in page
    for secret in ("Norway", "France", "Nous formons", makers.WORDS):
        assert secret not in page
    assert client.get(reverse("portal:confirmation", args=[asked("nor").pk])).status_code == 404
    assert (
        signed_in(makers.the_rapporteur())
        .get(reverse("portal:confirmation", args=[asked("nor").pk]))
        .status_code
        == 404
    )


def test_the_four_answers(practice: Practice) -> None:
    """R12-4."""
    assert answer("nor", answer="confirmed").status_code == 302
    assert answer("fra", answer="tightened", tighten_to="non_attributed").status_code == 302
    assert answer("egy", answer="withdrawn", sure="on").status_code == 302
    assert list(Excerpt.objects.order_by("pk").values_list("attribution", flat=True)) == [
        "attributed",
        "non_attributed",
        "withdrawn",
    ]
    assert (
        "None of your words stand"
        in of("egy").get(reverse("portal:confirmation", args=[asked("egy").pk])).content.decode()
    )


def test_each_answer_asks_for_what_it_needs_and_keeps_what_was_written(practice: Practice) -> None:
    needs = {
        "corrected": {"Say what is to be corrected.": "id_remarks"},
        "tightened": {"Choose how the words are to be attributed.": "id_tighten_to"},
        "withdrawn": {"Taking words out cannot be undone: say that you know.": "id_sure"},
    }
    for chosen, errors in needs.items():
        remarks = "" if chosen == "corrected" else "Kept remarks"
        page = answer("nor", answer=chosen, remarks=remarks)
        assert page.status_code == 422
        assert linked_errors(page.content.decode()) == errors
        assert remarks in page.content.decode()
    assert answer("nor").status_code == 422
    assert answer("nor", answer="corrected", remarks="It began in 2014.").status_code == 302
    assert asked("nor").remarks == "It began in 2014."


def test_answering_twice_or_after_the_end_is_refused_in_words(practice: Practice) -> None:
    answer("nor", answer="confirmed")
    again = answer("nor", answer="corrected", remarks="Too late.")
    assert again.status_code == 409
    assert "answered already" in again.content.decode()
    assert confirming.open_confirmations(practice).count() == 2


# The questionnaire ------------------------------------------------------------------------------------------------


def norway() -> tuple[Client, str]:
    delegation = a_delegation(makers.the_meeting(), "nor")
    return signed_in(makers.one_for(delegation)), reverse("portal:questionnaire", args=[delegation.pk])


SENT = {
    "language": "en",
    "aspects": ["one"],
    "measure": "We keep a contact point.",
    "may_quote": "yes",
    "may_publish": "on",
}


@pytest.fixture
def in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def test_answers_are_kept_and_come_in_with_a_receipt(in_time: None) -> None:
    """R06-1."""
    client, address = norway()
    assert (
        client.post(address, {**SENT, "measure": "", "problem": "Requests wait.", "keep": "1"}).status_code
        == 302
    )
    page = client.get(address).content.decode()
    assert "Requests wait." in page
    assert "Nothing has been sent yet" in page
    began = {"kept": kept_at(page)}
    refused = client.post(address, {**SENT, **began, "measure": "", "problem": "Requests still wait."})
    assert refused.status_code == 422
    assert linked_errors(refused.content.decode()) == {"Describe the measure.": "id_measure"}
    assert "Requests still wait." in client.get(address).content.decode(), "kept though it was refused"
    done = client.post(address, {**SENT, **began})
    assert done.status_code == 302
    assert done.url.startswith("/en/portal/receipts/")
    assert Statement.objects.get().form == "questionnaire"
    assert not AnswersKept.objects.exists()


def kept_at(page: str) -> str:
    """What the page says of the answers with which it begins."""
    return page.partition('name="kept" value="')[2].partition('"')[0]


def test_two_colleagues_do_not_overwrite_each_other_unseen() -> None:
    """The second is told, and nothing is lost."""
    delegation = a_delegation(makers.the_meeting(), "nor")
    address = reverse("portal:questionnaire", args=[delegation.pk])
    first, second = signed_in(makers.one_for(delegation)), signed_in(a_delegate(delegation, name="second"))
    assert kept_at(second.get(address).content.decode()) == ""
    first.post(address, {"measure": "We train judges.", "problem": "Delay.", "keep": "1", "kept": ""})
    told = second.post(address, {"measure": "We train police.", "problem": "Delay.", "keep": "1", "kept": ""})
    page = told.content.decode()
    assert told.status_code == 409
    assert "A colleague has changed or sent these answers" in page
    assert ("We train judges." in page, "We train police." in page, page.count("Delay.")) == (True, True, 1)
    assert AnswersKept.objects.get().answers["measure"] == "We train judges."
    again = second.post(address, {"measure": "We train both.", "keep": "1", "kept": kept_at(page)})
    assert again.status_code == 302
    assert AnswersKept.objects.get().answers["measure"] == "We train both."


def test_sending_over_a_colleague_s_answers_is_told_too(in_time: None) -> None:
    client, address = norway()
    delegation = Delegation.objects.get()
    colleague = a_delegate(delegation, name="second")
    questionnaire.keep(
        delegation, {"measure": "We train judges."}, over=None, by=colleague, at=NOW - timedelta(days=1)
    )
    told = client.post(address, {**SENT, "kept": ""})
    assert (told.status_code, Statement.objects.count()) == (409, 0)
    assert "We train judges." in told.content.decode()
    odd = ("x", "2016-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00")
    assert {client.post(address, {**SENT, "kept": one}).status_code for one in odd} == {409}
    sent = client.post(address, {**SENT, "kept": kept_at(told.content.decode())})
    assert (sent.status_code, AnswersKept.objects.count()) == (302, 0)


def test_nobody_else_sees_the_answers_that_are_kept() -> None:
    client, address = norway()
    client.post(address, {**SENT, "keep": "1"})
    stranger = signed_in(makers.one_for(a_delegation(makers.the_meeting(), "swe")))
    assert stranger.get(address).status_code == 404
    assert signed_in(makers.the_chair()).get(address).status_code == 404


def test_a_refusal_of_the_receipt_keeps_the_answers() -> None:
    client, address = norway()  # today, long after the deadline
    answer = client.post(address, SENT)
    if answer.status_code != 302:
        assert "We keep a contact point." in answer.content.decode()
        assert AnswersKept.objects.exists()


# Initiatives ------------------------------------------------------------------------------------------------------


def test_a_delegation_enters_its_programme_and_changes_it_until_it_is_in_review() -> None:
    """R06-2, R06-3."""
    delegation = a_delegation(makers.the_meeting(), "nor")
    client = signed_in(makers.one_for(delegation))
    new = reverse("portal:enter_initiative", args=[delegation.pk])
    assert linked_errors(client.post(new, {"owner": "", "level": ""}).content.decode()).keys() == {
        "Name the owner of the initiative.",
        "Choose one of the list.",
        "This field is required.",
        "Name the initiative in at least one language.",
    }
    words = {"owner": "Ministry", "level": "national", "status": "running", "names_ar": "مرصد"}
    assert client.post(new, {**words, "link": "not an address"}).status_code == 422
    assert client.post(new, words).status_code == 302
    found = Initiative.objects.get()
    address = reverse("portal:initiative", args=[found.ref])
    assert client.post(address, {**words, "names_en": "Observatory"}).status_code == 302
    found.refresh_from_db()
    assert found.names == {"ar": "مرصد", "en": "Observatory"}
    initiatives.take(found, by=makers.the_secretariat(), at=NOW)
    refused = client.post(address, {**words, "names_en": "Another"})
    assert refused.status_code == 409
    assert "“in review”" in refused.content.decode()
    assert client.post(address, {"withdraw": "1", "reason": "It ended."}).status_code == 302
    assert "withdrawn" in client.get(reverse("portal:initiatives")).content.decode()
    stranger = signed_in(makers.one_for(a_delegation(makers.the_meeting(), "swe")))
    assert stranger.get(address).status_code == 404
    assert stranger.get(new).status_code == 404
