"""OTLP over HTTP with protobuf bodies: one persistent connection a thread. It follows no redirect and logs nothing.

It uses `http.client`: a library that logs its own requests, as urllib3 does, would log about logging endlessly.
"""

from __future__ import annotations

import base64
import gzip
import http.client
import ssl
import threading
import time
import zlib
from datetime import timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from sealog.delivery.transports.interface import Answer
from sealog.delivery.transports.partial import taken

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.delivery.transports.endpoint import Endpoint

_OK = 200
_REDIRECTED = 300
_TOO_LARGE = 413
_BROKE = 500
# These statuses say that the records themselves are wrong. Every other refusal concerns the endpoint, its address or
# our credentials: that can be corrected, so the records wait.
_REFUSALS = frozenset({400, 422})
_MOST_READ = 1 << 16
_LONGEST_WAIT = 600.0


class HttpTransport:
    """Sends to an OTLP/HTTP endpoint; see `Transport`. `clock` gives seconds since the epoch, for Retry-After dates."""

    def __init__(self, endpoint: Endpoint, clock: Callable[[], float] = time.time) -> None:
        parts = urlsplit(endpoint.url)
        self._secure = parts.scheme == "https"
        self._host = parts.hostname or "localhost"
        self._port = parts.port or (443 if self._secure else 80)
        self._target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._timeout = endpoint.timeout
        self._clock = clock
        self._compress = _COMPRESSORS.get(endpoint.compression)
        self._headers = {
            "content-type": "application/x-protobuf",
            "user-agent": "sealog",
            **{name.lower(): value for name, value in endpoint.headers},
        }
        if self._compress is not None:
            self._headers["content-encoding"] = endpoint.compression
        self._tls = tls_context(endpoint) if self._secure else None
        self._proxy = urlsplit(_proxy(parts.scheme, self._host) or "")
        self._proxy_headers = _proxy_headers(self._proxy)
        if not self._secure:  # through a tunnel the endpoint would get it
            self._headers |= self._proxy_headers
        self._own = threading.local()

    def send(self, request: bytes) -> Answer:
        """See `Transport`."""
        body = request if self._compress is None else self._compress(request)
        reused = getattr(self._own, "connection", None) is not None
        try:
            return self._send(body)
        except (http.client.RemoteDisconnected, ConnectionError) as error:
            self._drop()
            if not reused:
                return Answer("later", type(error).__name__)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._drop()
            return Answer("later", type(error).__name__)
        try:  # an endpoint may close a connection that was idle, just when it is used again
            return self._send(body)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._drop()
            return Answer("later", type(error).__name__)

    def close(self) -> None:
        """See `Transport`."""
        self._drop()

    def _send(self, body: bytes) -> Answer:
        connection = self._connection()
        connection.request("POST", self._path(), body, self._headers)
        response = connection.getresponse()
        content = response.read(_MOST_READ)
        if response.will_close or not response.isclosed():
            self._drop()
        if _OK <= response.status < _REDIRECTED:
            return taken(content)
        why = f"HTTP {response.status}"
        if response.status == _TOO_LARGE:
            return Answer("too large", why)
        if response.status in _REFUSALS:
            return Answer("refused", why)
        wait = self._wait(response.headers.get("retry-after"))
        return Answer("later", why, wait, fault=response.status == _BROKE)

    def _connection(self) -> http.client.HTTPConnection:
        connection: http.client.HTTPConnection | None = getattr(self._own, "connection", None)
        if connection is None:
            host, port = self._host, self._port
            if self._proxy.hostname:
                host, port = self._proxy.hostname, self._proxy.port or 80
            if self._secure:
                connection = http.client.HTTPSConnection(host, port, timeout=self._timeout, context=self._tls)
                if self._proxy.hostname:
                    connection.set_tunnel(self._host, self._port, self._proxy_headers)
            else:
                connection = http.client.HTTPConnection(host, port, timeout=self._timeout)
            self._own.connection = connection
        return connection

    def _path(self) -> str:
        if self._proxy.hostname and not self._secure:
            return f"http://{self._host}:{self._port}{self._target}"
        return self._target

    def _drop(self) -> None:
        connection = getattr(self._own, "connection", None)
        self._own.connection = None
        if connection is not None:
            connection.close()

    def _wait(self, text: str | None) -> float:
        if not text:
            return 0.0
        try:
            seconds = float(text)
        except ValueError:
            try:
                moment = parsedate_to_datetime(text)
            except (TypeError, ValueError):
                return 0.0
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=timezone.utc)
            seconds = moment.timestamp() - self._clock()
        return min(max(0.0, seconds), _LONGEST_WAIT)


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, compresslevel=3)


_COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {"gzip": _gzip, "deflate": zlib.compress}


def tls_context(endpoint: Endpoint) -> ssl.SSLContext:
    """Give the TLS context for an endpoint: trusted authorities and the client's certificate.

    Raises:
        OSError: a certificate or key can't be read, or is none.
    """
    context = ssl.create_default_context(cafile=endpoint.certificate)
    if endpoint.client_certificate:
        context.load_cert_chain(endpoint.client_certificate, endpoint.client_key)
    return context


def _proxy(scheme: str, host: str) -> str | None:
    proxy = None if proxy_bypass(unquote(host)) else getproxies().get(scheme)
    return proxy if proxy is None or "//" in proxy else f"//{proxy}"


def _proxy_headers(proxy: SplitResult) -> dict[str, str]:
    if proxy.username is None:
        return {}
    pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"proxy-authorization": "Basic " + base64.b64encode(pair.encode()).decode("ascii")}
