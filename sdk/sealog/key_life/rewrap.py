"""Seals stored data keys to other recipients. The values that they sealed stay as they are.

The old private key is needed once, here; afterwards it can be destroyed, and what was stored still opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.crypto import primitives
from sealog.crypto.data_key import recipient_id, unwrap_data_key, wrap_info
from sealog.crypto.spelling import (
    MAX_RECIPIENTS,
    SealedKey,
    find_sealed_keys,
    find_sealed_values,
    parse_sealed_key,
    parse_sealed_value,
)
from sealog.errors import FormatError, OpenError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sealog.crypto.secret import Secret

__all__ = ["Rewrapper"]

_MOST_KNOWN = 1 << 16


class Rewrapper:
    """Changes the sealed data keys in texts; for one thread.

    `private_keys` open them, by recipient id. `recipients` are the X25519 public keys that they are sealed to instead;
    with `keep`, besides those that they have. `only` are the recipient ids whose data keys are changed; others stay.
    """

    def __init__(
        self,
        private_keys: Mapping[bytes, Secret],
        tenant: str,
        recipients: Sequence[bytes],
        *,
        only: Collection[bytes],
        keep: bool = False,
    ) -> None:
        self._private_keys = private_keys
        self._info = wrap_info(tenant)
        self._tenant = tenant
        self._wrappers = {recipient_id(key): primitives.wrapper_for(key, self._info) for key in recipients}
        self._only = frozenset(only)
        self._keep = keep
        self._known: dict[SealedKey, SealedKey] = {}
        self.changed = 0
        """Data keys that got other recipients, each counted once as long as 65,536 of them are remembered."""
        self.shut: dict[bytes, str] = {}
        """Ids of data keys that stay as they are, since they don't open, and the outcome."""

    def rewrap(self, text: str) -> str:
        """Give a text with each sealed data key in it changed, also those within `seal1k` values."""
        for key in find_sealed_keys(text):
            try:
                sealed = parse_sealed_key(key)
            except FormatError:
                continue  # it opens nothing as it is
            if (changed := self._rewrapped(sealed)) is not sealed:
                text = text.replace(key, str(changed))
        if "seal1k~" not in text:
            return text
        pieces: list[str] = []
        position = 0
        for start, end in find_sealed_values(text):
            token = text[start:end].removesuffix("~")
            value = parse_sealed_value(token)
            if value.key is not None and (changed := self._rewrapped(value.key)) is not value.key:
                pieces += (text[position:start], str(value.with_key(changed)))
                position = start + len(token)
        return "".join((*pieces, text[position:]))

    def _rewrapped(self, sealed: SealedKey) -> SealedKey:
        """Give a data key as it shall be; the same object where that is as it is."""
        known = self._known.get(sealed)
        if known is None:
            known = self._made(sealed)
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[sealed] = known
            self._known[known] = known
        return sealed if known == sealed else known

    def _made(self, sealed: SealedKey) -> SealedKey:
        has = dict(sealed.recipients)
        if self._only.isdisjoint(has):
            return sealed
        kept = has if self._keep else {rid: wrapped for rid, wrapped in has.items() if rid in self._wrappers}
        new = [rid for rid in self._wrappers if rid not in has]
        if len(kept) == len(has) and not new:
            return sealed
        if len(kept) + len(new) + bool(sealed.origin) > MAX_RECIPIENTS:
            self.shut[sealed.id] = f"more than {MAX_RECIPIENTS} recipients"
            return sealed
        try:
            dek = unwrap_data_key(sealed, self._private_keys, self._tenant)
        except OpenError as error:
            self.shut[sealed.id] = error.outcome
            return sealed
        self.changed += 1
        recipients = (*kept.items(), *((rid, self._wrappers[rid](dek)) for rid in new))
        return sealed._replace(recipients=recipients)
