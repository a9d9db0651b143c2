"""Pieces of Markdown that the reference pages are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT_LINK = "https://github.com/sealog/sealog/blob/main/"
"""Where a file that is not part of the site can be read."""


def made_from(source: str) -> str:
    """Return the note at the top of a page that is not to be edited by hand."""
    return f"<!-- Made from {source} by `make reference`; edit that instead. -->\n"


def cell(text: str) -> str:
    """Return a text as a table's cell: on one line, with no sign that would end it."""
    return escaped(" ".join(text.split())).replace("|", "\\|")


def escaped(text: str) -> str:
    """Return a text in which `<` begins no HTML; in code it never does."""
    return "`".join(part if number % 2 else part.replace("<", "&lt;") for number, part in enumerate(text.split("`")))


def code(text: str) -> str:
    """Return a text as code in a table's cell; nothing for an empty one."""
    return f"`{text}`".replace("|", "\\|") if text else ""


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table, each row on a line; no table where there is no row."""
    lines = [_row(row) for row in rows]
    if not lines:
        return ""
    names = list(header)
    return "\n".join([_row(names), _row("---" for _ in names), *lines]) + "\n"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
