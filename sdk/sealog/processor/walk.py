"""The walk over a structured value: first its texts, then the same value with some of them replaced.

Both halves visit in the same order, so the n-th text collected is the n-th one rebuilt. The walk judges nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sealog.crypto.spelling import find_sealed_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from sealog.detect.interface import KeyRule
    from sealog.processor.replace import Replacer
    from sealog.records.finding import Finding

    RuleOfKey: TypeAlias = Callable[[str], KeyRule | None]

MAX_DEPTH = 32
"""Deeper than any sane record, and far from Python's recursion limit; it ends cycles too."""

TOO_DEEP = "[sealog: nested too deeply]"

_LONG_NUMBER = 10**11
"""A number of fewer than twelve digits is no finding of any rule."""


def collect(  # noqa: C901, PLR0911, PLR0912 - one branch a type is the clearest walk, and the quickest
    value: Any, texts: list[str], rule_of_key: RuleOfKey, depth: int = 0
) -> bool:
    """Append every text in `value`; tell whether `rebuild` has work to do even if all texts are clean."""
    if isinstance(value, str):
        texts.append(value)
        return False
    if value is None or isinstance(value, (bool, float)):
        return False
    if isinstance(value, int):
        if not -_LONG_NUMBER < value < _LONG_NUMBER:
            texts.append(str(value))
        return False
    if isinstance(value, (bytes, bytearray)):
        texts.append(_decode(value)[0])
        return False
    if depth == MAX_DEPTH:
        return True
    must_rebuild = False
    if isinstance(value, Mapping):
        for key, item in value.items():
            name = _text_of(key)
            rule = rule_of_key(name)
            if rule is not None:
                if rule.action == "drop":
                    must_rebuild = True
                    continue
                if rule.action == "keep" and _is_left(item, depth):
                    continue
                must_rebuild = True
            texts.append(name)
            must_rebuild |= collect(item, texts, rule_of_key, depth + 1)
        return must_rebuild
    if isinstance(value, Sequence):
        for item in value:
            must_rebuild |= collect(item, texts, rule_of_key, depth + 1)
        return must_rebuild
    texts.append(_text_of(value))
    return True


class Rebuild:
    """The second half: gives each value with its findings replaced; what has none comes back as the same object.

    `findings` are those of the texts that `collect` gave, in its order.
    """

    def __init__(self, replacer: Replacer, findings: Iterator[list[Finding]], rule_of_key: RuleOfKey) -> None:
        self._replacer = replacer
        self._findings = findings
        self._rule_of_key = rule_of_key

    def value(  # noqa: PLR0911 - one branch a type, as in `collect`
        self, value: Any, path: str, rule: KeyRule | None = None, depth: int = 0
    ) -> Any:
        """Give the value; `rule` is the key rule that holds for everything below."""
        if isinstance(value, str):
            return self._text(value, path, rule)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, (int, float)):
            return self._number(value, path, rule)
        if isinstance(value, (bytes, bytearray)):
            return self._bytes(value, path, rule)
        if depth == MAX_DEPTH:
            return TOO_DEEP
        if isinstance(value, Mapping):
            return self._mapping(value, path, rule, depth)
        if isinstance(value, Sequence):
            items = [self.value(item, path, rule, depth + 1) for item in value]
            return value if all(new is old for new, old in zip(items, value, strict=True)) else items
        return self._text(_text_of(value), path, rule)

    def _mapping(self, value: Mapping[Any, Any], path: str, rule: KeyRule | None, depth: int) -> Any:
        new: dict[Any, Any] = {}
        changed = False
        for key, item in value.items():
            name = _text_of(key)
            own_rule = self._rule_of_key(name)
            if own_rule is not None and own_rule.action == "drop":
                changed = True
                continue
            if own_rule is not None and own_rule.action == "keep":
                if _is_left(item, depth):
                    new[key] = item
                    continue
                own_rule = None
            safe_name = self._text(name, path, None)
            below = f"{path}.{name}" if path else name
            safe_item = self.value(item, below, own_rule or rule, depth + 1)
            changed |= safe_name is not name or safe_item is not item
            new[safe_name if safe_name is not name else key] = safe_item
        return new if changed else value

    def _text(self, text: str, path: str, rule: KeyRule | None) -> str:
        findings = next(self._findings)
        if rule is None:
            return self._replacer.replace(text, findings, path) if findings else text
        return text if _is_replaced(text) else self._replacer.token(rule.entity, text, path, action=rule.action)

    def _number(self, value: float, path: str, rule: KeyRule | None) -> Any:
        was_collected = isinstance(value, int) and not -_LONG_NUMBER < value < _LONG_NUMBER
        findings = next(self._findings) if was_collected else []
        if rule is not None:
            return self._replacer.token(rule.entity, str(value), path, action=rule.action)
        return self._replacer.replace(str(value), findings, path) if findings else value

    def _bytes(self, value: bytes | bytearray, path: str, rule: KeyRule | None) -> Any:
        text, encoding = _decode(value)
        new = self._text(text, path, rule)
        return value if new is text else new.encode(encoding)


def _is_left(item: Any, depth: int) -> bool:
    """Tell whether a value under a key that is to be left stays: deeper, it may lie under a key that is sealed."""
    return depth == 0 and (item is None or isinstance(item, (str, int, float)))


def _is_replaced(text: str) -> bool:
    if not text or (text.startswith("[masked:") and text.endswith("]")):
        return True
    return next(find_sealed_values(text), None) == (0, len(text))


def _decode(value: bytes | bytearray) -> tuple[str, str]:
    with suppress(UnicodeDecodeError):
        return value.decode("utf-8"), "utf-8"
    return value.decode("latin-1"), "latin-1"  # every byte is one character, and comes back as that byte


def _text_of(value: Any) -> str:
    if type(value) is str:
        return value
    try:
        return str(value)
    except Exception:  # noqa: BLE001 - an application's own __str__ may raise anything
        return f"[{type(value).__name__}]"
