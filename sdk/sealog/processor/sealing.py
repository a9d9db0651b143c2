"""Sealing as one policy: scanner, sealer and bounds that log records and spans share. It keeps no record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog.detect.regex import without_surrogates
from sealog.detect.surroundings import SEPARATOR
from sealog.processor.replace import Replacer
from sealog.processor.walk import Rebuild, collect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog.detect.interface import KeyRule
    from sealog.detect.scanner import Scanner
    from sealog.keys.sealer import Sealer
    from sealog.processor.replace import ActionOf
    from sealog.processor.walk import RuleOfKey

MAX_TEXT = 256 * 1024
"""Characters of one record. Scanning that many takes about 3 ms, in which the application waits; sixteen such records
fit into the 4 MiB that receivers take in one request."""


_KEYS_REMEMBERED = 4096
_LONGEST_REMEMBERED = 256
"""A longer key is no name that a program repeats; it may be an attack on memory."""


class _Remembered(dict[str, "KeyRule | None"]):
    """What is known of attribute keys: a look-up that runs no Python code for a key that was seen before."""

    def __init__(self, rule_of_key: RuleOfKey) -> None:
        super().__init__()
        self._rule_of_key = rule_of_key

    def __missing__(self, key: str) -> KeyRule | None:
        rule = self._rule_of_key(key)
        if type(key) is str and len(key) <= _LONGEST_REMEMBERED:
            if len(self) >= _KEYS_REMEMBERED:
                self.clear()
            self[key] = rule
        return rule


class TooLongError(Exception):
    """A record holds more text than it may; it carries no text."""


class Sealing:
    """Looks at the texts of one record at once and gives what replaces them. Safe from any thread.

    With no `sealer` it masks. `max_text` is in characters. `action_of` is the policy (see `Replacer`).
    """

    def __init__(
        self, scanner: Scanner, sealer: Sealer | None, max_text: int = MAX_TEXT, action_of: ActionOf | None = None
    ) -> None:
        self.scanner = scanner
        self.max_text = max_text
        self.action_of = action_of
        self.sealer = sealer
        self.rule_of_key: RuleOfKey = _Remembered(scanner.entity_of_key).__getitem__

    @property
    def sealer(self) -> Sealer | None:
        """What seals from now on; it may be exchanged at any time."""
        return self._sealer_and_kinds[0]

    @sealer.setter
    def sealer(self, sealer: Sealer | None) -> None:
        # A policy is asked about each value, so what takes all values at once is for those without one.
        at_once = sealer is not None and self.action_of is None
        # Both change in one step: indexes must be of the same bundle as the data key.
        self._sealer_and_kinds = sealer, sealer.kinds(self.scanner.normaliser_of) if sealer and at_once else None

    def look(
        self, texts: Sequence[str], must_rebuild: bool, *, with_key: bool = False, bounded: bool = True
    ) -> Rebuild | None:
        """Give the rebuilding of what `collect` gave these texts for, or None where all can stay as it is.

        Raises:
            TooLongError: the texts together are longer than `max_text`, and `bounded`.
        """
        joined = SEPARATOR.join(texts)
        if bounded and len(joined) > self.max_text:
            raise TooLongError
        spoiled = False
        try:
            findings = self.scanner.scan_joined(joined, texts)
        except UnicodeEncodeError:
            findings, spoiled = self.scanner.scan_joined(without_surrogates(joined), texts), True
        if findings is None and not must_rebuild and not spoiled:
            return None
        return Rebuild(
            self.replacer(), findings or [[] for _ in texts], self.rule_of_key, encodable=not spoiled, with_key=with_key
        )

    def replacer(self) -> Replacer:
        """Give what replaces the findings of one record."""
        sealer, kinds = self._sealer_and_kinds
        return Replacer(self.scanner, sealer, self.action_of, kinds=kinds)

    def value(self, value: Any, path: str, *, with_key: bool = False) -> Any:
        """Seal one value that stands alone; `with_key` where no record carries the data key.

        Raises:
            TooLongError: its texts together are longer than `max_text`.
        """
        texts: list[str] = []
        must_rebuild = collect(value, texts, self.rule_of_key)
        rebuild = self.look(texts, must_rebuild, with_key=with_key)
        return value if rebuild is None else rebuild.value(value, path)
