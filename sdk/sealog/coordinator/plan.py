"""A plan: how the steps of a workflow and its calls are made, as data. `docs/spec/plan.md` describes its JSON.

Reading a plan checks what running it needs. Evidence and predictions are for people and for `sealog workflows compare`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sealog.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["CallPolicy", "Node", "Plan", "schema"]

VERSION = 1
MAX_BYTES = 2**20
MAX_NODES = 200
_KINDS = ("tool", "model", "node")
_DAY_MS = 86_400_000
_MOST_ATTEMPTS, _MOST_CALLS = 10, 1_000
_KEYS = (
    *("version", "made_from", "predicted", "nodes", "parallel_groups", "parallel_calls", "calls", "token_budget"),
    *("withheld", "withdrawn"),
)


@dataclass(frozen=True)
class Node:
    """One step of a workflow. `after` are the ids of all nodes that it waits for, in the plan's order."""

    id: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class CallPolicy:
    """How calls of one name are made. Times are in ms; None and 1 mean that the plan asks for nothing.

    `max_attempts` has the first attempt in it; `pause_ms` is the pause before the second, and doubles. A result is kept
    for `cache_ms`. `max_concurrency` is how many calls may run at one time.
    """

    timeout_ms: float | None = None
    max_attempts: int = 1
    pause_ms: float = 0.0
    cache_ms: float | None = None
    max_concurrency: int | None = None


@dataclass(frozen=True)
class Plan:
    """A plan that was read and checked. It never changes.

    `nodes` are in an order in which each stands after those that it waits for. `calls` is by kind (`tool`, `model` or
    `node`) and name. `token_budget` is None where the plan has none. `document` is the JSON that it was read from.
    """

    nodes: tuple[Node, ...]
    calls: Mapping[tuple[str, str], CallPolicy] = field(default_factory=dict)
    token_budget: int | None = None
    document: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def sequence(cls, nodes: Iterable[str]) -> Plan:
        """Make the plan of a workflow that was never analysed: these nodes, one after the other.

        Raises:
            SettingError: two nodes have one id, or there are too many.
        """
        names = list(nodes)
        after = [[], *([name] for name in names)]
        return cls.from_json(
            {"version": VERSION, "nodes": [{"id": name, "after": after[i]} for i, name in enumerate(names)]}
        )

    @classmethod
    def read(cls, path: str | Path) -> Plan:
        """Read a plan from a file.

        Raises:
            SettingError: the file can't be read or is no plan; the message names what is wrong by its path.
        """
        try:
            with Path(path).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise SettingError(f"{path} can't be read: {error.strerror}") from error
        if len(data) > MAX_BYTES:
            raise SettingError(f"{path}: a plan has at most {MAX_BYTES} bytes")
        try:
            document = json.loads(data)
        except (ValueError, RecursionError):
            raise SettingError(f"{path} is no JSON") from None
        return cls.from_json(document, str(path))

    @classmethod
    def from_json(cls, document: Any, source: str = "plan") -> Plan:
        """Read a plan from values of JSON. `source` is what errors call it.

        Raises:
            SettingError: it is no plan; the message names what is wrong by its path.
        """
        top = _object(document, source)
        if top.get("version") != VERSION or isinstance(top.get("version"), bool):
            raise SettingError(f"{source}: version: {VERSION} is expected")
        _no_others(top, _KEYS, source)
        before = _order(top, source)
        groups = _groups(top, before, source)
        for number, group in enumerate(groups):
            for node in group:
                before[node] = [one for one in before[node] if one not in group]
            for node in group:
                # What stands between two of the group would bring their order back.
                if any(one in group for middle in before[node] for one in before[middle]):
                    where = f"{source}: parallel_groups[{number}]"
                    raise SettingError(f"{where}: a node that stands between two others of the group keeps them apart")
        budget = top.get("token_budget")
        return cls(
            nodes=tuple(Node(name, tuple(after)) for name, after in before.items()),
            calls=_calls(top, source),
            token_budget=None if budget is None else _count(budget, "tokens", f"{source}: token_budget"),
            document=top,
        )


def schema() -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of plans."""
    found: dict[str, Any] = json.loads((files("sealog.coordinator") / "plan.schema.json").read_text("utf-8"))
    return found


def _order(top: Mapping[str, Any], source: str) -> dict[str, list[str]]:
    """Give all nodes before each, directly or not."""
    items = _list(top.get("nodes"), f"{source}: nodes")
    if len(items) > MAX_NODES:
        raise SettingError(f"{source}: nodes: at most {MAX_NODES} are allowed")
    before: dict[str, list[str]] = {}
    for number, item in enumerate(items):
        where = f"{source}: nodes[{number}]"
        _no_others(_object(item, where), {"id", "after"}, where)
        name = _text(item, "id", where)
        if name in before:
            raise SettingError(f"{where}.id: an earlier node has it")
        all_before = set()
        for other in _list(item.get("after"), f"{where}.after"):
            if not isinstance(other, str) or other not in before:
                raise SettingError(f"{where}.after: each is the id of an earlier node")
            all_before |= {other, *before[other]}
        before[name] = [one for one in before if one in all_before]
    return before


def _groups(top: Mapping[str, Any], before: Mapping[str, Any], source: str) -> list[list[str]]:
    groups: list[list[str]] = []
    grouped: set[str] = set()
    for number, item in enumerate(_list(top.get("parallel_groups", []), f"{source}: parallel_groups")):
        where = f"{source}: parallel_groups[{number}]"
        group = _list(_object(item, where).get("nodes"), f"{where}.nodes")
        if len(group) < 2 or not all(isinstance(one, str) and one in before for one in group):  # noqa: PLR2004 - a pair
            raise SettingError(f"{where}.nodes: two or more ids of nodes are expected")
        if len(set(group)) < len(group) or grouped & set(group):
            raise SettingError(f"{where}.nodes: a node is in one group, once")
        grouped |= set(group)
        groups.append(group)
    return groups


def _calls(top: Mapping[str, Any], source: str) -> dict[tuple[str, str], CallPolicy]:
    found: dict[tuple[str, str], CallPolicy] = {}
    for number, item in enumerate(_list(top.get("calls", []), f"{source}: calls")):
        where = f"{source}: calls[{number}]"
        _no_others(_object(item, where), {"kind", "name", "timeout", "retry", "cache", "concurrency"}, where)
        if item.get("kind") not in _KINDS:
            raise SettingError(f"{where}.kind: one of {', '.join(_KINDS)} is expected")
        key = (item["kind"], _text(item, "name", where))
        if key in found:
            raise SettingError(f"{where}: an earlier item has this kind and name")
        more: dict[str, Any] = {}
        if "timeout" in item:
            more["timeout_ms"] = _ms(item["timeout"], "ms", f"{where}.timeout")
        if "retry" in item:
            retry = _object(item["retry"], f"{where}.retry")
            more["max_attempts"] = _count(retry, "max_attempts", f"{where}.retry", _MOST_ATTEMPTS)
            if "pause_ms" in retry:
                more["pause_ms"] = _ms(retry, "pause_ms", f"{where}.retry", zero=True)
        if "cache" in item:
            more["cache_ms"] = _ms(item["cache"], "max_age_ms", f"{where}.cache")
        if "concurrency" in item:
            more["max_concurrency"] = _count(item["concurrency"], "limit", f"{where}.concurrency", _MOST_CALLS)
        found[key] = CallPolicy(**more)
    return found


def _object(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise SettingError(f"{where}: an object is expected")
    return value


def _no_others(item: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    if others := set(item) - set(known):
        raise SettingError(f"{where}: {len(others)} unknown keys; known are {', '.join(sorted(known))}")


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise SettingError(f"{where}: a list is expected")
    return value


def _text(item: Mapping[str, Any], key: str, where: str) -> str:
    value = item.get(key)
    if not isinstance(value, str) or not value:
        raise SettingError(f"{where}.{key}: a text is expected")
    return value


def _count(item: Any, key: str, where: str, most: int | None = None) -> int:
    value = _object(item, where).get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1 or (most is not None and value > most):
        bound = "" if most is None else f" to {most}"
        raise SettingError(f"{where}.{key}: a whole number from 1{bound} is expected")
    return value


def _ms(item: Any, key: str, where: str, *, zero: bool = False) -> float:
    value = _object(item, where).get(key)
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and (0 < value <= _DAY_MS or (zero and not value))
    ):
        return float(value)
    raise SettingError(f"{where}.{key}: ms from {0 if zero else 'above 0'} to {_DAY_MS} are expected")
