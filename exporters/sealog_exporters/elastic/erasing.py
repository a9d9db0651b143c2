"""Erases a person from Elasticsearch: conditional writes of whole documents, marks by sequence number.

What somebody changed between reading and writing is found by the next pass. A pass that finds nothing after a refresh
proves that no document up to the marks that were taken before that refresh holds the person.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sealog.crypto.spelling import NO_INDEX, find_sealed_values, parse_sealed_value
from sealog_exporters.elastic.document import to_record
from sealog_exporters.elastic.documents import DEAD_LETTERS, ElasticDocuments
from sealog_exporters.elastic.queries import EVERY_DOCUMENT, holds_any_index
from sealog_exporters.store.erasing import Pass, Rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sealog_exporters.store.eraser import Eraser

__all__ = ["ElasticEraser", "without_index"]


class ElasticEraser(ElasticDocuments):
    """The log indices of one Elasticsearch 8 or later, as an `Erasable`; dead letters too. For one thread."""

    def erase(self, eraser: Eraser, rules: Rules) -> Pass:
        """Look at every document that holds one of the indexes once; write back what changes."""
        done = Pass()
        for page in self._pages(eraser):
            without = []
            for hit in page:
                source = hit["_source"]
                changed = eraser.erase(source)
                if changed is source:
                    continue
                hold = rules.held_by(to_record(source))
                if hold is not None:
                    done.held[hold] += 1
                    continue
                done.found += 1
                without.append((hit, changed))
            if without:
                rules.about_to([f"{hit['_index']}/{hit['_id']}" for hit, _ in without])
                self.write(without, done)
                rules.pace(len(without))
        return done

    def candidates(self, eraser: Eraser, entities: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
        """Give each sealed value without index, of some entities, in the person's records, and the record's keys."""
        wanted = frozenset(entities)
        for page in self._pages(eraser):
            for hit in page:
                source = hit["_source"]
                if eraser.concerns(source):
                    text, keys = json.dumps(source, ensure_ascii=True), to_record(source).keys
                    yield from ((token, keys) for token in without_index(text, wanted))

    def _pages(self, eraser: Eraser) -> Iterator[list[dict[str, Any]]]:
        """Give the documents that may hold the person, page by page, each target from one point in time."""
        query: Mapping[str, Any] = holds_any_index(sorted(eraser.indexes))
        for target in self.targets():
            # A dead letter's document is not indexed: all are read.
            yield from self.pages(target, EVERY_DOCUMENT if target == DEAD_LETTERS else query)


def without_index(text: str, entities: frozenset[str]) -> Iterator[str]:
    """Give each sealed value of some entities in a text that has no blind index."""
    for start, end in find_sealed_values(text):
        token = text[start:end].removesuffix("~")
        sealed = parse_sealed_value(token)
        if sealed.index == NO_INDEX and sealed.entity in entities:
            yield token
