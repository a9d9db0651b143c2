"""Tells what a data point adds to its minute, from the one before it of the same series. It does no I/O."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.event import MetricPoint
    from sealog_exporters.event.metric import Kind

__all__ = ["LEVELS", "Measured", "State", "joined", "measured", "summed"]

LEVELS: Final = frozenset({"gauge", "updown"})
"""Kinds of which a minute has the last value; of others it has what came in it."""

_RECENT_NS: Final = 300 * 10**9  # from its start to a counter's first point: what began before is no increase of now


class Measured(NamedTuple):
    """What one point adds to a minute, or, of a level, what holds from then on. `value` is None where not known."""

    value: float | None
    number: int = 0
    buckets: Mapping[float, int] = {}


class State(NamedTuple):
    """The last point of a series, as it was sent; of a level that comes in differences, their sum. Times are in ns."""

    start_ns: int
    time_ns: int
    value: float | None
    number: int
    buckets: Mapping[float, int]


def measured(kind: Kind, point: MetricPoint, last: State | None, *, is_delta: bool) -> tuple[Measured, State] | None:
    """Give what a point adds, and the series' new state; None for a point that is not newer than the last one.

    A cumulative point that starts anew, or has less than the last one, counts whole. So does the first one of a series
    where it began shortly before; otherwise it only says from where the next one counts.
    """
    if last is not None and point.time_unix_nano <= last.time_ns:
        return None  # a repeated request, or one that was overtaken
    state = State(point.start_unix_nano, point.time_unix_nano, point.value, point.number, point.buckets)
    whole = Measured(point.value, point.number, point.buckets)
    if kind in LEVELS:
        if is_delta and kind == "updown" and last is not None:
            state = state._replace(value=(point.value or 0.0) + (last.value or 0.0))
        return Measured(state.value), state
    if last is None and not is_delta:
        age = point.time_unix_nano - point.start_unix_nano
        is_new = point.start_unix_nano > 0 and 0 <= age <= _RECENT_NS
        return (whole if is_new else Measured(0.0 if kind == "counter" else None)), state
    if last is None or is_delta or _restarted(kind, point, last):
        return whole, state
    more = None if point.value is None or last.value is None else point.value - last.value
    count = point.number - last.number
    return Measured(more, count, _difference(point.buckets, last.buckets, count)), state


def _restarted(kind: Kind, point: MetricPoint, last: State) -> bool:
    if point.start_unix_nano and point.start_unix_nano >= last.time_ns:
        return True
    if kind == "histogram":
        return point.number < last.number
    return (point.value or 0.0) < (last.value or 0.0)


def _difference(now: Mapping[float, int], before: Mapping[float, int], count: int) -> dict[float, int]:
    """Give what came into each bucket of `now`; nothing where the bounds are others."""
    earlier = sorted(before.items(), reverse=True)
    found: dict[float, int] = {}
    for bound in sorted(now):
        had = 0
        while earlier and earlier[-1][0] <= bound:
            had += earlier.pop()[1]
        found[bound] = now[bound] - had
    fits = not earlier and sum(found.values()) == count and all(one >= 0 for one in found.values())
    return found if fits else {}


def summed(one: Mapping[float, int], other: Mapping[float, int]) -> dict[float, int]:
    """Give the buckets of both."""
    return {bound: one.get(bound, 0) + other.get(bound, 0) for bound in sorted({*one, *other})}


def joined(kind: Kind, one: MetricPoint, other: MetricPoint) -> MetricPoint:
    """Make one point of two of the same time whose attributes read the same, because a value in them was masked."""
    exemplars = [*one.exemplars, *other.exemplars]
    if kind == "gauge":
        return other._replace(exemplars=exemplars)
    value = None if one.value is None or other.value is None else one.value + other.value
    return other._replace(
        start_unix_nano=min(one.start_unix_nano, other.start_unix_nano),
        value=value,
        number=one.number + other.number,
        buckets=summed(one.buckets, other.buckets),
        exemplars=exemplars,
    )
