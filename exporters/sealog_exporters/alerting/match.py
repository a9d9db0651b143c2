"""What a record must look like for a rule to count it. Sees records as they arrive: sealed values stay sealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import re2

from sealog_exporters.alerting.fields import reader, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sealog_exporters.event import Event

Modifier = Literal["equals", "contains", "startswith", "endswith", "re"]
MODIFIERS: tuple[Modifier, ...] = ("equals", "contains", "startswith", "endswith", "re")


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of `match`: the field, how it is compared, and the texts of which any one is enough."""

    field: str
    modifier: Modifier
    any_of: tuple[str, ...]


def compile_pattern(pattern: str) -> Callable[[str], bool]:
    """Return a linear-time search for `pattern`, anywhere in a text.

    Raises:
        re2.error: the pattern is not RE2's syntax.
    """
    options = re2.Options()
    options.log_errors = False  # RE2 would write the pattern to stderr by itself
    options.never_capture = True
    search = re2.compile(pattern, options).search
    # Bytes, because re2's own encoding step stops at a lone surrogate, which OTLP/JSON can carry.
    return lambda text: search(text.encode("utf-8", "replace")) is not None


def compile_condition(condition: Condition) -> Callable[[Event], bool]:
    """Return the condition as a function; of a list (such as `sealog.entities`) any one element is enough."""
    read = reader(condition.field)
    test = _text_test(condition.modifier, condition.any_of)

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


def _text_test(modifier: Modifier, any_of: Sequence[str]) -> Callable[[str], bool]:
    """Return the test of one text, decided once."""
    wanted = tuple(any_of)
    if modifier == "equals":
        return frozenset(wanted).__contains__
    if modifier == "startswith":
        return lambda text: text.startswith(wanted)
    if modifier == "endswith":
        return lambda text: text.endswith(wanted)
    if modifier == "contains":
        return lambda text: any(part in text for part in wanted)
    return compile_pattern("|".join(f"(?:{pattern})" for pattern in wanted))
