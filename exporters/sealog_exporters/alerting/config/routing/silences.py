"""Reads matchers and silences of a rule file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.errors import SettingError
from sealog_exporters.alerting.matching.label_matcher import Matcher, parse_matcher
from sealog_exporters.alerting.model.routing.silence import Silence, new_silence, parse_time
from sealog_exporters.alerting.syntax.json_schema import TEXTS, ref, said
from sealog_exporters.alerting.syntax.typed_map import LITERAL, TEXT, Map, Value, needed, optional

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

    T = TypeVar("T")


def _parsed(parse: Callable[[str], T], text: str, node: YamlNode) -> T:
    """Parse what stands at a node; an error has its place."""
    try:
        return parse(text)
    except SettingError as error:
        raise node.error(str(error)) from None


def _matchers(node: YamlNode) -> tuple[Matcher, ...]:
    return tuple(_parsed(parse_matcher, item.text(), item) for item in node.one_or_more())


MATCHERS = Value(_matchers, ref("matchers"))
"""A list of matchers, or one."""

SCHEMA = said('Such as severity="page" or service_name=~"shop|cart".', TEXTS)
"""The definition `matchers`."""

_TIME = Value(lambda node: _parsed(parse_time, node.literal(), node), LITERAL.schema)


class SilenceMap(Map, part="silence"):
    """Matchers, the end, and perhaps the start, the author and a comment."""

    matchers = needed(MATCHERS, "Which alerts it mutes.")
    starts_at = optional(_TIME, "An RFC 3339 time.", 0)
    ends_at = needed(_TIME, "An RFC 3339 time.")
    comment = optional(TEXT, "Why.", "")
    created_by = optional(TEXT, "Who made it.", "")


def read_silence(given: SilenceMap) -> Silence:
    """Read one silence."""
    matchers, starts_at_ns, ends_at_ns = given.matchers, given.starts_at, given.ends_at
    created_by, comment = given.created_by, given.comment
    try:
        return new_silence(matchers, starts_at_ns, ends_at_ns, created_by=created_by, comment=comment)
    except SettingError as error:
        raise given.node.error(str(error)) from None
