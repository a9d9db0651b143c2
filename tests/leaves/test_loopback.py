"""What counts as this machine: where secrets may go without TLS, and for whom a server without a token answers."""

from __future__ import annotations

import pytest

from sealog.loopback import is_this_machine


@pytest.mark.parametrize("host", ["localhost", "LocalHost", "127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"])
def test_loopback_is_this_machine(host: str) -> None:
    assert is_this_machine(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "0.0.0.0",
        "::",
        "10.0.0.1",
        "127.0.0.1.example",
        "127.0.0.256",
        "localhost.example",
        "localhost:80",
        "2130706433",
    ],
)
def test_other_hosts_are_not(host: str) -> None:
    assert not is_this_machine(host)
