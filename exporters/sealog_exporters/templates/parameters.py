"""Gives the kinds and most frequent values at each value position of a template. Sealed values stay sealed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import re2

from sealog_exporters.templates.forms.tokens import COLON, is_variable
from sealog_exporters.templates.structured import statement_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog_exporters.templates.seen import Seen

__all__ = ["Parameter", "parameters"]

TOP: Final = 5
_VALUE_CHARS: Final = 120
_SEALED: Final = re.compile(r"seal1k?~([a-z0-9_]+)~([a-z0-9]+)~[A-Za-z0-9_-]*|\[masked:([a-z0-9_]+)\]", re.ASCII)
_KINDS: Final = (
    ("number", re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*%?(?: ?[A-Za-zµ]{1,4})?")),
    ("uuid", re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")),
    ("hex", re.compile(r"0[xX][0-9a-fA-F]+|[0-9a-fA-F]{8,}")),
    ("time", re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ].*|[0-9]{1,2}:[0-9]{2}:[0-9]{2}.*")),
    ("address", re.compile(r"[\w.-]+:[0-9]{1,5}|[0-9]{1,3}(?:\.[0-9]{1,3}){3}")),
    ("url", re.compile(r"[a-z][a-z0-9+.-]*://\S*")),
    ("path", re.compile(r"[./~]*/\S*")),
    ("word", re.compile(r"\S+")),
)


@dataclass(frozen=True)
class Parameter:
    """One value of a template. `kinds` and `values` are by how many forms had them, the most first."""

    position: int
    kinds: tuple[tuple[str, int], ...]
    values: tuple[tuple[str, int], ...]


def parameters(text: str, members: Iterable[Seen]) -> list[Parameter]:
    """Give the parameters of a template with this text, from the exemplars of its forms, in linear time."""
    pattern = form_of_text(text)
    matcher = re2.compile(_expression(pattern))
    kinds: list[Counter[str]] = [Counter() for token in pattern if is_variable(token)]
    values: list[Counter[str]] = [Counter() for _ in kinds]
    for seen in members:
        message = statement_of(seen.exemplar).message or seen.exemplar
        found = matcher.fullmatch(message)
        if found is None:
            continue
        for i, value in enumerate(found.groups()):
            shown, kind = _shown(value.strip())
            kinds[i][kind] += seen.count
            values[i][shown] += seen.count
    return [
        Parameter(i + 1, tuple(kinds[i].most_common(TOP)), tuple(values[i].most_common(TOP))) for i in range(len(kinds))
    ]


def form_of_text(text: str) -> tuple[str, ...]:
    """Read the text of a template back into its tokens."""
    spaced = re.sub(r"(=|^|\s|:)(<\*>|<[a-z0-9_]+>)", r"\1 \2 ", text)
    return tuple(token for word in spaced.split() for token in _parts(word))


def _parts(word: str) -> tuple[str, ...]:
    return (word[:-1], COLON) if len(word) > 1 and word.endswith(COLON) else (word,)


def _expression(pattern: tuple[str, ...]) -> str:
    expression = r"(?s)\W*?"
    for i, token in enumerate(pattern):
        if token == COLON:
            continue
        gap = "" if not i else r"\W*?"
        expression += gap + ("(.*?)" if is_variable(token) else re.escape(token.strip('"=')))
    return expression + r"\W*"


def _shown(value: str) -> tuple[str, str]:
    """Give a value for people, and its kind: of a sealed one its entity and blind index only."""
    sealed = _SEALED.fullmatch(value)
    if sealed:
        entity = sealed[1] or sealed[3]
        return (f"{entity}~{sealed[2]}" if sealed[2] else f"masked {entity}"), entity
    safe = _SEALED.sub(lambda found: f"<{found[1] or found[3]}>", value)[:_VALUE_CHARS]
    return safe, next((kind for kind, shape in _KINDS if shape.fullmatch(value)), "text" if value else "empty")
