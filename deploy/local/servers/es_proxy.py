"""A proxy between collector and Elasticsearch's bare server core, so that the unchanged gateway.yaml runs against it.

The exporter asks that what it writes to be a data stream; the core has none. The proxy takes that wish out of bulk
requests and passes everything else through as it came. It keeps no connection, no content and no log of requests.

For fault tests it reads a file before each bulk request: a status (`503`, `429`) answers that status, `hang` doesn't
answer while it lasts, `cut` lets Elasticsearch index and then closes without a reply. No file, no fault.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
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
        fault = self._fault() if request.is_bulk else ""
        if fault.isdecimal():
            writer.write(_status(fault))
            return
        while fault == "hang":
            # Healed, it closes without a reply: what a hung node's clients see when the node is restarted.
            await asyncio.sleep(HANG_POLL_S)
            if self._fault() != "hang":
                return
        sent = without_data_streams(request) if request.is_bulk else request
        upstream, out = await asyncio.open_connection(self.host, self.port)
        try:
            out.write(encode(sent, f"{self.host}:{self.port}"))
            await out.drain()
            while chunk := await upstream.read(CHUNK):
                if fault != "cut":
                    writer.write(chunk)
                    await writer.drain()
        finally:
            out.close()
            with suppress(OSError):
                await out.wait_closed()

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
