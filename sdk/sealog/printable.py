"""Text from logs and senders as it may be shown: nothing in it controls a terminal or moves other text."""

from __future__ import annotations

__all__ = ["visible"]


def visible(text: str, keep: str = "") -> str:
    """Give a text in which `·` replaces each character that controls what shows it, or moves or hides other text.

    Those are line ends, control characters (so there is no escape sequence), marks of writing direction, and invisible
    characters. `keep` are characters that stay.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in keep else "·" for char in text)
