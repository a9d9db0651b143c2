"""Reads one trace by its id from Jaeger or Tempo; both answer at `/api/traces/<id>`."""

from __future__ import annotations

import http.client
import re
import time
import urllib.error
import urllib.parse
import urllib.request

from sealog.errors import SettingError
from sealog_exporters.workflows.loading import MAX_BYTES

__all__ = ["fetch_trace"]

_WAIT_S = 10.0  # for each answer of the socket
_WHOLE_S = 60.0
_PART = 2**20
_NOT_FOUND = 404


def fetch_trace(url: str, trace: str, *, whole_s: float = _WHOLE_S, max_bytes: int = MAX_BYTES) -> bytes:
    """Give the answer to a query for one trace, as JSON that `load` reads.

    `url` is what stands before `/api/traces`. It waits ten seconds for the server, and `whole_s` for all of an answer
    of at most `max_bytes`.

    Raises:
        SettingError: the URL or the id is none, the server doesn't answer so, or it does not have the trace.
    """
    request = _request(url, trace)
    until = time.monotonic() + whole_s
    data = bytearray()
    try:
        with urllib.request.urlopen(request, timeout=_WAIT_S) as answer:  # noqa: S310 - http(s) only
            while part := answer.read1(_PART):
                data += part
                if len(data) > max_bytes:
                    raise SettingError(f"--from: the answer has more than {max_bytes} bytes")
                if time.monotonic() > until:
                    raise SettingError(f"--from: the answer was not complete after {whole_s:g} s")
    except urllib.error.HTTPError as error:
        with error:
            if error.code == _NOT_FOUND:
                raise SettingError(f"--trace: {url} does not have this trace") from None
            raise SettingError(f"--from: {url} answers {error.code}") from None
    except urllib.error.URLError as error:
        raise SettingError(f"--from: {url} can't be reached: {error.reason}") from None
    except (OSError, http.client.HTTPException) as error:
        raise SettingError(f"--from: {url} broke off: {type(error).__name__}") from None
    return bytes(data)


def _request(url: str, trace: str) -> urllib.request.Request:
    try:
        parts = urllib.parse.urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 0) >= 0
    except ValueError:
        usable = False
    if not usable or not url.isascii() or parts.username is not None or parts.query or parts.fragment:
        raise SettingError("--from: a URL such as http://127.0.0.1:16686 is expected, without password or query")
    if not re.fullmatch("[0-9a-fA-F]{1,32}", trace):
        raise SettingError("--trace: the id of a trace is expected, up to 32 hexadecimal digits")
    return urllib.request.Request(  # noqa: S310 - http(s) only
        f"{url.rstrip('/')}/api/traces/{trace.lower()}", headers={"Accept": "application/json"}
    )
