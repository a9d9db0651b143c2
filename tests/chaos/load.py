"""A sender that behaves: it numbers its records, sends each request until it is acknowledged, and knows what was."""

from __future__ import annotations

import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["RECORDS", "Load", "record", "request"]

RECORDS = 50
"""Records of one request."""

_AGAIN_S = 0.2


def record(number: int, run: str, *, uid: bool = True, padding: int = 150, **attributes: Any) -> dict[str, Any]:
    """Make a record as OTLP's JSON has it, with its number and that of the run as attributes."""
    own: dict[str, Any] = {"chaos.run": run, "chaos.number": number, **attributes}
    if uid:
        own.setdefault("sealog.uid", f"{run}-{number}")
    return {
        "timeUnixNano": str(time.time_ns()),
        "severityNumber": 9,
        "body": {"stringValue": f"order {number} was paid " + "x" * padding},
        "attributes": [{"key": key, "value": _value(value)} for key, value in own.items()],
    }


def request(records: list[dict[str, Any]], service: str) -> dict[str, Any]:
    """Make a request of one service's records."""
    resource = {"attributes": [{"key": "service.name", "value": {"stringValue": service}}]}
    return {
        "resourceLogs": [{"resource": resource, "scopeLogs": [{"scope": {"name": "chaos"}, "logRecords": records}]}]
    }


class Load:
    """Sends a request every `pause` seconds from a thread of its own, between `start` and `stop`.

    Its records are numbered from `first`; `padding` are the characters that each has for nothing.
    """

    def __init__(
        self,
        url: str,
        run: str,
        *,
        service: str = "chaos",
        pause: float = 0.05,
        padding: int = 150,
        first: int = 0,
        make: Callable[..., dict[str, Any]] | None = None,
    ) -> None:
        self.accepted: set[int] = set()
        self._url = f"{url}/v1/logs"
        self._run = run
        self._service = service
        self._pause = pause
        self._first = first
        self._make = make or partial(record, padding=padding)
        self._ending = threading.Event()
        self._giving_up = threading.Event()
        self._thread = threading.Thread(target=self._send, daemon=True)

    def start(self) -> Load:
        """Begin to send."""
        self._thread.start()
        return self

    def stop(self, patience: float = 30.0) -> None:
        """Send no further requests; the last one is tried for so many seconds more."""
        self._ending.set()
        self._thread.join(patience)
        self._giving_up.set()
        self._thread.join()

    def _send(self) -> None:
        number = self._first
        with httpx.Client(timeout=10.0) as client:
            while not self._ending.is_set():
                numbers = range(number, number + RECORDS)
                number += RECORDS
                body = request([self._make(each, self._run) for each in numbers], self._service)
                while not self._taken(client, body):
                    if self._giving_up.wait(_AGAIN_S):
                        return
                self.accepted.update(numbers)
                self._ending.wait(self._pause)

    def _taken(self, client: httpx.Client, body: dict[str, Any]) -> bool:
        try:
            return client.post(self._url, json=body).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False


def _value(value: Any) -> dict[str, Any]:
    return {"intValue": value} if isinstance(value, int) else {"stringValue": str(value)}
