"""Sealing as one policy: scanner, sealer and bounds that log records and spans share. It keeps no record."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from sealog.detect.effort import FREE, LEAST, Effort, TooCostlyError
from sealog.detect.regex import without_surrogates
from sealog.detect.surroundings import SEPARATOR
from sealog.processor.bounds import Budget
from sealog.processor.replace import Replacer
from sealog.processor.walk import Rebuild, collect

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sealog.crypto.pseudonym import Pseudonyms
    from sealog.detect.interface import KeyRule
    from sealog.detect.scanner import Scanner
    from sealog.keys.sealer import Sealer
    from sealog.processor.replace import ActionOf
    from sealog.processor.walk import RuleOfKey
    from sealog.records.finding import Finding

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
    """A record holds more text than it may, or text that takes too long; it carries no text.

    `keep` is how many characters are to be kept.
    """

    def __init__(self, keep: int) -> None:
        super().__init__(keep)
        self.keep = keep


class Sealing:
    """Looks at the texts of one record at once and gives what replaces them. Safe from any thread.

    With no `sealer` it masks. `max_text` is in characters. `action_of` is the policy (see `Replacer`). `clock` gives
    this thread's processor time in seconds, since a busy machine must not change what of a record is kept.
    """

    def __init__(
        self,
        scanner: Scanner,
        sealer: Sealer | None,
        max_text: int = MAX_TEXT,
        action_of: ActionOf | None = None,
        *,
        clock: Callable[[], float] = time.thread_time,
    ) -> None:
        self.scanner = scanner
        self.max_text = max_text
        self.free = min(FREE, max_text)
        """Characters that are looked at whatever it costs."""
        self._least = min(LEAST, max_text)
        self._clock = clock
        self.action_of = action_of
        self.pseudonyms: Pseudonyms | None = None
        """Names for a day, of those entities that alert rules count by."""
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
        self, texts: Sequence[str], must_rebuild: bool, *, with_key: bool = False, kept: int | None = None
    ) -> Rebuild | None:
        """Give the rebuilding of what `collect` gave these texts for, or None where all can stay as it is.

        `kept` is what they were shortened to (see `shorten`).

        Raises:
            TooLongError: the texts together are longer than `max_text`, or looking at them takes too long.
        """
        joined = SEPARATOR.join(texts)
        if kept is None and len(joined) > self.max_text:
            raise TooLongError(self.max_text)
        effort = None if kept == self._least or len(joined) <= self.free else Effort(self._clock)
        try:
            findings, spoiled = self._findings(joined, texts, effort)
        except TooCostlyError as error:
            raise TooLongError(self._least) from error
        if findings is None and not must_rebuild and not spoiled:
            return None
        return Rebuild(
            self.replacer(), findings or [[] for _ in texts], self.rule_of_key, encodable=not spoiled, with_key=with_key
        )

    def _findings(
        self, joined: str, texts: Sequence[str], effort: Effort | None
    ) -> tuple[list[list[Finding]] | None, bool]:
        """Give the findings of each text, if there are any, and whether some text holds a lone surrogate."""
        try:
            return self.scanner.scan_joined(joined, texts, effort), False
        except UnicodeEncodeError:
            return self.scanner.scan_joined(without_surrogates(joined), texts, effort), True

    def shorten(self, values: Sequence[Any], keep: int) -> tuple[list[Any], int]:
        """Give the values with their texts cut to `keep` characters together, and how many were kept.

        Those are the fewest where it takes too long to find out where else a cut would divide no value.
        """
        effort = None if keep == self._least else Effort(self._clock)
        budget = Budget(keep, self.scanner, effort)
        try:
            return [budget.fit(value) for value in values], keep
        except TooCostlyError:
            return self.shorten(values, self._least)

    def replacer(self) -> Replacer:
        """Give what replaces the findings of one record."""
        sealer, kinds = self._sealer_and_kinds
        return Replacer(self.scanner, sealer, self.action_of, kinds=kinds, pseudonyms=self.pseudonyms)

    def rebuilding(self, value: Any, *, with_key: bool = False) -> tuple[Any, Rebuild | None]:
        """Give a value, shortened if it is too long, and its rebuilding, or None where it can stay as it is."""
        whole, kept = value, None
        while True:
            texts: list[str] = []
            must_rebuild = collect(value, texts, self.rule_of_key)
            try:
                return value, self.look(texts, must_rebuild, with_key=with_key, kept=kept)
            except TooLongError as error:
                (value,), kept = self.shorten([whole], error.keep)

    def value(self, value: Any, path: str, *, with_key: bool = False) -> Any:
        """Seal one value that stands alone; `with_key` where no record carries the data key."""
        value, rebuild = self.rebuilding(value, with_key=with_key)
        return value if rebuild is None else rebuild.value(value, path)
