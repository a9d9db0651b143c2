"""Tests whether a record matches a rule. Records are seen as they arrive: sealed values stay sealed."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Final, Literal

import re2

from sealog_exporters.alerting.matching import severity
from sealog_exporters.alerting.matching.field import number_of, reader, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeAlias

    from sealog_exporters.event import Event

Modifier = Literal["equals", "contains", "startswith", "endswith", "re", "cidr", "exists", "gte", "gt", "lte", "lt"]
MODIFIERS: tuple[Modifier, ...] = (
    "equals", "contains", "startswith", "endswith", "re", "cidr", "exists", "gte", "gt", "lte", "lt",
)  # fmt: skip
NUMERIC: Final = {"gte": ge, "gt": gt, "lte": le, "lt": lt}


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of `match`: the field, how it is compared, and the texts of which any one is enough.

    With `every`, all texts are needed. `nocase` compares without regard to case. `negated` turns the whole line
    round, so that a record without the field matches.
    """

    field: str
    modifier: Modifier
    any_of: tuple[str, ...]
    every: bool = False
    nocase: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Severity:
    """The severity number is one of these; 0 is unset."""

    numbers: frozenset[int]

    def __repr__(self) -> str:
        # Sorted, because stored state is named by it and a set's order is each process's own.
        return f"Severity({sorted(self.numbers)})"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the branches holds; a branch is a list of which all must hold."""

    branches: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """No branch holds."""

    branches: tuple[tuple[Node, ...], ...]


if TYPE_CHECKING:
    Node: TypeAlias = Condition | Severity | AnyOf | NoneOf


def compile_pattern(pattern: str, *, nocase: bool = False) -> Callable[[str], bool]:
    """Return a linear-time search for `pattern`, anywhere in a text.

    Raises:
        re2.error: the pattern is not RE2's syntax.
    """
    options = re2.Options()
    options.log_errors = False  # RE2 would write the pattern to stderr by itself
    options.never_capture = True
    options.case_sensitive = not nocase
    search = re2.compile(pattern, options).search
    # Bytes, because re2's own encoding step stops at a lone surrogate, which OTLP/JSON can carry.
    return lambda text: search(text.encode("utf-8", "replace")) is not None


def compile_match(nodes: Sequence[Node]) -> Callable[[Event], bool]:
    """Return one function for nodes of which all must hold; without any, every record does."""
    tests = tuple(compile_node(node) for node in nodes)
    if not tests:
        return lambda _: True
    if len(tests) == 1:
        return tests[0]

    def holds(event: Event) -> bool:
        for test in tests:  # noqa: SIM110 - `all` with a generator takes twice as long
            if not test(event):
                return False
        return True

    return holds


def compile_node(node: Node) -> Callable[[Event], bool]:
    """Return one node as a function."""
    if isinstance(node, Condition):
        return compile_condition(node)
    if isinstance(node, Severity):
        numbers = node.numbers
        return lambda event: severity.number_of(event) in numbers
    branches = tuple(compile_match(branch) for branch in node.branches)
    if isinstance(node, AnyOf):
        return lambda event: any(branch(event) for branch in branches)
    return lambda event: not any(branch(event) for branch in branches)


def compile_condition(condition: Condition) -> Callable[[Event], bool]:
    """Return the condition as a function; of a list (such as `sealog.entities`) any one element is enough."""
    alternatives = [(text,) for text in condition.any_of] if condition.every else [condition.any_of]
    tests = tuple(_holds(condition, wanted) for wanted in alternatives)
    if condition.negated:
        return lambda event: not all(test(event) for test in tests)
    return tests[0] if len(tests) == 1 else lambda event: all(test(event) for test in tests)


def _holds(condition: Condition, wanted: tuple[str, ...]) -> Callable[[Event], bool]:
    """Return the condition for the given texts, of which any one is enough."""
    read = reader(condition.field)
    if condition.modifier == "exists":
        exists = wanted[0] == "true"
        return lambda event: (read(event) is not None) is exists
    if condition.modifier in NUMERIC:
        return _compared(read, condition.modifier, [float(text) for text in wanted])
    test = _text_test(condition.modifier, wanted, nocase=condition.nocase)

    def holds(event: Event) -> bool:
        value = read(event)
        if type(value) is str:
            return test(value)
        if value is None:
            return False
        if isinstance(value, (list, tuple)):
            return any(test(text_of(item)) for item in value)
        return test(text_of(value))

    return holds


def _compared(read: Callable[[Event], Any], modifier: str, wanted: list[float]) -> Callable[[Event], bool]:
    """Return a comparison of numbers; other texts do not match."""
    compare = NUMERIC[modifier]

    def holds(event: Event) -> bool:
        value = read(event)
        for part in value if isinstance(value, (list, tuple)) else (value,):
            number = number_of(part)
            if number is not None and any(compare(number, bound) for bound in wanted):
                return True
        return False

    return holds


def _text_test(modifier: Modifier, any_of: Sequence[str], *, nocase: bool) -> Callable[[str], bool]:
    """Return the test of one text, decided once."""
    if modifier == "re":
        return compile_pattern("|".join(f"(?:{pattern})" for pattern in any_of), nocase=nocase)
    if modifier == "cidr":
        return _network_test(any_of)
    if not nocase:
        return _exact_test(modifier, tuple(any_of))
    test = _exact_test(modifier, tuple(text.casefold() for text in any_of))
    return lambda text: test(text.casefold())


def _exact_test(modifier: Modifier, wanted: tuple[str, ...]) -> Callable[[str], bool]:
    """Return a comparison of texts as they are."""
    if modifier == "equals":
        return frozenset(wanted).__contains__
    if modifier == "startswith":
        return lambda text: text.startswith(wanted)
    if modifier == "endswith":
        return lambda text: text.endswith(wanted)
    if len(wanted) == 1:
        part = wanted[0]
        return lambda text: part in text
    return lambda text: any(part in text for part in wanted)


def _network_test(any_of: Sequence[str]) -> Callable[[str], bool]:
    """Return the test whether a text is an address in one of the networks."""
    networks = [ipaddress.ip_network(text, strict=False) for text in any_of]

    def inside(text: str) -> bool:
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return False
        return any(address in network for network in networks)

    return inside
