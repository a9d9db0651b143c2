"""What one actor may open and look for now, by `openers.yaml` and the approvals of the trail. It opens nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog.crypto.spelling import parse_sealed_values
from sealog.errors import OpenError, SettingError
from sealog.gatekeeper.approvals import Granted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import datetime

    from sealog.gatekeeper.approvals import Approvals
    from sealog.gatekeeper.openers import Openers

__all__ = ["Permits"]


class Permits:
    """The rights of one actor, for one reason and the keys of one tenant; without `openers` all is allowed.

    `names` are what `openers.yaml` calls the actor. `opened_at` has the moments of what the actor opened and looked
    for, and gets new ones. `now` gives the moment in UTC.
    """

    def __init__(
        self,
        openers: Openers | None,
        names: Collection[str],
        tenant: str,
        reason: str,
        approvals: Approvals,
        opened_at: list[datetime],
        now: Callable[[], datetime],
    ) -> None:
        self._openers = openers
        self._names = frozenset(names)
        self._tenant = tenant
        self._reason = reason
        self._approvals = approvals
        self._opened_at = opened_at
        self._now = now

    @property
    def are_bound(self) -> bool:
        """Whether there is an `openers.yaml`, by which some things are not allowed."""
        return self._openers is not None

    def to_open(self, entity: str) -> dict[str, str]:
        """Refuse to open what the actor has no right to; give what the trail's entry says of an approval.

        Raises:
            OpenError: `not_permitted_…`, with what stands against it.
            AuditError: the trail, which knows approvals, can't be read.
        """
        if self._openers is None:
            return {}
        reason = self._openers.refusal(entity, self._tenant, self._now(), self._opened_at)
        if reason is not None:
            raise OpenError(f"not_permitted_{reason}", "openers.yaml does not allow it")
        if entity not in self._openers.four_eyes:
            return {}
        approver = self._approver(entity)
        if approver is None:
            raise OpenError("not_permitted_approval", "openers.yaml asks for the approval of another person")
        return {"approver": approver}

    def count_opening(self) -> None:
        """Count a value that was opened."""
        if self._openers is not None:
            self._opened_at.append(self._now())

    def opening_approvers(self, tokens: Iterable[str]) -> list[str]:
        """Name who approved that values of marked entities among some tokens are opened.

        Raises:
            AuditError: as `to_open`.
        """
        if self._openers is None or not self._openers.four_eyes:
            return []
        marked = self._openers.four_eyes & {value.entity for value in parse_sealed_values(tokens)}
        return sorted({name for entity in marked if (name := self._approver(entity)) is not None})

    def count_search(self, entity: str) -> str | None:
        """Count a search for a value as an opening; where openers.yaml is against it, say what stands against it.

        Raises:
            AuditError: as `to_open`.
        """
        if self._openers is None:
            return None
        refusal = self._openers.refusal(entity, self._tenant, self._now(), self._opened_at)
        if refusal is not None:
            return refusal
        if entity in self._openers.four_eyes_search and self._approver(entity, search=True) is None:
            return "approval"
        self._opened_at.append(self._now())
        return None

    def said_against(self, entity: str, why: str) -> str:
        """Say that the actor may not look for values of an entity now; `why` is what `count_search` gave."""
        text = f"openers.yaml gives you no right to look for {entity} now ({why})"
        if why != "approval":
            return text
        return f'{text}: another person first runs `sealog open --approve NAME --reason "{self._reason}"`'

    def facts_of_searches(self, entities: Sequence[str]) -> dict[str, Any]:
        """Give what the trail says of searches that were counted: entities, how many values, and who approved them.

        `entities` has one entity for each value. `approvers` is there where somebody approved one that is marked.

        Raises:
            AuditError: as `to_open`.
        """
        marked = self._openers.four_eyes_search.intersection(entities) if self._openers else ()
        named = {self._approver(entity, search=True) for entity in marked}
        facts: dict[str, Any] = {"entities": sorted({*entities}), "values": len(entities)}
        approvers = sorted(name for name in named if name is not None)
        return {**facts, "approvers": approvers} if approvers else facts

    def grantable_to(self, person: str, actor: str) -> Granted:
        """Give the marked entities that `actor`, who has these rights, may approve for another person.

        Raises:
            SettingError: no entity is marked, the actor may open none of them, or approves for themselves.
        """
        marked = (self._openers.four_eyes, self._openers.four_eyes_search) if self._openers else ()
        if self._openers is None or not any(marked):
            raise SettingError("openers.yaml marks no entity with `four_eyes`, so no opening needs an approval")
        granted = Granted(*(self._openers.approvable(entities, self._tenant) for entities in marked))
        if not any(granted):
            raise SettingError(f"openers.yaml gives {actor} no right to an entity of `four_eyes`")
        if person in self._names:
            raise SettingError(f"{person} can't approve their own openings: that is for another person")
        return granted

    def _approver(self, entity: str, *, search: bool = False) -> str | None:
        return self._approvals.approver(self._names, self._reason, entity, self._now(), search=search)
