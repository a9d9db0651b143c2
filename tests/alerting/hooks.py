"""A webhook receiver that listens on a real port and answers as it is told."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from serving import serving

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True)
class Answer:
    """A status, headers, and seconds or a gate to wait for before; or no answer but a reset connection."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    after_s: float = 0.0
    reset: bool = False
    gate: threading.Event | None = None


@dataclass
class Hook:
    """What came in, each with its moment on the monotonic clock; `answers` are used up in order, then it is 200."""

    url: str
    answers: list[Answer]
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)
    accepted: list[dict[str, Any]] = field(default_factory=list)

    def wait_for(self, accepted: int, seconds: float = 60.0) -> list[dict[str, Any]]:
        """Wait until that many bodies were answered with 2xx."""
        end = time.monotonic() + seconds
        while len(self.accepted) < accepted and time.monotonic() < end:
            time.sleep(0.01)
        assert len(self.accepted) == accepted, f"{len(self.accepted)} of {accepted} accepted"
        return self.accepted


@contextmanager
def listening(*answers: Answer, tls: ssl.SSLContext | None = None) -> Iterator[Hook]:
    """Listen on a free port of this machine, with TLS where a context is given."""
    hook = Hook("", list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            hook.bodies.append(body)
            hook.headers.append(dict(self.headers))
            hook.moments.append(time.monotonic())
            answer = hook.answers.pop(0) if hook.answers else Answer()
            time.sleep(answer.after_s)
            if answer.gate is not None:
                answer.gate.wait(60)
            if answer.reset:
                # Closing with this option sends RST instead of FIN (socket(7), SO_LINGER).
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                return
            self.send_response(answer.status)
            for name, value in {"Content-Length": "0", **answer.headers}.items():
                self.send_header(name, value)
            accepted = [body] if answer.status < 300 else []
            hook.accepted += accepted  # before it is sent: whoever has the answer finds it here
            try:
                self.end_headers()
            except ConnectionError:  # the client did not wait
                del hook.accepted[len(hook.accepted) - len(accepted) :]

        def handle(self) -> None:
            with suppress(ssl.SSLError, ConnectionError):  # a client that is refused, or goes
                super().handle()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    scheme = "http"
    if tls is not None:
        # Handshakes in the handlers' threads: one that fails must not hold up the others.
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        scheme = "https"
    hook.url = f"{scheme}://127.0.0.1:{server.server_address[1]}/hook"
    with serving(server):
        yield hook
