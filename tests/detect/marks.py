"""Reads example texts in which guillemets mark the values to be found. It finds nothing itself."""

from __future__ import annotations


def unmark(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Give the text without its guillemets, and the spans that stood in them."""
    text = ""
    spans: list[tuple[int, int]] = []
    for number, piece in enumerate(marked.replace("»", "«").split("«")):
        if number % 2:
            spans.append((len(text), len(text) + len(piece)))
        text += piece
    return text, spans
