"""The frames between a collector's processor and the sealer, as docs/spec/sealer-protocol.md defines them."""

from __future__ import annotations

import struct
from enum import IntEnum
from typing import TYPE_CHECKING

from sealog_exporters.otlp.signals import LOGS, METRICS, TRACES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.otlp.signals import Signal

__all__ = ["HEAD", "HELLO", "HELLOS", "PING", "SIGNALS", "Status", "answer", "hello", "later"]

HELLO = b"SEALR2\r\n"
"""What both sides say first; the last two bytes show a peer that changes line ends."""

HELLOS: Mapping[bytes, bool] = {b"SEALR1\r\n": False, HELLO: True}
"""What a client may say, and whether its requests name their sender."""

HEAD = struct.Struct(">IB")
"""Length of what follows the length, and the signal of a request or the status of an answer."""

PING = 0
SIGNALS: Mapping[int, Signal] = {1: LOGS, 2: TRACES, 3: METRICS}

_LENGTH = struct.Struct(">I")
_MOST_REASON = 256


class Status(IntEnum):
    """How a request was answered."""

    OK = 0
    MALFORMED = 1
    UNAVAILABLE = 2


def answer(status: Status, body: bytes) -> list[bytes]:
    """Spell an answer, as pieces to be sent one after the other."""
    return [HEAD.pack(1 + len(body), status), body]


def later(reason: str, milliseconds: int) -> bytes:
    """Spell the body of `Status.UNAVAILABLE`: when to come again, and why."""
    return _LENGTH.pack(milliseconds) + reason.encode()[:_MOST_REASON]


def hello(client: bytes, max_request: int) -> bytes:
    """Spell what the sealer answers to a client's hello: the same, and how large a request may be, in bytes."""
    return client + _LENGTH.pack(max_request)
