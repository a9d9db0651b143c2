"""A proxy between collector and Elasticsearch's bare server core, so that the unchanged gateway.yaml runs against it.

The exporter asks that what it writes to be a data stream; the core has none. The proxy takes that wish out of bulk
requests and passes everything else through as it came. It keeps no connection, no content and no log of requests.

For fault tests it reads a file before each bulk request. No file, no fault.

| in the file | what happens |
|---|---|
| `503`, or another status | that is the answer, without a body |
| `hang` | no answer while it lasts |
| `drop` | the connection is closed before Elasticsearch sees the request |
| `cut` | Elasticsearch indexes, and the connection is closed without a reply |
| `cut 100` | the same after 100 bytes of the reply |
| `delay 0.5` | Elasticsearch sees the request half a second later |
| `documents 429` | every second document is answered with that status, and Elasticsearch never sees it |
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

FLAG = "require_data_stream"
MAX_HEAD = 64 * 1024
CHUNK = 64 * 1024
HANG_POLL_S = 0.1
MAX_BODY = 128 * 1024 * 1024


@dataclass(frozen=True)
class Request:
    """One HTTP/1.1 request. Header names are as they came; `body` is decoded from chunks, not from gzip."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Return the value of the header `name` (any case), or the empty string."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def is_bulk(self) -> bool:
        """Whether this is a bulk request."""
        return urlsplit(self.target).path.endswith("/_bulk")


def without_data_streams(request: Request) -> Request:
    """Return the bulk request `request` without its wish for data streams, in address and action lines."""
    parts = urlsplit(request.target)
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != FLAG]
    packed = request.header("Content-Encoding").lower() == "gzip"
    body = rewrite_actions(gzip.decompress(request.body) if packed else request.body)
    return Request(
        request.method,
        urlunsplit(parts._replace(query=urlencode(kept))),
        request.headers,
        gzip.compress(body, compresslevel=1) if packed else body,
    )


def rewrite_actions(body: bytes) -> bytes:
    """Return the newline-delimited bulk `body` with the flag taken out of its action lines.

    Documents stay byte for byte what they were: an action is followed by its document, except `delete`
    (Elasticsearch reference, "Bulk API").
    """
    lines = body.split(b"\n")
    expect_action = True
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        if not expect_action:
            expect_action = True
            continue
        action = json.loads(line)
        expect_action = "delete" in action
        if any(options.pop(FLAG, None) is not None for options in action.values()):
            lines[number] = json.dumps(action, separators=(",", ":")).encode()
    return b"\n".join(lines)


def plain_body(request: Request) -> bytes:
    """Return the body of `request` without gzip."""
    packed = request.header("Content-Encoding").lower() == "gzip"
    return gzip.decompress(request.body) if packed else request.body


def every_second(body: bytes, status: int) -> tuple[bytes, list[dict[str, Any] | None]]:
    """Take every second document out of the bulk `body` of `create` and `index` actions.

    Returns the rest, and for each document the item that refuses it with `status`, or None where it was left.
    """
    lines = [line for line in body.split(b"\n") if line.strip()]
    kept: list[bytes] = []
    refused: list[dict[str, Any] | None] = []
    for number, (action, document) in enumerate(zip(lines[::2], lines[1::2], strict=True)):
        if number % 2:
            ((name, options),) = json.loads(action).items()
            error = {"type": "fault_exception", "reason": "injected by the proxy"}
            refused.append({name: {"_id": options.get("_id"), "status": status, "error": error}})
        else:
            kept += [action, document]
            refused.append(None)
    return b"\n".join([*kept, b""]), refused


def _merged(answer: bytes, refused: list[dict[str, Any] | None]) -> bytes:
    """Put what was refused among the items of Elasticsearch's answer, as a whole HTTP answer."""
    items = iter(json.loads(answer)["items"])
    whole = {"took": 1, "errors": True, "items": [item or next(items) for item in refused]}
    content = json.dumps(whole).encode()
    head = "HTTP/1.1 200 OK\r\nX-Elastic-Product: Elasticsearch\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(content)}\r\nConnection: close\r\n\r\n".encode() + content


def _without(headers: tuple[tuple[str, str], ...], *names: str) -> tuple[tuple[str, str], ...]:
    return tuple((key, value) for key, value in headers if key.lower() not in names)


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """Read one request, or None where the connection ended before one began.

    Raises:
        ValueError: not HTTP/1.1 as this proxy knows it, or larger than `MAX_BODY`.
    """
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *rest = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, target, _version = first.split(" ")
    headers = tuple((name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in rest))
    bare = Request(method, target, headers, b"")
    if bare.header("Transfer-Encoding").lower() == "chunked":
        return Request(method, target, headers, await _read_chunks(reader))
    length = int(bare.header("Content-Length") or 0)
    if length > MAX_BODY:
        raise ValueError("body too large")
    return Request(method, target, headers, await reader.readexactly(length))


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = bytearray()
    while size := int((await reader.readline()).split(b";")[0], 16):
        if len(body) + size > MAX_BODY:
            raise ValueError("body too large")
        body += await reader.readexactly(size)
        await reader.readline()
    while (await reader.readline()).strip():
        pass  # trailers
    return bytes(body)


def encode(request: Request, host: str) -> bytes:
    """Return `request` as bytes for `host`, asking for one answer and then the end of the connection."""
    own = {"host", "connection", "content-length", "transfer-encoding", "expect"}
    lines = [f"{request.method} {request.target} HTTP/1.1", f"Host: {host}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in request.headers if name.lower() not in own]
    if request.body or request.method in {"POST", "PUT"}:
        lines.append(f"Content-Length: {len(request.body)}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + request.body


@dataclass(frozen=True)
class Proxy:
    """Passes requests on to `host`:`port`. `fault` is the file that names the current fault."""

    host: str
    port: int
    fault: Path | None = None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and close: a connection a request keeps request and reply together by construction."""
        try:
            await self._answer(reader, writer)
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            with suppress(OSError):
                writer.write(_status("502"))
        finally:
            with suppress(OSError):
                await writer.drain()
                writer.close()
                await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await read_request(reader)
        if request is None:
            return
        kind, _, argument = (self._fault() if request.is_bulk else "").partition(" ")
        if kind.isdecimal():
            writer.write(_status(kind))
            return
        if kind == "drop":
            return
        while kind == "hang":
            # Healed, it closes without a reply: what a hung node's clients see when the node is restarted.
            await asyncio.sleep(HANG_POLL_S)
            if self._fault() != "hang":
                return
        if kind == "delay":
            await asyncio.sleep(float(argument))
        sent = without_data_streams(request) if request.is_bulk else request
        if kind == "documents":
            passed, refused = every_second(plain_body(sent), int(argument))
            plain = _without(sent.headers, "content-encoding", "accept-encoding")
            sent = Request(sent.method, sent.target, plain, passed)
            writer.write(_merged(await self._reply(sent), refused))
            return
        await self._pass(sent, writer, int(argument or 0) if kind == "cut" else None)

    async def _pass(self, request: Request, writer: asyncio.StreamWriter, most: int | None) -> None:
        """Pass a request on, and of its reply `most` bytes back."""
        upstream, out = await asyncio.open_connection(self.host, self.port)
        try:
            out.write(encode(request, f"{self.host}:{self.port}"))
            await out.drain()
            head = await upstream.readuntil(b"\r\n")
            if most is None:  # Elasticsearch does not say that it closes, and clients would use the connection again
                writer.write(head + b"Connection: close\r\n")
            while chunk := await upstream.read(CHUNK):
                part = chunk if most is None else chunk[:most]
                most = None if most is None else most - len(part)
                writer.write(part)
                await writer.drain()
        finally:
            out.close()
            with suppress(OSError):
                await out.wait_closed()

    async def _reply(self, request: Request) -> bytes:
        """Pass a request on and give the body of its reply."""
        upstream, out = await asyncio.open_connection(self.host, self.port)
        try:
            out.write(encode(request, f"{self.host}:{self.port}"))
            await out.drain()
            head = await upstream.readuntil(b"\r\n\r\n")
            body = await upstream.read()
        finally:
            out.close()
        if b"transfer-encoding: chunked" in head.lower():
            reader = asyncio.StreamReader()
            reader.feed_data(body)
            reader.feed_eof()
            return await _read_chunks(reader)
        return body

    def _fault(self) -> str:
        if self.fault is None:
            return ""
        try:
            return self.fault.read_text(encoding="ascii").strip()
        except OSError:
            return ""


def _status(code: str) -> bytes:
    return f"HTTP/1.1 {code} Fault\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


async def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listen", type=int, required=True, help="port on 127.0.0.1 to listen on")
    parser.add_argument("--upstream", type=int, required=True, help="port on 127.0.0.1 of Elasticsearch")
    parser.add_argument("--fault-file", type=Path, help="file that names the current fault, if it exists")
    args = parser.parse_args()
    proxy = Proxy("127.0.0.1", args.upstream, args.fault_file)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", args.listen, limit=MAX_HEAD)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_main())
