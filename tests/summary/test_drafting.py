"""A language model drafts a sentence: what is sent, what is refused, and who answers for each claim. The model is a real
server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from comity.meetings.models import Attribution
from comity.participants.models import Role
from comity.practices.models import Excerpt
from comity.record.models import Act as Recorded
from comity.refusals import NotAllowed, NotNow, Refused
from comity.statements import changes
from comity.statements.models import Statement, Version
from comity.summary import checking, clearing, drafting
from comity.summary.covering import claims
from comity.summary.models import Sentence
from tests.adapters.drafting.models import SAID, a_server, saying
from tests.makers import NOW
from tests.practices.makers import one_of, the_chair, the_meeting, the_rapporteur, the_secretariat
from tests.summary.makers import WORDS, a_sentence, a_summary, an_excerpt, wrote

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def answers(settings: Any) -> Iterator[dict[str, Any]]:
    """What the model will say ("say"), and what it was asked ("asked")."""
    told: dict[str, Any] = {"say": saying()}
    with a_server(lambda asked: told["say"](asked)) as (address, asked):
        settings.DRAFTING, settings.DRAFTING_MODEL, settings.DRAFTING_KEY = address, "small", "secret"
        told["asked"] = asked
        yield told


@pytest.fixture
def sentence() -> Sentence:
    an_excerpt()
    return a_sentence("")


def keys_of(sentence: Sentence) -> list[str]:
    return [one.key for one in sentence.basis.all()]


def ask(sentence: Sentence, **given: Any) -> drafting.Draft:
    return drafting.ask(
        sentence, given.get("keys", keys_of(sentence)), by=given.get("by", the_rapporteur()), at=NOW
    )


def covered(sentence: Sentence, text: str) -> dict[str, list[str]]:
    """Every claim borne by all words."""
    checked = drafting.read(sentence, text, covered={}, tied={}, at=NOW)
    return {one.claim.key: keys_of(sentence) for one in checked.reads}


def keep(sentence: Sentence, text: str, **given: Any) -> None:
    drafting.keep(
        sentence,
        text,
        engine="small · 127.0.0.1 · 2016-12-01",
        covered=given.get("covered", covered(sentence, text)),
        tied=given.get("tied", {}),
        seen=given.get("seen", sentence.edits),
        by=given.get("by", the_rapporteur()),
        at=NOW,
    )


# Asking ----------------------------------------------------------------------------------------------------------


def test_nothing_is_drafted_where_no_model_is_set(sentence: Sentence) -> None:
    with pytest.raises(NotNow, match="No language model is set up"):
        ask(sentence)


def test_a_draft_has_the_quantifier_of_the_ladder_and_names_who_wrote_it(
    sentence: Sentence, answers: dict[str, Any]
) -> None:
    """R03-4."""
    draft = ask(sentence)
    assert draft.text == f"One speaker {SAID}"
    assert draft.engine == f"small-2026-11-01 · 127.0.0.1 · {NOW:%Y-%m-%d}"
    sentence.refresh_from_db()
    assert (sentence.texts, sentence.engine) == ({}, "")


@pytest.mark.parametrize("said", [f"Many speakers {SAID}", f"One speaker {SAID}", f"“{SAID}”", f" {SAID}\n"])
def test_a_quantifier_of_the_model_gives_way(said: str, sentence: Sentence, answers: dict[str, Any]) -> None:
    answers["say"] = saying(said)
    assert ask(sentence).text == f"One speaker {SAID}"


def test_the_model_is_told_the_rules_and_the_words_and_never_whose_they_are(
    sentence: Sentence, answers: dict[str, Any]
) -> None:
    ask(sentence)
    ((_path, _headers, body),) = answers["asked"]
    rules, material = (one["content"] for one in body["messages"])
    assert material == f"Excerpt 1:\n{WORDS}"
    for words in ("English", "Name no State", "no quotation marks", "only what the numbered excerpts say"):
        assert words in rules
    assert '"One speaker" are put in front' in rules
    assert "Norway" not in rules + material


def test_that_words_were_sent_is_recorded_even_where_no_draft_came(
    sentence: Sentence, answers: dict[str, Any]
) -> None:
    """RX-6."""
    answers["say"] = lambda asked: (500, b"")
    with pytest.raises(NotNow):
        ask(sentence)
    act = Recorded.objects.get(verb="sent words to a language model")
    assert act.details["on"] == keys_of(sentence)
    assert act.details["model"] == "small (127.0.0.1)"


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.PRESS_OFFICER, Role.REVIEWER])
def test_only_who_writes_the_summary_asks_or_keeps(
    role: Role, sentence: Sentence, answers: dict[str, Any]
) -> None:
    by = one_of(role)
    for act in (lambda: ask(sentence, by=by), lambda: keep(sentence, "One speaker spoke.", by=by)):
        with pytest.raises(NotAllowed):
            act()
    assert answers["asked"] == []


def confidential(excerpt: Excerpt) -> None:
    Statement.objects.update(sensitivity=Statement.Sensitivity.CONFIDENTIAL)


def closed(excerpt: Excerpt) -> None:
    Excerpt.objects.update(attribution=Attribution.CONFIDENTIAL)


def not_named(excerpt: Excerpt) -> None:
    Excerpt.objects.update(attribution=Attribution.NON_ATTRIBUTED)


def by_category(excerpt: Excerpt) -> None:
    Excerpt.objects.update(attribution=Attribution.BY_CATEGORY)


def closed_session(excerpt: Excerpt) -> None:
    the_meeting().sessions.update(attribution=Attribution.NON_ATTRIBUTED)


def embargo(excerpt: Excerpt) -> None:
    Version.objects.update(public_from=NOW + SECOND)


def unpublished(excerpt: Excerpt) -> None:
    Version.objects.update(state="accepted", public_from=None)


def withdrawn(excerpt: Excerpt) -> None:
    changes.withdraw(
        excerpt.paragraph.language_version.version.statement, reason="Wrong.", by=the_secretariat(), at=NOW
    )


def not_announced(excerpt: Excerpt) -> None:
    meeting = the_meeting()
    meeting.state = "concept"
    meeting.save()


@pytest.mark.parametrize(
    ("hide", "reason"),
    [
        (confidential, "It is confidential."),
        (closed, "It is confidential."),
        (not_named, "Its source is not named"),
        (by_category, "Its source is not named"),
        (closed_session, "Its source is not named"),
        (embargo, "It is under embargo."),
        (unpublished, "It is not published yet."),
        (withdrawn, "It was taken back."),
        (not_announced, "The public does not see it."),
    ],
)
def test_what_is_not_public_is_never_sent(
    hide: Any, reason: str, sentence: Sentence, answers: dict[str, Any]
) -> None:
    """R09-5, RX-1: the refusal names why."""
    other = an_excerpt("fra", "We train judges who ask for evidence.")
    hide(Excerpt.objects.exclude(pk=other.pk).get())
    with pytest.raises(Refused, match=f"Nothing was sent. {reason}"):
        ask(sentence)
    assert answers["asked"] == []
    assert not Recorded.objects.filter(verb="sent words to a language model").exists()


def test_words_that_the_sentence_does_not_rest_on_are_not_sent(
    sentence: Sentence, answers: dict[str, Any]
) -> None:
    other = an_excerpt("fra", "We train judges who ask for evidence.")
    for keys in ([], [f"e{other.pk}"], [*keys_of(sentence), f"e{other.pk}"], ["i1"], ["x"]):
        with pytest.raises(Refused, match="Choose words that the sentence rests on"):
            ask(sentence, keys=keys)
    assert answers["asked"] == []


@pytest.mark.parametrize("said", ["...", "\u202e\u0000", "word " * 500])
def test_what_is_no_sentence_is_no_draft(said: str, sentence: Sentence, answers: dict[str, Any]) -> None:
    answers["say"] = saying(said)
    with pytest.raises(NotNow, match="Nothing was changed"):
        ask(sentence)


def test_signs_that_nobody_sees_are_taken_out(sentence: Sentence, answers: dict[str, Any]) -> None:
    answers["say"] = saying("reported an \u202eoffice\u0000\nfor requests.")
    assert ask(sentence).text == "One speaker reported an office for requests."


# Keeping ---------------------------------------------------------------------------------------------------------


def test_a_draft_that_is_kept_stays_the_models_until_a_person_saves_it(sentence: Sentence) -> None:
    """R03-4: it cannot be cleared before."""
    keep(sentence, f"One speaker {SAID}")
    assert sentence.texts == {"en": f"One speaker {SAID}"}
    assert sentence.engine == "small · 127.0.0.1 · 2016-12-01"
    (looked,) = checking.looked_at(a_summary(), at=NOW, only=sentence)
    assert checking.Code.BY_ENGINE in {one.code for one in looked.findings}
    with pytest.raises(NotNow):
        clearing.clear(a_summary(), by=the_chair(), at=NOW)
    act = Recorded.objects.get(verb="kept a draft of a language model")
    assert act.details["claims"] == [{"claim": SAID, "on": keys_of(sentence)}]
    wrote(sentence, f"One speaker {SAID}")
    assert clearing.clear(a_summary(), by=the_chair(), at=NOW).number == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("One speaker reported an office in Norway.", "It names a State: Norway"),
        ("One speaker reported a Norwegian office.", "It names a State"),
        ("One speaker reported “an office”.", "quotation marks"),
        ("One speaker said that many speakers agreed.", "counts come from the ladder"),
        ("One speaker reported 25 offices.", "none of the words chosen: 25"),
        ("One speaker reported an office of Interpol.", "none of the words chosen: Interpol"),
        ("One speaker reported an office under resolution 2354 (2017).", r"none of the words chosen: 2354"),
        ("One speaker did not answer requests.", "none of the words chosen: not"),
        ("", "nothing to keep"),
    ],
)
def test_a_draft_that_says_what_it_may_not_is_not_kept(text: str, reason: str, sentence: Sentence) -> None:
    with pytest.raises(Refused, match=reason):
        keep(sentence, text)
    sentence.refresh_from_db()
    assert (sentence.texts, sentence.engine) == ({}, "")


def test_every_claim_has_to_be_borne_by_words_of_the_sentence(sentence: Sentence) -> None:
    text = "One speaker reported an office that answers; it works at night."
    other = an_excerpt("fra", "We train judges who ask for evidence.")
    first, second = (one.key for one in claims(text.removeprefix("One speaker "), "en"))
    for said in ({}, {first: keys_of(sentence)}, {first: keys_of(sentence), second: [f"e{other.pk}"]}):
        with pytest.raises(Refused, match="Say of every claim"):
            keep(sentence, text, covered=said)
    keep(sentence, text, covered={first: keys_of(sentence), second: keys_of(sentence)})


def test_a_person_may_say_in_which_words_a_marked_thing_stands_all_the_same(sentence: Sentence) -> None:
    text = "One speaker reported 25 offices."
    said = covered(sentence, text)
    (read,) = drafting.read(sentence, text, covered=said, tied={}, at=NOW).reads
    assert read.is_open
    (mark,) = read.unborne
    with pytest.raises(Refused, match="25"):
        keep(sentence, text, tied={mark.key: "e999"})
    keep(sentence, text, tied={mark.key: keys_of(sentence)[0]})
    assert sentence.engine


def test_a_number_counts_only_in_the_words_that_bear_the_claim(sentence: Sentence) -> None:
    other = an_excerpt("fra", "We have 25 judges.")
    more = a_sentence("", Excerpt.objects.exclude(pk=other.pk).get(), other)
    first, second = keys_of(more)
    text = "Two speakers reported 25 offices."
    (claim,) = covered(more, text)
    with pytest.raises(Refused, match="25"):
        keep(more, text, covered={claim: [first]})
    keep(more, text, covered={claim: [first, second]})


def test_whoever_keeps_second_is_told(sentence: Sentence) -> None:
    seen = sentence.edits
    wrote(sentence, "One speaker reported an office.")
    with pytest.raises(NotNow, match="Somebody else has changed this sentence"):
        keep(sentence, f"One speaker {SAID}", seen=seen)
    sentence.refresh_from_db()
    assert sentence.texts == {"en": "One speaker reported an office."}
