"""Finds the threshold at which a rule would have notified at most a given number of times, by running the live engine.

A higher threshold can break one long alert into two, so the number of notifications does not always fall with it. The
answer is the lowest threshold above every tried one that notified too often; both of its neighbours were tried.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sealog.errors import SettingError
from sealog_exporters.alerting.aggregations.count import MAX_THRESHOLD, Count
from sealog_exporters.alerting.aggregations.distinct import MAX_DISTINCT, Distinct
from sealog_exporters.alerting.aggregations.ratio import Ratio
from sealog_exporters.alerting.aggregations.spike import Spike
from sealog_exporters.alerting.aggregations.statistic import Statistic
from sealog_exporters.alerting.backtest.replay import Replay
from sealog_exporters.alerting.model.rule import RuleFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sealog_exporters.alerting.model.aggregation import Aggregation
    from sealog_exporters.alerting.model.rule import Rule
    from sealog_exporters.event import Event

AT_ONCE: Final = 8
"""Thresholds that one reading of the history tries; each has the memory of a rule."""

_TWO_DIGITS: Final = tuple(float(f"{digits}e{zeros}") for zeros in range(-7, 15) for digits in range(10, 100))
"""Numbers of two digits from 0.000001: the unit of a number in a log is unknown, so any size is possible."""

_RISING: Final = frozenset({"gte", "gt"})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The threshold and how often it would have notified, with the next one that fires more easily.

    `level` is `None` if even the strictest threshold notifies too often; `below` is `None` if the easiest is good.
    """

    level: float | None
    told: int
    below: float | None = None
    told_below: int = 0


def suggest(rule: Rule, most: int, history: Callable[[], Iterable[Event]], until_ns: int) -> Suggestion:
    """Find the lowest threshold with at most `most` notifications of firing alerts, repetitions included.

    Args:
        rule: the rule whose threshold is sought.
        most: notifications in the whole time of the history.
        history: returns the records for each replay; there are at most five replays.
        until_ns: as in `Replay.run`.

    Raises:
        SettingError: the rule's aggregation has no threshold on a scale that is known.
    """
    scale = scale_of(rule.aggregation)
    told: dict[int, int] = {}
    below, above = -1, len(scale)
    among = _evenly if isinstance(rule.aggregation, Statistic) else _between
    while above - below > 1:
        places = list(range(below + 1, above)) if above - below <= AT_ONCE + 1 else among(below, above)
        told.update(_told(rule, [scale[place] for place in places], places, history, until_ns))
        too_many = [place for place in places if told[place] > most]
        below = max(too_many, default=below)
        above = min((place for place in places if place > below), default=above)
    if above == len(scale):
        return Suggestion(None, told[above - 1])
    if not above:
        return Suggestion(scale[above], told[above])
    return Suggestion(scale[above], told[above], scale[above - 1], told[above - 1])


def scale_of(aggregation: Aggregation) -> Sequence[float]:
    """List the thresholds that an aggregation may have, the one that fires most easily first.

    Raises:
        SettingError: there is no such list.
    """
    if isinstance(aggregation, Count):
        return range(1, MAX_THRESHOLD + 1)
    if isinstance(aggregation, Distinct):
        return range(1, MAX_DISTINCT + 1)
    if isinstance(aggregation, Ratio):
        parts = [part / 1_000 for part in range(1, 1_001)]
    elif isinstance(aggregation, Spike):
        parts = [tenths / 10 for tenths in range(1, 10_001)]
    elif isinstance(aggregation, Statistic):
        parts = [*(-level for level in reversed(_TWO_DIGITS)), 0.0, *_TWO_DIGITS]
    else:
        raise SettingError("--wanted: a threshold can be suggested for count, distinct, ratio, spike and value only")
    return parts if aggregation.threshold.comparison in _RISING else parts[::-1]


def with_level(aggregation: Aggregation, level: float) -> Aggregation:
    """Return the aggregation with another threshold, and `clear` as far as that allows."""
    if isinstance(aggregation, (Count, Distinct)):
        gte = int(level)
        return replace(aggregation, gte=gte, clear=aggregation.clear and min(aggregation.clear, gte))
    if isinstance(aggregation, (Ratio, Spike, Statistic)):
        threshold = aggregation.threshold
        nearer = min if threshold.comparison in _RISING else max
        clear = None if threshold.clear is None else nearer(threshold.clear, level)
        return replace(aggregation, threshold=replace(threshold, level=level, clear=clear))
    return aggregation


def _between(below: int, above: int) -> list[int]:
    """Choose places between two, exclusive, spread evenly by their ratio, since small counts differ most."""
    low, high = below + 2, above  # as counts from one, so that there is a ratio
    growth = (high / low) ** (1 / (AT_ONCE - 1))
    return sorted({min(max(round(low * growth**step) - 1, below + 1), above - 1) for step in range(AT_ONCE)})


def _evenly(below: int, above: int) -> list[int]:
    """Choose places between two, exclusive, evenly: on a scale that grows by ratios itself."""
    return [below + (above - below) * step // (AT_ONCE + 1) for step in range(1, AT_ONCE + 1)]


def _told(
    rule: Rule, levels: list[float], places: list[int], history: Callable[[], Iterable[Event]], until_ns: int
) -> dict[int, int]:
    """Count for each place how often the rule notifies at its level."""
    rules = tuple(
        replace(rule, group=str(place), aggregation=with_level(rule.aggregation, level), labels={}, annotations={})
        for place, level in zip(places, levels, strict=True)
    )
    place_of = {one.identity: place for one, place in zip(rules, places, strict=True)}
    told = dict.fromkeys(places, 0)
    for _, decision in Replay(RuleFile(rules, ())).run(history(), until_ns):
        told[place_of[decision.rule]] += decision.kind == "firing"
    return told
