"""A listening address: reads `HOST:PORT` and binds a socket to it."""

from __future__ import annotations

import errno
import socket
from dataclasses import dataclass

from sealog.errors import SettingError

__all__ = ["Address", "bind", "parse_address", "port_taken"]

_MAX_PORT = 65535
_BACKLOG = 128


@dataclass(frozen=True)
class Address:
    """Where to listen; `setting` is what the user calls it (`grpc`, `http`). Port 0 asks for any free one."""

    setting: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def parse_address(setting: str, text: str) -> Address:
    """Read `HOST:PORT`; an IPv6 host stands in brackets.

    Raises:
        SettingError: it is spelled otherwise; names the setting.
    """
    host, colon, port = text.rpartition(":")
    bracketed = host.startswith("[") and host.endswith("]")
    bare = host[1:-1] if bracketed else host
    if not colon or not bare or (":" in bare) != bracketed or not (port.isascii() and port.isdigit()):
        raise SettingError(f"{setting} address {text!r}: HOST:PORT is expected, such as 127.0.0.1:4317")
    if len(port) > len(str(_MAX_PORT)) or int(port) > _MAX_PORT:
        raise SettingError(f"{setting} address {text!r}: a port is at most {_MAX_PORT}")
    return Address(setting, bare, int(port))


def bind(address: Address) -> socket.socket:
    """Open a listening socket.

    Raises:
        SettingError: the port is taken, or the host is none of this machine; names setting, host and port.
    """
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _refused(address, error) from error
    try:
        # Without it a restart waits for the old connections' TIME_WAIT; a live listener still holds the port.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise _refused(address, error) from error
    listener.setblocking(False)
    return listener


def port_taken(address: Address) -> SettingError:
    """Make the error for a port that another program uses, with what to do."""
    return SettingError(
        f"{address.setting} address {address}: the port is taken by another program;"
        f" stop it, or give another {address.setting} HOST:PORT (port 0: any free one)"
    )


def _refused(address: Address, error: OSError) -> SettingError:
    if error.errno == errno.EADDRINUSE:
        return port_taken(address)
    return SettingError(f"{address.setting} address {address}: can't listen there ({error.strerror})")
