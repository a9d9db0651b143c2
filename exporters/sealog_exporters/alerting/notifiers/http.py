"""One HTTP POST to a receiver, and what its answer means. Follows no redirect, reads no proxy, never shows a URL."""

from __future__ import annotations

import asyncio
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpx

from sealog.errors import SettingError
from sealog_exporters.alerting.notifiers.interface import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.secret import Secret

_TRY_AGAIN = frozenset({408, 425, 429})


class Poster:
    """Posts with one time limit. Opens its connection on the first call and keeps it."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._client: httpx.AsyncClient | None = None

    async def post(self, url: str, content: bytes, headers: Mapping[str, str]) -> None:
        """Post the body.

        Raises:
            DeliveryError: 408, 425, 429, 5xx and no answer are worth another try, all else but 2xx is not.
        """
        if self._client is None:
            # No proxy or netrc from the environment: an alert goes where the rule file says.
            self._client = httpx.AsyncClient(timeout=self._timeout_s, trust_env=False)
        try:
            # httpx bounds each read, not their sum: a receiver that drips bytes would hold the queue.
            await asyncio.wait_for(self._post(self._client, url, content, headers), self._timeout_s)
        except (asyncio.TimeoutError, httpx.TimeoutException):  # two classes on Python 3.10
            raise DeliveryError(f"no answer within {self._timeout_s:g} s") from None
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            raise DeliveryError("the URL can't be used", permanent=True) from None
        except httpx.HTTPError as error:
            raise DeliveryError(f"no connection ({type(error).__name__})") from None

    async def close(self) -> None:
        """Close the connection."""
        if self._client is not None:
            await self._client.aclose()

    @staticmethod
    async def _post(client: httpx.AsyncClient, url: str, content: bytes, headers: Mapping[str, str]) -> None:
        """Send one request and judge the status of the answer; its body is not read."""
        agent = {"User-Agent": "sealog-alerting", **headers}
        async with client.stream("POST", url, content=content, headers=agent) as answer:
            status = answer.status_code
            if answer.is_success:
                return
            again = status in _TRY_AGAIN or status >= httpx.codes.INTERNAL_SERVER_ERROR
            retry_after = _retry_after(answer.headers) if again else None
        raise DeliveryError(f"HTTP {status}", retry_after=retry_after, permanent=not again)


def reveal(secret: Secret) -> str:
    """Read a secret; one that can't be read now is worth another try."""
    try:
        return secret.read()
    except SettingError as error:
        raise DeliveryError(str(error)) from None


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
