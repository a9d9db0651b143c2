"""The walk over a structured value: first its texts, then the same value with some of them replaced.

Both halves visit in the same order, so the n-th text collected is the n-th one rebuilt. The walk judges nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from sealog.detect.structured.names import VALUES, written_together
from sealog.processor.encodings import decode
from sealog.processor.shapes import NAMING, opened, rule_beside, rule_of_pair, text_of, text_of_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    from sealog.detect.interface import KeyRule
    from sealog.processor.replace import Replacer
    from sealog.records.finding import Finding

    RuleOfKey: TypeAlias = Callable[[str], KeyRule | None]

MAX_DEPTH = 32
"""Deeper than any sane record, and far from Python's recursion limit; it ends cycles too."""

TOO_DEEP = "[sealog: nested too deeply]"

MAX_ITEMS = 10_000
"""Entries of one list or mapping; what comes behind is left out, and a note says so."""

_INT64 = 1 << 63
"""OTLP's integers are signed 64-bit; a larger one would make the exporter lose the whole batch."""

_LONG_NUMBER = 10**11
"""A number of fewer than twelve digits is no finding of any rule."""


def collect(  # noqa: C901, PLR0911 - one branch a type is the clearest walk, and the quickest
    value: Any, texts: list[str], rule_of_key: RuleOfKey, depth: int = 0
) -> bool:
    """Append every text in `value`; tell whether `Rebuild` has work to do even if all texts are clean.

    It has where OTLP can't encode a value as it is.
    """
    if isinstance(value, str):
        texts.append(value)
        return False
    if type(value) is dict and depth < MAX_DEPTH:  # an instance check of an abstract class takes longer than all else
        return _collect_items(value, texts, rule_of_key, depth)
    if value is None or isinstance(value, bool):
        return False
    if isinstance(value, (int, float)):
        if not -_LONG_NUMBER < value < _LONG_NUMBER:
            texts.append(_digits(value))
        return isinstance(value, int) and not -_INT64 <= value < _INT64
    if isinstance(value, bytes):
        texts.append(decode(value)[0])
        return False
    if depth == MAX_DEPTH:
        return True
    if isinstance(value, Mapping):
        return _collect_items(value, texts, rule_of_key, depth)
    if not isinstance(value, (list, tuple)) or hasattr(value, "_asdict"):
        collect(opened(value), texts, rule_of_key, depth + 1)
        return True
    codes = text_of_codes(value)
    if codes is not None:
        texts.append(codes)
        return False
    must_rebuild = len(value) > MAX_ITEMS
    for item in islice(value, MAX_ITEMS):
        must_rebuild |= rule_of_pair(item, rule_of_key) is not None
        must_rebuild |= collect(item, texts, rule_of_key, depth + 1)
    return must_rebuild


def _collect_items(value: Mapping[Any, Any], texts: list[str], rule_of_key: RuleOfKey, depth: int) -> bool:
    must_rebuild = len(value) > MAX_ITEMS or (
        not NAMING.isdisjoint(value) and rule_beside(value, rule_of_key) is not None
    )
    for key, item in islice(value.items(), MAX_ITEMS):
        name = key if type(key) is str else text_of(key)
        rule = rule_of_key(name)
        if rule is not None:
            if rule.action == "drop":
                must_rebuild = True
                continue
            if rule.action == "keep" and _is_left(item, depth):
                must_rebuild |= name is not key
                continue
            must_rebuild = True
        texts.append(name)
        kind = type(item)
        if kind is str:
            texts.append(item)
        elif item is None or kind is bool or (kind is int and -_LONG_NUMBER < item < _LONG_NUMBER):
            pass  # as `collect` does, without the call
        elif collect(item, texts, rule_of_key, depth + 1):
            must_rebuild = True
        if name is not key:
            must_rebuild = True
    return must_rebuild


class Rebuild:
    """The second half: gives each value with its findings replaced; what has none comes back as the same object.

    `findings` are those of the texts that `collect` gave, one list a text, in its order. `encodable` is False where
    some text holds a lone surrogate, which OTLP can't encode: such ones are spelled out.
    """

    def __init__(
        self,
        replacer: Replacer,
        findings: Iterable[list[Finding]],
        rule_of_key: RuleOfKey,
        *,
        encodable: bool = True,
        with_key: bool = False,
    ) -> None:
        self.replacer = replacer
        self._findings = list(findings)
        self._at = 0
        self._rule_of_key = rule_of_key
        self._encodable = encodable
        self._with_key = with_key

    def part(self, value: Any, path: str, texts: int, *, must_rebuild: bool) -> Any:
        """Give one of several values that were collected one after the other, of which `collect` gave `texts` texts.

        One without a finding is not walked again.
        """
        if type(value) is str:
            return self._text(value, path, None)
        if must_rebuild or not self._encodable or any(self._findings[self._at : self._at + texts]):
            return self.value(value, path)
        self._at += texts
        return value

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
        if isinstance(value, bytes):
            return self._bytes(value, path, rule)
        if depth == MAX_DEPTH:
            return TOO_DEEP
        if isinstance(value, Mapping):
            return self._mapping(value, path, rule, depth)
        if not isinstance(value, (list, tuple)) or hasattr(value, "_asdict"):
            return self.value(opened(value), path, rule, depth + 1)
        codes = text_of_codes(value)
        if codes is not None:
            new = self._text(codes, path, rule)
            return value if new is codes else new
        return self._items(value, path, rule, depth)

    def _items(self, value: Any, path: str, rule: KeyRule | None, depth: int) -> Any:
        old = list(islice(value, MAX_ITEMS))
        items: Any = [self._item(item, path, rule, depth + 1) for item in old]
        if len(value) > MAX_ITEMS:
            items.append(_left_out(value))
        if isinstance(value, tuple):  # as which attributes hold their lists
            items = tuple(items)
        if len(value) > MAX_ITEMS:
            return items
        return value if all(new is item for new, item in zip(items, old, strict=True)) else items

    def _item(self, item: Any, path: str, rule: KeyRule | None, depth: int) -> Any:
        """Give an item of a list; of a pair of a name and its value, the value is sealed as the name says."""
        named = rule_of_pair(item, self._rule_of_key) if rule is None else None
        if named is None or depth == MAX_DEPTH:
            return self.value(item, path, rule, depth)
        pair = (self.value(item[0], path, None, depth + 1), self.value(item[1], path, named, depth + 1))
        return list(pair) if isinstance(item, list) else pair

    def _mapping(self, value: Mapping[Any, Any], path: str, rule: KeyRule | None, depth: int) -> Any:
        new: dict[Any, Any] = {}
        changed = len(value) > MAX_ITEMS
        beside = rule_beside(value, self._rule_of_key) if rule is None else None
        for key, item in islice(value.items(), MAX_ITEMS):
            name = key if type(key) is str else text_of(key)
            own_rule = self._rule_of_key(name)
            if own_rule is not None and own_rule.action == "drop":
                changed = True
                continue
            if own_rule is not None and own_rule.action == "keep":
                if _is_left(item, depth):
                    changed |= name is not key
                    new[name] = item
                    continue
                own_rule = None
            if own_rule is None and beside is not None and written_together(name) in VALUES:
                own_rule = beside
            safe_name = self._text(name, path, None)
            safe_item = self.value(item, f"{path}.{name}" if path else name, own_rule or rule, depth + 1)
            changed |= safe_name is not key or safe_item is not item
            new[safe_name] = safe_item
        if len(value) > MAX_ITEMS:
            new["sealog.left_out"] = len(value) - MAX_ITEMS
        return new if changed else value

    def _text(self, text: str, path: str, rule: KeyRule | None) -> str:
        findings = self._next()
        if rule is not None and not self.replacer.has_made(text) and not _is_excepted(rule, text):
            return self._token(rule, text, path)
        if rule is None and findings:
            text = self.replacer.replace(text, findings, path, with_key=self._with_key)
        return text if self._encodable else encodable(text)

    def _next(self) -> list[Finding]:
        findings = self._findings[self._at]
        self._at += 1
        return findings

    def _token(self, rule: KeyRule, text: str, path: str) -> str:
        return self.replacer.token(rule.entity, text, path, with_key=self._with_key, action=rule.action)

    def _number(self, value: float, path: str, rule: KeyRule | None) -> Any:
        was_collected = not -_LONG_NUMBER < value < _LONG_NUMBER
        findings = self._next() if was_collected else []
        if rule is not None and not _is_excepted(rule, _digits(value)):
            return self._token(rule, _digits(value), path)
        if rule is None and findings:
            return self.replacer.replace(_digits(value), findings, path, with_key=self._with_key)
        return _digits(value) if isinstance(value, int) and not -_INT64 <= value < _INT64 else value

    def _bytes(self, value: bytes, path: str, rule: KeyRule | None) -> Any:
        text, encoding = decode(value)
        new = self._text(text, path, rule)
        return value if new is text else new.encode(encoding)


def _is_left(item: Any, depth: int) -> bool:
    """Tell whether a value under a key that is to be left stays: deeper, it may lie under a key that is sealed."""
    if depth != 0:
        return False
    if isinstance(item, str):
        return encodable(item) is item
    return item is None or isinstance(item, float) or (isinstance(item, int) and -_INT64 <= item < _INT64)


def _is_excepted(rule: KeyRule, text: str) -> bool:
    return rule.excepts is not None and rule.excepts(text)


def _digits(value: float) -> str:
    try:
        return str(value)
    except ValueError:  # Python spells no integer of more than some thousand digits
        return f"[{type(value).__name__}]"


def _left_out(value: Any) -> str:
    return f"[sealog: {len(value) - MAX_ITEMS} more items]"


def encodable(text: str) -> str:
    r"""Give a text that UTF-8 can hold: a lone surrogate is spelled as Python does, `\udc80`."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text
