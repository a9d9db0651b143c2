r"""Tells whether a text's structure is worth reading; for nearly every text it is not.

In doubt it is. Strings are not taken apart, so that a quote or bracket in a string can't mislead it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog.compiled import compiled
from sealog.detect.structured.names import GENERIC, LONGEST, NAMES, VALUES, written_together
from sealog.detect.structured.names_beside.tables import heads
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sealog.detect.model.rule import KeyRule
    from sealog.detect.structured.outline import RuleOf

_OPENER = pattern(r"[{\[(]")
_SIGNED = pattern(r"(?P<quote>[\"']|(?<=[\w\])]))[ \t\r\n]{0,64}(?P<sign>[:=]>?|,)")
_NAME_BEHIND = pattern(r"[^\"'\\\n\x1e,{}()]{1,128}\Z")
_WORD_BEHIND = pattern(r"[^\W\d][\w.\[\]$-]{0,127}\Z")
_PAIRED = pattern(
    r"[ \t\r\n]{0,64}(?:\\{0,64}[\"'](?P<quoted>[^\"'\\\n\x1e]{1,128})|(?P<list>[\[(][^\])\n\x1e]{1,256})"
    r"|(?P<word>[\w.-]{1,128}))"
)
_STRINGS = pattern(r"[^\"'\\\n\x1e,\[\]()]{1,128}")
_CONTAINS = pattern(r"[ \t\r\n]{0,64}(?:[A-Za-z]\w{0,64})?\\{0,64}[\"']?[{\[(]")
_PARENTS = 64
"""Keys of containers that are looked at; a text with more is read."""

_ROUNDS = 4
"""How often the compiled half may meet further names in one text, which known ones pair with a value."""

SOURCES = frozenset({"java", "kt", "scala", "groovy", "py", "js", "ts", "go", "rs", "rb", "php", "swift"})
"""Suffixes of source files, as in the lines of a stack trace (`Cart.java:17`); no key of a value ends so."""

_NO_RULE = -1
_KEPT = -2
"""The number that the compiled half gets for a name without a rule, and for one whose values are left."""

_NOT_ALONE = frozenset(",:=\"'[]{}()\n\t\\")
_NUMBER = pattern(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


def candidates(text: str) -> Iterator[str]:
    """Give the candidates for names of values in a text, and an empty one last where there are too many."""
    parents: list[str] = []
    for match in _SIGNED.finditer(text):
        sign = match["sign"]
        is_quoted = bool(match["quote"])
        if sign == "," and not is_quoted:
            continue
        left = text[max(0, match.start() - LONGEST) : match.start()].rstrip("\\")
        behind = (_NAME_BEHIND if is_quoted else _WORD_BEHIND).search(left)
        if behind is None or (sign == ":" and not is_quoted and _is_source_file(behind[0])):
            continue
        name = behind[0]
        if sign == ",":
            before = left[: behind.start()].rstrip("\\\"'bBuU \t\r\n")
            if name.startswith("--") or before.endswith(("(", "[")):
                yield name.lstrip("-")
            continue
        yield name
        plain = written_together(name)
        if plain in NAMES:
            yield from _paired(text, match.end())
        if plain in GENERIC:
            yield from (f"{parent}.{name}" for parent in parents)
        if name not in parents and _CONTAINS.match(text, match.end()):
            if len(parents) == _PARENTS:
                yield ""
                return
            parents.append(name)


def _is_source_file(name: str) -> bool:
    _, dot, ending = name.rpartition(".")
    return bool(dot) and ending in SOURCES


def _paired(text: str, end: int) -> Iterator[str]:
    match = _PAIRED.match(text, end)
    if match is None:
        return
    if match["list"] is not None:
        yield from (name.strip() for name in _STRINGS.findall(match["list"]))
    else:
        yield match["quoted"] or match["word"]


class Suspicion:
    """Tells whether a key in a text may name a value that no shape finds. `rule_of` gives a key's rule, of `rules`."""

    def __init__(self, rule_of: RuleOf, rules: Sequence[KeyRule], *, is_native: bool) -> None:
        self._rule_of = rule_of
        self._numbers = {id(rule): number for number, rule in enumerate(rules)}
        self.kinds = [(rule.entity, rule.group) for rule in rules]
        kinds = [(rule.entity, rule.group, rule.excepts is not None) for rule in rules]
        self.names: Any = (
            compiled.KeyNames(sorted(NAMES), sorted(GENERIC), sorted(VALUES), kinds) if is_native else None
        )
        """The compiled half's memory of names."""

    def of(self, text: str) -> bool:
        """Tell whether it is worth reading the structure of a text, or of several joined by U+001E.

        Raises:
            UnicodeEncodeError: the text holds a lone surrogate.
        """
        if self.names is None:
            names = candidates(text) if _OPENER.search(text) is not None else ()
            return any(map(self._is_name, (*names, *(name for *_, each in heads(text) for name in each))))
        for _ in range(_ROUNDS):
            unknown, is_telling = self.names.unknown(text)
            if is_telling or not unknown:
                return bool(is_telling)
            if "" in unknown:
                return True
            self.teach(unknown)
        return True

    def teach(self, names: Sequence[str]) -> None:
        """Tell the compiled half the rules of names."""
        self.names.learn([(name, self._meaning(name)) for name in names])

    def _meaning(self, name: str) -> int:
        rule = self._rule_of(name)
        if rule is None:
            return _NO_RULE
        return _KEPT if rule.action == "keep" else self._numbers.get(id(rule), _NO_RULE)

    def _is_name(self, name: str) -> bool:
        rule = self._rule_of(name) if name else None
        return not name or (rule is not None and rule.action != "keep")


def is_suspect(text: str, start: int, end: int) -> bool:
    """Tell whether a finding may cross a boundary of structure, or be a number in a document."""
    value = text[start:end]
    if not _NOT_ALONE.isdisjoint(value) or len(value) > LONGEST:
        return True
    left, right = text[start - 1 : start], text[end : end + 1]
    return left in {"-", ".", "\\"} or right in {".", "\\"} or left.isalnum() or _NUMBER.fullmatch(value) is not None
