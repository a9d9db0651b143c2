"""Reads routes and inhibitions of a rule file, in Alertmanager's shape. Refuses names that the file does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.config.routing.silences import read_matchers
from sealog_exporters.alerting.model.routing.route import Inhibition, Route, RouteTarget

if TYPE_CHECKING:
    from collections.abc import Collection

    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

_ROUTE = (
    "receiver",
    "matchers",
    "group_by",
    "group_wait",
    "group_interval",
    "continue",
    "mute_time_intervals",
    "active_time_intervals",
    "routes",
)
_OTHERWISE = {
    "repeat_interval": "is the rule's `cooldown` here",
    "match": "is spelled `matchers` here",
    "match_re": "is spelled `matchers` here",
}
_INHIBITION = ("source_matchers", "target_matchers", "equal")


def read_route(
    node: YamlNode, receivers: Collection[str], intervals: Collection[str], above: RouteTarget | None = None
) -> Route:
    """Read a node of the tree and its branches.

    Args:
        node: the node's map.
        receivers: names of receivers that it may use.
        intervals: names of time intervals.
        above: the target of the parent, whose settings are the defaults; `None` for the root.
    """
    for name, value in node.entries().items():
        if name in _OTHERWISE:
            raise value.error(_OTHERWISE[name])
    keys = node.keys(_ROUTE)
    if above is None and ("matchers" in keys or "receiver" not in keys):
        raise node.error("the first route needs a `receiver` and has no `matchers`: every alert takes it")
    hop = RouteTarget(
        receiver=_known(keys["receiver"], receivers, "receiver") if "receiver" in keys else above.receiver,  # type: ignore[union-attr]  # the root has one
        group_by=_labels(keys["group_by"]) if "group_by" in keys else (above.group_by if above else None),
        group_wait_ns=_pause(keys.get("group_wait"), above.group_wait_ns if above else 0),
        group_interval_ns=_pause(keys.get("group_interval"), above.group_interval_ns if above else 0),
        mute=_names(keys.get("mute_time_intervals"), intervals),
        active=_names(keys.get("active_time_intervals"), intervals),
    )
    return Route(
        hop,
        matchers=read_matchers(keys["matchers"]) if "matchers" in keys else (),
        goes_on="continue" in keys and keys["continue"].boolean(),
        routes=tuple(read_route(item, receivers, intervals, hop) for item in keys["routes"].items())
        if "routes" in keys
        else (),
    )


def read_inhibition(node: YamlNode) -> Inhibition:
    """Read one inhibition; source and target must say which alerts they mean."""
    keys = node.keys(_INHIBITION)
    for name in ("source_matchers", "target_matchers"):
        if name not in keys:
            raise node.error(f"has no `{name}`")
    return Inhibition(
        read_matchers(keys["source_matchers"]),
        read_matchers(keys["target_matchers"]),
        _labels(keys["equal"]) if "equal" in keys else (),
    )


def _labels(node: YamlNode) -> tuple[str, ...]:
    return tuple(item.text() for item in node.items())


def _pause(node: YamlNode | None, default: int) -> int:
    return default if node is None else node.duration(0)


def _names(node: YamlNode | None, known: Collection[str]) -> tuple[str, ...]:
    return () if node is None else tuple(_known(item, known, "time interval") for item in node.items())


def _known(node: YamlNode, known: Collection[str], what: str) -> str:
    name = node.text()
    if name not in known:
        raise node.error(f"unknown {what} `{name}`; known: {', '.join(known) or 'none'}")
    return name
