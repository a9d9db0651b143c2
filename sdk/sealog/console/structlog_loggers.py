"""Covers structlog's own loggers, which print, write or write bytes. Those that log through `logging` need no cover.

The hook comes after every processor, so rendered exceptions are sealed too and `structlog.configure` can't undo it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sealog.console.line import LineSealer

_COVERED = "_sealog_covers"


def cover_loggers(structlog: Any, sealer: LineSealer) -> bool:
    """Seal what structlog's output loggers write; False where one of them is not built as expected."""
    classes = [getattr(structlog, name, None) for name in ("PrintLogger", "WriteLogger", "BytesLogger")]
    if not all(callable(getattr(one, "msg", None)) for one in classes):
        return False
    for one in classes:
        plain = one.msg  # type: ignore[union-attr]  # looked at above
        if hasattr(plain, _COVERED):
            continue
        sealing = _sealing(plain, sealer)
        for name in [name for name, value in vars(one).items() if value is plain]:  # info, error, … are the same
            setattr(one, name, sealing)
    return True


def _sealing(write: Any, sealer: LineSealer) -> Any:
    def write_sealed(self: Any, message: Any) -> None:
        if isinstance(message, bytes):
            write(self, sealer.text(message.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape"))
        else:
            write(self, sealer.text(message if isinstance(message, str) else str(message)))

    setattr(write_sealed, _COVERED, True)
    return write_sealed
