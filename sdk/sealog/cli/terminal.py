"""Input and output of commands: data on stdout, messages on stderr, documented exit codes."""

from __future__ import annotations

import os
import sys
import warnings
from contextlib import contextmanager
from getpass import GetPassWarning, getpass
from io import BufferedReader
from typing import TYPE_CHECKING, Any, BinaryIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sealog.cli.encodings import PEEKED, encoding_of
from sealog.cli.idle import watched
from sealog.errors import KeyFileError, SettingError
from sealog.printable import visible
from sealog.secret_file import first_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

EXIT_FOUND_FAULT = 1
"""The command ran and found something wrong: a value did not open, a check failed."""

EXIT_USAGE = 2
"""Wrong use: an argument, a setting or a file; stderr names it."""

EXIT_INTERRUPTED = 130
"""Ctrl-C, as shells have it."""

EXIT_CODES = "Exit codes: 0 done; 1 something was found wrong; 2 wrong use, setting or file; 130 interrupted."


class _Console(Console):
    """A console that passes all text through `visible`: logged or typed text must not control the terminal."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Print as `rich` does."""
        super().print(*map(_harmless, objects), **options)

    def on_broken_pipe(self) -> None:
        """Leave this to the caller: `rich` would end the program with code 1, which means that something was found."""
        raise BrokenPipeError


def _harmless(printed: Any) -> Any:
    if isinstance(printed, str):
        return visible(printed, "\n")
    if isinstance(printed, Text):
        printed.plain = visible(printed.plain, "\n")
    if isinstance(printed, Table):
        printed.title = _harmless(printed.title)
        for column in printed.columns:
            column._cells = [visible(cell) if isinstance(cell, str) else _one_line(cell) for cell in column.cells]  # noqa: SLF001 - `rich` has no other way to change a cell
    return printed


def _one_line(cell: Any) -> Any:
    if isinstance(cell, Text):
        cell.plain = visible(cell.plain)
    return cell


out = _Console(highlight=False, soft_wrap=True)
err = _Console(stderr=True, highlight=False, soft_wrap=True)

STDIN = "-"


def complain(message: str) -> None:
    """Write one line to stderr, without markup: messages may hold brackets."""
    err.print(f"sealog: {message}", markup=False)


@contextmanager
def lines_of(source: str, on_idle: Callable[[], None] | None = None) -> Iterator[Iterator[str]]:
    """Give a file's lines (or stdin's for `-`) without their line feed, as they arrive, to be written again.

    Only LF ends a line. Bytes that are not UTF-8 become lone surrogates, one each, and are written unchanged.
    `on_idle` is called before each read that may have to wait.

    Raises:
        SettingError: the file can't be opened, or is in an encoding in which no line could be read.
    """
    with opened(source) as source_file:
        file = source_file if on_idle is None else watched(source_file, on_idle)
        begin = file.peek(PEEKED)[:PEEKED] if isinstance(file, BufferedReader) else b""
        if (encoding := encoding_of(begin)) not in {None, "utf-8-sig"}:
            raise SettingError(f"{source} is in {encoding}; convert it to UTF-8 first")
        yield _decoded(file)


@contextmanager
def opened(source: str) -> Iterator[BinaryIO]:
    """Open a file, or stdin for `-`.

    Raises:
        SettingError: the file can't be opened.
    """
    if source == STDIN:
        yield sys.stdin.buffer
        return
    try:
        file = open(source, "rb")  # noqa: PTH123, SIM115 - a path from the command line, closed below
    except OSError as error:
        raise SettingError(f"{source} can't be read: {error.strerror}") from error
    with file:
        yield file


def write_line(text: str) -> None:
    """Write one line to stdout, byte for byte what `lines_of` read; on a terminal it is made harmless (`visible`)."""
    if sys.stdout.isatty():
        text = visible(text, "\t")
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape") + b"\n")


def flush_if_streaming(source: str) -> None:
    """Write each line to a pipe at once; files are written in blocks."""
    if source == STDIN:
        sys.stdout.buffer.flush()


_NO_TERMINAL = (
    "the keyring has a passphrase and there is no terminal to ask for it; set SEALOG_PASSPHRASE_FILE, or use"
    " --passphrase-file where the command has it"
)


def passphrase_asker(
    file: Path | None,
    prompt: str = "Passphrase of the keyring: ",
    setting: str = "--passphrase-file or SEALOG_PASSPHRASE_FILE",
) -> Callable[[], str]:
    """Return the function that asks for a passphrase: from a file if `setting` names one, else on the terminal.

    It never reads stdin, which has the text to open. It raises KeyFileError if there is neither.
    """

    def ask() -> str:
        if file is not None:
            return first_line(file, setting)
        if not _has_terminal():
            raise KeyFileError(_NO_TERMINAL)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", GetPassWarning)  # it comes before `getpass` reads stdin instead
                return getpass(prompt, stream=sys.stderr)
        except (EOFError, OSError, GetPassWarning):
            raise KeyFileError(_NO_TERMINAL) from None

    return ask


def _has_terminal() -> bool:
    """Tell whether `getpass` can ask on a terminal of its own. `/dev/tty` may be there and yet not open."""
    if os.name != "posix":
        return sys.stdin.isatty()
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return sys.stdin.isatty()
    return True


def _decoded(file: BinaryIO) -> Iterator[str]:
    for line in file:
        yield line.removesuffix(b"\n").decode("utf-8", "surrogateescape")
