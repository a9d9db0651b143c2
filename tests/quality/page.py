"""Writes what was measured between two markers of a page. It leaves everything else on the page as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def between(page: Path, name: str, text: str) -> None:
    """Replace what stands between `<!-- NAME: … -->` and `<!-- /NAME -->`.

    Raises:
        ValueError: the page has no such markers.
    """
    before, begin, rest = page.read_text(encoding="utf-8").partition(f"<!-- {name}: ")
    comment, closing, rest = rest.partition("-->\n")
    _, end, after = rest.partition(f"<!-- /{name} -->")
    if not (begin and closing and end):
        raise ValueError(f"{page.name} has no markers for {name}")
    page.write_text(f"{before}{begin}{comment}{closing}{text}{end}{after}", encoding="utf-8")
