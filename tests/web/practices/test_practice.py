"""The page of a practice: the text beside its sources, sources changed and opened, and every act of the table."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from comity.meetings.models import Instrument
from comity.participants.models import Role
from comity.practices import authority, drafting
from comity.practices.models import Excerpt, Practice, Term
from comity.practices.states import State
from comity.record.models import Act as Recorded
from comity.web.desk.practices.acts import ACTS
from comity.web.desk.practices.history import VERBS
from tests.makers import NOW, a_delegation
from tests.practices import makers
from tests.web.acting import holding, linked_errors, signed_in
from tests.web.practices.acting import page_of, press, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    makers.the_meeting()
    return signed_in(makers.the_rapporteur())


def three() -> list[Excerpt]:
    return [
        makers.an_excerpt("nor"),
        makers.an_excerpt("fra", "Nous formons les juges chaque année.", language="fr"),
        makers.an_excerpt("egy", "ندرب القضاة كل عام.", language="ar"),
    ]


def test_the_text_stands_beside_its_sources_in_their_languages(desk: Client) -> None:
    """R12-3: numbered, each in its language and direction, who, and the way to the paragraph."""
    practice = makers.a_drafted(*three())
    page = page_of(desk, practice)
    assert page.index('id="text"') < page.index('id="sources-title"')
    assert re.findall(r'id="source-(\d)"', page) == ["1", "2", "3"]
    assert '<blockquote class="words" lang="ar" dir="rtl">ندرب القضاة كل عام.</blockquote>' in page
    assert all(name in page for name in ("Norway", "France", "Egypt"))
    assert page.count("read the paragraph") == 3
    address = re.search(r'class="place" href="([^"#]+)#([^"]+)"', page)
    assert address
    assert f'id="{address[2]}"' in desk.get(address[1].replace("&amp;", "&")).content.decode()


def write(client: Client, practice: Practice, language: str, *, seen: str | None = None, **words: str):
    if seen is None:
        page = page_of(client, practice, language=language)
        form = re.search(r'class="editor".*?name="seen" value="([^"]*)"', page, re.DOTALL)
        seen = form.group(1) if form else ""
    return client.post(
        reverse("desk:write", args=[practice.ref, language]), {"seen": seen, **makers.TEXT, **words}
    )


def test_a_sentence_without_a_source_is_listed_and_marked(desk: Client) -> None:
    """R12-3."""
    practice = makers.a_drafted(*three())
    assert write(desk, practice, "en", what="It works. [1] Nobody said this. See [9].").status_code == 302
    page = page_of(desk, practice)
    assert "2 sentences that no source supports" in page
    assert "names a source that is not there" in page
    assert '<mark class="unsupported" lang="en" dir="ltr">Nobody said this.</mark>' in page
    answer = press(desk, practice, "finish")
    assert "No excerpt supports this sentence" in answer.content.decode()
    assert state_of(practice) == State.DRAFTED


def test_texts_in_other_languages_stand_beside_the_original(desk: Client) -> None:
    practice = makers.a_drafted(*three())
    assert (
        write(desk, practice, "ar", title="نقطة اتصال", summary="ملخص [1]", what="نجيب. [1]").status_code
        == 302
    )
    page = page_of(desk, practice, language="ar")
    assert 'lang="ar" dir="rtl"' in page
    assert makers.TEXT["what"] in page, "the original is there to compare"
    assert page.count("(original)") == 1
    assert page.count("(missing)") == 4


def test_who_wrote_in_between_is_not_overwritten_unseen(desk: Client) -> None:
    practice = makers.a_drafted(*three())
    write(desk, practice, "en", summary="The other's words [1].")
    answer = write(desk, practice, "en", seen="2016-01-01", summary="My own words [1].")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "My own words [1]." in page
    assert "Somebody else has written here" in page
    assert drafting.latest(practice).texts.get().summary == "The other's words [1]."


def test_a_text_without_a_title_is_shown_again_with_its_words(desk: Client) -> None:
    practice = makers.a_drafted(*three())
    answer = write(desk, practice, "en", title="", what="Kept words [1].")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Kept words [1]." in page
    assert linked_errors(page) == {"Give the practice a title.": "id_title"}
    assert write(desk, practice, "xx").status_code in (404, 409, 422)


def test_a_frozen_wording_is_read_with_its_marks_and_only_translated(desk: Client) -> None:
    practice = makers.a_finished(*three())
    page = page_of(desk, practice)
    assert 'class="editor"' not in page
    assert '<a class="cite" href="#source-1">[1]</a>' in page
    assert "frozen since" in page
    assert 'class="editor"' in page_of(desk, practice, language="fr")
    refused = write(
        desk, practice, "fr", title="Un point de contact", summary="Sans source.", what="Dit [1]."
    )
    assert "must name the same sources" in refused.content.decode()
    assert "Sans source." in refused.content.decode()


def test_sources_are_taken_out_put_back_and_turned(desk: Client) -> None:
    """R12-2."""
    practice = makers.a_candidate(*three())

    def change(number: int, name: str):
        return desk.post(reverse("desk:source", args=[practice.ref, number, name]), follow=True)

    assert "1 passage taken out" in change(2, "out").content.decode()
    assert practice.refusals.count() == 0
    change(2, "back")
    change(3, "diverges")
    change(1, "refuse")
    assert [(one.number, one.stance) for one in practice.supports.live()] == [
        (2, "supports"),
        (3, "diverges"),
    ]
    page = page_of(desk, practice)
    assert "1 passage not proposed again" in page
    assert '<span class="tag tag-warn">diverges</span>' in page
    again = reverse("desk:reconsider", args=[practice.ref, practice.refusals.get().excerpt_id])
    desk.post(again)
    assert practice.refusals.count() == 0
    assert desk.post(again).status_code == 409
    assert desk.get(again).url == reverse("desk:practice", args=[practice.ref]), "when it is loaded again"
    change(3, "supports")
    assert desk.post(reverse("desk:source", args=[practice.ref, 2, "eaten"])).status_code == 404


def test_the_last_words_stay_under_a_screened_practice(desk: Client) -> None:
    practice = makers.a_group()
    answer = desk.post(reverse("desk:source", args=[practice.ref, 1, "out"]))
    assert answer.status_code == 409
    assert "would rest on no words at all" in answer.content.decode()


def test_the_seal_is_kept_and_its_opening_is_on_record(desk: Client) -> None:
    """RX-2, RX-6."""
    excerpts = three()
    practice = makers.a_candidate(*excerpts)
    Excerpt.objects.filter(pk=excerpts[0].pk).update(attribution="non_attributed")
    ref = excerpts[0].paragraph.language_version.version.statement.ref
    page = page_of(desk, practice)
    assert "Norway" not in page
    assert ref not in page
    address = reverse("desk:seal", args=[practice.ref, 1])
    refused = desk.post(address, {"reason": " "})
    assert "The reading goes on record" in refused.content.decode()
    assert "Norway" not in refused.content.decode()
    told = desk.post(address, {"reason": "The Chair asks."}).content.decode()
    assert "These are words of Norway." in told
    assert Recorded.objects.get(verb="opened seal").details["reason"] == "The Chair asks."
    assert "Norway" not in page_of(desk, practice)
    reviewer = signed_in(makers.the_reviewer())
    assert reviewer.post(address, {"reason": "Curious."}).status_code == 403
    assert "Open the seal" not in page_of(reviewer, practice)


def test_merging_and_splitting_are_undone_from_the_page(desk: Client) -> None:
    """R12-2."""
    one, other = (
        makers.a_candidate(makers.an_excerpt("nor"), title="One"),
        makers.a_candidate(
            makers.an_excerpt("fra", "Two."), makers.an_excerpt("swe", "Three."), title="Other"
        ),
    )
    assert press(desk, one, "merge", into=other.ref).status_code == 302
    assert state_of(one) == State.MERGED
    assert press(desk, one, "unmerge").status_code == 302
    assert state_of(one) == State.CANDIDATE
    assert press(desk, other, "split", numbers=["2"], working_title="A part").status_code == 302
    part = Practice.objects.get(split_from=other)
    assert "Split from" in page_of(desk, part)
    assert press(desk, other, "merge", into="nowhere").status_code == 422


def test_coding_is_saved_and_an_unknown_instrument_named(desk: Client) -> None:
    """R06-1, R02-1."""
    practice = makers.a_drafted(*three())
    for number, symbol in enumerate(("S/RES/1373 (2001)", "S/RES/2354 (2017)")):
        Instrument.objects.get_or_create(symbol=symbol, defaults={"slug": f"i{number}", "kind": "resolution"})
    address = reverse("desk:classify", args=[practice.ref])
    words = {
        "coding-chapter": "legal_and_law_enforcement",
        "coding-threats": ["recruitment", "propaganda"],
        "coding-aspects": ["one"],
        "coding-actors": ["private_sector"],
        "coding-maturity": "promising",
        "coding-instruments": "S/RES/1373 (2001); 2 (f)\nS/RES/2354 (2017)",
    }
    assert desk.post(address, words).status_code == 302
    practice.refresh_from_db()
    assert sorted(map(str, practice.instrument_links.all())) == [
        "S/RES/1373 (2001) 2 (f)",
        "S/RES/2354 (2017)",
    ]
    assert sorted(practice.codings.values_list("role", "term__code")) == [
        ("about", "propaganda"),
        ("about", "recruitment"),
        ("actor", "private_sector"),
    ]
    assert practice.maturity == "promising"
    answer = desk.post(address, {**words, "coding-instruments": "S/RES/9999 (2099)"})
    assert answer.status_code == 422
    assert "No instrument is called “S/RES/9999 (2099)”" in answer.content.decode()


def test_the_four_steps_say_who_and_when(desk: Client) -> None:
    """R03-2."""
    page = page_of(desk, makers.a_published())
    steps = page.split('class="done-steps"')[1].split("</ol>")[0]
    assert steps.count('class="done"') == 4
    assert "not yet" not in steps
    assert "not yet" in page_of(desk, makers.a_candidate(makers.an_excerpt("swe", "Other words.")))


def test_a_practice_is_screened_consolidated_begun_and_handed_on(desk: Client) -> None:
    practice = makers.a_candidate(*three())
    for name, words in (("screen", {}), ("consolidate", {}), ("begin", {"language": "en"})):
        assert press(desk, practice, name, **words).status_code == 302
    assert state_of(practice) == State.DRAFTED
    write(desk, practice, "en")
    drafting.classify(
        practice,
        by=makers.the_rapporteur(),
        at=NOW,
        codings={"about": [makers.a_threat()]},
        chapter=makers.a_chapter(),
    )
    assert press(desk, practice, "strength", strength="should").status_code == 302
    assert press(desk, practice, "finish").status_code == 302
    assert drafting.latest(practice).frozen_at is not None


def test_a_text_is_begun_in_the_language_of_the_page(desk: Client) -> None:
    practice = makers.a_candidate(*three())
    for name in ("screen", "consolidate"):
        press(desk, practice, name)
    for language in ("en", "fr"):
        page = desk.get(f"/{language}/desk/practices/{practice.ref}/").content.decode()
        assert re.search(rf'value="{language}"\s+selected', page)


def test_an_old_page_is_told_so_and_keeps_what_was_written(desk: Client) -> None:
    practice = makers.a_candidate(*three())
    answer = press(desk, practice, "take_back", seen="drafted|1", reason="I thought long about this.")
    assert answer.status_code == 409
    assert "Somebody else was first" in answer.content.decode()
    assert "I thought long about this." in answer.content.decode()


def test_a_practice_is_given_up_and_reopened_with_its_reason(desk: Client) -> None:
    practice = makers.a_candidate(*three())
    assert press(desk, practice, "not_retain", reason=" ").status_code == 422
    press(desk, practice, "not_retain", reason="A wish, not a practice.")
    assert "A wish, not a practice." in page_of(desk, practice)
    press(desk, practice, "reopen")
    assert state_of(practice) == State.CANDIDATE
    press(desk, practice, "rename", working_title="Another name")
    assert "Another name" in page_of(desk, practice)


@pytest.mark.no_database
@pytest.mark.parametrize("role", list(Role))
def test_every_act_is_for_its_roles_alone(role: Role) -> None:
    practice = makers.a_candidate()
    client = holding(role, practice.meeting, a_delegation(practice.meeting))
    refused = {
        name
        for name in ACTS
        if client.post(reverse("desk:practice_act", args=[practice.ref, name]), {"seen": "x"}).status_code
        == 403
    }
    assert refused == {name for name, act in ACTS.items() if role not in authority.BY_ROLE[act.needs]}
    assert state_of(practice) == State.CANDIDATE


def test_acts_and_addresses_that_do_not_exist(desk: Client) -> None:
    practice = makers.a_candidate()
    assert desk.post(reverse("desk:practice_act", args=[practice.ref, "eat"])).status_code == 404
    assert desk.get(reverse("desk:practice", args=["nothing"])).status_code == 404
    for name, more in (
        ("practice_act", ["screen"]),
        ("write", ["en"]),
        ("classify", []),
        ("seal", [1]),
        ("source", [1, "out"]),
    ):
        assert desk.get(reverse(f"desk:{name}", args=[practice.ref, *more])).status_code == 302
    assert desk.post(reverse("desk:write", args=[practice.ref, "en"]), makers.TEXT).status_code == 404


def test_everything_on_the_record_of_a_practice_has_words() -> None:
    makers.a_published()
    recorded = set(Recorded.objects.filter(object_type="practice").values_list("verb", flat=True))
    assert recorded - VERBS.keys() == set()


@pytest.mark.parametrize("number", [1, 3])
def test_more_sources_ask_the_database_no_more(
    number: int, desk: Client, django_assert_max_num_queries
) -> None:
    practice = makers.a_drafted(*three()[:number])
    with django_assert_max_num_queries(60):
        page_of(desk, practice)


def test_evidence_is_added_with_its_limits_and_removed(desk: Client) -> None:
    practice = makers.a_drafted(*three())
    kind = Term.objects.filter(scheme="evidence_type").first()
    assert kind is not None
    refused = press(desk, practice, "add_evidence", evidence_type=kind.code, result="Kept result")
    assert refused.status_code == 422
    assert "Kept result" in refused.content.decode()
    words = {"evidence_type": kind.code, "source": "An audit of 2015", "limitations": "One year only."}
    assert press(desk, practice, "add_evidence", **words).status_code == 302
    page = page_of(desk, practice)
    assert "An audit of 2015" in page
    assert "One year only." in page
    assert press(desk, practice, "remove_evidence", evidence=practice.evidence.get().pk).status_code == 302
    assert "One year only." not in page_of(desk, practice)


@pytest.mark.parametrize("number", [1, 3])
def test_more_sources_to_confirm_ask_the_database_no_more(
    number: int, desk: Client, django_assert_max_num_queries
) -> None:
    practice = makers.a_confirming(*three()[:number])
    with django_assert_max_num_queries(59):
        page = page_of(desk, practice)
    assert page.count('class="source"') >= number
