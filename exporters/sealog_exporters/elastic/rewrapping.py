"""Gives the sealed data keys in Elasticsearch other recipients: conditional writes of whole documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.elastic.documents import ElasticDocuments
from sealog_exporters.store.erasing import Pass, Rules
from sealog_exporters.store.mapping import mapped

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ElasticRewrapper"]


class ElasticRewrapper(ElasticDocuments):
    """The log indices of one Elasticsearch 8 or later, as a `Rewrappable`; dead letters too. For one thread."""

    def rewrap(self, rewrap: Callable[[str], str], rules: Rules, *, dry_run: bool = False) -> Pass:
        """Look at every document once: a key may stand in any field, and one that is missed is lost with its epoch."""
        done = Pass()
        for target in self.targets():
            for page in self.pages(target, {"match_all": {}}):
                changed = []
                for hit in page:
                    source = mapped(hit["_source"], "", lambda _, text: rewrap(text))
                    if source != hit["_source"]:
                        changed.append((hit, source))
                done.found += len(changed)
                if changed and not dry_run:
                    self.write(changed, done)
                    rules.pace(len(changed))
        return done
