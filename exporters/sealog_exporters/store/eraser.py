"""Takes one person's sealed values out of a document: token, blind index, and data keys that nothing else needs."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final

from sealog.crypto.spelling import b64encode, find_sealed_keys, find_sealed_values, parse_sealed_value
from sealog.records import attributes as names
from sealog_exporters.store.mapping import GONE, mapped

__all__ = ["INDEX", "Eraser", "mark"]

INDEX: Final = re.compile(r"(?<![a-z2-7])[a-z2-7]{13}(?![a-z2-7])")
"""What may be a blind index that stands alone."""

_DATA_KEY = "data_key"


@dataclass(frozen=True)
class Eraser:
    """Erases one person: values with one of `indexes`, and the sealed values `tokens`, which were opened to tell.

    A document is what JSON has. What is erased becomes `[erased:<entity>]`.
    """

    indexes: frozenset[str]
    tokens: frozenset[str] = field(default=frozenset(), repr=False)

    def erase(self, document: Any) -> Any:
        """Give the document without the person; the same object where it does not hold them."""
        if not self.concerns(document):
            return document
        seen = _Seen()
        without = mapped(document, "", lambda name, text: self._text(name, text, seen))
        changed = mapped(without, "", lambda name, text: _tidied(name, text, seen))
        if changed == document:
            return document
        return {} if changed is GONE else changed

    def concerns(self, document: Any) -> bool:
        """Tell whether a document may hold the person, without reading it closely."""
        text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=True, default=str)
        return any(index in text for index in self.indexes) or any(token in text for token in self.tokens)

    def owns(self, token: str) -> bool:
        """Tell whether a well-formed sealed value is the person's."""
        return parse_sealed_value(token).index in self.indexes or token in self.tokens

    def _text(self, name: str, text: str, seen: _Seen) -> Any:
        if _is(name, names.INDEX):
            return GONE if text in self.indexes else text
        if text.startswith("{") and self.concerns(text) and (inner := _json(text)) is not None:
            return json.dumps(self.erase(inner), ensure_ascii=False, separators=(",", ":"))  # a dead letter's document
        pieces: list[str] = []
        position = 0
        for start, end in find_sealed_values(text):
            token = text[start:end].removesuffix("~")
            sealed = parse_sealed_value(token)
            if self.owns(token):
                seen.erased.add(b64encode(sealed.key_id))
                seen.entities_erased.add(sealed.entity)
                pieces += (text[position:start], mark(sealed.entity))
                position = end
            else:
                seen.needed.add(b64encode(sealed.key_id))
                seen.entities_left.add(sealed.entity)
        without = "".join((*pieces, text[position:]))
        return INDEX.sub(lambda found: mark("index") if found[0] in self.indexes else found[0], without)


@dataclass
class _Seen:
    """What one document held: ids of data keys of erased values, and of those that stay; likewise entities."""

    erased: set[str] = field(default_factory=set)
    needed: set[str] = field(default_factory=set)
    entities_erased: set[str] = field(default_factory=set)
    entities_left: set[str] = field(default_factory=set)


def mark(entity: str) -> str:
    """Give what stands in an erased value's place."""
    return f"[erased:{entity}]"


def _tidied(name: str, text: str, seen: _Seen) -> Any:
    orphaned = seen.erased - seen.needed
    if _is(name, names.ENTITIES) or _is(name, names.SEALED_IN):
        return GONE if text.partition(":")[0] in seen.entities_erased - seen.entities_left else text
    if _is(name, names.INDEX_TAG) and seen.erased:
        return GONE  # nobody here can tell whose they are, and the index service could still make an index of them
    keys = [key for key in find_sealed_keys(text) if key.split("~")[1] in orphaned]
    if _is(name, names.KEY) and text in keys:
        return GONE
    for key in keys:
        text = text.replace(key, mark(_DATA_KEY))
    return text


def _is(name: str, attribute: str) -> bool:
    return name == attribute or name.endswith(f".{attribute}")


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
