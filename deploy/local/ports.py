"""The ports of the local back ends, all on 127.0.0.1. It opens none for longer than a question takes."""

from __future__ import annotations

import os
import random
import socket
from contextlib import ExitStack, suppress
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from .errors import LocalError, PortTaken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HOST = "127.0.0.1"
MAX_PORT = 65535
UNUSED = (15_000, 32_000)


@dataclass(frozen=True)
class Ports:
    """One port a field: `es_proxy` is the flag `--es-proxy-port`, the variable `SEALOG_LOCAL_ES_PROXY_PORT`."""

    es: int = 9200
    es_proxy: int = 9201
    otlp_grpc: int = 4317
    otlp_http: int = 4318
    health: int = 13133
    metrics: int = 8888
    alerting_grpc: int = 4327
    alerting_http: int = 4328
    alerting_api: int = 4329
    alertmanager: int = 9093
    prometheus: int = 9090
    victorialogs: int = 9428
    jaeger_grpc: int = 4337
    jaeger_http: int = 4347
    jaeger_query: int = 16686
    jaeger_query_grpc: int = 16685
    jaeger_health: int = 13134
    kafka: int = 9092
    kafka_controller: int = 9094

    def __post_init__(self) -> None:
        for name in port_names():
            if not 0 < getattr(self, name) <= MAX_PORT:
                raise LocalError(f"{flag(name)}: {getattr(self, name)} is not a port (1 to {MAX_PORT})")


def port_names() -> tuple[str, ...]:
    """Return the names of all ports, in their order."""
    return tuple(field.name for field in fields(Ports))


def flag(name: str) -> str:
    """Return the command's flag for the port `name`."""
    return f"--{name.replace('_', '-')}-port"


def variable(name: str) -> str:
    """Return the environment variable for the port `name`."""
    return f"SEALOG_LOCAL_{name.upper()}_PORT"


def from_env(environ: Mapping[str, str] | None = None) -> Ports:
    """Return the ports that the environment names, the default where it names none.

    Raises:
        LocalError: a variable holds no port; the message names it.
    """
    env = os.environ if environ is None else environ
    chosen: dict[str, int] = {}
    for name in port_names():
        text = env.get(variable(name), "")
        if text:
            if not text.isdecimal():
                raise LocalError(f"{variable(name)} must be a port number")
            chosen[name] = int(text)
    return Ports(**chosen)


def free() -> Ports:
    """Return ports that nothing listens on now, all different: for tests, which run beside each other.

    Another program can take one before it is used; then `start` says so, naming it.
    """
    with ExitStack() as held:
        return Ports(**{name: _hold(held) for name in port_names()})


def unused() -> int:
    """Return one port that nothing listens on now."""
    with ExitStack() as held:
        return _hold(held)


def _hold(held: ExitStack) -> int:
    """Find a port and keep it until `held` ends.

    Below those that the system gives to connections: one of these could take it before it is used.
    """
    while True:
        probe = held.enter_context(socket.socket())
        port = random.randrange(*UNUSED)  # noqa: S311  # no secret
        with suppress(OSError):
            probe.bind((HOST, port))
            return port


def check_free(ports: Ports, names: Iterable[str]) -> None:
    """Raise PortTaken for the first of the named ports that can't be listened on."""
    for name in names:
        port = getattr(ports, name)
        with socket.socket() as probe:
            # As servers do: a port whose last connections are still in TIME_WAIT is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                choose = f"{flag(name)} or {variable(name)}"
                raise PortTaken(f"port {port} ({name}) is taken on {HOST}; choose another with {choose}") from error
