"""Turns external failures of any command, such as a full disk, into one line on stderr and a documented exit code."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from sealog.cli.terminal import EXIT_INTERRUPTED, EXIT_USAGE, complain

if TYPE_CHECKING:
    from collections.abc import Iterator


class Commands(TyperGroup):
    """The commands. Without it Click ends with code 1, or with a traceback, where output can't be written."""

    def make_context(self, *args: Any, **options: Any) -> Any:
        """Read the arguments; this is also where help is printed."""
        with told():
            return super().make_context(*args, **options)

    def invoke(self, ctx: Any) -> Any:
        """Run a command, and write what it printed."""
        with told():
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result


@contextmanager
def told() -> Iterator[None]:
    """Tell why a command stopped. It raises `typer.Exit` with the code."""
    try:
        yield
    except (KeyboardInterrupt, typer.Abort):
        raise _ended("interrupted", EXIT_INTERRUPTED) from None
    except (BrokenPipeError, SystemExit):  # `rich` leaves like that where nobody reads the help
        raise _ended(None, EXIT_USAGE) from None
    except OSError as error:
        raise _ended(_reason(error), EXIT_USAGE) from None
    except typer.Exit as ended:
        # The command has its own result; what it printed must still be written.
        try:
            sys.stdout.flush()
        except OSError as error:
            raise _ended(_reason(error), EXIT_USAGE) from None
        raise ended from None


def _reason(error: OSError) -> str | None:
    words = error.strerror or type(error).__name__
    if isinstance(error, BrokenPipeError):
        return None
    if error.filename is not None:
        return f"{os.fsdecode(error.filename)}: {words}"
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}:
        return f"the output can't be written: {words}"
    return words


def _ended(reason: str | None, code: int) -> typer.Exit:
    """End with a code and its reason. If the reader has closed the pipe (`| head`), nothing is wrong."""
    _drop_output()
    if reason is None:
        return typer.Exit(code)
    with suppress(OSError, ValueError):
        complain(reason)
    return typer.Exit(code)


def _drop_output() -> None:
    """Discard what stdout still holds: Python would try to write it again at its end, and fail."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        sys.stdout.flush()
