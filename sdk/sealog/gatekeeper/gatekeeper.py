"""The gatekeeper: opens sealed values for a stated reason, audited. It seals nothing and knows no store."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from sealog.audit.merkle import MerkleTree
from sealog.audit.people import AuditedPeople
from sealog.crypto.primitives import signing_public_key
from sealog.crypto.spelling import (
    NO_INDEX,
    b64encode,
    find_look_alikes,
    parse_sealed_keys,
    parse_sealed_value,
)
from sealog.errors import AuditError, FormatError, OpenError, SettingError
from sealog.gatekeeper.approvals import APPROVED, Approvals
from sealog.gatekeeper.canaries import Canaries, CanaryWatch
from sealog.gatekeeper.data_keys import DataKeys
from sealog.gatekeeper.fields import is_same_field
from sealog.gatekeeper.opened import Doubt, Opened, OpenedValue
from sealog.gatekeeper.opened_before import opened_before
from sealog.gatekeeper.permits import Permits

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence

    from sealog.audit.trail import AuditTrail
    from sealog.crypto.spelling import SealedKey, SealedValue
    from sealog.gatekeeper.approvals import Granted
    from sealog.gatekeeper.data_keys import Keys
    from sealog.gatekeeper.opened import FieldOf
    from sealog.gatekeeper.openers import Openers


CANARY = "canary"
"""What an entry of the trail has the name of the canary under that was opened."""


class Gatekeeper:
    """Opens with one keyring, for one reason, in one actor's name.

    `look_up` gives the sealed data keys (`key1~…`) that a store knows for a data-key id (6 characters). `indexes_of`
    gives the blind indexes that a value of an entity may have, one an epoch; None where they can't be told. `clock`
    gives Unix seconds. `openers` say what this actor may open; without them, everything. `names` are what
    `openers.yaml` calls the actor, the default is `actor`. `opened_at` has the moments of this actor's earlier
    openings, and gets those of new ones; `approvals` are those of the trail; by default both are read from it.
    `send_alarm` sends word of canaries. `permits` tell what the actor may do now.
    """

    def __init__(  # noqa: PLR0913 - each is one thing that differs between commands, tests and programs
        self,
        keyring: Keys,
        trail: AuditTrail,
        *,
        reason: str,
        actor: str,
        clock: Callable[[], float],
        look_up: Callable[[str], Iterable[str]] = lambda _: (),
        indexes_of: Callable[[str, str], Container[str]] | None = None,
        openers: Openers | None = None,
        names: Collection[str] = (),
        approvals: Approvals | None = None,
        opened_at: list[datetime] | None = None,
        send_alarm: Callable[[str, Mapping[str, str], datetime], bool] | None = None,
    ) -> None:
        if not reason.strip():
            raise SettingError("opening needs a reason that says why (--reason)")
        self._keyring = keyring
        self._trail = trail
        self._people = AuditedPeople(trail.path)
        self._named: dict[str, str] = {}
        self._reason = reason.strip()
        self.actor = actor
        self._clock = clock
        self._look_up = look_up
        self._indexes_of = indexes_of
        self._names = frozenset(names or (actor,))
        self._canaries = CanaryWatch(Canaries() if openers is None else openers.canaries, send_alarm)
        if opened_at is None:
            since = self._moment() - (timedelta() if openers is None else openers.window)
            opened_at = [] if openers is None else opened_before(trail.path, actor, since)
        approvals = approvals or Approvals(trail.path)
        self.permits = Permits(openers, self._names, keyring.tenant, self._reason, approvals, opened_at, self._moment)
        self._data_keys = DataKeys(keyring)

    def open_text(self, text: str, sealed_keys: Iterable[str] = (), field_of: FieldOf = lambda _: None) -> Opened:
        """Open every sealed value in a text, and whatever looks like one that was cut short.

        `sealed_keys` are those that came with it (`sealog.key`). `field_of` gives the name of the field that a sealed
        value stands in, where that is known: one that was sealed under another is doubted. The audit entries are on
        disk when this returns.

        Raises:
            AuditError: they can't be written; nothing is opened then.
        """
        beside = parse_sealed_keys(sealed_keys)
        pieces: list[str] = []
        entries: list[dict[str, Any]] = []
        indexes: list[tuple[dict[str, Any], str]] = []
        position = 0
        doubts: list[Doubt] = []
        for start, end in find_look_alikes(text):
            token = text[start:end].removesuffix("~")
            value, sealed, entry = self._open(token, beside)
            if sealed is not None and sealed.index != NO_INDEX:
                indexes.append((entry, sealed.index))
            if value is not None and sealed is not None:
                field = field_of(token)
                odd = self._doubts(value, sealed, entry, beside, field)
                doubts += odd
                entry |= {"doubts": [doubt.kind for doubt in odd], "field": field} if odd else {}
            entries.append(entry)
            pieces += (text[position:start], value if value is not None else f"[unopened {entry['outcome']}: {token}]")
            position = end
        if entries:
            canaries = [entry for entry in entries if CANARY in entry]
            names = self._names_of({index for _, index in indexes})
            for entry, index in indexes:
                entry["person"] = names[index]
            self._trail.append(entries)
            for entry in canaries:
                self._alarm(entry)
        opened = sum(entry["outcome"] == "ok" for entry in entries)
        return Opened("".join(pieces) + text[position:], opened, len(entries) - opened, tuple(doubts))

    def announce(
        self, action: str, tokens: Sequence[str], indexes: Iterable[str] = (), **facts: Any
    ) -> Callable[[str, Iterable[str]], OpenedValue]:
        """Audit the opening of many sealed values as one entry, and return the function that opens those and no others.

        The entry has the Merkle root (RFC 6962) over the leaves: the SHA-256 of each token, in hexadecimal, in order.
        It names the holders of `indexes`, and has `facts` besides. It is on disk when this returns. The function takes
        a token of `tokens` and the sealed data keys that came with it.

        Raises:
            AuditError: the entry can't be written; nothing is opened then.
        """
        leaves = announced_leaves(tokens)
        tree = MerkleTree(leaf.encode() for leaf in leaves)
        names = self._names_of(set(indexes))
        entry = {**self._entry(action), **facts, "values": tree.size, "root": tree.root(tree.size).hex()}
        if approvers := self.permits.opening_approvers(tokens):
            entry["approvers"] = approvers
        self._trail.append([{**entry, "people": sorted(names.values())}])
        announced = frozenset(leaves)

        def open_one(token: str, sealed_keys: Iterable[str]) -> OpenedValue:
            if _hash(token) not in announced:
                raise AuditError("the audit trail has no entry for the opening of this value; it was not opened")
            beside = parse_sealed_keys(sealed_keys)
            value, sealed, opened = self._open(token, beside)
            if CANARY in opened:
                self._trail.append([opened])
                self._alarm(opened)
            if value is None or sealed is None:
                return OpenedValue(None, opened["outcome"])
            return OpenedValue(value, "ok", tuple(self._doubts(value, sealed, opened, beside, None)))

        return open_one

    def approve(self, person: str) -> Granted:
        """Approve that another person opens and looks for values of marked entities, for the same reason and a day.

        `person` is a name that `openers.yaml` may have. Gives the entities: those that the actor may open too.

        Raises:
            SettingError: no entity is marked, the actor may open none of them, or approves for themselves.
            AuditError: the entry can't be written.
        """
        granted = self.permits.grantable_to(person, self.actor)
        facts = {"for": person, "searches": granted.searches} if granted.searches else {"for": person}
        self.record(APPROVED, names=sorted(self._names), entities=granted.opens, **facts)
        return granted

    def permit_searches(self, entities: Sequence[str]) -> dict[str, Any]:
        """Count searches for values, one of each entity given; give what the trail has to say of them.

        That is how many values of which entities, and who approved it; nothing where there is no `openers.yaml`. The
        caller writes it into the trail before anybody learns an index.

        Raises:
            SettingError: openers.yaml is against one of them; the trail has the refusal.
            AuditError: the trail can't be read or written.
        """
        if not self.permits.are_bound:
            return {}
        for entity in entities:
            if why := self.permits.count_search(entity):
                self.record("search-refused", entity=entity, outcome=f"not_permitted_{why}")
                raise SettingError(self.permits.said_against(entity, why))
        return self.permits.facts_of_searches(entities)

    @property
    def public_key(self) -> bytes:
        """The Ed25519 key by which others know the trail's signatures.

        Raises:
            KeyFileError: the keyring does not open.
        """
        return signing_public_key(self._keyring.signing_key())

    def record(self, action: str, indexes: Iterable[str] = (), **facts: Any) -> None:
        """Write an entry about something that opens nothing, in the same name and for the same reason.

        It names the holders of `indexes`.

        Raises:
            AuditError: it can't be written.
        """
        people = {"people": sorted(names.values())} if (names := self._names_of(set(indexes))) else {}
        self._trail.append([{**self._entry(action), **facts, **people}])

    def close(self) -> None:
        """Sign the audit trail as it is now, and how many entries it has.

        Raises:
            AuditError: it can't be written.
        """
        self._trail.checkpoint(self._keyring.signing_key(), self._now())

    def _names_of(self, indexes: set[str]) -> Mapping[str, str]:
        """Give what the trail calls the holders of blind indexes; within a run each has one name."""
        if new := indexes - self._named.keys():
            self._named |= self._people.commit(sorted(new))
        return {index: self._named[index] for index in indexes}

    def _doubts(
        self, value: str, sealed: SealedValue, entry: Mapping[str, Any], beside: list[SealedKey], field: str | None
    ) -> list[Doubt]:
        entity, index, path = sealed.entity, sealed.index, entry["path"]
        doubts = []
        if field is not None and not is_same_field(path, field):
            doubts.append(Doubt("moved", entity, path))
        if beside and sealed.key is None and all(key.id != sealed.key_id for key in beside):
            doubts.append(Doubt("other_record", entity, path))
        if index != NO_INDEX and self._indexes_of is not None and index not in self._indexes_of(entity, value):
            doubts.append(Doubt("index", entity, path))
        if self._data_keys.knows_origins and "origin" not in entry:
            doubts.append(Doubt("origin", entity, path))
        return doubts

    def _open(self, token: str, beside: list[SealedKey]) -> tuple[str | None, SealedValue | None, dict[str, Any]]:
        entry = {**self._entry("open"), "token_sha256": _hash(token)}
        sealed = None
        try:
            sealed = parse_sealed_value(token)
            entry |= {"entity": sealed.entity, "key_id": b64encode(sealed.key_id)}
            entry["carries_key"] = sealed.key is not None
            entry |= self.permits.to_open(sealed.entity)
            value, path, origin = self._data_keys.open(sealed, self._candidates(sealed, beside))
        except (FormatError, OpenError) as error:
            return None, sealed, {**entry, "outcome": error.outcome}
        self.permits.count_opening()
        entry |= {"path": path, "outcome": "ok"}
        if canary := self._canaries.name_of(sealed.entity, value):
            entry[CANARY] = canary
        if origin is not None:
            entry["origin"] = origin
        return value, sealed, entry

    def _alarm(self, entry: Mapping[str, Any]) -> None:
        """Send word of a canary whose opening is in the trail, before its value is given; an alarm that fails is, too.

        The actor is told nothing.
        """
        facts = {
            "sealog.canary.name": entry[CANARY],
            "sealog.canary.entity": entry["entity"],
            "sealog.actor": self.actor,
            "sealog.reason": self._reason,
        }
        if not self._canaries.alarm(facts, self._moment()):
            self._trail.append([{**self._entry("canary-alarm-failed"), CANARY: entry[CANARY]}])

    def _entry(self, action: str) -> dict[str, Any]:
        return {"time": self._now(), "action": action, "actor": self.actor, "reason": self._reason}

    def _candidates(self, sealed: SealedValue, beside: list[SealedKey]) -> list[SealedKey]:
        """Give the data keys that a value may be sealed with: its own, those beside it, or else the store's."""
        known = [sealed.key] if sealed.key else [key for key in beside if key.id == sealed.key_id]
        return known or parse_sealed_keys(self._look_up(b64encode(sealed.key_id)))

    def _moment(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), timezone.utc)

    def _now(self) -> str:
        return self._moment().isoformat(timespec="milliseconds")


def announced_leaves(tokens: Iterable[str]) -> list[str]:
    """Give the leaves of the tree over which `Gatekeeper.announce` writes a root: one of each token, in order."""
    return list(dict.fromkeys(map(_hash, tokens)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
