"""Small real recognisers of names, as a site would write one."""

from __future__ import annotations

import re

_TITLED = re.compile(r"(?:Mrs?|Dr)\. ([A-Z][a-z]+(?: [A-Z][a-z]+)?)")


def titled(text: str) -> list[tuple[int, int, str]]:
    """Find what follows a title, and call towns what an `in` stands before."""
    people = [(*match.span(1), "person") for match in _TITLED.finditer(text)]
    return people + [(*match.span(1), "town") for match in re.finditer(r"\bin ([A-Z][a-z]+)", text)]


def everything(text: str) -> list[tuple[int, int, str]]:
    """Call the whole text a person."""
    return [(0, len(text), "person")]


def failing(text: str) -> list[tuple[int, int, str]]:
    """Fail on everything."""
    raise RuntimeError(text)


def outside(text: str) -> list[tuple[int, int, str]]:
    """Answer a span that the text does not have."""
    return [(0, len(text) + 1, "person")]


def senseless(text: str) -> list[object]:
    """Answer no spans at all."""
    return [len(text)]
