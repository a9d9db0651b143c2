"""Helpers for real back ends: wait until they have indexed, and read stored documents."""

from __future__ import annotations

import http
import json
import os
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from local import Missing
from venvs import UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from local import Running

T = TypeVar("T")


def needed(get: Callable[[], T]) -> T:
    """Give what `get` gives of tools, servers and environments; without it a test is skipped, and in CI it fails."""
    try:
        return get()
    except (Missing, UnavailableError) as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))


@dataclass
class Hook:
    """Webhook bodies in the order of their arrival, each with its moment in ns."""

    url: str = ""
    arrived: list[tuple[int, dict[str, Any]]] = field(default_factory=list)

    def add(self, body: bytes) -> None:
        self.arrived.append((time.time_ns(), json.loads(body)))

    def firing_for(self, service: str) -> list[tuple[int, dict[str, Any]]]:
        return [
            (moment, body)
            for moment, body in self.arrived
            if body["status"] == "firing" and body["commonLabels"].get("service_name") == service
        ]


@dataclass(frozen=True)
class Backends:
    """The running programs and the webhook receiver that the alert rules name."""

    running: Running
    hook: Hook

    def documents(self, service: str) -> list[dict[str, Any]]:
        """Every stored document of a service, as Elasticsearch has it."""
        query = {"size": 1000, "query": {"term": {"resource.attributes.service.name": service}}}
        return [hit["_source"] | {"_id": hit["_id"]} for hit in self.search(query)]

    def alerting(self, counter: str) -> int:
        """Read a counter of the alerting service, such as `events_total` (fed in) or `waiting` (notifications)."""
        with urllib.request.urlopen(f"{self.running.alerting_api}/metrics", timeout=30) as response:
            lines = response.read().decode().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(f"sealog_alerting_{counter} "))

    def search(self, query: dict[str, Any]) -> list[dict[str, Any]]:
        self._request("POST", "/logs-*/_refresh")
        found = eventually(lambda: self._found(query), lambda hits: hits is not None)
        assert found is not None
        return found

    def _found(self, query: dict[str, Any]) -> list[dict[str, Any]] | None:
        """The hits, or None while an index that was made this moment has no shard that answers."""
        try:
            hits: list[dict[str, Any]] = self._request("POST", "/logs-*/_search", query)["hits"]["hits"]
        except urllib.error.HTTPError as error:
            if error.code != http.HTTPStatus.SERVICE_UNAVAILABLE:
                raise
            return None
        return hits

    def _request(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        request = urllib.request.Request(  # the URL is our own
            self.running.elasticsearch_url + path,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)


def eventually(look: Callable[[], T], wanted: Callable[[T], bool], seconds: float = 30.0) -> T:
    """Look until what is seen is what is wanted; fails with what was seen last."""
    end = time.monotonic() + seconds
    while not wanted(seen := look()):
        assert time.monotonic() < end, f"still {seen!r} after {seconds} s"
        time.sleep(0.1)
    return seen
