"""Small real models of sentences: an ONNX folder made here, and a server that speaks OpenAI's format."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import numpy as np

from comity.texts.finding.plugged import STRANGERS

MEANINGS = {
    "border": ("border", "borders", "frontières", "границы", "пограничный", "fronteras"),
    "control": ("control", "controls", "contrôle", "контроль"),
    "judges": ("judges", "juges", "судей", "jueces"),
    "train": ("train", "training", "formons", "обучаем", "formamos"),
    "contact": ("contact", "point", "links"),
}
"""What the model understands: words of several languages by what they mean."""


def words() -> dict[str, np.ndarray]:
    """What the model knows: words by what they mean, and the words of the strangers, each another way. All lean the same
    way a little, as in the models that people use."""
    chance = np.random.default_rng(0)
    known = {}
    for at, group in enumerate(MEANINGS.values()):
        known |= dict.fromkeys(group, np.eye(1, 48, at, dtype=np.float32)[0])
    for sentence in STRANGERS:
        for word in re.findall(r"\w+|[^\w\s]+", sentence.lower()):
            known.setdefault(word, chance.normal(0, 0.15, 48).astype(np.float32))
    return {word: row + LEANING for word, row in known.items()}


LEANING = np.eye(1, 48, 47, dtype=np.float32)[0]


def an_onnx_folder(folder: Path, *, name: str = "model.onnx", **files: Any) -> Path:
    """Token rows by look-up, as the first layer of every such model; pooled by whoever reads them."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    folder.mkdir(parents=True, exist_ok=True)
    vectors = words()
    known = {"[UNK]": 0, **{word: at for at, word in enumerate(vectors, 1)}}
    rows = np.stack([LEANING, *vectors.values()])
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"])
    mask = helper.make_tensor_value_info("attention_mask", TensorProto.INT64, ["batch", "length"])
    out = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "length", 48])
    nodes = [
        helper.make_node("Gather", ["rows", "input_ids"], ["found"]),
        helper.make_node("Cast", ["attention_mask"], ["kept"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["kept", "last"], ["wide"]),
        helper.make_node("Mul", ["found", "wide"], ["last_hidden_state"]),
    ]
    constants = [
        numpy_helper.from_array(rows, "rows"),
        numpy_helper.from_array(np.array([2], np.int64), "last"),
    ]
    graph = helper.make_graph(nodes, "words", [ids, mask], [out], constants)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    onnx.save(made, str(folder / name))
    tokenizer = Tokenizer(models.WordLevel(known, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    for place, content in files.items():
        path = folder / place.replace("__", "/")
        path = path.with_suffix(".json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content))
    return folder


def embedded(text: str) -> list[float]:
    known = words()
    found = [known.get(word, LEANING) for word in re.findall(r"\w+|[^\w\s]+", text.lower())] or [LEANING]
    return [float(one) for one in np.mean(found, axis=0)]


class Answering(BaseHTTPRequestHandler):
    """`POST /v1/embeddings` as OpenAI documents it."""

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        asked = json.loads(self.rfile.read(length))
        self.server.asked.append((self.path, dict(self.headers), asked))  # type: ignore[attr-defined]
        status, body = self.server.answer(asked)  # type: ignore[attr-defined]
        told = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *args: object) -> None:
        pass


def as_documented(asked: dict[str, Any]) -> tuple[int, Any]:
    """The rows in another order than asked: their `index` tells."""
    rows = [
        {"object": "embedding", "index": at, "embedding": embedded(text)}
        for at, text in enumerate(asked["input"])
    ]
    return 200, {"object": "list", "data": rows[::-1], "model": asked["model"], "usage": {}}


@contextmanager
def a_server(answer: Any = as_documented) -> Iterator[tuple[str, list[Any]]]:
    """Its address and what it was asked."""
    server = HTTPServer(("127.0.0.1", 0), Answering)
    server.asked, server.answer = [], answer  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", server.asked  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
