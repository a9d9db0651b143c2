"""A sealer: turns values into sealed values for one bundle, and renews its data key."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sealog.crypto import primitives
from sealog.crypto.authenticity import KNOWN_KEYS
from sealog.crypto.blind_index import blind_indexer
from sealog.crypto.data_key import DataKey, recipient_id, seal_data_key, wrap_info
from sealog.crypto.index_tag import InnerIndex, TagKey, tag_key_info
from sealog.crypto.origin import sign_origin
from sealog.crypto.secret import Secret
from sealog.crypto.spelling import NO_INDEX, SealedKey
from sealog.keys.origin import origin_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sealog.crypto.blind_index import BlindIndex
    from sealog.keys.bundle import Bundle
    from sealog.keys.path import FilePath

KEY_LIFETIME_S = 600.0
"""A data key in memory opens what it sealed: ten minutes bound what a memory dump gives away."""

KEY_VALUES = 1 << 20
"""Far below RFC 8452's bounds, and small enough that one key never covers a busy process for long."""


@dataclass(eq=False, repr=False)
class SealingKey:
    """A data key in use. A record carries `text` in `sealog.key`; a `seal1k` value carries `body`.

    `values_left` is counted down without a lock: a lost count among threads moves the renewal by a few values.
    `process` is the id of the process that made it, `expires` when it must be renewed, by the clock, in seconds.
    `tag_key` seals tags for the bundle's index service, if it has one.
    """

    data_key: DataKey
    sealed: SealedKey
    text: str
    body: str
    process: int
    expires: float
    values_left: int = KEY_VALUES
    tag_key: TagKey | None = None


class EntityCache(dict[str, tuple[Any, "Callable[[str], str | None] | None"]]):
    """What the compiled half must know of an entity, and the normaliser of its values; made at its first value."""

    def __init__(self, index: BlindIndex, normaliser_of: Callable[[str], Callable[[str], str | None] | None]) -> None:
        super().__init__()
        self._index = index
        self._normaliser_of = normaliser_of

    def __missing__(self, entity: str) -> tuple[Any, Callable[[str], str | None] | None]:
        normalise = self._normaliser_of(entity)
        kind = self[entity] = self._index.kind(entity, indexed=normalise is not None), normalise
        return kind


class Sealer:
    """Seals values with a data key of this process. Threads may share it; a forked child makes its own key.

    `clock` gives monotonic seconds, `random` n random bytes. It has no lock that a fork could inherit: two threads
    that find the key used up may each make one, and both are valid. `origin_key` is the application's own file,
    which signs each data key (`sealog keys add-origin`).

    Raises:
        KeyFileError: the origin key can't be used, or not with this bundle.
    """

    def __init__(
        self,
        bundle: Bundle,
        *,
        clock: Callable[[], float] = time.monotonic,
        random: Callable[[int], bytes] = os.urandom,
        origin_key: FilePath | None = None,
    ) -> None:
        self._tenant = bundle.tenant
        self._clock = clock
        self._random = random
        self._origin = origin_for(bundle, origin_key)
        self._index = blind_indexer(bundle.index_key, bundle.tenant, bundle.epoch)
        info = wrap_info(bundle.tenant)
        self._wrappers = [(recipient_id(key), primitives.wrapper_for(key, info)) for key in bundle.recipients]
        service = bundle.index_service
        self.has_index_service = service is not None
        """Whether values of `ValueForms.tag_form` get tags."""
        self._inner = InnerIndex(bundle.index_key, bundle.tenant, bundle.epoch)
        self._service = (
            None
            if service is None
            else (service.public_key, primitives.wrapper_for(service.public_key, tag_key_info(bundle.tenant)))
        )
        self._key = self._new_key()

    def key(self) -> SealingKey:
        """Return the data key to seal one record with. Ask once for each record: the key is renewed in time."""
        key = self._key
        if key.values_left <= 0 or key.process != os.getpid() or self._clock() >= key.expires:
            key = self._key = self._new_key()
        return key

    def seal(self, key: SealingKey, entity: str, value: str, path: str, indexed: str | None) -> tuple[str, str]:
        """Return one value's sealed value and its blind index.

        `path` says where the value stands, such as `$` for a record's body. `indexed` is the value's normalised form
        (`Scanner.index_form`), or None for no index. The same value sealed twice gives two different texts: otherwise
        they would reveal equal values even of entities that have no index.
        """
        key.values_left -= 1
        index = NO_INDEX if indexed is None else self._index(entity, indexed)
        return key.data_key.token(entity, index, value, path, self._random(primitives.NONCE_SIZE)), index

    def tags(self, key: SealingKey, values: Iterable[tuple[str, str]], *, with_key: bool) -> list[str]:
        """Give tags of values (entity, `ValueForms.tag_form`) for the index service, behind their key `with_key`."""
        if key.tag_key is None:
            return []
        tag, random, inner = key.tag_key.tag, self._random, self._inner
        made = [tag(inner(entity, form), random(primitives.NONCE_SIZE)) for entity, form in values]
        return [key.tag_key.text, *made] if with_key and made else made

    def kinds(self, normaliser_of: Callable[[str], Callable[[str], str | None] | None]) -> EntityCache | None:
        """Give what `seal_all` must know of entities, or None where there is no compiled half."""
        return None if self._key.data_key.quick is None else EntityCache(self._index, normaliser_of)

    def seal_all(
        self, key: SealingKey, text: str, findings: Sequence[tuple[str, str, int, int]], path: str, kinds: EntityCache
    ) -> tuple[str, list[str]]:
        """Give a text with each of its `findings` sealed, and their blind indexes.

        A finding is (entity, group, start, end) in code points. It does what `seal` and `splice` do.

        Raises:
            UnicodeEncodeError: the text or the path holds a lone surrogate.
        """
        values = []
        for entity, _, start, end in findings:
            kind, normalise = kinds[entity]
            values.append((kind, None if normalise is None else normalise(text[start:end]), start, end))
        key.values_left -= len(values)
        nonces = self._random(primitives.NONCE_SIZE * len(values))
        sealed: tuple[str, list[str]] = key.data_key.quick.replace(text, values, path, nonces)
        return sealed

    def _new_key(self) -> SealingKey:
        dek = Secret(self._random(primitives.KEY_SIZE))
        data_key = DataKey(dek, self._tenant)
        sealed = seal_data_key(dek, data_key, self._wrappers)
        if self._origin is not None:
            signed = sign_origin(self._origin.private_key, self._tenant, sealed.commitment)
            sealed = sealed._replace(origin=signed)
        body, expires = sealed.body(), self._clock() + KEY_LIFETIME_S
        key = SealingKey(data_key, sealed, str(sealed), body, os.getpid(), expires)
        if self._service is not None:
            key.tag_key = TagKey(dek, self._tenant, *self._service)
        KNOWN_KEYS.add(key)
        return key
