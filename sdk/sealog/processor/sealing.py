"""Scanner, sealer, policy and limits that log records and spans share."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sealog.detect.engine.joined import by_text
from sealog.detect.model.scan_budget import BASE, VALUES, TooCostlyError, TooManyError, bounded, is_capped
from sealog.detect.model.surroundings import SEPARATOR
from sealog.detect.regex import without_surrogates
from sealog.processor.limits.shares import SMALL, Limits, fit
from sealog.processor.values.replace import Replacer
from sealog.processor.values.slots import Filling
from sealog.processor.values.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sealog.crypto.pseudonym import Pseudonyms
    from sealog.detect.engine.scanner import Scanner
    from sealog.detect.model.scan_budget import ScanBudget
    from sealog.keys.sealer import Sealer
    from sealog.processor.values.replace import ActionOf
    from sealog.processor.values.walk import RuleOfKey
    from sealog.records.finding import Finding

MAX_TEXT = 256 * 1024
"""Characters of one record. Scanning that many clean ones takes about 3 ms, in which the application waits; sixteen
such records fit into the 4 MiB that receivers take in one request."""

_LOOKS = (1.0, 0.5, 0.4, 0.2, 0.1)
"""The work for the scans of one record, as parts of the budget for its length: the first, and those after each cut.

Before the fourth scan all costly texts but small ones are left out, and before the fifth all texts.
"""

_CUTS = (0.8, 0.25, 0.1, 0.1, 0.1)
"""The work for finding where texts can be cut, in such parts, by the number of scans before."""

_CUT_OF_CAPPED = 0.6
"""The same for a record so long that its budget is the largest one: there is work to spare, and it may be ordinary."""

_EACH = 100
_ALL = 6000
"""Steps that each text may take whatever its length, and all texts together."""


class TooLongError(Exception):
    """A record holds too much text, or text that takes too long. The message holds none of it.

    `limits` say how much of it is to be kept (see `Sealing.shorten`).
    """

    def __init__(self, limits: Limits) -> None:
        super().__init__("a record that must be cut")
        self.limits = limits


class Sealing:
    """Scans the texts of one record together and gives their replacements. Safe from any thread.

    Without a `sealer` it masks. `max_text` is in characters. `action_of` is the policy (see `Replacer`). The work
    depends on the texts alone: a busy machine must not change what is kept of a record.
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
        self._pseudonyms: Pseudonyms | None = None
        self.sealer = sealer
        self.rule_of_key: RuleOfKey = scanner.rule_of_key

    @property
    def sealer(self) -> Sealer | None:
        """The sealer for later records; it may be exchanged at any time."""
        return self._sealer

    @sealer.setter
    def sealer(self, sealer: Sealer | None) -> None:
        self._sealer = sealer
        self._renew_replacer()

    @property
    def pseudonyms(self) -> Pseudonyms | None:
        """Names for a day, of those entities that alert rules count by; they may be exchanged at any time."""
        return self._pseudonyms

    @pseudonyms.setter
    def pseudonyms(self, pseudonyms: Pseudonyms | None) -> None:
        self._pseudonyms = pseudonyms
        self._renew_replacer()

    def _renew_replacer(self) -> None:
        sealer = self._sealer
        # A policy decides about each value, so all values at once are sealed only without one.
        at_once = sealer is not None and self.action_of is None
        kinds = sealer.kinds(self.scanner.forms.normaliser_of) if sealer is not None and at_once else None
        # All of it changes in one step: indexes must be of the same bundle as the data key.
        self.replacer: Callable[[], Replacer] = partial(
            Replacer, self.scanner, sealer, self.action_of, kinds=kinds, pseudonyms=self._pseudonyms
        )
        """Makes what replaces the findings of one record."""

    def look(self, walk: Walk, *, with_key: bool = False, limits: Limits | None = None) -> Filling | None:
        """Give the function that fills the slots of a walk, or None if nothing has to be replaced.

        `limits` are those to which its values were shortened (see `shorten`).

        Raises:
            TooLongError: the texts together are longer than `max_text`, or scanning them takes too long.
            TooCostlyError: it still does after the costly texts were left out.
        """
        texts = walk.texts
        joined = SEPARATOR.join(texts)
        if limits is None and len(joined) > self.max_text:
            raise TooLongError(Limits(self.max_text, len(joined)))
        try:
            try:
                findings, spoiled = self._findings(joined, texts, limits), False
            except UnicodeEncodeError:
                findings, spoiled = self._findings(without_surrogates(joined), texts, limits), True
        except TooCostlyError as error:
            raise self.too_long(error, texts, limits) from None
        if findings is None and not walk.reasons and not spoiled:
            return None
        return Filling(self.replacer(), findings or [[] for _ in texts], encodable=not spoiled, with_key=with_key)

    def too_long(self, error: TooCostlyError, texts: Sequence[str], limits: Limits | None = None) -> Exception:
        """Make the error for a scan that took too long."""
        limits = limits or Limits(self.max_text, sum(map(len, texts)))
        limits.tries += 1
        left = len(_LOOKS) - limits.tries
        if left == 0:
            return error
        if left == 1:
            limits.drop(texts, 0)
        elif isinstance(error, TooManyError):
            limits.keep = sum(map(len, texts)) * VALUES * 3 // (error.values * 4)
        else:
            costly = texts if error.budget is None else _costly(texts, error.budget)
            limits.lower([text for text in costly if len(text) > SMALL] or costly)
            if left == 2:  # noqa: PLR2004 - the last look but one
                limits.drop(texts, SMALL)
                limits.drop(costly, 0)
        return TooLongError(limits)

    def _findings(self, joined: str, texts: Sequence[str], limits: Limits | None) -> list[list[Finding]] | None:
        if limits is None:
            return by_text(self.scanner.find_bounded(joined), texts)
        budget = bounded(limits.size, _LOOKS[limits.tries], BASE + len(texts) * _base(texts))
        return by_text(self.scanner.find(joined, budget), texts)

    def shorten(self, values: Sequence[Any], limits: Limits) -> list[Any]:
        """Give the values with their texts cut to the limits that a `TooLongError` told of."""
        share = max(_CUTS[limits.tries], _CUT_OF_CAPPED if is_capped(limits.size) and limits.tries == 1 else 0)
        return fit(values, limits, self.scanner, bounded(limits.size, share))

    def sealed(
        self, values: Sequence[Any], paths: Sequence[str], *, with_key: bool = False
    ) -> tuple[Sequence[Any], Replacer | None]:
        """Give values of one record, each with its path, sealed, and shortened if they are too long.

        The replacer knows the attributes that their record needs; it is None if nothing had to be replaced.
        """
        whole, limits = values, None
        while True:
            walk = Walk(self.rule_of_key)
            slots = [walk.value(value) for value in values]
            try:
                filling = self.look(walk, with_key=with_key, limits=limits)
            except TooLongError as error:
                limits = error.limits
                values = self.shorten(whole, limits)
                continue
            if filling is None:
                return values, None
            new = [filling.value(slot, value, path) for slot, value, path in zip(slots, values, paths, strict=True)]
            return new, filling.replacer

    def value(self, value: Any, path: str, *, with_key: bool = False) -> Any:
        """Seal a single value; `with_key` if no record carries the data key."""
        return self.sealed((value,), (path,), with_key=with_key)[0][0]


def _costly(texts: Sequence[str], budget: ScanBudget) -> list[str]:
    """Give the costly texts: those that took more steps than the others, relative to their length."""
    taken: dict[str, int] = {}
    sizes: dict[str, int] = {}
    for text, steps in zip(texts, budget.taken_in([len(text) for text in texts]), strict=True):
        taken[text] = taken.get(text, 0) + steps
        sizes[text] = sizes.get(text, 0) + len(text) + 1
    fair = budget.spent / sum(sizes.values())
    return [text for text, steps in taken.items() if steps >= fair * sizes[text]]


def _base(texts: Sequence[str]) -> float:
    return min(_EACH, _ALL / len(texts))
