"""Routes and inhibitions: which receiver is notified of an alert, together with which others, and when not.

Source: Alertmanager's documentation, "Configuration", `<route>` and `<inhibit_rule>`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sealog_exporters.alerting.matching.label_matcher import compile_matchers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sealog_exporters.alerting.matching.label_matcher import Matcher, Test
    from sealog_exporters.alerting.model.routing.silence import Silence
    from sealog_exporters.alerting.model.routing.time_interval import Interval


@dataclass(frozen=True, slots=True)
class RouteTarget:
    """One receiver with the settings of the route to it: grouping, waits and times.

    `group_by` `None` keeps every alert apart; `("...",)` groups by all labels, as in Alertmanager. `mute` and
    `active` are names of time intervals. Times are ns.
    """

    receiver: str
    group_by: tuple[str, ...] | None = None
    group_wait_ns: int = 0
    group_interval_ns: int = 0
    mute: tuple[str, ...] = ()
    active: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """A node of the routing tree: its target, the alerts that match it, and its branches, which go first."""

    target: RouteTarget
    matchers: tuple[Matcher, ...] = ()
    goes_on: bool = False
    routes: tuple[Route, ...] = ()
    holds: Test = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "holds", compile_matchers(self.matchers))

    @property
    def groups(self) -> bool:
        """Whether this node or one below it has a `group_wait` or a `group_interval`."""
        waits = self.target.group_wait_ns or self.target.group_interval_ns
        return bool(waits) or any(route.groups for route in self.routes)

    def targets_for(self, labels: Mapping[str, str]) -> Iterator[RouteTarget]:
        """Yield the targets of an alert that takes this node: those of its branches, or else its own."""
        taken = False
        for route in self.routes:
            if route.holds(labels):
                taken = True
                yield from route.targets_for(labels)
                if not route.goes_on:
                    return
        if not taken:
            yield self.target


@dataclass(frozen=True, slots=True)
class Inhibition:
    """While an alert fires that matches `source`, alerts that match `target` are held back.

    Both must agree in the labels `equal`; one that both lack agrees.
    """

    source: tuple[Matcher, ...]
    target: tuple[Matcher, ...]
    equal: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Routing:
    """The settings of a rule file for notifications, beside its rules and receivers."""

    route: Route | None = None
    inhibitions: tuple[Inhibition, ...] = ()
    silences: tuple[Silence, ...] = ()
    intervals: Mapping[str, Interval] = field(default_factory=dict)

    @property
    def groups(self) -> bool:
        """Whether a route holds alerts for others of their group."""
        return self.route is not None and self.route.groups

    def targets_for(self, labels: Mapping[str, str], notify: tuple[str, ...]) -> list[RouteTarget]:
        """List the targets of an alert, one for each receiver: those of its rule, or else those of the route."""
        if notify or self.route is None:
            return [RouteTarget(name) for name in notify]
        ways: dict[str, RouteTarget] = {}
        for target in self.route.targets_for(labels):
            ways.setdefault(target.receiver, target)
        return list(ways.values())
