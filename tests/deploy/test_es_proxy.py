"""The proxy takes the wish for data streams out of bulk requests, changes nothing else, and makes faults on demand."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from local.servers import es_proxy
from local.servers.es_proxy import Proxy, Request
from serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.process

ACTION = b'{"create":{"_index":"logs-x","_id":"a-1","require_data_stream":true}}'
PLAIN = b'{"create":{"_index":"logs-x","_id":"a-1"}}'
DOCUMENT = b'{"create": {"require_data_stream": true}, "body": "caf\xc3\xa9"}'


class Upstream(ThreadingHTTPServer):
    """An HTTP server that keeps what it was sent and answers 200 with two headers and a body."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.seen: list[Request] = []


class _Answer(BaseHTTPRequestHandler):
    server: Upstream

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append(Request(self.command, self.path, tuple(self.headers.items()), body))
        self.send_response(200)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    server = Upstream()
    with serving(server):
        yield server


@pytest.fixture
def fault_file(tmp_path: Path) -> Path:
    return tmp_path / "fault"


@pytest.fixture
def port(upstream: Upstream, fault_file: Path) -> Iterator[int]:
    """Run a proxy in an event loop of its own and give its port."""
    loop = asyncio.new_event_loop()
    proxy = Proxy("127.0.0.1", upstream.server_address[1], fault_file)
    server = loop.run_until_complete(asyncio.start_server(proxy.serve, "127.0.0.1", 0, limit=es_proxy.MAX_HEAD))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield server.sockets[0].getsockname()[1]
    fault_file.unlink(missing_ok=True)
    asyncio.run_coroutine_threadsafe(_close(server), loop).result(5)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


async def _close(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    if others:
        await asyncio.wait(others, timeout=2)


def post(port: int, target: str, body: bytes, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("POST", target, body, headers)
        reply = connection.getresponse()
        return reply.status, reply.read()
    finally:
        connection.close()


def test_action_lines_lose_the_flag_and_documents_stay_byte_for_byte() -> None:
    assert es_proxy.rewrite_actions(ACTION + b"\n" + DOCUMENT + b"\n") == PLAIN + b"\n" + DOCUMENT + b"\n"


def test_an_action_without_the_flag_stays_byte_for_byte() -> None:
    body = b'{ "index" : {} }\n' + DOCUMENT + b"\n"
    assert es_proxy.rewrite_actions(body) == body


def test_a_delete_has_no_document() -> None:
    body = b'{"delete":{"_id":"1"}}\n' + ACTION + b"\n" + DOCUMENT + b"\n"
    assert es_proxy.rewrite_actions(body) == b'{"delete":{"_id":"1"}}\n' + PLAIN + b"\n" + DOCUMENT + b"\n"


def test_a_bulk_request_arrives_without_the_flag(port: int, upstream: Upstream) -> None:
    body = ACTION + b"\n" + DOCUMENT + b"\n"
    assert post(port, "/_bulk?require_data_stream=true&filter_path=items", body) == (200, b"{}")
    assert upstream.seen[0].target == "/_bulk?filter_path=items"
    assert upstream.seen[0].body == PLAIN + b"\n" + DOCUMENT + b"\n"


def test_a_packed_bulk_request_stays_packed(port: int, upstream: Upstream) -> None:
    packed = gzip.compress(ACTION + b"\n" + DOCUMENT + b"\n")
    post(port, "/_bulk", packed, **{"Content-Encoding": "gzip"})
    assert upstream.seen[0].header("content-encoding") == "gzip"
    assert gzip.decompress(upstream.seen[0].body) == PLAIN + b"\n" + DOCUMENT + b"\n"


def test_a_chunked_request_arrives_whole(port: int, upstream: Upstream) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("POST", "/_bulk", iter([ACTION + b"\n", DOCUMENT, b"\n"]), encode_chunked=True)
    assert connection.getresponse().status == 200
    connection.close()
    assert upstream.seen[0].body == PLAIN + b"\n" + DOCUMENT + b"\n"


def test_another_request_passes_as_it_came(port: int, upstream: Upstream) -> None:
    body = json.dumps({"require_data_stream": True}).encode()
    post(port, "/logs/_search?require_data_stream=true", body)
    assert (upstream.seen[0].target, upstream.seen[0].body) == ("/logs/_search?require_data_stream=true", body)


def test_a_status_fault_is_answered_and_nothing_passes(port: int, upstream: Upstream, fault_file: Path) -> None:
    fault_file.write_text("503")
    assert post(port, "/_bulk", ACTION + b"\n{}\n")[0] == 503
    assert upstream.seen == []


def test_a_fault_spares_what_is_no_bulk_request(port: int, fault_file: Path) -> None:
    fault_file.write_text("503")
    assert post(port, "/_search", b"{}")[0] == 200


def test_a_cut_reply_comes_after_indexing(port: int, upstream: Upstream, fault_file: Path) -> None:
    fault_file.write_text("cut")
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        post(port, "/_bulk", ACTION + b"\n{}\n")
    assert len(upstream.seen) == 1


def test_a_hanging_request_ends_without_a_reply_when_healed(port: int, upstream: Upstream, fault_file: Path) -> None:
    fault_file.write_text("hang")
    threading.Timer(0.3, fault_file.unlink).start()
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        post(port, "/_bulk", ACTION + b"\n{}\n")
    assert upstream.seen == []


def test_what_is_no_http_is_refused(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.connect()
    assert connection.sock is not None
    connection.sock.sendall(b"nonsense\r\n\r\n")
    assert connection.sock.recv(100).startswith(b"HTTP/1.1 502")
    connection.close()


def test_every_second_document_is_refused_and_the_others_are_passed_on() -> None:
    body = b"".join(b'{"create":{"_index":"x","_id":"%d"}}\n{"n":%d}\n' % (n, n) for n in range(4))
    passed, refused = es_proxy.every_second(body, 429)
    assert [json.loads(line) for line in passed.splitlines()[1::2]] == [{"n": 0}, {"n": 2}]
    assert [item and item["create"]["status"] for item in refused] == [None, 429, None, 429]
    answer = es_proxy._merged(
        b'{"items":[{"create":{"status":201,"_id":"0"}},{"create":{"status":201,"_id":"2"}}]}', refused
    )
    items = json.loads(answer.partition(b"\r\n\r\n")[2])["items"]
    assert [(item["create"]["_id"], item["create"]["status"]) for item in items] == [
        ("0", 201),
        ("1", 429),
        ("2", 201),
        ("3", 429),
    ]
