"""Sealing as one policy: scanner, sealer and bounds that log records and spans share. It keeps no record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog.detect.effort import BASE, VALUES, Effort, TooCostlyError, TooManyError
from sealog.detect.regex import without_surrogates
from sealog.detect.surroundings import SEPARATOR
from sealog.processor.replace import Replacer
from sealog.processor.shares import Limits, fit
from sealog.processor.walk import Rebuild, collect

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sealog.crypto.pseudonym import Pseudonyms
    from sealog.detect.interface import KeyRule
    from sealog.detect.scanner import Scanner
    from sealog.keys.sealer import Sealer
    from sealog.processor.replace import ActionOf
    from sealog.processor.walk import RuleOfKey

MAX_TEXT = 256 * 1024
"""Characters of one record. Scanning that many clean ones takes about 3 ms, in which the application waits; sixteen
such records fit into the 4 MiB that receivers take in one request."""


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


_SHARES = (1.0, 0.6, 0.3, 0.3)
"""What the looks at one record may take, in parts of what its length allows: the first, and those after each cut."""

_ALONE = 0.5
"""That part for a look that tells which of several texts took too long."""

_EACH = 100
_ALL = 6000
"""Steps that each of several texts may take whatever its length, and all together."""


class TooLongError(Exception):
    """A record holds more text than it may, or text that takes too long; it carries no text but in `limits`.

    They say how much of it is to be kept (see `Sealing.shorten`).
    """

    def __init__(self, limits: Limits) -> None:
        super().__init__("a record that must be cut")
        self.limits = limits


class Sealing:
    """Looks at the texts of one record at once and gives what replaces them. Safe from any thread.

    With no `sealer` it masks. `max_text` is in characters. `action_of` is the policy (see `Replacer`). How long it
    looks depends on the texts alone: a busy machine must not change what of a record is kept.
    """

    def __init__(
        self,
        scanner: Scanner,
        sealer: Sealer | None,
        max_text: int = MAX_TEXT,
        action_of: ActionOf | None = None,
    ) -> None:
        self.scanner = scanner
        self.max_text = max_text
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
        self, texts: Sequence[str], must_rebuild: bool, *, with_key: bool = False, limits: Limits | None = None
    ) -> Rebuild | None:
        """Give the rebuilding of what `collect` gave these texts for, or None where all can stay as it is.

        `limits` are what they were shortened to (see `shorten`).

        Raises:
            TooLongError: the texts together are longer than `max_text`, or looking at them takes too long.
            TooCostlyError: it still does after the texts that took too long were left out.
        """
        joined = SEPARATOR.join(texts)
        if limits is None and len(joined) > self.max_text:
            raise TooLongError(Limits(self.max_text))
        effort = Effort(len(joined) - len(texts) + 1) if limits is None else _effort(texts, limits)
        try:
            try:
                findings, spoiled = self.scanner.scan_joined(joined, texts, effort), False
            except UnicodeEncodeError:
                findings, spoiled = self.scanner.scan_joined(without_surrogates(joined), texts, effort), True
        except TooCostlyError as error:
            raise self.too_long(error, texts, limits) from None
        if findings is None and not must_rebuild and not spoiled:
            return None
        return Rebuild(
            self.replacer(), findings or [[] for _ in texts], self.rule_of_key, encodable=not spoiled, with_key=with_key
        )

    def too_long(self, error: TooCostlyError, texts: Sequence[str], limits: Limits | None = None) -> Exception:
        """Give what is to be raised where a look at texts took too long."""
        limits = limits or Limits(self.max_text)
        limits.tries += 1
        if limits.tries == len(_SHARES):
            return error
        if isinstance(error, TooManyError):
            limits.keep = sum(map(len, texts)) * VALUES * 3 // (error.values * 4)
        else:
            limits.lower(texts if len(texts) == 1 else list(filter(self._is_costly(texts), dict.fromkeys(texts))))
        return TooLongError(limits)

    def _is_costly(self, texts: Sequence[str]) -> Callable[[str], bool]:
        """Give what tells of one of several texts whether a look at it alone takes too long."""
        base = _base(texts)

        def tell(text: str) -> bool:
            try:
                self.scanner.scan(text, Effort(len(text), _ALONE, base))
            except TooCostlyError:
                return True
            return False

        return tell

    def shorten(self, values: Sequence[Any], limits: Limits) -> list[Any]:
        """Give the values with their texts cut to the limits that a `TooLongError` told of."""
        return fit(values, limits, self.scanner)

    def replacer(self) -> Replacer:
        """Give what replaces the findings of one record."""
        sealer, kinds = self._sealer_and_kinds
        return Replacer(self.scanner, sealer, self.action_of, kinds=kinds, pseudonyms=self.pseudonyms)

    def rebuilding(self, value: Any, *, with_key: bool = False) -> tuple[Any, Rebuild | None]:
        """Give a value, shortened if it is too long, and its rebuilding, or None where it can stay as it is."""
        whole, limits = value, None
        while True:
            texts: list[str] = []
            must_rebuild = collect(value, texts, self.rule_of_key)
            try:
                return value, self.look(texts, must_rebuild, with_key=with_key, limits=limits)
            except TooLongError as error:
                limits = error.limits
                (value,) = self.shorten([whole], limits)

    def value(self, value: Any, path: str, *, with_key: bool = False) -> Any:
        """Seal one value that stands alone; `with_key` where no record carries the data key."""
        value, rebuild = self.rebuilding(value, with_key=with_key)
        return value if rebuild is None else rebuild.value(value, path)


def _effort(texts: Sequence[str], limits: Limits) -> Effort:
    return Effort(sum(map(len, texts)), _SHARES[limits.tries], BASE + len(texts) * _base(texts))


def _base(texts: Sequence[str]) -> float:
    return min(_EACH, _ALL / len(texts))
