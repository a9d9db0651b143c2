"""Ports come from the environment or the caller, and a taken one is named with the flag that changes it."""

from __future__ import annotations

import socket

import pytest

from local import ports
from local.errors import LocalError, PortTaken


def test_the_environment_changes_the_port_it_names_only() -> None:
    assert ports.from_env({"SEALOG_LOCAL_ES_PROXY_PORT": "19201"}) == ports.Ports(es_proxy=19201)


@pytest.mark.parametrize("text", ["x", "-1", "92 00"])
def test_a_variable_that_is_no_number_is_named(text: str) -> None:
    with pytest.raises(LocalError, match="SEALOG_LOCAL_ES_PORT"):
        ports.from_env({"SEALOG_LOCAL_ES_PORT": text})


@pytest.mark.parametrize("number", [0, 65536])
def test_a_number_that_is_no_port_is_named_by_its_flag(number: int) -> None:
    with pytest.raises(LocalError, match="--otlp-grpc-port"):
        ports.Ports(otlp_grpc=number)


def test_free_ports_are_all_different_and_free() -> None:
    free = ports.free()
    names = ports.port_names()
    assert len({getattr(free, name) for name in names}) == len(names)
    ports.check_free(free, names)


def test_a_taken_port_is_named_with_its_flag_and_variable() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = ports.Ports(es=other.getsockname()[1])
        with pytest.raises(PortTaken, match=r"--es-port or SEALOG_LOCAL_ES_PORT"):
            ports.check_free(taken, ["es"])
