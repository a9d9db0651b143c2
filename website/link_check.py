"""Checks the built site: each link in it leads somewhere, and no page fetches anything from another host."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src"}
_FETCHING_LINKS = frozenset({"stylesheet", "icon", "preload", "modulepreload", "preconnect", "manifest"})


class _Page(HTMLParser):
    """Collects the links, the anchors and what a page fetches."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.anchors: set[str] = {""}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors.add(given.get("id", ""))
        if tag == "a":
            self.anchors.add(given.get("name", ""))
            self.links.append(given.get("href", ""))
        if given.get("data-md-component") == "source":  # the theme asks the repository's host for its figures
            self.fetched.append(given.get("href", ""))
        if tag in _FETCHED and given.get(_FETCHED[tag]):
            self.fetched.append(given[_FETCHED[tag]])
        if tag == "link" and not _FETCHING_LINKS.isdisjoint(given.get("rel", "").split()):
            self.fetched.append(given.get("href", ""))


def problems(site: Path) -> list[str]:
    """Name each link that leads nowhere, and each thing that a page fetches from another host."""
    pages = {path: _read(path) for path in sorted(site.rglob("*.html"))}
    return [
        f"{path.relative_to(site)}: {problem}"
        for path, page in pages.items()
        for problem in _of_page(path, page, pages, site)
    ]


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def _of_page(path: Path, page: _Page, pages: dict[Path, _Page], site: Path) -> Iterator[str]:
    for address in page.fetched:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            if parts.scheme != "data":
                yield f"fetches {address}"
        elif not _target(path, parts.path, site).exists():
            yield f"{address} is not there"
    for link in page.links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = _target(path, parts.path, site) if parts.path else path
        if target.is_dir():
            target /= "index.html"
        if not target.exists():
            yield f"{link} leads nowhere"
        elif target in pages and unquote(parts.fragment) not in pages[target].anchors:
            yield f"{link} has no such anchor"


def _target(path: Path, link: str, site: Path) -> Path:
    name = unquote(link)
    return (site / name.lstrip("/") if name.startswith("/") else path.parent / name).resolve()
