"""Every blind index that a value may have in stores: of each epoch, and where the index service makes it, of each pair.

A value of an entity that can be guessed was tagged under some epoch of the bundle, and its tag turned under some epoch
of the service, so it has an index for each pair of epochs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sealog.crypto.blind_index import blind_indexer
from sealog.crypto.index_tag import InnerIndex
from sealog.crypto.secret import Secret, Unportable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog.crypto.index_service import IndexService

__all__ = ["Forms", "ValueIndexes"]

Forms: TypeAlias = "tuple[str, str | None, str | None]"
"""A value's entity, and its `Scanner.index_form` and `ValueForms.tag_form`."""


class ValueIndexes(Unportable):
    """Gives the blind indexes of values by the index keys of a tenant's epochs. Threads may share it.

    Without a `service` values that it indexes have none here.
    """

    def __init__(self, index_keys: Mapping[int, Secret], tenant: str, service: IndexService | None = None) -> None:
        newest_first = sorted(index_keys.items(), reverse=True)
        self._indexers = [blind_indexer(key, tenant, epoch) for epoch, key in newest_first]
        self._inner = [InnerIndex(key, tenant, epoch) for epoch, key in newest_first]
        self.service = service

    def __call__(self, entity: str, form: str | None, tag_form: str | None) -> list[str]:
        """Give the indexes of a value, newest first, by `Scanner.index_form` and `ValueForms.tag_form`."""
        found = [] if form is None else [indexer(entity, form) for indexer in self._indexers]
        if tag_form is not None and self.service is not None:
            for inner in self._inner:
                found += self.service.indexes(inner(entity, tag_form))
        return found
