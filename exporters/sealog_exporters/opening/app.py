"""The opening service over HTTP, as a plain ASGI application. No message or answer but the opened texts holds a value.

`POST /v1/open` takes `{"reason": …, "texts": [{"text": …, "keys": […], "fields": {…}}]}` and a bearer token. It answers
with `{"texts": [{"text": …, "opened": n, "unopened": n, "doubts": […]}]}`, or `{"error": …}`. `POST /v1/approve` takes
`{"reason": …, "name": …}` and answers with `{"entities": […], "searches": […]}`: those that `name` may open now for
that reason, and those whose values they may look for.
`POST /v1/index` gives the blind indexes of values for `sealog search --opener`, `POST /v1/person` and
`POST /v1/access` serve `sealog access --opener`, and `POST /v1/erase/…` serve `sealog erase --opener` (docs/audit.md).
`GET /healthz` answers 200.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from sealog.errors import AuditError, KeyFileError, SettingError
from sealog.notices import say_once
from sealog_exporters.opening.desk import NoRightError, RefusedError
from sealog_exporters.opening.erasures import About
from sealog_exporters.opening.requests import (
    flag_of,
    hash_of,
    indexes_of,
    known_of,
    object_of,
    searched_of,
    texts_of,
    word_of,
)
from sealog_exporters.otlp.errors import BadRequest, TooLarge, Unauthenticated
from sealog_exporters.otlp.server.asgi import Answer, header, read_body, send_answer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from sealog.gatekeeper.opened import Doubt, Opened
    from sealog_exporters.opening.desk import Desk
    from sealog_exporters.opening.erasures import Erasures
    from sealog_exporters.otlp.limits import Limits
    from sealog_exporters.otlp.server.access import Access
    from sealog_exporters.otlp.server.asgi import Receive, Scope, Send

__all__ = ["OpeningApp"]

PATH = "/v1/open"
_MOST_NAME = 200
_MOST_REASON = 1000
_AT_ONCE = 4
_RETRY_S = 1


class OpeningApp:
    """Answers one request at a time; of one person at most four wait, more are told to come again (429)."""

    def __init__(self, desk: Desk, erasures: Erasures, access: Access, limits: Limits) -> None:
        self._desk = desk
        self._erasures = erasures
        self._access = access
        self._limits = limits
        self._paths: dict[str, Callable[[str, dict[str, Any]], Awaitable[dict[str, Any]]]] = {
            PATH: self._open,
            "/v1/approve": self._approve,
            "/v1/index": self._index,
            "/v1/person": self._person,
            "/v1/access": self._open_of_person,
            "/v1/erase/approve": self._approve_erasure,
            "/v1/erase/begin": self._begin_erasure,
            "/v1/erase/compare": self._compare,
            "/v1/erase/forget": self._forget,
            "/v1/erase/end": self._end_erasure,
        }
        self._turn = asyncio.Lock()
        self._waiting: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3, `http` scope)."""
        await send_answer(send, await self._answer(scope, receive))

    async def sign(self) -> None:
        """Sign the audit trail, if something was opened since; a failure is said on stderr."""
        async with self._turn:
            try:
                await asyncio.to_thread(self._desk.sign)
            except (AuditError, KeyFileError) as error:
                say_once("opening-sign", str(error))

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:  # noqa: PLR0911 - one line a refusal
        path, method = scope["path"], scope["method"]
        if path == "/healthz":
            return Answer(200, b"ok\n") if method in {"GET", "HEAD"} else _refusal(405, "only GET is answered here")
        if path not in self._paths:
            return _refusal(404, f"no such path: {', '.join(self._paths)} are here")
        if method != "POST":
            return _refusal(405, "only POST is answered here", ("allow", "POST"))
        try:
            self._access.look()
            name = self._access.sender(header(scope, "authorization"))
        except Unauthenticated:
            return _refusal(401, "a bearer token of this service is expected", ("www-authenticate", "Bearer"))
        except SettingError as error:
            say_once("opening-tokens", f"{error}; nothing is opened")
            return _refusal(503, "the service's tokens can't be read")
        if self._waiting[name] >= _AT_ONCE:
            return _refusal(429, "too many requests at once", ("retry-after", str(_RETRY_S)))
        self._waiting[name] += 1
        try:
            return await self._served(name, self._paths[path], receive)
        finally:
            self._waiting[name] -= 1
            if not self._waiting[name]:
                del self._waiting[name]

    async def _served(  # noqa: PLR0911 - one line a refusal
        self, name: str, answer: Callable[[str, Any], Awaitable[dict[str, Any]]], receive: Receive
    ) -> Answer:
        try:
            reading = read_body(receive, self._limits.body_bytes, self._limits.chunks)
            given = object_of(await asyncio.wait_for(reading, self._limits.read_s))
            body = json.dumps(await answer(name, given)).encode()
        except TooLarge as error:
            return _refusal(413, str(error))
        except BadRequest as error:
            return _refusal(400, str(error))
        except asyncio.TimeoutError:
            return _refusal(408, "the body did not come in time")
        except NoRightError:
            return _refusal(403, "openers.yaml gives you no right to open")
        except RefusedError as error:
            return _refusal(403, str(error))
        except (SettingError, KeyFileError, AuditError) as error:
            say_once("opening", f"{error}; nothing is opened")  # names files of this machine, so not in the answer
            return _refusal(503, "the service can't open now; its log says why")
        except Exception as error:  # noqa: BLE001 -- a server goes on; its message may hold data, so only the type
            say_once("opening-failed", f"a request failed ({type(error).__name__})")
            return _refusal(500, "the request can't be answered")
        return Answer(200, body, "application/json", (("cache-control", "no-store"),))

    async def _open(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        reason, texts = _reason(given), texts_of(given)
        async with self._turn:
            opened = await asyncio.to_thread(self._desk.open, name, reason, texts)
        return {"texts": [_as_json(one) for one in opened]}

    async def _approve(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        reason, person = _reason(given), word_of(given, "name", "who may open", _MOST_NAME)
        async with self._turn:
            granted = await asyncio.to_thread(self._desk.approve, name, reason, person.strip())
        return {"entities": granted.opens, "searches": granted.searches}

    async def _index(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        reason, values = _reason(given), searched_of(given)
        async with self._turn:
            return {"indexes": await asyncio.to_thread(self._desk.index, name, reason, values)}

    async def _person(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        reason, request, values = _reason(given), _request(given), searched_of(given)
        async with self._turn:
            found = await asyncio.to_thread(self._desk.find, name, reason, request, values)
        shut = [{"epoch": epoch, "status": status} for epoch, status in found.shut]
        return {"indexes": found.indexes, "shut": shut, "openings": found.openings}

    async def _open_of_person(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        reason, request, indexes, texts = _reason(given), _request(given), indexes_of(given), texts_of(given)
        async with self._turn:
            opened = await asyncio.to_thread(self._desk.access, name, reason, request, indexes, texts)
        return {
            "values": [
                {"value": one.value, "outcome": one.outcome, "doubts": _doubts_as_json(one.doubts)} for one in opened
            ]
        }

    async def _approve_erasure(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        about = _about(name, given)
        async with self._turn:
            return {"actor": await asyncio.to_thread(self._erasures.approve, about)}

    async def _begin_erasure(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        about, four_eyes = _about(name, given), flag_of(given, "four_eyes")
        by = word_of(given, "approve_by", "who approved it", _MOST_NAME) if given.get("approve_by") else ""
        async with self._turn:
            begun = await asyncio.to_thread(self._erasures.begin, about, by, four_eyes=four_eyes)
        actor, approver, epochs = begun
        return {"actor": actor, "approver": approver, "epochs": epochs}

    async def _compare(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        about, indexes, known, texts = _about(name, given), indexes_of(given), known_of(given), texts_of(given)
        async with self._turn:
            return {"same": await asyncio.to_thread(self._erasures.compare, about, indexes, known, texts)}

    async def _forget(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        about, values = _about(name, given), searched_of(given)
        async with self._turn:
            return {"forgotten": await asyncio.to_thread(self._erasures.forget, about, values)}

    async def _end_erasure(self, name: str, given: dict[str, Any]) -> dict[str, Any]:
        about, receipt_hash = _about(name, given), hash_of(given, "receipt_sha256")
        async with self._turn:
            return await asyncio.to_thread(self._erasures.end, about, receipt_hash)


def _about(name: str, given: dict[str, Any]) -> About:
    return About(name, _reason(given), _request(given), hash_of(given, "subject"))


def _reason(given: dict[str, Any]) -> str:
    return word_of(given, "reason", "why you open", _MOST_REASON)


def _request(given: dict[str, Any]) -> str:
    return word_of(given, "request", "which request this answers", _MOST_NAME)


def _as_json(opened: Opened) -> dict[str, Any]:
    doubts = _doubts_as_json(opened.doubts)
    return {"text": opened.text, "opened": opened.opened, "unopened": opened.unopened, "doubts": doubts}


def _doubts_as_json(doubts: Iterable[Doubt]) -> list[dict[str, str]]:
    return [{"kind": one.kind, "entity": one.entity, "sealed_under": one.sealed_under} for one in doubts]


def _refusal(status: int, message: str, *headers: tuple[str, str]) -> Answer:
    body = json.dumps({"error": message}).encode()
    return Answer(status, body, "application/json", headers, close=True)
