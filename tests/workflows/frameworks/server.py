"""A model server on this machine that speaks OpenAI's chat completions, and says what a script says.

It tells its turn by the answers that the conversation already holds, so each run is the same, however a framework asks.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ANSWER", "SECRETS", "TOKENS", "TURNS", "serving"]

SECRETS = ("ada@lovelace.example.com", "198.51.100.23")
"""What no exported byte may hold."""

_OSLO, _ORDERS = {"city": "Oslo"}, {"customer": "c-17"}
TURNS: tuple[list[tuple[str, dict[str, str]]], ...] = (
    [("get_customer", {"email": SECRETS[0]})],
    [("get_weather", _OSLO), ("get_news", _OSLO)],  # independent of each other: LangGraph's graph runs them in a row
    [("get_weather", _OSLO)],  # asked before
    [("search_orders", _ORDERS)],
    [("search_orders", _ORDERS)],
    [("search_orders", _ORDERS)],  # and again: a loop
)
"""The tools that the model asks for, turn by turn; then it answers."""

ANSWER = f"Dear {SECRETS[0]}, it is clear over Oslo and your order from {SECRETS[1]} is under way."
_SENT, _WRITTEN = 200, 20
_FINAL = "final_answer"  # a framework that offers this tool ends by a call of it
TOKENS = (len(TURNS) + 1) * (_SENT + _WRITTEN)
"""Of a whole run."""


class _Model(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        body = json.dumps(_completion(asked)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def _completion(asked: dict[str, Any]) -> dict[str, Any]:
    turn = sum(message["role"] == "assistant" for message in asked["messages"])
    wanted = TURNS[turn] if turn < len(TURNS) else []
    if not wanted and _FINAL in (one["function"]["name"] for one in asked.get("tools", ())):
        wanted = [(_FINAL, {"answer": ANSWER})]
    message: dict[str, Any] = {"role": "assistant", "content": None if wanted else ANSWER}
    if wanted:
        message["tool_calls"] = [
            {
                "id": f"call_{turn}_{place}",
                "type": "function",
                "function": {"name": name, "arguments": json.dumps(arguments)},
            }
            for place, (name, arguments) in enumerate(wanted)
        ]
    return {
        "id": f"chatcmpl-{turn}",
        "object": "chat.completion",
        "created": 1_750_000_000,
        "model": "scripted-1",
        "choices": [{"index": 0, "message": message, "finish_reason": "tool_calls" if wanted else "stop"}],
        "usage": {"prompt_tokens": _SENT, "completion_tokens": _WRITTEN, "total_tokens": _SENT + _WRITTEN},
    }


@contextmanager
def serving() -> Iterator[str]:
    """Serve on a free port of 127.0.0.1, and give the base URL that an OpenAI client takes."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Model) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1"
        finally:
            server.shutdown()
            thread.join()
