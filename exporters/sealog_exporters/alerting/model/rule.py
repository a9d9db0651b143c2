"""Rules, receivers and rule files as values."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sealog_exporters.alerting.model.routing.route import Routing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.matching.condition import Node
    from sealog_exporters.alerting.model.aggregation import Aggregation
    from sealog_exporters.alerting.model.link import Link
    from sealog_exporters.alerting.model.notifier import Integration
    from sealog_exporters.alerting.model.rule_test import RuleTest


@dataclass(frozen=True, slots=True)
class Cooldown:
    """The pause after a notification: `every_ns`, multiplied by `factor` after each further one, up to `max_ns`."""

    every_ns: int
    factor: float
    max_ns: int

    def wait_ns(self, told: int) -> int:
        """Return the pause after the `told`-th notification (1 is the first)."""
        wait = float(self.every_ns)
        for _ in range(told - 1):
            wait *= self.factor
            if self.factor == 1.0 or wait >= self.max_ns:
                break
        return min(int(wait), self.max_ns)

    def over_ns(self, told_at_ns: int, told: int) -> int:
        """Return from when on the next notification may follow the `told`-th at `told_at_ns`; 0 before the first."""
        return told_at_ns + self.wait_ns(told) if told else 0


MAX_GROUPS = 10_000


@dataclass(frozen=True, slots=True)
class Rule:
    """One alert rule: which records count (`severities`, `match`), what is computed over which window, who is notified.

    Times are nanoseconds. `severities` holds every accepted severity number, 0 (unset) to 24.
    `annotations` are templates; `notify` are receiver names.
    """

    group: str
    alert: str
    severities: frozenset[int]
    match: tuple[Node, ...]
    aggregation: Aggregation
    window_ns: int
    group_by: tuple[str, ...]
    for_ns: int
    keep_firing_for_ns: int
    cooldown: Cooldown
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    notify: tuple[str, ...]
    max_groups: int = MAX_GROUPS
    """Series that are kept; beyond it the longest unseen is evicted."""

    identity: str = field(init=False, repr=False, compare=False)
    """Names the rule in stored state: the same for as long as it counts the same records under the same keys.

    Threshold, window, cooldown, labels and receivers may change without the state being lost.
    """

    def __post_init__(self) -> None:
        counted = repr((sorted(self.severities), self.match, self.group_by, self.aggregation.state_identity))
        identity = f"{self.group}/{self.alert}/{hashlib.sha256(counted.encode()).hexdigest()[:16]}"
        object.__setattr__(self, "identity", identity)


@dataclass(frozen=True, slots=True)
class Receiver:
    """A name that rules and routes use, and the integrations that are notified under it."""

    name: str
    integrations: tuple[Integration, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleFile:
    """What one rule file says, in its order."""

    rules: tuple[Rule, ...]
    receivers: tuple[Receiver, ...]
    routing: Routing = field(default_factory=Routing)
    tests: tuple[RuleTest, ...] = ()
    links: Mapping[str, Link] = field(default_factory=dict)
    """Annotation → the link that it becomes, such as `trace_url`."""
