"""Knows when the indices of a target were made: after a rollover, the new index has no ids of the older ones.

A record can only be in an older index if it is older than the newest index, so live traffic needs no look-up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from sealog_exporters.elastic.sink.bulk import BulkClient
    from sealog_exporters.elastic.sink.documents.from_otlp import Document

__all__ = ["Rollovers"]

_KNOWN_FOR_S = 60.0
_CLOCKS_DIFFER_MS = 300_000
_REFRESHED_AFTER_MS = 120_000
_MOST = 1000


class Rollovers:
    """The rollovers of each target, asked for once a minute at most. One event loop owns it."""

    def __init__(self, client: BulkClient) -> None:
        self._client = client
        self._newest: dict[str, tuple[float, int]] = {}
        self._indices: dict[str, str] = {}

    def forget(self, target: str) -> None:
        """Ask anew before the next documents of a target: something about it is uncertain."""
        self._newest.pop(target, None)

    def wrote(self, target: str, index: str) -> None:
        """Note where a document went: into an index that was not the newest when we asked?"""
        if self._indices.setdefault(target, index) != index:
            self._indices[target] = index
            self.forget(target)

    async def older(
        self, documents: list[Document], now_s: float, *, anew: bool = False
    ) -> tuple[list[Document], bool] | None:
        """Give those of one target's documents that an older index may have, and whether it needs a refresh to tell.

        `anew` asks now, for documents that an earlier attempt may have stored. None where Elasticsearch doesn't say.
        """
        target = documents[0].target
        known = None if anew else self._newest.get(target)
        if known is None or now_s - known[0] > _KNOWN_FOR_S:
            made_ms = await self._made_ms(target)
            if made_ms is None:
                return None
            if len(self._newest) >= _MOST:
                self._newest.clear()
            known = self._newest[target] = (now_s, made_ms)
        made_ms = known[1]
        if not made_ms:
            return [], False
        suspects = [document for document in documents if document.time_ms < made_ms + _CLOCKS_DIFFER_MS]
        return suspects, now_s * 1000 - made_ms < _REFRESHED_AFTER_MS

    async def _made_ms(self, target: str) -> int | None:
        """Give when the newest of a target's indices was made, ms since the epoch; 0 where there is one or none."""
        path = f"/{quote(target, safe='-_.')}/_settings/index.creation_date"
        answer = await self._client.ask(
            "GET", f"{path}?flat_settings=true&ignore_unavailable=true&expand_wildcards=all"
        )
        if answer is None:
            return None
        made = [int(index.get("settings", {}).get("index.creation_date", 0)) for index in answer.values()]
        return max(made) if len(made) > 1 else 0
