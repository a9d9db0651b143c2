"""Four eyes: who approved that another person opens or looks for marked values, from the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from sealog.audit.verify import entry_of
from sealog.errors import AuditError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

__all__ = ["APPROVED", "LASTS", "Approvals", "Granted"]

APPROVED = "open-approved"
"""The action of an entry by which one person approves that another opens."""

LASTS = timedelta(days=1)
"""How long an approval counts."""

_MARK = f'"{APPROVED}"'.encode()


class Granted(NamedTuple):
    """The marked entities that an approval lets a person open, and those whose values it lets them look for."""

    opens: tuple[str, ...]
    searches: tuple[str, ...]

    def __str__(self) -> str:
        said = (("open", self.opens), ("look for", self.searches))
        return " and ".join(f"{verb} {', '.join(entities)}" for verb, entities in said if entities)


@dataclass(frozen=True)
class _Approval:
    """`approver` as the trail names them, and `names` as `openers.yaml` does; `person` may open `entities`.

    They may look for values of `searches`.
    """

    time: datetime
    reason: str
    person: str
    approver: str
    names: frozenset[str]
    entities: frozenset[str]
    searches: frozenset[str]


class Approvals:
    """The approvals of one trail that still count. It reads only what is new since it last looked."""

    def __init__(self, trail: Path) -> None:
        self._trail = trail
        self._read = 0
        self._known: list[_Approval] = []

    def approver(
        self, names: Collection[str], reason: str, entity: str, moment: datetime, *, search: bool = False
    ) -> str | None:
        """Give who else approved that a person of these names opens an entity for a reason; None where nobody did.

        With `search`: that they look for a value of it.

        Raises:
            AuditError: the trail can't be read.
        """
        self._read_on()
        self._known = [one for one in self._known if moment - LASTS < one.time]
        for one in reversed(self._known):
            entities = one.searches if search else one.entities
            is_asked = one.person in names and one.reason == reason and entity in entities
            if is_asked and one.time <= moment and one.names.isdisjoint(names):
                return one.approver
        return None

    def _read_on(self) -> None:
        try:
            with self._trail.open("rb") as file:
                if file.seek(0, 2) < self._read:  # another file took its place
                    self._read, self._known = 0, []
                file.seek(self._read)
                for line in file:
                    if not line.endswith(b"\n"):
                        break
                    self._read += len(line)
                    approval = _approval(entry_of(line.rstrip(b"\n")) or {}) if _MARK in line else None
                    self._known += [] if approval is None else [approval]
        except FileNotFoundError:
            return
        except OSError as error:
            raise AuditError(f"{self._trail}: the audit trail can't be read: {error.strerror}") from error


def _approval(entry: dict[str, Any]) -> _Approval | None:
    """Read an entry; None where it is no approval, or not as this version writes them."""
    texts = [entry.get(name) for name in ("time", "reason", "for", "actor")]
    lists = [entry.get("names"), entry.get("entities"), entry.get("searches", [])]
    if entry.get("action") != APPROVED or not all(isinstance(text, str) for text in texts):
        return None
    if not all(isinstance(one, list) and all(isinstance(word, str) for word in one) for one in lists):
        return None
    time, reason, person, approver = map(str, texts)
    names, entities, searches = (frozenset(one or ()) for one in lists)
    try:
        moment = datetime.fromisoformat(time)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return _Approval(moment, reason, person, approver, names, entities, searches)
