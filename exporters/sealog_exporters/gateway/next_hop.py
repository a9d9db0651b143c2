"""Where sealed requests go: one OTLP endpoint, over gRPC or HTTP. It keeps nothing and tries nothing twice.

Whatever a next hop answers but "this request is wrong" is a matter of the infrastructure: the sender is told to come
again, also where a key has expired or a role is missing there.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from sealog.errors import SettingError
from sealog.pattern import pattern
from sealog_exporters.otlp.errors import BadRequest, SinkFailed, TooLarge

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sealog_exporters.otlp.signals import Signal

__all__ = [
    "Destination",
    "NextHop",
    "Refused",
    "TooLargeThere",
    "Unavailable",
    "client_context",
    "read_headers",
    "read_pem",
]

_NAME = pattern(r"[A-Za-z0-9_-]+")


class Unavailable(SinkFailed):
    """The next hop does not take requests now."""


class Refused(BadRequest):
    """The next hop says that a request is wrong."""


class TooLargeThere(TooLarge):
    """The next hop takes no request of this size."""


class NextHop(Protocol):
    """Sends requests, several at a time; belongs to one event loop."""

    async def send(self, signal: Signal, request: bytes) -> bytes:
        """Send a request, and give the response's message as protobuf.

        Raises:
            Unavailable: it was not taken, or nobody knows; it may be sent again.
            Refused: it is wrong.
            TooLargeThere: it is too large.
        """
        ...

    async def close(self) -> None:
        """Close all connections."""


@dataclass(frozen=True)
class Destination:
    """The next hop's settings. `url` begins with `http://` or `https://`; `protocol` is `grpc` or `http/protobuf`.

    `headers` go with each request. `ca` holds the authorities that its certificate may come from, None: the system's;
    `certificate` and `key` are what it is shown (mTLS). `timeout_s` bounds one request.

    Raises:
        SettingError: the URL or the protocol is none of these.
    """

    url: str
    protocol: str = "grpc"
    headers: Mapping[str, str] = field(default_factory=dict)
    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    timeout_s: float = 10.0
    gzip: bool = False

    def __post_init__(self) -> None:
        try:
            url = urlsplit(self.url)
            is_there = bool(url.hostname) and url.port != 0
        except (
            ValueError
        ):  # a port that is none, or brackets around what is no address; the message may hold a password
            is_there = False
        if not is_there or url.scheme not in {"http", "https"}:
            raise SettingError("--to: the next hop's URL must be http://HOST:PORT or https://HOST:PORT")
        if self.protocol not in {"grpc", "http/protobuf"}:
            raise SettingError("--to-protocol: the next hop's protocol must be grpc or http/protobuf")
        if (self.certificate is None) != (self.key is None):
            raise SettingError("--to-cert and --to-key belong together")

    @property
    def is_secure(self) -> bool:
        """Whether it is reached over TLS."""
        return self.url.startswith("https://")


def client_context(to: Destination) -> ssl.SSLContext | None:
    """Give what the next hop is reached with over TLS, None where it is not.

    Raises:
        SettingError: a file can't be read, or holds no certificates or no key to them; names the setting.
    """
    if not to.is_secure:
        return None
    try:
        context = ssl.create_default_context(cafile=to.ca)
    except OSError:  # ssl.SSLError is one
        raise SettingError(f"--to-ca {to.ca}: must hold certificates (PEM)") from None
    try:
        if to.certificate is not None:
            context.load_cert_chain(to.certificate, to.key, password=lambda: "")
    except OSError:
        pair = f"--to-cert {to.certificate}, --to-key {to.key}"
        raise SettingError(f"{pair}: must hold a certificate and its key (PEM)") from None
    return context


def read_headers(path: Path | None) -> dict[str, str]:
    """Read a file of headers, one a line as `NAME: VALUE`.

    Raises:
        SettingError: it can't be read or is misspelled; names the line, and never a value.
    """
    if path is None:
        return {}
    try:
        lines = path.read_text(encoding="latin-1").splitlines()
    except OSError as error:
        raise SettingError(f"{path}: can't be read ({error.strerror})") from None
    headers: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        name, colon, value = line.partition(":")
        if not colon or not _NAME.fullmatch(name) or not value.strip():
            raise SettingError(f"{path}, line {number}: NAME: VALUE is expected")
        headers[name] = value.strip()
    return headers


def read_pem(path: Path | None) -> bytes | None:
    """Read a file of certificates.

    Raises:
        SettingError: it can't be read.
    """
    if path is None:
        return None
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingError(f"{path}: can't be read ({error.strerror})") from None
