"""A client of the sealer's socket, as docs/spec/sealer-protocol.md says."""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Client:
    """A connection to the sealer that has said hello: of version 2 with a sender, of version 1 without."""

    def __init__(self, path: Path, sender: str | None = None) -> None:
        hello = b"SEALR1\r\n" if sender is None else b"SEALR2\r\n"
        self._sender = None if sender is None else sender.encode()
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(20)
        try:
            self.socket.connect(str(path))
            self.socket.sendall(hello)
            answer = self.read(12)
        except OSError:
            self.socket.close()
            raise
        assert answer[:8] == hello
        (self.most,) = struct.unpack(">I", answer[8:])

    def read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            more = self.socket.recv(size - len(data))
            if not more:
                raise ConnectionError
            data += more
        return data

    def ask(self, kind: int, body: bytes = b"") -> tuple[int, bytes]:
        named = b"" if self._sender is None else bytes([len(self._sender)]) + self._sender
        self.socket.sendall(struct.pack(">IB", 1 + len(named) + len(body), kind) + named + body)
        length, status = struct.unpack(">IB", self.read(5))
        return status, self.read(length - 1)

    def close(self) -> None:
        self.socket.close()
