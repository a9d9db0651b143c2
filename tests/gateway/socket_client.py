"""A client of the sealer's socket, as docs/spec/sealer-protocol.md says."""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Client:
    """A connection to the sealer that has said hello."""

    def __init__(self, path: Path) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(20)
        try:
            self.socket.connect(str(path))
            self.socket.sendall(b"SEALR1\r\n")
            hello = self.read(12)
        except OSError:
            self.socket.close()
            raise
        assert hello[:8] == b"SEALR1\r\n"
        (self.most,) = struct.unpack(">I", hello[8:])

    def read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            more = self.socket.recv(size - len(data))
            if not more:
                raise ConnectionError
            data += more
        return data

    def ask(self, kind: int, body: bytes = b"") -> tuple[int, bytes]:
        self.socket.sendall(struct.pack(">IB", 1 + len(body), kind) + body)
        length, status = struct.unpack(">IB", self.read(5))
        return status, self.read(length - 1)

    def close(self) -> None:
        self.socket.close()
