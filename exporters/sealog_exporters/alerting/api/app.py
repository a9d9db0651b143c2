"""The service's HTTP API as a plain ASGI application: alerts, trail, silences, reload, metrics.

Its clients may mute alerts, so it listens on loopback. It answers only requests that name a loopback host, and accepts
only JSON: a web page in a browser can send neither.
"""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import asdict
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from sealog.errors import SealogError, SettingError, StoreError
from sealog.notices import say_once
from sealog_exporters.alerting.api.prometheus import CONTENT_TYPE, exposition
from sealog_exporters.alerting.matching.label_matcher import parse_matcher
from sealog_exporters.alerting.model.routing.silence import new_silence, parse_time
from sealog_exporters.alerting.notifiers.content.text import rfc3339
from sealog_exporters.otlp.errors import BadRequest
from sealog_exporters.otlp.server.asgi import Answer, header, names_this_machine, read_body, send_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.alerting.model.alert.state import AlertState, TrailEntry
    from sealog_exporters.alerting.model.routing.silence import Silence
    from sealog_exporters.alerting.service.reload import Reloader
    from sealog_exporters.alerting.service.service import AlertingService
    from sealog_exporters.otlp.server.asgi import Receive, Scope, Send

    Query = dict[str, list[str]]

_MAX_BODY = 64 * 1024
_READ_S = 5.0
_MAX_STEPS = 1_000
_SILENCE = re.compile(r"/api/v1/silences/([0-9a-f]{12})", re.ASCII)


class Api:
    """Answers for one alerting service, in its loop.

    Args:
        service: the alerting service.
        reloader: what `reload` uses; `None` where there is no rule file.
        clock: ns since the epoch.
    """

    def __init__(self, service: AlertingService, reloader: Reloader | None, clock: Callable[[], int]) -> None:
        self._alerter = service
        self._reloader = reloader
        self._clock = clock
        self._reads: dict[str, Callable[[Query], Answer]] = {
            "GET /metrics": lambda _: Answer(200, exposition(self._stats(), service.costs()), CONTENT_TYPE),
            "GET /openapi.json": lambda _: Answer(200, openapi(), "application/json"),
            "GET /api/v1/alerts": lambda _: _json(200, [_standing(one) for one in service.alert_states()]),
            "GET /api/v1/rules": lambda _: _json(200, [asdict(cost) for cost in service.costs()]),
            "GET /api/v1/why": lambda query: _json(200, [_step(step) for step in self._why(query)]),
            "GET /api/v1/silences": lambda _: _json(200, [_silence(one, n) for one, n in service.silences()]),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3, `http` scope)."""
        try:
            answer = await self._answer(scope, receive)
        except StoreError as error:
            answer = _problem(503, str(error))
        except (SealogError, asyncio.TimeoutError) as error:
            answer = _problem(400, str(error) or "the body did not come in time")
        except Exception as error:  # noqa: BLE001 - a server goes on; its message may hold data, so only the type
            say_once("alerts-api", f"an API request failed ({type(error).__name__})")
            answer = _problem(500, "the request can't be answered")
        await send_answer(send, answer)

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        if not names_this_machine(scope):
            return _problem(403, "this API answers on loopback only")
        asked = f"{scope['method']} {scope['path']}"
        read = self._reads.get(asked)
        if read is not None:
            return read(parse_qs(scope.get("query_string", b"").decode("latin-1")))
        return await self._change(asked, scope, receive)

    def _stats(self) -> dict[str, int]:
        return {**self._alerter.stats(), **(self._reloader.stats() if self._reloader else {})}

    def _why(self, query: Query) -> list[TrailEntry]:
        return self._alerter.trail(query.get("alert", [""])[0], _MAX_STEPS)

    async def _change(self, asked: str, scope: Scope, receive: Receive) -> Answer:
        """Answer a request that changes something."""
        gone = _SILENCE.fullmatch(scope["path"])
        if scope["method"] == "DELETE" and gone:
            ended = self._alerter.unsilence(gone[1])
            return _json(200, {"id": gone[1]}) if ended else _problem(404, "no such silence was made by command")
        if asked not in {"POST /api/v1/silences", "POST /api/v1/reload"}:
            return _problem(404, "no such path; /openapi.json lists them")
        if header(scope, "content-type").partition(";")[0].strip().lower() != "application/json":
            return _problem(415, "the body must be application/json")
        body = await asyncio.wait_for(read_body(receive, _MAX_BODY), _READ_S)
        if asked == "POST /api/v1/reload":
            problem = await self._reloader.now() if self._reloader else "there is no rule file"
            return _problem(422, problem) if problem else _json(200, {"rules": len(self._alerter.rules.rules)})
        silence = read_silence(body, self._clock())
        self._alerter.silence(silence)
        return _json(201, _silence(silence, 0))


def read_silence(body: bytes, now_ns: int) -> Silence:
    """Read a silence as the API takes it; without `starts_at` it begins now.

    Raises:
        BadRequest: it is not a JSON object of texts.
        SettingError: a part of it is wrong.
    """
    try:
        asked = json.loads(body)
        matchers = tuple(parse_matcher(str(text)) for text in asked["matchers"])
        starts_at_ns = parse_time(str(asked["starts_at"])) if asked.get("starts_at") else now_ns
        ends_at_ns = parse_time(str(asked["ends_at"]))
        words = {name: str(asked.get(name, "")) for name in ("created_by", "comment")}
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise BadRequest(
            "a silence is {matchers: [text], ends_at: time} and perhaps starts_at, created_by, comment"
        ) from None
    if ends_at_ns <= now_ns:
        raise SettingError("ends_at: must be in the future")
    return new_silence(matchers, starts_at_ns, ends_at_ns, created_by=words["created_by"], comment=words["comment"])


def openapi() -> bytes:
    """Return the API's description (OpenAPI 3.1)."""
    return resources.files("sealog_exporters.alerting.api").joinpath("openapi.json").read_bytes()


def _standing(one: AlertState) -> dict[str, Any]:
    alert = one.alert
    return {
        "alert": alert.labels.get("alertname", ""),
        "fingerprint": alert.fingerprint,
        "status": alert.status,
        "receiver": one.receiver,
        "labels": dict(alert.labels),
        "value": alert.annotations.get("value", ""),
        "threshold": alert.annotations.get("threshold", ""),
        "starts_at": rfc3339(alert.starts_at_ns),
        "told_at": rfc3339(one.told_at_ns) if one.told_at_ns else None,
        "told": one.told_count,
        "held": {**one.held._asdict(), "since": rfc3339(one.held_since_ns)} if one.held and one.due else None,
    }


def _step(step: TrailEntry) -> dict[str, Any]:
    fields = step._asdict()
    outcome = fields.pop("outcome")
    return {**fields, "at": rfc3339(step.at_ns), "verdict": outcome._asdict()}


def _silence(silence: Silence, muted: int) -> dict[str, Any]:
    return {
        "id": silence.id,
        "matchers": [str(matcher) for matcher in silence.matchers],
        "starts_at": rfc3339(silence.starts_at_ns),
        "ends_at": rfc3339(silence.ends_at_ns),
        "created_by": silence.created_by,
        "comment": silence.comment,
        "muted": muted,
    }


def _json(status: int, value: Any) -> Answer:
    return Answer(status, json.dumps(value).encode("ascii"), "application/json")


def _problem(status: int, detail: str) -> Answer:
    """Return a refusal in the form of RFC 9457."""
    body = json.dumps({"status": status, "detail": detail}).encode("ascii")
    return Answer(status, body, "application/problem+json", close=True)
