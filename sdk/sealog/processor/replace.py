"""What takes the place of a value: a sealed value, or a mask that nothing can undo. It finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.crypto.spelling import NO_INDEX, splice, with_key_body
from sealog.metrics.tally import PROCESS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    from sealog.detect.scanner import Scanner
    from sealog.keys.sealer import Sealer, SealingKey
    from sealog.records.action import Action
    from sealog.records.finding import Finding

    ActionOf: TypeAlias = Callable[[str, str], Action]


def mask(entity: str) -> str:
    """Give what stands for a value that was masked."""
    return f"[masked:{entity}]"


class Replacer:
    """Replaces the findings of one record, and remembers what the record must carry because of that.

    `action_of` gets entity and path and says what to do; without it everything is sealed. With no `sealer` it masks
    instead. Where sealing a value fails, that value is masked. `with_key` makes every sealed value carry its data key:
    for places that no record's `sealog.key` goes with.
    """

    def __init__(
        self, scanner: Scanner, sealer: Sealer | None, action_of: ActionOf | None = None, *, with_key: bool = False
    ) -> None:
        self._scanner = scanner
        self._action_of = action_of
        self._sealer = sealer
        self.entities: set[str] = set()
        self.indexes: list[str] = []
        self.key: SealingKey | None = None
        self.failed = 0
        self._with_key = with_key

    def replace(self, text: str, findings: Iterable[Finding], path: str, *, with_key: bool = False) -> str:
        """Give the text with every finding replaced. `with_key` makes sealed values that carry their data key."""
        return splice(
            text,
            [
                (start, end, self.token(entity, text[start:end], path, with_key=with_key))
                for entity, _, start, end in findings
            ],
        )

    def token(self, entity: str, value: str, path: str, *, with_key: bool = False, action: Action | None = None) -> str:
        """Give what takes the place of one value; `action` is its key's, if that has one of its own."""
        if action is None:
            action = "seal" if self._action_of is None else self._action_of(entity, path)
        if action == "keep":
            return value
        self.entities.add(entity)
        if action == "drop":
            return ""
        if self._sealer is None or action == "mask":
            PROCESS.value(entity, "masked")
            return mask(entity)
        try:
            key = self.key or self._sealer.key()
            index_form = self._scanner.index_form(entity, value)
            token, index = self._sealer.seal(key, entity, value, path, index_form)
        except Exception:  # noqa: BLE001 - whatever went wrong, the value must not stay as it is
            self.failed += 1
            PROCESS.value(entity, "masked")
            return mask(entity)
        self.key = key
        PROCESS.value(entity, "sealed")
        if index != NO_INDEX:
            self.indexes.append(index)
        return with_key_body(token, key.body) if with_key or self._with_key else token
