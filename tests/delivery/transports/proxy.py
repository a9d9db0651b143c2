"""An HTTP proxy that forwards requests, tunnels connections, and keeps what it was asked for."""

from __future__ import annotations

import http.client
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Proxy:
    """Its address without a scheme, and for each request: method, target, `Proxy-Authorization`."""

    address: str
    asked: list[tuple[str, str, str | None]] = field(default_factory=list)


@contextmanager
def proxy() -> Iterator[Proxy]:
    """Run a proxy."""
    state = Proxy("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def note(self) -> None:
            state.asked.append((self.command, self.path, self.headers["Proxy-Authorization"]))

        def do_POST(self) -> None:
            self.note()
            target = urlsplit(self.path)
            onward = http.client.HTTPConnection(target.netloc)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            onward.request("POST", target.path, body, {"Content-Type": self.headers["Content-Type"]})
            answer = onward.getresponse()
            content = answer.read()
            onward.close()
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_CONNECT(self) -> None:
            self.note()
            host, _, port = self.path.rpartition(":")
            with socket.create_connection((host, int(port))) as onward:
                self.send_response(200)
                self.end_headers()
                back = threading.Thread(target=pump, args=(onward, self.connection))
                back.start()
                pump(self.connection, onward)
                back.join()
            self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    state.address = f"127.0.0.1:{server.server_port}"
    with serving(server):
        yield state


def pump(source: socket.socket, target: socket.socket) -> None:
    """Copy until the source ends, then tell the target."""
    try:
        while data := source.recv(1 << 16):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return
