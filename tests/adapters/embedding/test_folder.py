"""A model of sentences in a folder, run by onnxruntime: the real library on a small real model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from comity.adapters.embedding import opened
from comity.texts.finding import group, match
from comity.texts.finding.items import Group, Item
from comity.texts.finding.plugged import Unavailable, plug
from tests.adapters.embedding.models import an_onnx_folder, embedded

pytestmark = pytest.mark.no_database
pytest.importorskip("onnxruntime", reason="the extra `embedding` is not installed")


def test_texts_become_the_mean_of_their_tokens_whatever_stands_beside_them(tmp_path: Path) -> None:
    model = opened(str(an_onnx_folder(tmp_path / "small")))
    texts = ["border control", "nobody knows this", "train judges at the border", "", "Border"]
    rows = model.embedded(texts)
    assert rows.shape == (5, 48)
    assert np.allclose(
        rows[[0, 2, 4]], [embedded(texts[0]), embedded(texts[2]), embedded("border")], atol=1e-6
    )
    assert (model.embedded(texts[::-1])[::-1] == rows).all(), "the same text, the same numbers"
    assert (model.sends, model.name.split()[0], len(model.name.split()[1])) == (False, "small", 8)


def test_pooling_length_and_prompt_are_read_from_the_folder(tmp_path: Path) -> None:
    first = opened(
        str(an_onnx_folder(tmp_path / "a", **{"1_Pooling__config": {"pooling_mode_cls_token": True}}))
    )
    assert np.allclose(first.embedded(["border control"])[0], embedded("border"), atol=1e-6)
    short = opened(str(an_onnx_folder(tmp_path / "b", sentence_bert_config={"max_seq_length": 1})))
    assert np.allclose(short.embedded(["border control"])[0], embedded("border"), atol=1e-6)
    prompted = opened(
        str(
            an_onnx_folder(
                tmp_path / "c",
                config_sentence_transformers={
                    "prompts": {"query": "judges "},
                    "default_prompt_name": "query",
                },
            )
        )
    )
    assert np.allclose(prompted.embedded(["border"])[0], embedded("judges border"), atol=1e-6)


def test_a_model_in_the_usual_subfolder_is_found(tmp_path: Path) -> None:
    folder = an_onnx_folder(tmp_path / "small", name="onnx/model.onnx")
    assert opened(str(folder)).embedded(["border"]).shape == (1, 48)


def test_a_folder_that_is_no_model_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"holds no \.onnx files"):
        opened(str(tmp_path))
    (tmp_path / "model.onnx").write_bytes(b"no model")
    with pytest.raises(Unavailable, match=r"holds no tokenizer\.json"):
        opened(str(tmp_path))
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(Unavailable, match="cannot be read as a model"):
        opened(str(tmp_path))
    with pytest.raises(Unavailable, match="neither a folder nor"):
        opened(str(tmp_path / "nowhere"))
    with pytest.raises(Unavailable, match="neither a folder nor"):
        opened("file:///etc")


def test_groups_and_entries_are_proposed_by_the_model(tmp_path: Path) -> None:
    """R12-3: through the same door as the space that ships."""
    plugged = plug(opened(str(an_onnx_folder(tmp_path / "small"))))
    assert plugged.middle.shape == (48,)
    asked = [Item("ru", "пограничный контроль", "ru"), Item("fr", "Nous formons les juges", "fr")]
    groups = [
        Group("border", [Item(1, "Effective border control", "en")]),
        Group("judges", [Item(2, "We train judges", "en")]),
    ]
    found = list(group.suggest(asked, groups, plugged=plugged))
    assert [one.groups[0].id for one in found] == ["border", "judges"]
    assert all(one.groups[0].score > 0.3 for one in found)
    assert all(other.score < 0.1 for one in found for other in one.groups[1:]), "strangers score nothing"
    entries = [Item("border", "border controls", "en"), Item("judges", "training of judges", "en")]
    assert [one.practices[0].id for one in match.best(asked, entries, plugged=plugged)] == [
        "border",
        "judges",
    ]
