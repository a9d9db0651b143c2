"""Reads matchers and silences of a rule file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.errors import SettingError
from sealog_exporters.alerting.matching.label_matcher import Matcher, parse_matcher
from sealog_exporters.alerting.model.routing.silence import Silence, new_silence, parse_time

if TYPE_CHECKING:
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

_KEYS = ("matchers", "starts_at", "ends_at", "comment", "created_by")


def read_matchers(node: YamlNode) -> tuple[Matcher, ...]:
    """Read a list of matchers, or one."""
    return tuple(_matcher(item) for item in node.one_or_more())


def read_silence(node: YamlNode) -> Silence:
    """Read one silence: matchers, until when, and perhaps from when, by whom and why."""
    keys = node.keys(_KEYS)
    for name in ("matchers", "ends_at"):
        if name not in keys:
            raise node.error(f"has no `{name}`")
    matchers = read_matchers(keys["matchers"])
    starts_at_ns = _time(keys["starts_at"]) if "starts_at" in keys else 0
    try:
        return new_silence(
            matchers,
            starts_at_ns,
            _time(keys["ends_at"]),
            created_by=keys["created_by"].text() if "created_by" in keys else "",
            comment=keys["comment"].text() if "comment" in keys else "",
        )
    except SettingError as error:
        if str(error).startswith(node.file):
            raise
        raise node.error(str(error)) from None


def _matcher(node: YamlNode) -> Matcher:
    try:
        return parse_matcher(node.text())
    except SettingError as error:
        raise node.error(str(error)) from None


def _time(node: YamlNode) -> int:
    try:
        return parse_time(node.literal())
    except SettingError as error:
        raise node.error(str(error)) from None
