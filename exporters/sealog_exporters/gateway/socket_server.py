"""The sealer's socket: one thread a connection takes requests in turn and answers them sealed. It forwards nothing."""

from __future__ import annotations

import os
import select
import socket
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog.errors import SettingError
from sealog.notices import say_once
from sealog_exporters.gateway.socket_frames import HEAD, HELLO, HELLOS, PING, SIGNALS, Status, answer, hello, later
from sealog_exporters.otlp.errors import BadRequest
from sealog_exporters.sealing.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sealog_exporters.gateway.counters import Counters
    from sealog_exporters.otlp.signals import Signal
    from sealog_exporters.sealing.keys import SealerSource

__all__ = ["SocketLimits", "SocketServer"]

_MODE = 0o660
_CHUNK = 1 << 18


@dataclass(frozen=True)
class SocketLimits:
    """Bounds of the sealer's socket."""

    connections: int = 128
    """Connections; the next one is closed at once."""

    request_bytes: int = 16 << 20
    """The largest request that is taken."""

    held_bytes: int = 128 << 20
    """Requests held together, half of them of one sender; one that does not fit in a second is to come again."""

    wait_s: float = 1.0
    """Seconds to wait for room."""

    frame_s: float = 30.0
    """Seconds from a frame's first byte to its last, and to take an answer."""

    idle_s: float = 300.0
    """Seconds that a connection may stay open between two requests."""


class SocketServer:
    """Listens at `path`, which the owner and the group may use. `start` and `stop` it once.

    Raises:
        SettingError: (start) the path can't be listened at; names it.
    """

    def __init__(self, path: Path, source: SealerSource, counters: Counters, limits: SocketLimits) -> None:
        self._path = path
        self._source = source
        self._counters = counters
        self._limits = limits
        self._room = _Room(limits.held_bytes)
        self._turns = Turns(max(2, os.cpu_count() or 1))
        self._free = threading.BoundedSemaphore(limits.connections)
        self._stopping = threading.Event()
        self._threads: set[threading.Thread] = set()
        self._sockets: tuple[socket.socket, ...] = ()

    def start(self) -> None:
        """Listen and answer, in threads."""
        listener = _listen(self._path)
        self._woken, wake = socket.socketpair()
        self._sockets = listener, self._woken, wake
        self._begin(self._accept, listener)

    def stop(self, grace_s: float) -> None:
        """Take no new request, answer those that are here within `grace_s` seconds, and close."""
        if not self._sockets:
            return
        self._stopping.set()
        self._sockets[-1].send(b"\0")  # nobody reads it, so every wait ends
        ends = time.monotonic() + grace_s
        for thread in list(self._threads):
            thread.join(max(0.0, ends - time.monotonic()))
        for one in self._sockets:
            one.close()
        self._path.unlink(missing_ok=True)

    def _begin(self, work: object, *args: object) -> None:
        def run() -> None:
            try:
                work(*args)  # type: ignore[operator]  # a method of this class
            finally:
                self._threads.discard(threading.current_thread())

        thread = threading.Thread(target=run, name="sealog-sealer", daemon=True)
        self._threads.add(thread)
        thread.start()

    def _accept(self, listener: socket.socket) -> None:
        while self._wait(listener, None):
            try:
                connection, _ = listener.accept()
            except OSError:
                time.sleep(0.05)  # no file is left for it: the processor comes again
                continue
            if self._free.acquire(blocking=False):
                self._begin(self._serve, connection)
            else:
                connection.close()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection:
                connection.settimeout(self._limits.frame_s)
                greeting = self._read(connection, len(HELLO))
                names_sender = HELLOS.get(greeting)
                if names_sender is None:
                    return
                connection.sendall(hello(greeting, self._limits.request_bytes))
                while self._wait(connection, self._limits.idle_s) and self._answer_one(
                    connection, names_sender=names_sender
                ):
                    pass
        except (OSError, _ClosedError):
            pass  # the processor went away, or was too slow; it gives its request again
        except Exception as error:  # noqa: BLE001 - a server goes on; the message may hold data, so only the type
            say_once("sealer", f"a request of the collector failed ({type(error).__name__})")
        finally:
            self._free.release()

    def _wait(self, readable: socket.socket, seconds: float | None) -> bool:
        """Wait for something to read; no if the time is over, or the server stops."""
        poll = select.poll()
        for one in (readable, self._woken):
            poll.register(one, select.POLLIN)
        ready = poll.poll(None if seconds is None else seconds * 1000)
        return bool(ready) and not self._stopping.is_set()

    def _answer_one(self, connection: socket.socket, *, names_sender: bool) -> bool:
        """Take and answer one request; give whether another may follow."""
        length, kind = HEAD.unpack(self._read(connection, HEAD.size))
        size, sender = length - 1, ""
        if names_sender and size > 0:
            (name_size,) = self._read(connection, 1)
            size -= 1 + name_size
            if size >= 0:
                sender = self._read(connection, name_size).decode("utf-8", "replace")
        if size < 0 or (kind == PING and size):
            return False
        if kind == PING:
            problem = self._source.problem
            _send(connection, Status.UNAVAILABLE if problem else Status.OK, later(problem, 0) if problem else b"")
            return True
        signal = SIGNALS.get(kind)
        if signal is None or size > self._limits.request_bytes:
            self._skip(connection, size)
            reason = "unknown signal" if signal is None else f"more than {self._limits.request_bytes} bytes"
            _send(connection, Status.MALFORMED, reason.encode())
            return True
        with self._room.held(sender, size, self._limits.wait_s) as is_held:
            if not is_held:
                self._skip(connection, size)
                self._counters.answered(signal, "overloaded", 0.0)
                _send(connection, Status.UNAVAILABLE, later("too many requests at a time", 1000))
                return True
            _send(connection, *self._sealed(signal, self._read(connection, size), sender))
        return True

    def _sealed(self, signal: Signal, body: bytes, sender: str) -> tuple[Status, bytes]:
        begun = time.monotonic()
        try:
            with self._turns.of(sender) as pause:
                sealed = self._source.sealer.seal(signal, body, pause)
        except BadRequest as error:
            status, content, outcome = Status.MALFORMED, str(error).encode(), "malformed"
        except Exception as error:  # noqa: BLE001 - nothing leaves unsealed; the processor tries again
            say_once("sealer", f"a request could not be sealed ({type(error).__name__})")
            status, content, outcome = Status.UNAVAILABLE, later("the request can't be sealed", 1000), "failed"
        else:
            self._counters.sealed(signal, sealed)
            status, content, outcome = Status.OK, b"".join(sealed.parts), "ok"
        self._counters.answered(signal, outcome, time.monotonic() - begun)
        return status, content

    def _read(self, connection: socket.socket, size: int) -> bytes:
        """Read so many bytes, all within `frame_s`."""
        data = bytearray(size)
        self._fill(connection, memoryview(data))
        return bytes(data)

    def _skip(self, connection: socket.socket, size: int) -> None:
        """Read bytes that nobody wants: the answer can't be seen by who is still writing."""
        ends, buffer = time.monotonic() + self._limits.frame_s, memoryview(bytearray(min(size, _CHUNK)))
        while size:
            got = _receive(connection, buffer[: min(size, _CHUNK)], ends)
            size -= got

    def _fill(self, connection: socket.socket, view: memoryview) -> None:
        ends = time.monotonic() + self._limits.frame_s
        while view:
            view = view[_receive(connection, view, ends) :]


class _ClosedError(Exception):
    """The other side closed the connection, or was too slow."""


class _Room:
    """Bytes that may be held together; threads wait for them. One sender never has more than is left for others."""

    def __init__(self, size: int) -> None:
        self._left = size
        self._of: Counter[str] = Counter()
        self._changed = threading.Condition()

    @contextmanager
    def held(self, sender: str, size: int, wait_s: float) -> Iterator[bool]:
        """Hold so many bytes for a sender during the block; gives whether they were free in time."""
        with self._changed:
            is_held = self._changed.wait_for(lambda: self._has_room(sender, size), wait_s)
            if is_held:
                self._left -= size
                self._of[sender] += size
        try:
            yield is_held
        finally:
            if is_held:
                with self._changed:
                    self._left += size
                    self._of[sender] -= size
                    if not self._of[sender]:
                        del self._of[sender]
                    self._changed.notify_all()

    def _has_room(self, sender: str, size: int) -> bool:
        mine = self._of.get(sender, 0)
        return size <= self._left and (not mine or mine + size <= self._left - size)


def _receive(connection: socket.socket, view: memoryview, ends: float) -> int:
    left = ends - time.monotonic()
    if left <= 0:
        raise _ClosedError
    connection.settimeout(left)
    size = connection.recv_into(view)
    if not size:
        raise _ClosedError
    return size


def _send(connection: socket.socket, status: Status, body: bytes) -> None:
    for piece in answer(status, body):
        connection.sendall(piece)


def _listen(path: Path) -> socket.socket:
    _clear(path)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listener.bind(str(path))
        path.chmod(_MODE)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise SettingError(f"--socket {path}: can't listen there ({error.strerror or error})") from None
    return listener


def _clear(path: Path) -> None:
    """Take away a socket on which nobody listens any more."""
    if not path.is_socket():
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe, suppress(ConnectionRefusedError):
        probe.connect(str(path))
        raise SettingError(f"--socket {path}: another sealer listens there")
    path.unlink()
