"""The board and the loose words: what waits, and words joined, refused and started from by a person."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from comity.participants.models import Role
from comity.practices import authority, grouping
from comity.practices.authority import Act
from comity.practices.models import Excerpt, Practice, Refusal, Support
from comity.texts.finding import ENGINE, VERSION
from tests.makers import NOW, a_delegation, a_meeting
from tests.practices import makers
from tests.web.acting import holding, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    makers.the_meeting()
    return signed_in(makers.the_rapporteur())


def board(client: Client, **query: str) -> str:
    return client.get(reverse("desk:board", args=["sm2016"]), query).content.decode()


def join(client: Client, excerpt: Excerpt, name: str, *, proposed: str = "", **words: str):
    fields = {f"e{excerpt.pk}-{field}": value for field, value in {"stance": "supports", **words}.items()}
    address = reverse("desk:loose_act", args=["sm2016", excerpt.pk, name])
    return client.post(address, {"proposed": proposed, **fields})


def test_an_empty_board_says_what_to_do_next(desk: Client) -> None:
    page = board(desk)
    assert "Nothing waits" in page
    assert "There is no practice yet" in page


def test_what_waits_comes_before_every_practice(desk: Client) -> None:
    """R12-2."""
    makers.a_candidate(makers.an_excerpt("nor"), title="Keep a contact point")
    makers.an_excerpt("fra", "We train judges every year.")
    page = board(desk)
    assert page.index("Words to be grouped") < page.index("Candidates: is it a practice?")
    assert page.index("Candidates: is it a practice?") < page.index("Every practice")
    assert page.count("Keep a contact point") == 2


def test_the_list_is_narrowed_by_title_state_language_and_owner(desk: Client) -> None:
    makers.a_candidate(makers.an_excerpt("nor"), title="Keep a contact point")
    french = makers.an_excerpt("fra", "Nous formons les juges chaque année.", language="fr")
    makers.a_candidate(french, title="Train judges")
    rows = {
        query: [title for title in ("Keep a contact point", "Train judges") if title in listed]
        for query, value in {
            "q": "judge",
            "language": "fr",
            "mine": "on",
            "state": "screened",
            "aspect": "x",
        }.items()
        for listed in [board(desk, **{query: value}).split('id="all"')[1]]
    }
    assert rows == {
        "q": ["Train judges"],
        "language": ["Train judges"],
        "mine": ["Keep a contact point", "Train judges"],
        "state": [],
        "aspect": ["Keep a contact point", "Train judges"],
    }


@pytest.mark.parametrize("role", list(Role))
def test_the_board_opens_for_those_who_work_on_the_register(role: Role, desk: Client) -> None:
    meeting = makers.the_meeting()
    client = holding(role, meeting, a_delegation(meeting))
    seen = [
        client.get(reverse("desk:board", args=["sm2016"])).status_code,
        client.get(reverse("desk:register")).status_code,
    ]
    assert seen == ([200, 302] if role in authority.BY_ROLE[Act.SEE] else [403, 403])


@pytest.mark.parametrize("number", [1, 4])
def test_a_longer_board_asks_the_database_no_more(
    number: int, desk: Client, django_assert_max_num_queries
) -> None:
    for code in ("nor", "fra", "che", "swe")[:number]:
        makers.a_candidate(makers.an_excerpt(code))
    with django_assert_max_num_queries(30):
        board(desk)


def test_another_meetings_practices_are_not_here(desk: Client) -> None:
    makers.a_candidate()
    a_meeting("other")
    assert desk.get(reverse("desk:board", args=["other"])).status_code == 403
    assert desk.get(reverse("desk:board", args=["nowhere"])).status_code == 404


def test_loose_words_start_a_practice_and_join_one(desk: Client) -> None:
    first, other = makers.an_excerpt("nor"), makers.an_excerpt("fra", "We answer requests at night too.")
    assert join(desk, first, "start", working_title="Keep a contact point").status_code == 302
    practice = Practice.objects.get()
    page = desk.get(reverse("desk:loose", args=["sm2016"])).content.decode()
    assert first.text not in page
    assert other.text in page
    assert join(desk, other, "join", practice=practice.ref, stance="diverges").status_code == 302
    assert list(Support.objects.values_list("number", "stance")) == [(1, "supports"), (2, "diverges")]
    assert (
        "Everything that was flagged stands somewhere"
        in desk.get(reverse("desk:loose", args=["sm2016"])).content.decode()
    )


def test_a_proposal_says_whose_it_is_and_a_refusal_is_remembered(desk: Client) -> None:
    """RX-1."""
    practice = makers.a_candidate(makers.an_excerpt("nor"))
    excerpt = makers.an_excerpt("fra", "We keep a contact point that answers requests at night.")
    address = reverse("desk:loose", args=["sm2016"])
    page = desk.get(address).content.decode()
    assert 'class="machine"' in page
    assert f"{ENGINE} {VERSION}" in page
    join(desk, excerpt, "refuse", proposed=practice.ref)
    assert Refusal.objects.get().excerpt == excerpt
    assert 'class="machine"' not in desk.get(address).content.decode()


def test_what_is_refused_is_said_and_what_was_written_stays(desk: Client) -> None:
    claim = makers.an_excerpt(kind=Excerpt.Kind.CLAIM)
    answer = join(desk, claim, "start", working_title="A title I thought about")
    page = answer.content.decode()
    assert answer.status_code == 409 or answer.status_code == 422 or answer.status_code == 400
    assert "flagged as “claim”" in page
    assert "A title I thought about" in page
    assert "Choose the practice that the words join" in join(desk, claim, "join").content.decode()
    assert "Give the practice a working title" in join(desk, claim, "start").content.decode()
    assert not Practice.objects.exists()


def test_a_flag_is_taken_back(desk: Client) -> None:
    excerpt = makers.an_excerpt()
    join(desk, excerpt, "discard")
    excerpt.refresh_from_db()
    assert not excerpt.is_live


def test_a_sealed_source_is_not_named_among_the_loose_words(desk: Client) -> None:
    """RX-2."""
    excerpt = makers.an_excerpt("nor")
    Excerpt.objects.filter(pk=excerpt.pk).update(attribution="non_attributed")
    for client in (desk, signed_in(makers.the_chair())):
        page = client.get(reverse("desk:loose", args=["sm2016"])).content.decode()
        assert excerpt.text in page
        assert "Norway" not in page
        assert excerpt.paragraph.language_version.version.statement.ref not in page
    Excerpt.objects.filter(pk=excerpt.pk).update(attribution="confidential")
    page = signed_in(makers.the_chair()).get(reverse("desk:loose", args=["sm2016"])).content.decode()
    assert excerpt.text not in page


def test_who_may_not_group_sees_no_buttons(desk: Client) -> None:
    excerpt = makers.an_excerpt()
    chair = signed_in(makers.the_chair())
    assert "Start a practice" not in chair.get(reverse("desk:loose", args=["sm2016"])).content.decode()
    assert join(chair, excerpt, "start", working_title="x").status_code == 403


def test_joining_twice_is_refused_in_words(desk: Client) -> None:
    excerpt = makers.an_excerpt()
    practice = grouping.start(excerpt, working_title="Keep", by=makers.the_rapporteur(), at=NOW)
    assert (
        "stand under the practice already"
        in join(desk, excerpt, "join", practice=practice.ref).content.decode()
    )


def test_the_chair_finds_the_register_from_every_page(desk: Client) -> None:
    """The desk of statements is closed to the Chair; the register is not."""
    page = signed_in(makers.the_chair()).get("/en/about/").content.decode()
    assert reverse("desk:register") in page
    assert f'href="{reverse("desk:home")}"' not in page
    assert reverse("desk:home") in desk.get("/en/about/").content.decode()
