"""Rewriting over HTTP, against a server whose newest document is found after a refresh, as in Elasticsearch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sealog.errors import StoreError
from sealog_exporters.elastic.rewriting import ElasticRewriter
from sealog_exporters.store.erasing import Rewriting, Rules

if TYPE_CHECKING:
    from conftest import Answering

CHANGE = Rewriting(lambda source: {**source, "seen": True}, lambda line: line, (), "sealog.index_tag")


class Unrefreshed:
    """Answers with documents that a refresh of their target lets be found; takes what is written back."""

    def __init__(self, **documents: dict[str, Any]) -> None:
        self.documents = documents
        self.is_found: set[str] = set()
        self.target = ""

    def __call__(self, method: str, path: str, _body: Any) -> tuple[int, Any] | None:
        target = path.split("/")[1]
        if path.endswith("/_refresh"):
            self.is_found.add(target)
            return 200, {}
        if path.endswith("/_bulk"):
            return 200, {"errors": False, "items": [{"index": {"status": 200}}]}
        if path.endswith("/_pit") and method == "POST":
            self.target = target
        if not path.endswith("/_search"):
            return None
        source = self.documents.get(self.target) if self.target in self.is_found else None
        hit = {"_index": self.target, "_id": "1", "_seq_no": 1, "_primary_term": 1, "_source": source, "sort": [1]}
        return 200, {"hits": {"hits": [] if source is None else [hit]}}


@pytest.mark.parametrize("dry_run", [False, True])
def test_what_was_written_last_is_changed_in_records_and_dead_letters(server: Answering, dry_run: bool) -> None:
    server.answer = Unrefreshed(**{"logs-shop": {"n": 1}, "sealog-dead-letter*": {"n": 2}})
    with ElasticRewriter(server.url, index_pattern="logs-shop", environ={}) as rewriter:
        done = rewriter.rewrite(CHANGE, Rules(), dry_run=dry_run)
    assert (done.found, done.changed) == (2, 0 if dry_run else 2)


def test_a_refresh_that_is_refused_is_an_error_and_not_a_gap(server: Answering) -> None:
    server.answer = lambda _m, path, _b: (403, {"error": {}}) if path.endswith("/_refresh") else None
    with (
        ElasticRewriter(server.url, index_pattern="logs-shop", environ={}) as rewriter,
        pytest.raises(StoreError, match="403"),
    ):
        rewriter.rewrite(CHANGE, Rules())
    assert server.searches() == []
