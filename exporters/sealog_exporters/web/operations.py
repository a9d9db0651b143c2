"""Ranks operations by what is worth knowing: what became slower or fails more, then what takes most time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog_exporters.store.spans.operations import Operation, Timing

__all__ = ["OperationRow", "ranked"]

_ENOUGH: Final = 10  # spans on both sides, for a change to be one
_RATIO: Final = 1.5
_LEAST_NS: Final = 10**6  # that a percentile must differ by
_MORE_ERRORS: Final = 3
_TIMES: Final = "\N{MULTIPLICATION SIGN}"


@dataclass(frozen=True)
class OperationRow:
    """An operation with its badges and, where it is compared, what it was before."""

    operation: Operation
    badges: tuple[str, ...]
    against: str


def ranked(found: Iterable[Operation]) -> list[OperationRow]:
    """Give a row for each operation, the most interesting first."""
    weighed = [(_weight(one), one) for one in found]
    weighed.sort(key=lambda pair: (-pair[0], -pair[1].now.total_ns, pair[1].service, pair[1].name))
    return [OperationRow(one, _badges(one), _against(one)) for _, one in weighed]


def _weight(one: Operation) -> float:
    """Tell how much time, in ns, the change costs: the slowdown for each span, and for each further error its time."""
    if one.baseline is None:
        return 0
    slower = (one.now.p95_ns - one.baseline.p95_ns) * one.now.spans if _slower(one.now, one.baseline) else 0
    return slower + (_further_errors(one.now, one.baseline) * max(one.now.p95_ns, _LEAST_NS))


def _badges(one: Operation) -> tuple[str, ...]:
    now, before = one.now, one.baseline
    if before is None:
        return ()
    badges = []
    if not before.spans:
        badges.append("New")
    if _slower(now, before):
        badges.append(f"{_TIMES}{now.p95_ns / before.p95_ns:.2g}" if before.p95_ns else "Slower")
    elif _slower(before, now):
        badges.append("Faster")
    if _further_errors(now, before):
        badges.append("More errors")
    return tuple(badges)


def _against(one: Operation) -> str:
    before = one.baseline
    if before is None:
        return ""
    return f"since version {one.since}, compared with other versions" if one.since else "compared with the time before"


def _slower(now: Timing, before: Timing) -> bool:
    enough = min(now.spans, before.spans) >= _ENOUGH
    return enough and now.p95_ns >= max(before.p95_ns * _RATIO, before.p95_ns + _LEAST_NS)


def _further_errors(now: Timing, before: Timing) -> float:
    """Give the errors beyond those that the share of before has; 0 where they are few or the share has not doubled."""
    expected = now.spans * before.errors / before.spans if before.spans else 0.0
    further = now.errors - expected
    return further if further >= _MORE_ERRORS and now.errors >= 2 * expected else 0.0
