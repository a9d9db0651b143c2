"""Writes documents in Elasticsearch anew: conditional writes of whole documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.elastic.documents import DEAD_LETTERS, ElasticDocuments
from sealog_exporters.elastic.queries import EVERY_DOCUMENT, holds_attribute
from sealog_exporters.store.erasing import Pass, Rules

if TYPE_CHECKING:
    from sealog_exporters.store.erasing import Rewriting

__all__ = ["ElasticRewriter"]


class ElasticRewriter(ElasticDocuments):
    """The log indices of one Elasticsearch 8 or later, as a `Rewritable`; dead letters too. For one thread."""

    def rewrite(self, change: Rewriting, rules: Rules, *, dry_run: bool = False) -> Pass:
        """Look once at every document, or at those with the attribute that the change names; at the newest, too."""
        done = Pass()
        for target in self.targets():
            self.refresh(target)
            # A dead letter's document is not indexed: all are read.
            is_known = bool(change.attribute) and target != DEAD_LETTERS
            query = holds_attribute(change.attribute) if is_known else EVERY_DOCUMENT
            for page in self.pages(target, query):
                looked = [(hit, change.document(hit["_source"])) for hit in page]
                changed = [(hit, source) for hit, source in looked if source != hit["_source"]]
                done.found += len(changed)
                if changed and not dry_run:
                    self.write(changed, done)
                    rules.pace(len(changed))
        return done
