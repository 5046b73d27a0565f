"""A folder with an ONNX model of sentences, as sentence-transformers lays it out, run in this process."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from comity.texts.finding.crosslingual import Array
from comity.texts.finding.plugged import Unavailable

PLACES = ("model.onnx", "onnx/model.onnx", "model_quantized.onnx", "onnx/model_quantized.onnx")
LONGEST = 512
"""Tokens read of a text where the folder names no number."""
AT_ONCE = 32


class Folder:
    """Needs the extra `comity[embedding]` (onnxruntime, tokenizers); reads `tokenizer.json` and the `.onnx` file, and
    the pooling, length and prompt that sentence-transformers writes beside them."""

    sends = False

    def __init__(self, folder: Path) -> None:
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as missing:
            raise Unavailable(
                f"A model folder needs {missing.name}, which is not installed: pip install 'comity[embedding]'."
            ) from missing
        path = model_file(folder)
        if not (folder / "tokenizer.json").is_file():
            raise Unavailable(f"{folder} holds no tokenizer.json.")
        self.pools_first = bool(told(folder, "1_Pooling/config.json").get("pooling_mode_cls_token", False))
        self.prompt = prompt(told(folder, "config_sentence_transformers.json"))
        longest = told(folder, "sentence_bert_config.json").get("max_seq_length") or LONGEST
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # sums in one order: the same numbers
        options.log_severity_level = 3
        try:
            self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self.session: Any = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as fault:  # both libraries raise what has no common name
            raise Unavailable(f"{folder} cannot be read as a model: {fault}") from fault
        self.tokenizer.enable_truncation(int(longest))
        self.tokenizer.no_padding()
        self.name = f"{folder.resolve().name} {digest(path)}"

    def embedded(self, texts: Sequence[str]) -> Array:
        """Texts of the same number of tokens go together, so that none is filled up and each stays its own."""
        coded = [self.tokenizer.encode(self.prompt + text).ids or [0] for text in texts]
        order = sorted(range(len(texts)), key=lambda at: len(coded[at]))
        rows: list[Any] = [None] * len(texts)
        start = 0
        while start < len(order):
            size = len(coded[order[start]])
            some = [at for at in order[start : start + AT_ONCE] if len(coded[at]) == size]
            for at, row in zip(some, self._run([coded[at] for at in some]), strict=True):
                rows[at] = row
            start += len(some)
        return np.asarray(np.stack(rows), np.float32)

    def _run(self, ids: list[list[int]]) -> Array:
        given = np.array(ids, np.int64)
        known = {
            "input_ids": given,
            "attention_mask": np.ones_like(given),
            "token_type_ids": np.zeros_like(given),
        }
        names = [one.name for one in self.session.get_inputs()]
        outputs = [one.name for one in self.session.get_outputs()]
        wanted = "sentence_embedding" if "sentence_embedding" in outputs else outputs[0]
        (found,) = self.session.run([wanted], {name: known[name] for name in names if name in known})
        if found.ndim == 2:
            return np.asarray(found, np.float32)
        return np.asarray(found[:, 0] if self.pools_first else found.mean(axis=1), np.float32)


def model_file(folder: Path) -> Path:
    """The usual places first, then the only one there is."""
    there = [folder / place for place in PLACES if (folder / place).is_file()]
    others = sorted(folder.glob("*.onnx")) or sorted(folder.glob("onnx/*.onnx"))
    if there or len(others) == 1:
        return (there or others)[0]
    raise Unavailable(f"{folder} holds {'several' if others else 'no'} .onnx files; name one model.onnx.")


def told(folder: Path, name: str) -> dict[str, Any]:
    """What a file of settings says; nothing where it is not there or is no such file."""
    try:
        found = json.loads((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def prompt(settings: dict[str, Any]) -> str:
    """Words that the model wants before every text."""
    prompts, name = settings.get("prompts"), settings.get("default_prompt_name")
    return str(prompts.get(name, "")) if isinstance(prompts, dict) and name else ""


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:8]
