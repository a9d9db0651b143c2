"""An Elasticsearch: prepared for logs, and asked what it has of a run, each number and each dead letter."""

from __future__ import annotations

import json
import subprocess
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

import httpx

from programs import SEALOG

__all__ = ["Elasticsearch", "Stored", "install"]


def install(url: str) -> None:
    """Install what `sealog elastic setup` installs, as a user does."""
    subprocess.run([SEALOG, "elastic", "setup", "--url", url], check=True, capture_output=True)


@dataclass(frozen=True)
class Stored:
    """How often each number is stored, and which numbers are kept as dead letters."""

    numbers: Counter[int]
    dead: frozenset[int]

    def missing(self, accepted: set[int]) -> set[int]:
        """Numbers that were acknowledged and are nowhere."""
        return accepted - self.numbers.keys() - self.dead

    @property
    def doubled(self) -> int:
        """How many documents are there for nothing."""
        return sum(self.numbers.values()) - len(self.numbers)


class Elasticsearch:
    """Asks Elasticsearch itself, beside the proxy with its faults."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url, timeout=60.0)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def request(self, method: str, path: str, body: Any = None) -> Any:
        """Send a request; gives the answer's JSON."""
        answer = self._client.request(method, path, json=body)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text[:500]}"
        return answer.json()

    def stored(self, run: str) -> Stored:
        """Read everything of a run."""
        self.request("POST", "/_refresh?ignore_unavailable=true")
        # By the sources: what a field limit left out of the index is stored all the same.
        numbers = Counter(
            source["attributes"]["chaos.number"]
            for source in self._all("logs-*")
            if source.get("attributes", {}).get("chaos.run") == run
        )
        letters = (json.loads(source["document"]) for source in self._all("sealog-dead-letter*"))
        dead = {
            letter["attributes"]["chaos.number"]
            for letter in letters
            if letter.get("attributes", {}).get("chaos.run") == run
        }
        return Stored(numbers, frozenset(dead))

    def settled(self, run: str, accepted: set[int], seconds: float) -> Stored:
        """Read again until everything acknowledged is there, or nothing more has come for so many seconds."""
        end = time.monotonic() + seconds
        found = self.stored(run)
        while found.missing(accepted) and time.monotonic() < end:
            time.sleep(1.0)
            before, found = found, self.stored(run)
            if len(found.numbers) > len(before.numbers):
                end = time.monotonic() + seconds
        time.sleep(1.0)  # what comes twice comes now
        return self.stored(run)

    def _all(self, indices: str) -> list[dict[str, Any]]:
        opened = self.request("POST", f"/{indices}/_pit?keep_alive=1m&ignore_unavailable=true&allow_no_indices=true")
        found: list[dict[str, Any]] = []
        after: list[Any] | None = None
        while True:
            body = {
                "size": 5000,
                "pit": {"id": opened["id"], "keep_alive": "1m"},
                "sort": ["_shard_doc"],
                "_source": ["attributes.chaos.*", "document"],
                "track_total_hits": False,
                **({"search_after": after} if after else {}),
            }
            hits = self.request("POST", "/_search", body)["hits"]["hits"]
            if not hits:
                return found
            found += [hit["_source"] for hit in hits]
            after = hits[-1]["sort"]
