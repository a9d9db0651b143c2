"""Makes blind indexes of the index tags in a stored document, wherever it has attributes. It knows no kind of store."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from sealog.crypto.index_service import with_indexes
from sealog.crypto.index_tag import is_tag_key
from sealog.records import attributes as names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sealog.crypto.index_service import IndexService

__all__ = ["IndexTurner"]

_DEEPEST = 160
"""Levels of JSON that are looked at, as in `store.mapping`."""
_LAST = names.INDEX_TAG.rpartition(".")[2]


class IndexTurner:
    """Puts blind indexes in the place of tags, as the gateway does; for one thread.

    Attributes stand in a document under names with dots, as objects within objects, or as OTLP/JSON has them. `counts`
    has the tags of which indexes were `made`, those `left` for another service or epoch, and those `refused`, which
    are forged or damaged and go; a document that is turned again is counted again.
    """

    def __init__(self, service: IndexService) -> None:
        self._service = service
        self.counts: Counter[str] = Counter()

    def document(self, document: Any) -> Any:
        """Give a JSON document with indexes in the place of tags."""
        return self._turned(document, "", 0)

    def line(self, line: str) -> str:
        """Give a line of JSON likewise, as long as before: spaces take the place of what is gone. Others stay."""
        text = line.rstrip("\r\n")
        changed = self._text(text)
        missing = len(text.encode("utf-8", "surrogateescape")) - len(changed.encode("utf-8", "surrogateescape"))
        return changed + " " * missing + line[len(text) :]

    def _turned(self, value: Any, name: str, depth: int) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if depth >= _DEEPEST:
            return value
        if isinstance(value, dict):
            below = {key: self._turned(item, f"{name}.{key}", depth + 1) for key, item in value.items()}
            for key in value:
                if key.endswith(_LAST) and f"{name}.{key}".endswith(f".{names.INDEX_TAG}"):
                    self._turn(below, key)
            return below
        if isinstance(value, list):
            return self._pairs([self._turned(item, name, depth + 1) for item in value])
        return value

    def _text(self, text: str) -> str:
        """Turn the tags in a text that is JSON, such as the document of a dead letter."""
        if _LAST not in text or not text.lstrip().startswith("{"):
            return text
        try:
            before = json.loads(text)
            changed = self.document(before)
            is_same = changed == before
            return text if is_same else json.dumps(changed, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        except (ValueError, RecursionError):  # no JSON, or a number that JSON does not have
            return text

    def _turn(self, attributes: dict[str, Any], key: str) -> None:
        """Turn the tags under one name; the index stands beside them."""
        beside = key.removesuffix("_tag")
        made, left = self._made(attributes[key])
        if made:
            attributes[beside] = with_indexes(attributes.get(beside), made)
        if left:
            attributes[key] = left
        else:
            del attributes[key]

    def _pairs(self, items: list[Any]) -> list[Any]:
        """Turn the tags in a list of attributes, as OTLP/JSON has them; another list stays."""
        tags, index = (_pair_of(items, name) for name in (names.INDEX_TAG, names.INDEX))
        if tags is None:
            return items
        made, left = self._made(_texts(tags["value"]))
        kept = []
        for it in items:
            if it is tags:
                kept += [_pair(names.INDEX_TAG, left)] if left else []
            elif it is not index or not made:
                kept.append(it)
        present = None if index is None else _texts(index["value"])
        return [*kept, _pair(names.INDEX, with_indexes(present, made))] if made else kept

    def _made(self, tags: Any) -> tuple[list[str], list[str]]:
        new = self._service.turn(tags)
        left = sum(not is_tag_key(text) for text in new.left)
        self.counts.update(made=len(new.indexes), left=left, refused=new.refused)
        return new.indexes, new.left


def _pair_of(items: list[Any], name: str) -> dict[str, Any] | None:
    pairs = (it for it in items if isinstance(it, dict) and isinstance(it.get("value"), dict))
    return next((it for it in pairs if it.get("key") == name), None)


def _pair(name: str, texts: Sequence[str]) -> dict[str, Any]:
    return {"key": name, "value": {"arrayValue": {"values": [{"stringValue": text} for text in texts]}}}


def _texts(value: Mapping[str, Any]) -> list[Any]:
    """Give the texts of an attribute's value in OTLP/JSON, a list or one; what is none is left to who reads them."""
    array = value.get("arrayValue")
    values = array.get("values") if isinstance(array, dict) else None
    return [
        one.get("stringValue") if isinstance(one, dict) else None
        for one in (values if isinstance(values, list) else [value])
    ]
