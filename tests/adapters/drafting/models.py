"""A server on this machine that speaks OpenAI's format for chats, as its interface documents it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SAID = "reported an office that answers requests day and night."
Answer = Callable[[dict[str, Any]], tuple[int, Any]]


def saying(text: Any = SAID, **changes: Any) -> Answer:
    """A whole answer with this text; `changes` of its only choice."""

    def answer(asked: dict[str, Any]) -> tuple[int, Any]:
        message = {"role": "assistant", "content": text, "refusal": changes.get("refusal")}
        choice = {"index": 0, "message": message, "finish_reason": changes.get("finish_reason", "stop")}
        return 200, {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": f"{asked['model']}-2026-11-01",
            "choices": [choice],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }

    return answer


class Answering(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, dict(self.headers), body))  # type: ignore[attr-defined]
        status, told = self.server.answer(body)  # type: ignore[attr-defined]
        content = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        try:
            for start in range(0, len(content), 65536):
                self.wfile.write(content[start : start + 65536])
        except OSError:
            pass  # whoever asked has heard enough

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def a_server(answer: Answer | None = None) -> Iterator[tuple[str, list[Any]]]:
    """Its address and what it was asked."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.asked, server.answer = [], answer or saying()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", server.asked  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def late(seconds: float) -> Answer:
    def answer(asked: dict[str, Any]) -> tuple[int, Any]:
        time.sleep(seconds)
        return saying()(asked)

    return answer
