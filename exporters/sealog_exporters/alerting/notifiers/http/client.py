"""Posts to a receiver and evaluates its answer. Follows no redirect, reads no proxy setting, never shows a URL."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpx

from sealog_exporters.alerting.model.notifier import DeliveryError
from sealog_exporters.alerting.notifiers.http.config import HttpConfig

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.notifiers.http.config import Stamp

_MAX_BODY = 65_536
_MAX_BODY_S = 1.0
_AGENT = {"User-Agent": "sealog-alerting"}
_TRY_AGAIN = frozenset({408, 425, 429})


class HttpClient:
    """Posts with one time limit. Opens its connection on the first call and keeps it until a certificate changes.

    Args:
        timeout_s: for the whole of a request.
        config: headers and certificates for every request.
    """

    def __init__(self, timeout_s: float, config: HttpConfig | None = None) -> None:
        self._timeout_s = timeout_s
        self._config = config or HttpConfig()
        self._client: httpx.AsyncClient | None = None
        self._stamp: Stamp = ()

    async def post(self, url: str, content: bytes, headers: Mapping[str, str]) -> None:
        """Post the body.

        Raises:
            DeliveryError: after 408, 425, 429, 5xx or no answer another try makes sense; after all else but 2xx not.
        """
        client = self._client
        if client is None or self._config.tls is not None:
            client = await self._current()
        if self._config.headers:
            headers = {**self._config.reveal_headers(), **headers}
        try:
            request = client.build_request("POST", url, content=content, headers={**_AGENT, **headers})
            # httpx bounds each read, not their sum: a receiver that drips bytes would hold the queue.
            answer = await asyncio.wait_for(client.send(request, stream=True), self._timeout_s)
        except (asyncio.TimeoutError, httpx.TimeoutException):  # two classes on Python 3.10
            raise DeliveryError(f"no answer within {self._timeout_s:g} s") from None
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            raise DeliveryError("the URL can't be used", permanent=True) from None
        # httpx lets an SSLError through that comes after the handshake: with TLS 1.3 a refused certificate does.
        except (httpx.HTTPError, ssl.SSLError) as error:
            raise DeliveryError(f"no connection ({type(error).__name__})") from None
        await _read_to_its_end(answer)
        if not answer.is_success:
            raise _refusal(answer)

    async def close(self) -> None:
        """Close the connection."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _current(self) -> httpx.AsyncClient:
        """Return the client, a new one if certificate files changed: certificates expire while the process lives."""
        tls = self._config.tls
        stamp = tls.stamp() if tls else ()
        if self._client is None or stamp != self._stamp:
            verify = tls.context() if tls else True
            await self.close()
            # No proxy or netrc from the environment: an alert goes where the rule file says.
            self._client = httpx.AsyncClient(timeout=self._timeout_s, trust_env=False, verify=verify)
            self._stamp = stamp
        return self._client


def _refusal(answer: httpx.Response) -> DeliveryError:
    """Evaluate the status of an answer; its body does not matter."""
    status = answer.status_code
    again = status in _TRY_AGAIN or status >= httpx.codes.INTERNAL_SERVER_ERROR
    retry_after = _retry_after(answer.headers) if again else None
    return DeliveryError(f"HTTP {status}", retry_after=retry_after, permanent=not again)


async def _read_to_its_end(answer: httpx.Response) -> None:
    """Read a short body, so that the connection serves the next alert too: a new one costs 2 ms of the 5 there are.

    A body that is long, slow or broken costs the connection, not the answer: a second delivery would follow.
    """
    try:
        with contextlib.suppress(asyncio.TimeoutError, httpx.HTTPError):
            await asyncio.wait_for(_read(answer), _MAX_BODY_S)
    finally:
        await answer.aclose()


async def _read(answer: httpx.Response) -> None:
    left = _MAX_BODY
    async for chunk in answer.aiter_raw():
        left -= len(chunk)
        if left < 0:
            return


def _retry_after(headers: httpx.Headers) -> float | None:
    """Read Retry-After in seconds: a number, or a date that is compared with the answer's own (RFC 9110, 10.2.3)."""
    text = headers.get("Retry-After", "")
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        pause = parsedate_to_datetime(text) - parsedate_to_datetime(headers.get("Date", ""))
    except (TypeError, ValueError):  # missing, not a date, or only one of them has a zone
        return None
    return max(pause.total_seconds(), 0.0)
