"""Reads traces from Jaeger or Tempo: one by its id, which both answer at `/api/traces/<id>`, or the newest.

Sources: Jaeger's HTTP JSON API (https://www.jaegertracing.io/docs/latest/architecture/apis/), which the services that
sent traces tell apart; Tempo's API (https://grafana.com/docs/tempo/latest/api_docs/), which is asked in TraceQL.
"""

from __future__ import annotations

import asyncio
import json
import re
import ssl
import time
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode, urlsplit

import httpx

from sealog.errors import SettingError
from sealog.loopback import is_this_machine
from sealog_exporters.cli.workflow_runs.trace_ids import bare
from sealog_exporters.workflows.loading import MAX_BYTES, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sealog_exporters.workflows import Span

__all__ = ["ServerTraces", "read_headers"]

_WAIT_S = 10.0  # for each answer of the socket
_WHOLE_S = 60.0
_HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity"}
_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([!-~](?:[ -~]*[!-~])?)[ \t]*", re.ASCII)  # RFC 9110 5.5
_NO_SECRET = frozenset({"x-scope-orgid"})  # Tempo's name of a tenant
_MAX_HEADERS = 2**16  # characters
_SPAN_S: Final = 24 * 3_600
"""How far back a server looks for the newest."""

_MAX_SERVICES = 50


class ServerTraces:
    """The traces of Jaeger or Tempo: see `Source`. Follows no redirect, uses no proxy.

    `url` is what stands before `/api/traces`. It waits ten seconds for the server, and `whole_s` for all of an answer
    of at most `max_bytes`. Headers other than Tempo's tenant go over https only, or stay on this machine. `clock` gives
    seconds since the Unix epoch.

    Raises:
        SettingError: the URL is none, or is http to another machine and there are headers.
    """

    def __init__(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        whole_s: float = _WHOLE_S,
        max_bytes: int = MAX_BYTES,
        clock: Callable[[], float] = time.time,
    ) -> None:
        _check(url, headers or {})
        self._name, self._url = url, url.rstrip("/")
        self._headers = {**(headers or {}), **_HEADERS}
        self._system = ssl.create_default_context()  # httpx has authorities of its own
        self._whole_s, self._max_bytes, self._clock = whole_s, max_bytes, clock

    def trace(self, trace: str) -> list[Span]:
        """See `Source`."""
        if not re.fullmatch("[0-9a-fA-F]{1,32}", trace):
            raise SettingError("--from: the id of a trace is expected, up to 32 hexadecimal digits")
        answer = self._ask(f"/api/traces/{trace.lower()}")
        spans = [] if answer is None else load(answer, self._name)
        if not (found := [span for span in spans if bare(span.trace_id) == bare(trace)]):
            raise SettingError(f"--from: {self._name} does not have the trace {trace}")
        return found

    def newest(self, workflow: str, limit: int) -> Iterator[list[Span]]:
        """See `Source`. It looks back 24 hours."""
        services = self._ask("/api/services")
        if services is None:
            return self._newest_of_tempo(workflow, limit)
        names = [str(name) for name in _items(self._parsed(services), "data")]
        if len(names) > _MAX_SERVICES:
            raise SettingError(
                f"--from: {self._name} has more than {_MAX_SERVICES} services to search; name traces by their ids"
            )
        return self._newest_of_jaeger(names, workflow, limit)

    def _newest_of_jaeger(self, services: Sequence[str], workflow: str, limit: int) -> Iterator[list[Span]]:
        end = int(self._clock())
        query: dict[str, str | int] = {"start": (end - _SPAN_S) * 10**6, "end": end * 10**6, "limit": limit}
        if workflow:
            query["operation"] = workflow
        traces: dict[str, list[Span]] = {}
        for service in services:
            found: dict[str, list[Span]] = {}
            for span in load(self._ask(f"/api/traces?{_encoded(query | {'service': service})}") or b"{}", self._name):
                found.setdefault(span.trace_id, []).append(span)
            traces |= found  # a trace of several services is whole in the answer for each
        yield from sorted(traces.values(), key=_begin, reverse=True)[:limit]

    def _newest_of_tempo(self, workflow: str, limit: int) -> Iterator[list[Span]]:
        end = int(self._clock())
        wanted = f"{{ rootName = {json.dumps(workflow, ensure_ascii=False)} }}" if workflow else "{ }"
        query: dict[str, str | int] = {
            "q": f"{wanted} with (most_recent=true)",
            "start": end - _SPAN_S,
            "end": end,
            "limit": limit,
        }
        answer = self._ask(f"/api/search?{_encoded(query)}", tolerated=httpx.codes.BAD_REQUEST)
        if answer is None:  # Tempo before 2.8 does not know the hint
            answer = self._ask(f"/api/search?{_encoded(query | {'q': wanted})}", tolerated=0) or b""
        traces = [one for one in _items(self._parsed(answer), "traces") if isinstance(one, dict)]
        for one in sorted(traces, key=_begin_of_tempo, reverse=True)[:limit]:
            yield self.trace(str(one.get("traceID", "")))

    def _parsed(self, answer: bytes) -> Any:
        try:
            return json.loads(answer)
        except (ValueError, RecursionError):
            raise SettingError(f"--from: {self._name} does not answer with JSON") from None

    def _ask(self, path: str, tolerated: int = httpx.codes.NOT_FOUND) -> bytes | None:
        """Give the answer's bytes; None for the status `tolerated`."""
        try:
            # httpx bounds each read, not their sum: a server that drips bytes would hold the command.
            return asyncio.run(asyncio.wait_for(self._fetch(path, tolerated), self._whole_s))
        except asyncio.TimeoutError:  # not the builtin one on Python 3.10
            raise SettingError(f"--from: the answer was not complete after {self._whole_s:g} s") from None
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise SettingError(
                f"--from: {self._name} can't be reached ({str(error) or type(error).__name__})"
            ) from None
        # httpx lets an SSLError through that comes after the handshake.
        except (httpx.HTTPError, ssl.SSLError) as error:
            raise SettingError(f"--from: {self._name} broke off ({type(error).__name__})") from None

    async def _fetch(self, path: str, tolerated: int) -> bytes | None:
        async with (
            httpx.AsyncClient(timeout=_WAIT_S, verify=self._system, trust_env=False, headers=self._headers) as client,
            client.stream("GET", self._url + path) as answer,
        ):
            if answer.status_code == tolerated:
                return None
            if not answer.is_success:
                raise SettingError(f"--from: {self._name} answers {answer.status_code}")
            data = bytearray()
            async for part in answer.aiter_raw():
                data += part
                if len(data) > self._max_bytes:
                    raise SettingError(f"--from: the answer has more than {self._max_bytes} bytes")
        return bytes(data)


def read_headers(path: Path) -> dict[str, str]:
    """Read a file of HTTP headers, one `Name: value` a line; empty lines and those with `#` are left out.

    Raises:
        SettingError: it can't be read, has more than 65,536 characters, or a line is no header; the message has the
            line's number, and nothing of what may be a secret.
    """
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_MAX_HEADERS + 1)
    except (OSError, ValueError) as error:
        raise SettingError(f"--headers: {path} can't be read ({type(error).__name__})") from None
    if len(text) > _MAX_HEADERS:
        raise SettingError(f"--headers: {path} has more than {_MAX_HEADERS} characters")
    headers: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if (header := _HEADER.fullmatch(line)) is None:
            raise SettingError(f"--headers: {path}, line {number}: `Name: value` is expected, in ASCII")
        headers[header[1]] = header[2]
    return headers


def _check(url: str, headers: Mapping[str, str]) -> None:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        usable = parts.scheme in {"http", "https"} and bool(host) and (parts.port or 0) >= 0
        host.encode("idna")  # a name that can't be looked up is a ValueError too
    except ValueError:
        usable = False
    if not usable or not re.fullmatch("[!-~]+", url) or parts.username is not None or parts.query or parts.fragment:
        raise SettingError("--from: a URL such as http://127.0.0.1:16686 is expected, without password or query")
    secret = any(name.lower() not in _NO_SECRET for name in headers)
    if secret and parts.scheme == "http" and not is_this_machine(host):
        raise SettingError("--headers: they go to https URLs only, or to this machine: they may be secrets")


def _encoded(query: Mapping[str, str | int]) -> str:
    return urlencode(query, errors="replace")


def _items(answer: Any, key: str) -> list[Any]:
    found = answer.get(key) if isinstance(answer, dict) else None
    return found if isinstance(found, list) else []


def _begin(spans: list[Span]) -> int:
    return min(span.start_ns for span in spans)


def _begin_of_tempo(trace: Mapping[str, Any]) -> int:
    begin = str(trace.get("startTimeUnixNano", ""))
    return int(begin) if re.fullmatch("[0-9]{1,20}", begin) else 0
