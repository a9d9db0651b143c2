"""Opens texts in the name of one of several people. Keyring and openers' file are read again when they change."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from sealog.audit.openings import openings_of
from sealog.audit.trail import AuditTrail
from sealog.cli.json_fields import fields_of
from sealog.crypto.spelling import NO_INDEX, parse_sealed_values
from sealog.errors import SettingError
from sealog.gatekeeper.approvals import Approvals
from sealog.gatekeeper.gatekeeper import Gatekeeper
from sealog.gatekeeper.opened_before import opened_before
from sealog.gatekeeper.opener import OPENERS_NAME
from sealog.gatekeeper.openers import load_openers
from sealog.keys.keyring import load_keyring
from sealog_exporters.opening.unlocked import unlocked
from sealog_exporters.otlp.changes import stamp_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from sealog.crypto.index_service import IndexService
    from sealog.crypto.value_indexes import Forms
    from sealog.gatekeeper.approvals import Granted
    from sealog.gatekeeper.opened import Opened, OpenedValue
    from sealog.gatekeeper.openers import Openers, Right
    from sealog_exporters.opening.unlocked import Unlocked
    from sealog_exporters.otlp.changes import Stamp

__all__ = ["Asked", "Desk", "FoundPerson", "NoRightError", "RefusedError"]

_HOUR = timedelta(hours=1)


class NoRightError(Exception):
    """The openers' file gives this person no right at all."""


@dataclass(frozen=True)
class Asked:
    """A text to open, and the sealed data keys that came with it.

    `fields` has the field of each sealed value; without it, the text is looked at as a line of JSON.
    """

    text: str = field(repr=False)
    keys: Sequence[str]
    fields: Mapping[str, str] | None = None

    def field_of(self) -> Callable[[str], str | None]:
        """Return what gives the field of a sealed value."""
        return fields_of(self.text) if self.fields is None else self.fields.get


class RefusedError(Exception):
    """An approval or a search is refused; the text says why, and may be told to who asked."""


@dataclass(frozen=True)
class FoundPerson:
    """The blind indexes of each value of a person, and what the trail says of openings of their values.

    `shut` has the epochs that open nothing, and whether they are `disabled` or `destroyed`.
    """

    indexes: list[list[str]] = field(repr=False)
    shut: list[tuple[int, str]]
    openings: list[dict[str, Any]]


class Desk:
    """Opens with one keyring, by the openers' file and audit trail beside it; one thread at a time.

    `most` is how many values a person may open in an hour by a right that names no rate. `read_index_service` gives
    the index service of a tenant; it is read with the keyring. `keys` are those of the keyring, `trail` is the trail.

    Raises:
        SettingError: there is no openers' file, or it is wrong.
        KeyFileError: the keyring is missing or does not open.
    """

    def __init__(
        self,
        keyring: Path,
        ask_passphrase: Callable[[], str],
        trail: Path,
        most: int,
        clock: Callable[[], float],
        read_index_service: Callable[[str], IndexService | None] = lambda _: None,
    ) -> None:
        self._keyring = keyring
        self._ask = ask_passphrase
        self._path = keyring.with_name(OPENERS_NAME)
        self.trail = AuditTrail(trail)
        self._most = most
        self._read_index_service = read_index_service
        self._clock = clock
        self._approvals = Approvals(trail)
        self._opened_at: dict[str, list[datetime]] = {}
        self._unsigned = 0
        self._stamps: dict[Path, Stamp] = defaultdict(tuple)
        self.keys = self._read_keys()
        self._openers = self._read_openers()

    def open(self, name: str, reason: str, texts: Sequence[Asked]) -> list[Opened]:
        """Open texts. The audit entries are on disk when it returns.

        Raises:
            NoRightError: the person has no right at all; that is in the trail.
            SettingError: the reason is empty, or the openers' file is wrong now.
            KeyFileError: the keyring was changed and does not open.
            AuditError: the audit trail can't be written; nothing is opened then.
        """
        keeper = self.gatekeeper(name, reason)
        return [keeper.open_text(one.text, one.keys, one.field_of()) for one in texts]

    def index(self, name: str, reason: str, values: Sequence[Forms]) -> list[list[str]]:
        """Give the blind indexes of values to look for, those of all epochs for each.

        Each counts as a value that is opened: an index tells who is in the stores.

        Raises:
            RefusedError: the person has no right to an entity, or to that many values.
            NoRightError, SettingError, KeyFileError, AuditError: as `open`.
        """
        keeper, indexes, facts = self._searched(name, reason, values)
        keeper.record("index", [index for one in indexes for index in one], **facts)
        return indexes

    def find(self, name: str, reason: str, request: str, values: Sequence[Forms]) -> FoundPerson:
        """Give what the keyring and the trail know of a person, by values of theirs, which are counted as by `index`.

        Raises:
            RefusedError, NoRightError, SettingError, KeyFileError, AuditError: as `index`.
        """
        keeper, indexes, facts = self._searched(name, reason, values)
        keeper.record("find-person", request=request, **facts)
        every = [index for one in indexes for index in one]
        return FoundPerson(indexes, self.keys.shut, list(openings_of(every, self.trail.path)))

    def access(
        self, name: str, reason: str, request: str, indexes: Sequence[str], texts: Sequence[Asked]
    ) -> list[OpenedValue]:
        """Open sealed values of the holder of some indexes; all are one entry of the trail.

        The entry names the holders of the values' own indexes too, whatever `indexes` says: who asks does not choose
        whose openings they are.

        Raises:
            NoRightError, SettingError, KeyFileError, AuditError: as `open`.
        """
        keeper = self.gatekeeper(name, reason)
        tokens = [one.text for one in texts]
        held = {value.index for value in parse_sealed_values(tokens)} - {NO_INDEX}
        open_one = keeper.announce("access", tokens, held.union(indexes), request=request)
        return [open_one(one.text, one.keys) for one in texts]

    def approve(self, name: str, reason: str, person: str) -> Granted:
        """Approve in a person's name that another one opens or looks for marked entities for a reason; gives those.

        Raises:
            RefusedError: the approval would count for nothing; says why.
            NoRightError: the person has no right at all; that is in the trail.
            SettingError: the openers' file is wrong now.
            KeyFileError: the keyring was changed and does not open.
            AuditError: the audit trail can't be written.
        """
        keeper = self.gatekeeper(name, reason)
        try:
            return keeper.approve(person)
        except SettingError as error:
            raise RefusedError(str(error)) from None

    def _searched(
        self, name: str, reason: str, values: Sequence[Forms]
    ) -> tuple[Gatekeeper, list[list[str]], dict[str, Any]]:
        """Count values to look for, and make their indexes; the caller writes these facts of it into the trail."""
        keeper = self.gatekeeper(name, reason)
        try:
            facts = keeper.permit_searches([entity for entity, _, _ in values])
        except SettingError as error:
            raise RefusedError(str(error)) from None
        return keeper, [self.keys.value_indexes(*one) for one in values], facts

    def sign(self) -> None:
        """Sign the audit trail, if something was opened since.

        Raises:
            AuditError: it can't be written.
        """
        if self._unsigned:
            self.trail.checkpoint(self.keys.signing_key(), self.moment().isoformat(timespec="milliseconds"))
            self._unsigned = 0

    def gatekeeper(self, name: str, reason: str) -> Gatekeeper:
        """Make what opens in a person's name, by keyring and openers' file as they are now.

        Raises:
            NoRightError, SettingError, KeyFileError, AuditError: as `open`.
        """
        self._unsigned += 1
        if self._has_changed(self._path):
            self._openers = self._read_openers()
        if self._has_changed(self._keyring):
            self.keys = self._read_keys()
        actor = f"{name} by the opening service"
        rights = self._openers.of([name], [])
        rights = replace(rights, rights=tuple(one if one.most else self._bounded(one) for one in rights.rights))
        since = self.moment() - rights.window
        history = self._opened_at.get(actor)
        if history is None:
            history = self._opened_at[actor] = opened_before(self.trail.path, actor, since)
        history[:] = [moment for moment in history if moment > since]
        keeper = Gatekeeper(
            self.keys,
            self.trail,
            reason=reason,
            actor=actor,
            clock=self._clock,
            indexes_of=self.keys.indexes,
            openers=rights,
            names=[name],
            approvals=self._approvals,
            opened_at=history,
        )
        if not rights.rights:
            keeper.record("open-refused")
            raise NoRightError
        return keeper

    def _bounded(self, right: Right) -> Right:
        return replace(right, most=self._most, window=_HOUR)

    def _has_changed(self, path: Path) -> bool:
        return stamp_of(path) != self._stamps[path]

    def _read_openers(self) -> Openers:
        stamp = stamp_of(self._path)
        read = load_openers(self._path)
        if read is None:
            raise SettingError(f"{self._path} is missing: the opening service needs it to know who may open what")
        self._stamps[self._path] = stamp
        return read

    def _read_keys(self) -> Unlocked:
        stamp = stamp_of(self._keyring)
        keyring = load_keyring(self._keyring, self._ask)
        keys = unlocked(keyring, self._read_index_service(keyring.tenant))
        self._stamps[self._keyring] = stamp
        return keys

    def moment(self) -> datetime:
        """Give the time in UTC."""
        return datetime.fromtimestamp(self._clock(), timezone.utc)
