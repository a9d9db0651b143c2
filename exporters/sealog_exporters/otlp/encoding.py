"""The two encodings of OTLP/HTTP, gzip and zstd, within bounds. Nothing here keeps or prints what it reads."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from enum import Enum
from functools import cache, partial
from importlib import import_module
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, overload

from google.protobuf.json_format import MessageToJson
from google.protobuf.message import DecodeError, Message
from google.rpc.status_pb2 import Status  # type: ignore[import-untyped] # ships no py.typed
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

from sealog_exporters.otlp.errors import BadRequest, TooLarge, UnsupportedType
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.otlp_json import protobuf_of_json
from sealog_exporters.otlp.survey import survey_protobuf

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.otlp.signals import Signal

__all__ = ["Encoding", "decompress", "encoding_of", "parse", "render_response", "render_status"]

_AnyMessage = TypeVar("_AnyMessage", bound=Message)
_DEFAULT_LIMITS = Limits()
_MAX_PIECES = 64
_STEP = 1 << 20
_GZIP_MAGIC = b"\x1f\x8b"
_DEFLATE_MOST = 1032
"""Bytes that one byte of deflate can stand for (zlib.net, "Technical Details")."""
_GZIP_LEAST = 18  # bytes of a member: header and trailer (RFC 1952, section 2.3)
_ZSTD_WINDOW_LOG = 23
"""8 MiB of memory, which decoders should take (RFC 8878, section 3.1.1.1.2); a hostile frame asks for gigabytes."""


class Encoding(Enum):
    """How a request is spelled, by its media type."""

    PROTOBUF = "application/x-protobuf"
    JSON = "application/json"


def encoding_of(content_type: str) -> Encoding:
    """Tell a request's encoding from its Content-Type header; parameters such as charset don't matter.

    Raises:
        UnsupportedType: it is neither of OTLP's two.
    """
    try:
        return Encoding(content_type.partition(";")[0].strip().lower())
    except ValueError:
        allowed = " or ".join(encoding.value for encoding in Encoding)
        raise UnsupportedType(f"content-type: {allowed} is expected") from None


@overload
def parse(body: bytes, encoding: Encoding, *, limits: Limits = ...) -> ExportLogsServiceRequest: ...


@overload
def parse(body: bytes, encoding: Encoding, request: type[_AnyMessage], *, limits: Limits = ...) -> _AnyMessage: ...


def parse(
    body: bytes,
    encoding: Encoding,
    request: type[Message] = ExportLogsServiceRequest,
    *,
    limits: Limits = _DEFAULT_LIMITS,
) -> Message:
    """Read a request's decompressed body, by default one of the logs signal.

    Protobuf's own bound of 100 nested messages and the JSON reader's equal one hold against recursion bombs.

    Raises:
        BadRequest: the body does not follow the encoding; its content is not told.
        TooLarge: it holds more values than `limits` allow.
    """
    if encoding is Encoding.JSON:
        body = protobuf_of_json(request, body, limits.json_values)
    elif len(body) > limits.values:  # most bodies are shorter than the number of values that they may hold
        survey_protobuf(body, request.DESCRIPTOR, limits.values)
    message = request()
    try:
        message.ParseFromString(body)
    except (DecodeError, RecursionError):  # the pure-Python protobuf recurses
        raise BadRequest("the body is not protobuf of this signal, or nested too deep") from None
    return message


def decompress(body: bytes, content_encoding: str, limit: int, pause: Callable[[], object] = lambda: None) -> bytes:
    """Undo a Content-Encoding (identity, gzip or zstd) without ever holding more than `limit` bytes of output.

    What says itself that it is larger is not undone at all. `pause` is called after each MiB of output.

    Raises:
        BadRequest: the compressed stream is broken or cut.
        TooLarge: there are more than `limit` bytes.
        UnsupportedType: another encoding.
    """
    coding = content_encoding.strip().lower()
    if coding in {"", "identity"}:
        if len(body) > limit:
            raise TooLarge(f"more than {limit} bytes")
        return body
    if coding == "zstd":
        return _unpacked(body, _zstd_coding(), limit, pause)
    if coding != "gzip":
        raise UnsupportedType("content-encoding: gzip, zstd or identity is expected")
    return _unpacked(body, _GZIP, limit, pause)


@dataclass(frozen=True)
class _Coding:
    """A compressed format. A body may be several pieces, one after the other, each undone by an object of its own."""

    name: str
    pieces: str
    opened: Callable[[], Any]
    error: type[Exception]
    refused: str
    announced: Callable[[bytes], int]
    """Give the size that a body says it has undone, 0 if it says nothing."""
    rest: Callable[[Any], bytes]
    """Give what the object wants to be given again."""


def _gzip_announced(body: bytes) -> int:
    # The last four bytes hold the size of the last member, modulo 2^32 (RFC 1952, section 2.3.1), unless it is cut off.
    if not body.startswith(_GZIP_MAGIC) or len(body) < _GZIP_LEAST:
        return 0
    size = int.from_bytes(body[-4:], "little")
    return size if size <= _DEFLATE_MOST * len(body) else 0


_GZIP = _Coding(  # RFC 1952, section 2.2; the number is zlib's way of asking for this format
    "gzip",
    "members",
    partial(zlib.decompressobj, 16 + zlib.MAX_WBITS),
    zlib.error,
    "the body is not gzip",
    _gzip_announced,
    attrgetter("unconsumed_tail"),
)


@cache
def _zstd_coding() -> _Coding:  # RFC 8878, section 3
    zstd = _zstd()
    opened = partial(zstd.ZstdDecompressor, options={zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG})

    def announced(body: bytes) -> int:
        try:
            return zstd.get_frame_info(body).decompressed_size or 0
        except zstd.ZstdError:
            return 0  # undoing it says what is wrong

    return _Coding(
        "zstd",
        "frames",
        opened,
        zstd.ZstdError,
        "the body is not zstd, or needs too large a window",
        announced,
        lambda _: b"",
    )


def _zstd() -> Any:
    try:
        return import_module("compression.zstd")
    except ImportError:  # before Python 3.14
        return import_module("backports.zstd")


def _unpacked(body: bytes, coding: _Coding, limit: int, pause: Callable[[], object]) -> bytes:
    if coding.announced(body) > limit:
        raise TooLarge(f"more than {limit} bytes after decompression")
    plain = bytearray()
    pieces = 0
    while body:
        pieces += 1
        if pieces > _MAX_PIECES:  # each copies what comes behind it
            raise TooLarge(f"more than {_MAX_PIECES} {coding.name} {coding.pieces}")
        piece = coding.opened()
        while not piece.eof:
            try:
                more = piece.decompress(body, min(_STEP, limit + 1 - len(plain)))
            except coding.error:
                raise BadRequest(coding.refused) from None
            plain += more
            if len(plain) > limit:
                raise TooLarge(f"more than {limit} bytes after decompression")
            body = coding.rest(piece)
            if not more and not piece.eof:
                raise BadRequest(f"the {coding.name} body ends too early")
            pause()
        body = piece.unused_data
    return bytes(plain)


def render_response(signal: Signal, encoding: Encoding, response: bytes) -> bytes:
    """Spell a response, given as protobuf, in the encoding of its request."""
    if encoding is Encoding.PROTOBUF:
        return response
    return MessageToJson(signal.response.FromString(response), indent=None).encode()


def render_status(code: int, message: str, encoding: Encoding) -> bytes:
    """Spell a `google.rpc.Status`, which OTLP/HTTP sends with every 4xx and 5xx answer."""
    if encoding is Encoding.JSON:
        return json.dumps({"code": code, "message": message}).encode()
    status: Message = Status(code=code, message=message)
    return status.SerializeToString()
