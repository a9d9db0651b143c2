"""The plan: which programs run for the back ends that were asked for, in the order of starting. It starts nothing."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from local import cache
from local.errors import LocalError
from local.ports import Ports
from local.program import Program, accepts
from local.servers import (
    alerting,
    alertmanager,
    collector,
    elasticsearch,
    es_proxy,
    jaeger,
    kafka,
    sealer,
    victorialogs,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

BACKENDS = ("elasticsearch", "alerting", "collector")  # started by default, in this order
PROXY = Path(es_proxy.__file__)
FAULT_FILE = "fault"


class _Server(Protocol):
    """A module of `local.servers` that needs nothing but its ports."""

    def get(self, cache_root: Path) -> Path: ...
    def program(self, run_dir: Path, ports: Ports, cache_root: Path) -> Program: ...


_EXTRAS: dict[str, _Server] = {
    "alertmanager": alertmanager,
    "victorialogs": victorialogs,
    "jaeger": jaeger,
    "kafka": kafka,
}
EXTRAS = tuple(_EXTRAS)  # started where they are named


@dataclass(frozen=True)
class Plan:
    """What to run and where. `run_dir` holds logs, process ids and state; `gateway` is the collector's config."""

    run_dir: Path
    names: tuple[str, ...] = BACKENDS
    ports: Ports = field(default_factory=Ports)
    gateway: Path = collector.GATEWAY
    rules: Path = alerting.RULES
    cache_root: Path = field(default_factory=cache.root)

    def __post_init__(self) -> None:
        unknown = set(self.names) - {*EXTRAS, *BACKENDS}
        if unknown or not self.names:
            raise LocalError(
                f"--only takes {', '.join((*BACKENDS, *EXTRAS))}; not {', '.join(sorted(unknown)) or 'nothing'}"
            )


def programs(plan: Plan) -> tuple[Program, ...]:
    """Return the programs of `plan` in the order of starting, after getting what they are made of.

    Raises:
        Missing: a tool isn't on this machine and can't be had.
        LocalError: a download or build failed.
    """
    return tuple(program for name in (*EXTRAS, *BACKENDS) if name in plan.names for program in _MAKERS[name](plan))


def get(names: Iterable[str], cache_root: Path, say: Callable[[str], None]) -> None:
    """Get what the named back ends are made of into the cache; at once where it is there.

    Raises:
        Missing: a tool isn't on this machine and can't be had.
        LocalError: a download or build failed.
    """
    getters = {
        "elasticsearch": elasticsearch.get,
        "collector": collector.get,
        **{name: server.get for name, server in _EXTRAS.items()},
    }
    for name in names:
        if name in getters:
            say(f"getting {name} (the first time takes minutes)")
            say(f"{name} is in {getters[name](cache_root)}")


def _proxy(plan: Plan) -> Program:
    ports = plan.ports
    flags = ("--listen", str(ports.es_proxy), "--upstream", str(ports.es))
    fault = ("--fault-file", str(plan.run_dir / FAULT_FILE))
    return Program(
        name="es-proxy",
        command=(sys.executable, str(PROXY), *flags, *fault),
        cwd=plan.run_dir,
        ports=("es_proxy",),
        ready=partial(accepts, ports.es_proxy),
        within_s=10.0,
    )


def _elasticsearch(plan: Plan) -> tuple[Program, ...]:
    return (elasticsearch.program(plan.run_dir, plan.ports, plan.cache_root), _proxy(plan))


def _alerting(plan: Plan) -> tuple[Program, ...]:
    return (alerting.program(plan.run_dir, plan.ports, plan.rules),)


def _collector(plan: Plan) -> tuple[Program, ...]:
    beside = sealer.program(plan.run_dir)
    return (beside, collector.program(plan.run_dir, plan.ports, plan.cache_root, config=plan.gateway))


def _extra(name: str, plan: Plan) -> tuple[Program, ...]:
    return (_EXTRAS[name].program(plan.run_dir, plan.ports, plan.cache_root),)


_MAKERS: dict[str, Callable[[Plan], tuple[Program, ...]]] = {
    "elasticsearch": _elasticsearch,
    "alerting": _alerting,
    "collector": _collector,
    **{name: partial(_extra, name) for name in EXTRAS},
}
