"""A value in a rule file with its position: reads YAML's types, and makes errors with file, line and column.

It reads the tree of YAML nodes, and builds only the values that are asked for. So no tag is ever executed, and an alias
costs no more than its use.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

import yaml

from sealog.errors import SettingError
from sealog.policy.core_schema import is_number
from sealog_exporters.alerting.syntax.duration import NS, parse_duration
from sealog_exporters.alerting.syntax.yaml_document import documents

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

_TAG = "tag:yaml.org,2002:"
_TRUE = frozenset({"true", "yes", "on"})
_DAY = 86_400 * NS
LONGEST_NS = 366 * _DAY
"""The longest duration where nothing else is said."""


@dataclass(frozen=True, slots=True)
class YamlNode:
    """One value: its node, its file, and its name for people, such as `groups[0].rules[1].count`."""

    raw: yaml.Node
    file: str
    name: str

    def error(self, problem: str) -> SettingError:
        """Make the error `file:line:column: name: problem`, to be raised."""
        mark = self.raw.start_mark
        name = f"{self.name}: " if self.name else ""
        return SettingError(f"{self.file}:{mark.line + 1}:{mark.column + 1}: {name}{problem}")

    @property
    def is_list(self) -> bool:
        """Whether the value is a list."""
        return isinstance(self.raw, yaml.SequenceNode)

    @property
    def is_map(self) -> bool:
        """Whether the value is a map."""
        return isinstance(self.raw, yaml.MappingNode)

    @property
    def is_empty_list(self) -> bool:
        """Whether the value is a list without items."""
        return self.is_list and not self.raw.value

    def entries(self) -> dict[str, YamlNode]:
        """Read a map with any keys, each given once."""
        if not isinstance(self.raw, yaml.MappingNode):
            raise self.error("must be a map of `key: value` lines")
        found: dict[str, YamlNode] = {}
        for key_node, value_node in self.raw.value:
            key = YamlNode(key_node, self.file, self.name)
            if not isinstance(key_node, yaml.ScalarNode):
                raise key.error("a key must be a plain text")
            name = key_node.value
            if name in found:
                raise key.error(f"`{name}` is given twice")
            found[name] = YamlNode(value_node, self.file, f"{self.name}.{name}" if self.name else name)
        return found

    def keys(
        self, allowed: Collection[str], later: Collection[str] = (), required: Collection[str] = ()
    ) -> dict[str, YamlNode]:
        """Read a map.

        Args:
            allowed: the keys that it may have.
            later: keys that are refused as not supported yet.
            required: the keys that it must have.
        """
        found = self.entries()
        for name in found:
            if name in allowed:
                continue
            key = self._key(name)
            if name in later:
                raise key.error(f"`{name}` is not supported in this version")
            near = get_close_matches(name, allowed, 1)
            hint = f" (did you mean `{near[0]}`?)" if near else ""
            raise key.error(f"unknown key `{name}`{hint}; allowed: {', '.join(allowed)}")
        for name in required:
            if name not in found:
                raise self.error(f"has no `{name}`")
        return found

    def items(self) -> list[YamlNode]:
        """Read a list that is not empty."""
        if not isinstance(self.raw, yaml.SequenceNode):
            raise self.error("must be a list")
        if not self.raw.value:
            raise self.error("must not be empty")
        return [YamlNode(node, self.file, f"{self.name}[{index}]") for index, node in enumerate(self.raw.value)]

    def one_or_more(self) -> list[YamlNode]:
        """Read a list that is not empty, or one value for a list of one."""
        return self.items() if self.is_list else [self]

    def text(self) -> str:
        """Read a text that is not empty."""
        if not isinstance(self.raw, yaml.ScalarNode) or self.raw.tag != f"{_TAG}str" or not self.raw.value:
            raise self.error("must be a text")
        return str(self.raw.value)

    def literal(self) -> str:
        """Read any single value as it is spelled, booleans as `true` or `false`."""
        if not isinstance(self.raw, yaml.ScalarNode) or self.raw.tag == f"{_TAG}null":
            raise self.error("must be a text, a number, true or false")
        if self.raw.tag == f"{_TAG}bool":
            return "true" if self.raw.value.lower() in _TRUE else "false"
        return str(self.raw.value)

    def boolean(self) -> bool:
        """Read true or false."""
        if self.raw.tag != f"{_TAG}bool":
            raise self.error("must be true or false")
        return self.literal() == "true"

    def integer(self, lowest: int, highest: int) -> int:
        """Read a whole number in decimal digits, both bounds included."""
        number = self._number(f"must be a whole number from {lowest} to {highest}", "int")
        if not (number.is_integer() and lowest <= number <= highest):
            raise self.error(f"must be a whole number from {lowest} to {highest}")
        return int(number)

    def real(self, lowest: float, highest: float) -> float:
        """Read a number, both bounds included."""
        problem = f"must be a number from {lowest:g} to {highest:g}"
        number = self._number(problem, "int", "float")
        if not lowest <= number <= highest:
            raise self.error(problem)
        return number

    def duration(self, lowest_ns: int, highest_ns: int = LONGEST_NS) -> int:
        """Read a duration in nanoseconds, both bounds included."""
        ns = parse_duration(self.raw.value) if isinstance(self.raw, yaml.ScalarNode) else None
        if ns is None:
            raise self.error("must be a duration such as 30s, 5m, 1h30m or 2d")
        if ns < lowest_ns:
            raise self.error("must be more than 0s" if lowest_ns == 1 else f"must be at least {lowest_ns / NS:g}s")
        if ns > highest_ns:
            raise self.error(f"must be at most {highest_ns // _DAY}d")
        return ns

    def _number(self, problem: str, *tags: str) -> float:
        """Read a number of one of the YAML types."""
        if self.raw.tag not in {f"{_TAG}{tag}" for tag in tags}:
            raise self.error(problem)
        if not is_number(self.raw.value):  # 0x1F, .inf, or what only says that it is one
            raise self.error(problem)
        return float(self.raw.value)

    def _key(self, name: str) -> YamlNode:
        """Return the place of a key itself."""
        nodes = [key for key, _ in self.raw.value if key.value == name]
        return YamlNode(nodes[0], self.file, self.name)


def read_file(path: Path) -> YamlNode:
    """Read a YAML file's only document.

    Raises:
        SettingError: the file can't be read, is empty, or is not YAML.
    """
    try:
        nodes = list(documents(path.read_text("utf-8")))
    except OSError as error:
        raise SettingError(f"{path}: can't be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise SettingError(f"{path}: is not UTF-8 (byte {error.start})") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
        raise SettingError(f"{path}:{place}: is not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise SettingError(f"{path}:1:1: is not YAML: it holds a character that YAML forbids") from error
    if not nodes:
        raise SettingError(f"{path}:1:1: the file is empty; it must have `groups` and `receivers`")
    if len(nodes) > 1:
        raise YamlNode(nodes[1], str(path), "").error("is a second document; a rule file has one")
    return YamlNode(nodes[0], str(path), "")
