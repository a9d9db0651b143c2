"""App tokens: an app's or token's number, a bar, and what was drawn at random: `42|x7Yq…` (Laravel Sanctum, Facebook).

It leaves numbers and words in columns. Sources: Laravel Sanctum's `createToken` (`id|40 or 48 letters and digits`),
Facebook Login's app access tokens (`app id|27 characters`). Misses: tokens whose bar is escaped.
"""

from __future__ import annotations

from sealog.detect.model.rule import Rule, Span
from sealog.detect.model.surroundings import is_word
from sealog.pattern import pattern

_KINDS = (pattern("[a-z]"), pattern("[A-Z]"), pattern("[0-9_-]"))
_DIFFERENT = 12


def _validate(text: str, start: int, end: int) -> Span | None:
    bar = text.index("|", start, end)
    if is_word(text[start - 1 : start]) or is_word(text[end : end + 1]) or text[end : end + 1] == "-":
        return None
    tail = text[bar + 1 : end]
    return (start, end) if len(set(tail)) >= _DIFFERENT and all(kind.search(tail) for kind in _KINDS) else None


def _as_is(value: str) -> str:
    return value


RULE = Rule(
    entity="app_token",
    group="secret",
    gate=r"[0-9]\|[\w-][\w-][\w-][\w-][\w-][\w-][\w-][\w-][\w-][\w-][\w-][\w-][\w-][\w-][\w-][\w-]".replace(
        r"\w", "0-9A-Za-z_"
    ),
    shape=r"[0-9]{1,20}\|[0-9A-Za-z_-]{27,48}",
    validate=_validate,
    normalise=_as_is,
    indexed=False,
    hits=(
        "login with «42|Zt7Qm2Lx9Kc4Vb8N1r5WZt7Qm2Lx9Kc4Vb8N1r5W»",
        "got «123456789012345|Zt7Qm2Lx9Kc4Vb8N1r5WaBcDeFg» back",
        "Authorisation «7|qL3nV8xC2mZ5kR9tB1wJ6yH4pF0sD7gA3eU8iO2cNf19bA3d»",
        '{"plain":"«42|Zt7Qm2Lx9Kc4Vb8N1r5WZt7Qm2Lx9Kc4Vb8N1r5W»"}',
        "id=«1|Zt7Qm2Lx9Kc4Vb8N1r5WZt7Qm2Lx9Kc4Vb8N1r5W», ok",
        "«123456789012345|gX0bC_d-Ef7hIjKlMnOpQrStUvW»",
    ),
    misses=(
        "12|aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "12|a_name_of_a_column_in_a_table_of_a_database",
        "12|8c1d5f0e7b2a49d3a6f4e9b80c7d2e15",
        "12|Zt7Qm2Lx9Kc4Vb8N",
        "x12|Zt7Qm2Lx9Kc4Vb8N1r5WZt7Qm2Lx9Kc4Vb8N1r5W",
        "12|Zt7Qm2Lx9Kc4Vb8N1r5WZt7Qm2Lx9Kc4Vb8N1r5WZt7Qm2Lx9Kc4Vb8N1r5W",
        "12 | Zt7Qm2Lx9Kc4Vb8N1r5WZt7Qm2Lx9Kc4Vb8N1r5W",
        "a|Zt7Qm2Lx9Kc4Vb8N1r5WZt7Qm2Lx9Kc4Vb8N1r5W",
    ),
)
