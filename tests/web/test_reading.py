"""Reading with a pencil: the workspace as a rapporteur meets it, without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from comity.participants.models import Person, Role
from comity.practices import flagging, helping, reading
from comity.practices.models import Alignment, Bookmark, Excerpt, Practice, Reading, Support, Term
from comity.record.models import Act
from comity.statements import clearance
from comity.statements.models import Paragraph, Statement
from comity.texts.finding import ENGINE, VERSION
from comity.web.desk.reading import joining
from tests.makers import NOW, a_group, a_role
from tests.practices.makers import (
    a_candidate,
    a_statement,
    an_excerpt,
    the_meeting,
    the_paragraph,
    the_rapporteur,
    the_secretariat,
)
from tests.practices.test_helping import PLAIN, PRACTICE, PRATIQUE, THANKS, WISH
from tests.web.acting import signed_in

pytestmark = pytest.mark.django_db
BASE = "/en/desk/meetings/sm2016/reading/"


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    helping.forget()
    yield
    helping.forget()


@pytest.fixture
def rapporteur(db: None) -> Client:
    the_meeting()
    return signed_in(the_rapporteur())


def act(client: Client, paragraph: Paragraph, name: str, follow: bool = True, **words: Any) -> Any:
    return client.post(f"{BASE}{paragraph.pk}/{name}/", words, follow=follow)


def shown(answer: Any) -> str:
    return re.sub(r"<[^>]+>", "", answer.content.decode())


def at(answer: Any) -> int:
    """The paragraph that the page shows."""
    found = re.search(r"/reading/(\d+)/later/", answer.content.decode())
    assert found, shown(answer)
    return int(found[1])


def a_colleague() -> Person:
    return a_role(Role.RAPPORTEUR, the_meeting(), name="second")


def test_the_desk_says_how_many_paragraphs_wait_and_leads_to_the_best(rapporteur: Client) -> None:
    """R12-3."""
    statement = a_statement("nor", PLAIN, THANKS, PRACTICE)
    helping.desk(the_meeting(), at=NOW, wait=True)
    home = rapporteur.get("/en/desk/").content.decode()
    assert f'<a href="{BASE}">Reading</a> <span class="waiting">2</span>' in home
    answer = rapporteur.get(BASE + "?way=queue", follow=True)
    assert at(answer) == the_paragraph(statement, 2).pk
    page = shown(answer)
    assert "The machine thinks:" in page
    assert f"{ENGINE} {VERSION}" in page
    assert "Norway" in page


def test_the_whole_paragraph_is_flagged_where_nothing_is_chosen(rapporteur: Client) -> None:
    """R12-1."""
    paragraph = the_paragraph(a_statement("nor", PRACTICE))
    answer = act(rapporteur, paragraph, "flag", kind="practice")
    excerpt = Excerpt.objects.get()
    assert (excerpt.text, excerpt.kind, excerpt.flagged_by) == (PRACTICE, "practice", the_rapporteur())
    assert at(answer) == paragraph.pk
    assert "Flagged as practice." in shown(answer)


def test_chosen_words_are_flagged_to_the_code_point(rapporteur: Client) -> None:
    paragraph = the_paragraph(a_statement("nor", PRACTICE))
    act(rapporteur, paragraph, "flag", kind="claim", start=3, end=14)
    assert Excerpt.objects.get().text == PRACTICE[3:14].strip()


def test_sentences_ticked_side_by_side_are_one_flag_and_others_another(rapporteur: Client) -> None:
    text = "We train judges. We train police. It rained. We publish figures."
    paragraph = the_paragraph(a_statement("nor", text))
    act(rapporteur, paragraph, "flag", kind="practice", sentence=["0-16", "17-33", "45-64"])
    assert [one.text for one in Excerpt.objects.order_by("start")] == [
        "We train judges. We train police.",
        "We publish figures.",
    ]


@pytest.mark.parametrize(
    ("words", "said", "status"),
    [
        ({"kind": "praise"}, "Select a valid choice", 422),
        ({}, "Choose what it is.", 422),
        ({"kind": "practice", "start": 5, "end": 9999}, "Select the words within one paragraph.", 400),
        ({"kind": "practice", "sentence": ["3-9"]}, "Select a valid choice", 422),
    ],
)
def test_what_cannot_be_flagged_is_told(
    words: dict[str, Any], said: str, status: int, rapporteur: Client
) -> None:
    paragraph = the_paragraph(a_statement("nor", PRACTICE))
    answer = act(rapporteur, paragraph, "flag", **words)
    assert answer.status_code == status
    assert said in shown(answer)
    assert Excerpt.objects.count() == 0


def test_a_rejection_needs_a_reason_and_moves_on(rapporteur: Client) -> None:
    """R12-3."""
    statement = a_statement("nor", PLAIN, WISH)
    paragraph = the_paragraph(statement, 1)
    assert "Say why the paragraph is rejected" in shown(act(rapporteur, paragraph, "reject"))
    answer = act(rapporteur, paragraph, "reject", usual="too general to be followed")
    assert Reading.objects.get().reason == "too general to be followed"
    assert at(answer) == the_paragraph(statement, 0).pk
    answer = act(rapporteur, the_paragraph(statement, 0), "reject", usual="no", reason="Weather only.")
    assert Reading.objects.latest("pk").reason == "Weather only."
    assert "Every paragraph has been looked at" in shown(answer)


def test_a_colleague_finds_what_was_left_to_her_and_reads_it(rapporteur: Client) -> None:
    paragraph = the_paragraph(a_statement("nor", WISH))
    other = a_colleague()
    act(rapporteur, paragraph, "refer", to=other.pk, reason="You know the law.")
    answer = signed_in(other).get(BASE + "sum/")
    assert "You know the law." in shown(answer)
    answer = signed_in(other).get(BASE + "?way=referred", follow=True)
    assert at(answer) == paragraph.pk
    assert "Nobody has left a paragraph to you" in shown(rapporteur.get(BASE + "?way=referred", follow=True))


def test_what_is_set_aside_is_undone_by_one_press_and_shown_again(rapporteur: Client) -> None:
    statement = a_statement("nor", PLAIN, WISH)
    paragraph = the_paragraph(statement, 1)
    act(rapporteur, paragraph, "aside")
    assert Reading.objects.filter(undone_at=None).count() == 1
    answer = rapporteur.post(BASE + "undo/", follow=True)
    assert Reading.objects.filter(undone_at=None).count() == 0
    assert at(answer) == paragraph.pk
    assert rapporteur.post(BASE + "undo/").status_code == 409


def test_every_act_is_undone_in_turn(rapporteur: Client) -> None:
    """R12-2: each is reversible."""
    other = a_candidate(an_excerpt("tcd"), title="Train judges")
    paragraph = the_paragraph(a_statement("nor", WISH))
    act(rapporteur, paragraph, "flag", kind="practice")
    excerpt = Excerpt.objects.get(text=WISH)
    term, aspect = Term.objects.filter(scheme="threat")[1], the_meeting().aspects.all()[1]
    before = set(excerpt.aspects.all())
    for toggle in (
        f"term-{term.pk}",
        f"aspect-{aspect.pk}",
        "domain-technological",
        "kind-challenge",
        "kind-practice",
    ):
        act(rapporteur, paragraph, "code", excerpt=excerpt.pk, toggle=toggle)
    excerpt.refresh_from_db()
    assert set(excerpt.codes.all()) == {term}
    assert (set(excerpt.aspects.all()), excerpt.domain) == (before ^ {aspect}, "technological")
    act(rapporteur, paragraph, "attach", excerpt=excerpt.pk, practice=other.pk)
    act(rapporteur, paragraph, "detach", excerpt=excerpt.pk, practice=other.pk)
    rapporteur.post(BASE + "undo/")
    assert Support.objects.live().filter(excerpt=excerpt, practice=other).exists()
    rapporteur.post(BASE + "undo/")
    assert not Support.objects.live().filter(excerpt=excerpt).exists()
    act(rapporteur, paragraph, "refuse", excerpt=excerpt.pk, practice=other.pk)
    rapporteur.post(BASE + "undo/")
    assert other.refusals.count() == 0
    act(rapporteur, paragraph, "start", excerpt=excerpt.pk, title="Judges trained")
    started = Practice.objects.get(working_title="Judges trained")
    rapporteur.post(BASE + "undo/")
    started.refresh_from_db()
    assert started.state == "not_retained"
    for _toggle in range(5):
        rapporteur.post(BASE + "undo/")
    excerpt.refresh_from_db()
    assert (set(excerpt.codes.all()), set(excerpt.aspects.all()), excerpt.domain) == (set(), before, "")
    act(rapporteur, paragraph, "discard", excerpt=excerpt.pk)
    rapporteur.post(BASE + "undo/")
    excerpt.refresh_from_db()
    assert excerpt.is_live
    rapporteur.post(BASE + "undo/")
    excerpt.refresh_from_db()
    assert not excerpt.is_live


def test_an_instrument_is_put_on_and_taken_off(rapporteur: Client) -> None:
    paragraph = the_paragraph(a_statement("nor", "We carry out resolution 1373 (2001) by law."))
    act(rapporteur, paragraph, "flag", kind="practice")
    excerpt = Excerpt.objects.get()
    (link,) = excerpt.instrument_links.all()
    act(rapporteur, paragraph, "code", excerpt=excerpt.pk, toggle=f"instrument-{link.instrument_id}")
    assert excerpt.instrument_links.count() == 0
    act(rapporteur, paragraph, "code", excerpt=excerpt.pk, toggle=f"instrument-{link.instrument_id}")
    assert excerpt.instrument_links.get().instrument_id == link.instrument_id
    assert act(rapporteur, paragraph, "code", excerpt=excerpt.pk, toggle="planet-3").status_code == 422


def test_a_proposed_group_is_joined_with_one_press(rapporteur: Client) -> None:
    """R12-4: across languages, labelled, and only by a person."""
    practice = a_candidate(title="Keep a contact point")
    paragraph = the_paragraph(a_statement("fra", PRATIQUE, language="fr"))
    helping.desk(the_meeting(), at=NOW, wait=True)
    answer = act(rapporteur, paragraph, "flag", kind="practice")
    page = answer.content.decode()
    assert "The machine proposes:" in page
    proposed = page.split("The machine proposes:", 1)[1].split("</ul>", 1)[0]
    assert f'name="practice" value="{practice.pk}"' in proposed
    assert not Support.objects.filter(practice=practice, excerpt__text=PRATIQUE).exists()
    excerpt = Excerpt.objects.get(text=PRATIQUE)
    answer = act(rapporteur, paragraph, "attach", excerpt=excerpt.pk, practice=practice.pk, stance="diverges")
    assert Support.objects.live().get(excerpt=excerpt).stance == "diverges"
    assert "Attached to" in shown(answer)


def test_what_others_said_alike_stands_beside_the_paragraph(rapporteur: Client) -> None:
    """R12-4."""
    paragraph = the_paragraph(a_statement("nor", PRACTICE))
    a_statement("fra", PRATIQUE, language="fr")
    helping.desk(the_meeting(), at=NOW, wait=True)
    page = shown(rapporteur.get(f"{BASE}{paragraph.pk}/"))
    assert PRATIQUE in page.split("Said alike")[1]


def test_an_alignment_is_put_on_record_and_off_again(rapporteur: Client) -> None:
    """R12-5."""
    a_statement("fra", PRATIQUE, language="fr")
    paragraph = the_paragraph(a_statement("nor", "Norway aligns itself with the statement made by France."))
    page = rapporteur.get(f"{BASE}{paragraph.pk}/").content.decode()
    form = page.split('class="align-form"', 1)[1].split("</form>", 1)[0]
    whom = re.search(r'value="(delegation-\d+)" selected', form)
    start, end = re.search(r'name="start" value="(\d+)".*name="end" value="(\d+)"', form, re.DOTALL).groups()  # type: ignore[union-attr]
    assert whom
    act(rapporteur, paragraph, "align", start=start, end=end, whom=whom[1])
    made = Alignment.objects.get(undone_at=None)
    assert str(made.with_delegation) == "France"
    answer = act(rapporteur, paragraph, "unalign", alignment=made.pk)
    assert not Alignment.objects.filter(undone_at=None).exists()
    rapporteur.post(BASE + "undo/")
    assert Alignment.objects.filter(undone_at=None).count() == 1
    rapporteur.post(BASE + "undo/")
    assert not Alignment.objects.filter(undone_at=None).exists()
    assert "Choose the group or the delegation" in shown(
        act(rapporteur, paragraph, "align", start=0, end=9, whom="")
    )
    assert answer.status_code == 200


def test_an_alignment_with_a_group_is_told_beside_its_words(rapporteur: Client) -> None:
    group = a_group()
    paragraph = the_paragraph(a_statement("nor", f"Norway aligns itself with the statement of {group}."))
    act(rapporteur, paragraph, "align", start=0, end=9, whom=f"group-{group.pk}")
    page = rapporteur.get(f"{BASE}{paragraph.pk}/")
    assert f"On record: aligned with {group}." in shown(page)


def test_candidates_on_other_words_of_the_statement_are_one_key_away(rapporteur: Client) -> None:
    """R12-4: who speaks goes on about one thing."""
    statement = a_statement("nor", PRACTICE, "It is open on Sundays too.")
    first, second = the_paragraph(statement), the_paragraph(statement, 1)
    act(rapporteur, first, "flag", kind="practice")
    act(rapporteur, first, "start", excerpt=Excerpt.objects.get().pk, title="Keep it open")
    act(rapporteur, second, "flag", kind="practice")
    practice, excerpt = Practice.objects.get(), Excerpt.objects.get(paragraph=second)
    assert joining.nearby(excerpt, the_rapporteur(), []) == [("1", practice)]
    act(rapporteur, second, "refuse", excerpt=excerpt.pk, practice=practice.pk)
    assert joining.nearby(excerpt, the_rapporteur(), []) == []


def test_later_passes_over_and_comes_again_when_nothing_else_is_left(rapporteur: Client) -> None:
    statement = a_statement("nor", PLAIN, WISH)
    first, second = the_paragraph(statement, 1), the_paragraph(statement, 0)
    assert at(act(rapporteur, first, "later")) == second.pk
    assert at(act(rapporteur, second, "later")) == first.pk
    assert Reading.objects.count() == 0


def test_tomorrow_begins_where_today_ended(rapporteur: Client) -> None:
    """R12-3."""
    statement = a_statement("nor", PLAIN, WISH, PRACTICE)
    rapporteur.get(f"{BASE}{the_paragraph(statement, 1).pk}/?way={statement.ref}")
    answer = signed_in(the_rapporteur()).get(BASE, follow=True)
    assert at(answer) == the_paragraph(statement, 1).pk
    assert PLAIN in shown(answer)
    assert Bookmark.objects.get().way == statement.ref


def test_a_statement_is_read_to_its_end_and_then_says_so(rapporteur: Client) -> None:
    statement = a_statement("nor", PLAIN, WISH)
    answer = rapporteur.get(BASE, {"way": statement.ref}, follow=True)
    assert at(answer) == the_paragraph(statement, 0).pk
    answer = act(rapporteur, the_paragraph(statement, 0), "aside", way=statement.ref)
    assert at(answer) == the_paragraph(statement, 1).pk
    answer = act(rapporteur, the_paragraph(statement, 1), "aside", way=statement.ref)
    assert "This statement is read to its end." in shown(answer)


def test_every_tenth_is_drawn_and_its_reading_remembers_it(rapporteur: Client) -> None:
    statement = a_statement("nor", *(f"{PLAIN} {number}." for number in range(14)))
    for position in range(9):
        answer = act(rapporteur, the_paragraph(statement, position), "aside")
    assert "drawn at random" in shown(answer)
    drawn = at(answer)
    act(rapporteur, Paragraph.objects.get(pk=drawn), "reject", usual="no")
    assert [one.paragraph_id for one in Reading.objects.filter(drawn=True)] == [drawn]


def test_what_the_machine_set_aside_can_be_reached_and_taken_out(rapporteur: Client) -> None:
    statement = a_statement("nor", THANKS, PRACTICE)
    helping.desk(the_meeting(), at=NOW, wait=True)
    assert THANKS in shown(rapporteur.get(BASE + "aside/"))
    answer = act(rapporteur, the_paragraph(statement, 0), "out")
    assert "It waits in the queue now." in shown(answer)
    assert "The machine has set nothing aside." in shown(rapporteur.get(BASE + "aside/"))
    rapporteur.post(BASE + "undo/")
    assert THANKS in shown(rapporteur.get(BASE + "aside/"))


def test_the_sum_tells_how_two_readers_agree(rapporteur: Client) -> None:
    """R12-3: Cohen's kappa."""
    statement = a_statement("nor", PLAIN, WISH, PRACTICE)
    other = a_colleague()
    assert "No two readers" in shown(rapporteur.get(BASE + "sum/"))
    for position in range(3):
        reading.set_aside(the_paragraph(statement, position), by=the_rapporteur(), at=NOW)
    reading.set_aside(the_paragraph(statement, 0), by=other, at=NOW)
    flagging.flag(the_paragraph(statement, 1), 0, 5, kind=Excerpt.Kind.PRACTICE, by=other, at=NOW)
    page = rapporteur.get(BASE + "sum/").content.decode()
    row = page.split("Cohen", 1)[1].split("<tbody>", 1)[1].split("</tr>", 1)[0]
    assert re.findall(r"<td>([^<]+)</td>", row) == ["2", "1", "0.00"]
    assert "Probably left:" not in page or "confidence" in page


def test_a_second_reading_does_not_tell_what_the_first_reader_decided(rapporteur: Client) -> None:
    paragraph = the_paragraph(a_statement("nor", WISH))
    other = a_colleague()
    reading.reject(paragraph, reason="A wish only.", by=other, at=NOW)
    answer = rapporteur.get(BASE + "?way=second", follow=True)
    assert at(answer) == paragraph.pk
    assert "A wish only." not in shown(answer)
    act(rapporteur, paragraph, "aside", way="second")
    assert "A wish only." in shown(rapporteur.get(f"{BASE}{paragraph.pk}/?way=second"))


def test_single_keys_can_be_switched_off(rapporteur: Client) -> None:
    """R13-3: WCAG 2.1.4."""
    paragraph = the_paragraph(a_statement("nor", WISH))
    assert 'data-keys="on"' in rapporteur.get(f"{BASE}{paragraph.pk}/").content.decode()
    rapporteur.post(BASE + "keys/", {"keys": "off"})
    assert 'data-keys="off"' in rapporteur.get(f"{BASE}{paragraph.pk}/").content.decode()


def test_the_script_gets_the_next_page_itself_with_its_address(rapporteur: Client) -> None:
    statement = a_statement("nor", PLAIN, WISH)
    answer = rapporteur.post(f"{BASE}{the_paragraph(statement, 1).pk}/aside/", HTTP_X_READING="1")
    assert answer.status_code == 200
    assert answer["X-Address"] == f"{BASE}{the_paragraph(statement, 0).pk}/"
    assert '<p id="said" role="status" class="said-now">Set aside.</p>' in answer.content.decode()


def test_a_confidential_statement_stays_with_those_who_are_named_on_it(rapporteur: Client) -> None:
    """RX-5: neither in the queue, nor by its address, nor beside what says the like."""
    statement = a_statement("nor", PRACTICE)
    Statement.objects.filter(pk=statement.pk).update(sensitivity=Statement.Sensitivity.CONFIDENTIAL)
    statement.refresh_from_db()
    paragraph, other = the_paragraph(statement), the_paragraph(a_statement("fra", PRATIQUE, language="fr"))
    helping.desk(the_meeting(), at=NOW, wait=True)
    for address in (
        f"{BASE}{other.pk}/",
        BASE + "?way=queue",
        BASE + "sum/",
        BASE + "aside/",
        f"{BASE}{paragraph.pk}/",
    ):
        assert PRACTICE not in shown(rapporteur.get(address, follow=True))
    assert rapporteur.get(f"{BASE}{paragraph.pk}/").status_code == 403
    assert act(rapporteur, paragraph, "flag", kind="practice").status_code == 403
    clearance.grant(statement, the_secretariat(), by=the_secretariat(), at=NOW)
    clearance.grant(statement, the_rapporteur(), by=the_secretariat(), at=NOW)
    beside = shown(rapporteur.get(f"{BASE}{other.pk}/")).split("Said alike")[1]
    assert "CONFIDENTIAL" in beside
    assert PRACTICE not in beside
    assert not Act.objects.filter(verb="opened").exists()
    assert PRACTICE in shown(rapporteur.get(f"{BASE}{paragraph.pk}/"))
    assert Act.objects.filter(verb="opened", by=the_rapporteur()).exists()


def test_what_rests_on_a_sealed_source_is_told_to_who_flagged_it_only(rapporteur: Client) -> None:
    """RX-2."""
    statement = a_statement("nor", WISH, consent_to_quote=False)
    other = a_colleague()
    excerpt = flagging.flag(
        the_paragraph(statement), 0, len(WISH), kind=Excerpt.Kind.PRACTICE, by=other, at=NOW
    )
    a_candidate(excerpt, title="A secret origin")
    address = f"{BASE}{the_paragraph(statement).pk}/"
    hers, mine = (signed_in(other).get(address).content.decode(), rapporteur.get(address).content.decode())
    flags = [page.split('class="flags"', 1)[1].split('class="menu" id="join"', 1)[0] for page in (hers, mine)]
    assert ["A secret origin" in page for page in flags] == [True, False]


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.REVIEWER])
def test_who_does_not_read_sees_the_sum_alone(role: Role) -> None:
    paragraph = the_paragraph(a_statement("nor", WISH))
    client = signed_in(a_role(role, the_meeting(), name=f"one-{role.value}"))
    assert client.get(BASE + "sum/").status_code == 200
    for address in ("", f"{paragraph.pk}/", "aside/"):
        assert client.get(BASE + address).status_code == 403
    for address in (f"{paragraph.pk}/aside/", "undo/", "keys/"):
        assert client.post(BASE + address).status_code == 403
    assert Reading.objects.count() == 0


def test_addresses_that_lead_nowhere_say_so(rapporteur: Client) -> None:
    paragraph = the_paragraph(a_statement("nor", WISH))
    assert rapporteur.get(f"{BASE}999999/").status_code == 404
    assert rapporteur.post(f"{BASE}{paragraph.pk}/dance/").status_code == 404
    assert rapporteur.get(f"{BASE}{paragraph.pk}/reject/").status_code == 405
    assert rapporteur.get(f"{BASE}undo/").status_code == 405
    assert rapporteur.get(f"{BASE}{paragraph.pk}/?excerpt=x").status_code == 200


def test_an_empty_meeting_says_what_comes(rapporteur: Client) -> None:
    assert "No statement has been sent yet" in shown(rapporteur.get(BASE + "sum/"))
    assert "Every paragraph has been looked at" in shown(rapporteur.get(BASE, follow=True))


def test_the_queue_holds_one_kind_of_source_where_the_reader_wants_it(rapporteur: Client) -> None:
    """R12-3: statements, interventions and answers to the questionnaire feed the same desk, together or apart."""
    a_statement("nor", PRACTICE)
    answers = a_statement("fra", "We train prosecutors in each province every year.", WISH)
    Statement.objects.filter(pk=answers.pk).update(form=Statement.Form.QUESTIONNAIRE)
    helping.desk(the_meeting(), at=NOW, wait=True)
    page = rapporteur.get(BASE + "?way=queue", follow=True)
    assert re.search(r"Statements\s+1(?!\d)", shown(page))
    assert re.search(r"Answers to the questionnaire\s+2(?!\d)", shown(page))
    way = {"way": "queue-questionnaire"}
    page = rapporteur.get(BASE, way, follow=True)
    read = []
    while re.search(r"/reading/(\d+)/later/", page.content.decode()):
        read.append(at(page))
        page = act(rapporteur, Paragraph.objects.get(pk=read[-1]), "aside", **way)
    of_answers = Paragraph.objects.filter(language_version__version__statement=answers)
    assert sorted(read) == sorted(of_answers.values_list("pk", flat=True))
    assert "Every paragraph of this kind of source has been looked at." in shown(page)
    assert rapporteur.get(BASE, follow=True).status_code == 200


def test_kinds_of_sources_are_not_offered_where_there_is_one(rapporteur: Client) -> None:
    a_statement("nor", PRACTICE)
    helping.desk(the_meeting(), at=NOW, wait=True)
    assert "All sources" not in shown(rapporteur.get(BASE + "?way=queue", follow=True))
