"""What the engine decides about an alert: it fires, still fires, or is resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["firing", "resolved"]
Reason = Literal["threshold", "held", "cooldown_over", "repeat", "below_threshold", "evicted", "forgotten"]
"""Why a decision was made.

threshold        the record that completes the count came
held             the count held for the rule's `for`
cooldown_over    it has been firing during the cooldown of an earlier alert, which is over now
repeat           it is still firing after a cooldown
below_threshold  the count fell below the threshold for `keep_firing_for`
evicted          too many groups fire at once; the one without records for longest is dropped and resolved
forgotten        the group had no records for so long that it is dropped (`absent`: `forget`)
"""


class Trigger(NamedTuple):
    """The record that the decision goes back to: ids as received (empty where missing), event time in ns."""

    trace_id: str
    uid: str
    time_ns: int


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of the engine about one alert.

    `value` is what the rule computes, in the unit of its kind: records in the window (`count`), different values
    (`distinct`), a share from 0 to 1 (`ratio`), seconds of silence (`absent`), a multiple of the usual count (`spike`),
    new values (`new`), the attribute's own unit (`value`), steps (`sequence`); `threshold` has the same unit.
    Both are rounded. `window` is `window_ns` as a rule file spells it. `total` is the number of records of the whole
    alert so far. `group_labels` are the alert's name and the rule's group fields, which `labels` has too; `group` has
    the fields alone, in the rule's order, as records name them. Times are ns since the epoch; `ends_at_ns` is 0 while
    firing. `samples` are up to three bodies as received (sealed), newest last, each cut to a readable length.
    """

    kind: Kind
    reason: Reason
    alert: str
    labels: Mapping[str, str]
    group_labels: Mapping[str, str]
    annotations: Mapping[str, str]
    value: float
    threshold: float
    window: str
    window_ns: int
    total: int
    group: tuple[tuple[str, str], ...]
    starts_at_ns: int
    ends_at_ns: int
    receivers: tuple[str, ...]
    fingerprint: str
    trigger: Trigger
    samples: tuple[str, ...]
    withheld: int = 0
    """Records of this group's alerts that came within a cooldown since the last notification; 0 where it ended."""
    rule: str = ""
    """The identity of the rule (`Rule.identity`)."""


def round_significant(value: float) -> float:
    """Round to six significant digits, and give a whole number as an integer, so that it is shown as one."""
    if value == int(value):
        return int(value)
    rounded = float(f"{value:.6g}")
    return int(rounded) if rounded.is_integer() else rounded


def fingerprint_of(labels: Mapping[str, str]) -> str:
    """Return the 16 hex digits by which Alertmanager knows this label set.

    64-bit FNV-1a over `name 0xff value 0xff`, sorted by name (prometheus/common, `model/signature.go`).
    """
    digest = 0xCBF29CE484222325
    for name, value in sorted(labels.items()):
        for byte in b"\xff".join((name.encode(), value.encode(), b"")):
            digest = ((digest ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return f"{digest:016x}"
