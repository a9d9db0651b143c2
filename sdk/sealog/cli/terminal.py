"""How commands talk: data on stdout, words on stderr, documented exit codes. It decides nothing."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from getpass import getpass
from typing import TYPE_CHECKING, BinaryIO

from rich.console import Console

from sealog.errors import KeyFileError, SettingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

EXIT_FOUND_FAULT = 1
"""The command ran, and what it looked at is not as it should be: a value stayed shut, a check failed."""

EXIT_USAGE = 2
"""Wrong use: an argument, a setting or a file; stderr names it."""

EXIT_CODES = "Exit codes: 0 done; 1 something was found wrong; 2 wrong use, setting or file; 130 interrupted."

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

STDIN = "-"


def complain(message: str) -> None:
    """Write one line to stderr, without markup: messages may hold brackets."""
    err.print(f"sealog: {message}", markup=False)


@contextmanager
def lines_of(source: str) -> Iterator[Iterator[str]]:
    """Give a file's lines (or stdin's for `-`) without their line feed, as they come.

    Only LF ends a line. Bytes that are not UTF-8 come as lone surrogates, one each, and go out as they were.

    Raises:
        SettingError: the file can't be opened.
    """
    if source == STDIN:
        yield _decoded(sys.stdin.buffer)
        return
    try:
        file = open(source, "rb")  # noqa: PTH123, SIM115 - a path from the command line, closed below
    except OSError as error:
        raise SettingError(f"{source} can't be read: {error.strerror}") from error
    with file:
        yield _decoded(file)


def write_line(text: str) -> None:
    """Write one line to stdout, byte for byte what `lines_of` read."""
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape") + b"\n")


def flush_if_streaming(source: str) -> None:
    """Let a reader at the other end of a pipe see each line at once; files are written in blocks."""
    if source == STDIN:
        sys.stdout.buffer.flush()


def passphrase_asker(file: Path | None) -> Callable[[], str]:
    """Give what asks for the keyring's passphrase: from a file if one is set, else on the terminal.

    The function raises KeyFileError where there is neither.
    """

    def ask() -> str:
        if file is not None:
            return read_passphrase(file)
        if not sys.stdin.isatty() and not os.path.exists("/dev/tty"):  # noqa: PTH110 - a device, not a path to build
            raise KeyFileError("the keyring has a passphrase and there is no terminal; set SEALOG_PASSPHRASE_FILE")
        try:
            return getpass("Passphrase of the keyring: ", stream=sys.stderr)
        except (EOFError, OSError):
            raise KeyFileError(
                "the keyring has a passphrase and there is no terminal; set SEALOG_PASSPHRASE_FILE"
            ) from None

    return ask


def read_passphrase(file: Path) -> str:
    """Read the first line of SEALOG_PASSPHRASE_FILE.

    Raises:
        SettingError: it can't be read or is empty.
    """
    try:
        passphrase = file.read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"SEALOG_PASSPHRASE_FILE: {file} can't be read ({type(error).__name__})") from error
    if not passphrase:
        raise SettingError(f"SEALOG_PASSPHRASE_FILE: the first line of {file} is empty")
    return passphrase


def _decoded(file: BinaryIO) -> Iterator[str]:
    for line in file:
        yield line.removesuffix(b"\n").decode("utf-8", "surrogateescape")
