"""Reads one trace by its id from Jaeger or Tempo; both answer at `/api/traces/<id>`."""

from __future__ import annotations

import asyncio
import re
import ssl
from urllib.parse import urlsplit

import httpx

from sealog.errors import SettingError
from sealog_exporters.workflows.loading import MAX_BYTES

__all__ = ["fetch_trace"]

_WAIT_S = 10.0  # for each answer of the socket
_WHOLE_S = 60.0
_HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity"}


def fetch_trace(url: str, trace: str, *, whole_s: float = _WHOLE_S, max_bytes: int = MAX_BYTES) -> bytes:
    """Give the answer to a query for one trace, as JSON that `load` reads. Follows no redirect, uses no proxy.

    `url` is what stands before `/api/traces`. It waits ten seconds for the server, and `whole_s` for all of an answer
    of at most `max_bytes`.

    Raises:
        SettingError: the URL or the id is none, the server doesn't answer so, or it does not have the trace.
    """
    address = _address(url, trace)
    try:
        # httpx bounds each read, not their sum: a server that drips bytes would hold the command.
        return asyncio.run(asyncio.wait_for(_fetch(address, url, trace, max_bytes), whole_s))
    except asyncio.TimeoutError:  # not the builtin one on Python 3.10
        raise SettingError(f"--from: the answer was not complete after {whole_s:g} s") from None
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise SettingError(f"--from: {url} can't be reached ({str(error) or type(error).__name__})") from None
    # httpx lets an SSLError through that comes after the handshake.
    except (httpx.HTTPError, ssl.SSLError) as error:
        raise SettingError(f"--from: {url} broke off ({type(error).__name__})") from None


async def _fetch(address: str, url: str, trace: str, max_bytes: int) -> bytes:
    system = ssl.create_default_context()  # httpx has authorities of its own
    async with (
        httpx.AsyncClient(timeout=_WAIT_S, verify=system, trust_env=False, headers=_HEADERS) as client,
        client.stream("GET", address) as answer,
    ):
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise SettingError(f"--from: {url} does not have the trace {trace}")
        if not answer.is_success:
            raise SettingError(f"--from: {url} answers {answer.status_code}")
        data = bytearray()
        async for part in answer.aiter_raw():
            data += part
            if len(data) > max_bytes:
                raise SettingError(f"--from: the answer has more than {max_bytes} bytes")
    return bytes(data)


def _address(url: str, trace: str) -> str:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 0) >= 0
        (parts.hostname or "").encode("idna")  # a name that can't be looked up is a ValueError too
    except ValueError:
        usable = False
    if not usable or not re.fullmatch("[!-~]+", url) or parts.username is not None or parts.query or parts.fragment:
        raise SettingError("--from: a URL such as http://127.0.0.1:16686 is expected, without password or query")
    if not re.fullmatch("[0-9a-fA-F]{1,32}", trace):
        raise SettingError("--from: the id of a trace is expected, up to 32 hexadecimal digits")
    return f"{url.rstrip('/')}/api/traces/{trace.lower()}"
