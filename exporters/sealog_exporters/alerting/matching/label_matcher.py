"""Parses and compiles label matchers in Alertmanager's syntax: `service_name=~"shop|cart"`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

import re2

from sealog.errors import SettingError
from sealog_exporters.alerting.matching.condition import compile_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Test = Callable[[Mapping[str, str]], bool]

Op = Literal["=", "!=", "=~", "!~"]

_SPELLING = re.compile(r"\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*(.*?)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Matcher:
    """One comparison of one label; a label that an alert lacks compares as the empty text."""

    name: str
    op: Op
    value: str

    def __str__(self) -> str:
        return f"{self.name}{self.op}{json.dumps(self.value, ensure_ascii=False)}"


def parse_matcher(text: str) -> Matcher:
    """Read `name=value`, `name!=value`, `name=~pattern` or `name!~pattern`; the value may stand in double quotes.

    Raises:
        SettingError: it is none of these, or the pattern is not RE2's syntax.
    """
    found = _SPELLING.fullmatch(text)
    if found is None:
        raise SettingError('must be a matcher such as alertname=ErrorBurst or service_name=~"shop|cart"')
    name, op, value = found.groups()
    if value.startswith('"'):
        try:
            value = json.loads(value)
        except ValueError:
            raise SettingError("the matcher's quotes are not closed, or hold an unknown escape") from None
    matcher = Matcher(name, cast("Op", op), value)
    try:
        compile_matchers([matcher])
    except re2.error:
        raise SettingError("the matcher's pattern is not a regular expression of RE2") from None
    return matcher


def compile_matchers(matchers: Iterable[Matcher]) -> Test:
    """Return the test whether all matchers hold; with none it always holds. Patterns match the whole value."""
    tests = tuple(_test(matcher) for matcher in matchers)
    return lambda labels: all(test(labels) for test in tests)


def _test(matcher: Matcher) -> Test:
    name, value = matcher.name, matcher.value
    if matcher.op == "=":
        return lambda labels: labels.get(name, "") == value
    if matcher.op == "!=":
        return lambda labels: labels.get(name, "") != value
    # \A and \z: a `$` would also match before a line feed at the end.
    search = compile_pattern(rf"\A(?:{value})\z")
    if matcher.op == "=~":
        return lambda labels: search(labels.get(name, ""))
    return lambda labels: not search(labels.get(name, ""))
