"""The gatekeeper: opens sealed values for a stated reason, audited. It seals nothing and knows no store."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from sealog.crypto.data_key import DataKey, open_data_key
from sealog.crypto.spelling import (
    SealedKey,
    SealedValue,
    b64encode,
    find_sealed_values,
    parse_sealed_key,
    parse_sealed_value,
)
from sealog.errors import FormatError, OpenError, SettingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sealog.audit.trail import AuditTrail
    from sealog.keys.keyring import Keyring


@dataclass(frozen=True)
class Opened:
    """A text after opening: what could not be opened stands in it as `[unopened <outcome>: <sealed value>]`."""

    text: str = field(repr=False)
    opened: int
    unopened: int


class Gatekeeper:
    """Opens with one keyring, for one reason, in one actor's name.

    `look_up` gives the sealed data keys (`key1~…`) that a store knows for a data-key id (6 characters).
    `clock` gives Unix seconds.
    """

    def __init__(
        self,
        keyring: Keyring,
        trail: AuditTrail,
        *,
        reason: str,
        actor: str,
        clock: Callable[[], float],
        look_up: Callable[[str], Iterable[str]] = lambda _: (),
    ) -> None:
        if not reason.strip():
            raise SettingError("opening needs a reason that says why (--reason)")
        self._keyring = keyring
        self._trail = trail
        self._reason = reason.strip()
        self._actor = actor
        self._clock = clock
        self._look_up = look_up
        self._private_keys = keyring.private_keys()
        self._data_keys: dict[SealedKey, DataKey | OpenError] = {}

    def open_text(self, text: str, sealed_keys: Iterable[str] = ()) -> Opened:
        """Open every sealed value in a text. `sealed_keys` are those that came with it (`sealog.key`).

        The audit entries are on disk when this returns.

        Raises:
            AuditError: they can't be written; nothing is opened then.
        """
        beside = _parse_keys(sealed_keys)
        pieces: list[str] = []
        entries: list[dict[str, Any]] = []
        position = 0
        for start, end in find_sealed_values(text):
            token = text[start:end].removesuffix("~")
            value, entry = self._open(token, beside)
            entries.append(entry)
            pieces += (text[position:start], value if value is not None else f"[unopened {entry['outcome']}: {token}]")
            position = end
        if entries:
            self._trail.append(entries)
        opened = sum(entry["outcome"] == "ok" for entry in entries)
        return Opened("".join(pieces) + text[position:], opened, len(entries) - opened)

    def close(self) -> None:
        """Sign the audit trail as it is now.

        Raises:
            AuditError: it can't be written.
        """
        self._trail.checkpoint(self._keyring.signing_key(), self._now())

    def _open(self, token: str, beside: list[SealedKey]) -> tuple[str | None, dict[str, Any]]:
        entry: dict[str, Any] = {
            "time": self._now(),
            "action": "open",
            "actor": self._actor,
            "reason": self._reason,
            "token_sha256": hashlib.sha256(token.encode()).hexdigest(),
        }
        try:
            sealed = parse_sealed_value(token)
            entry |= {"entity": sealed.entity, "index": sealed.index, "key_id": b64encode(sealed.key_id)}
            value, path = self._open_with_any(sealed, beside)
        except (FormatError, OpenError) as error:
            return None, {**entry, "outcome": error.outcome}
        return value, {**entry, "path": path, "outcome": "ok"}

    def _open_with_any(self, sealed: SealedValue, beside: list[SealedKey]) -> tuple[str, str]:
        candidates = [sealed.key] if sealed.key else [key for key in beside if key.id == sealed.key_id]
        if not candidates:
            candidates = _parse_keys(self._look_up(b64encode(sealed.key_id)))
        failure = OpenError("unknown_key", "no sealed data key was found for this value")
        for candidate in candidates:
            try:
                return self._data_key(candidate).open(sealed)
            except OpenError as error:
                failure = error
        raise failure

    def _data_key(self, sealed: SealedKey) -> DataKey:
        known = self._data_keys.get(sealed)
        if known is None:
            try:
                known = open_data_key(sealed, self._private_keys, self._keyring.tenant)
            except OpenError as error:
                known = error
            self._data_keys[sealed] = known
        if isinstance(known, OpenError):
            raise known
        return known

    def _now(self) -> str:
        return datetime.fromtimestamp(self._clock(), timezone.utc).isoformat(timespec="milliseconds")


def _parse_keys(texts: Iterable[str]) -> list[SealedKey]:
    keys = []
    for text in texts:
        try:
            keys.append(parse_sealed_key(text))
        except FormatError:
            continue  # a damaged key is as good as none: the outcome says `unknown_key`
    return keys
