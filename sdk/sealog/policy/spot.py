"""A value in a policy file, with its file and line.

It is read from the tree of YAML nodes, so that every error names `file:line` and no tag is executed.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from sealog.errors import SettingError
from sealog.policy.core_schema import core_schema

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

Choice = TypeVar("Choice", bound=str)


@dataclass(frozen=True)
class Spot:
    """One value: its node, its file, and its name for people, such as `rules[0].shape`."""

    node: Any
    file: str
    name: str = ""

    @property
    def line(self) -> int:
        """The line of the value, from 1."""
        return int(self.node.start_mark.line) + 1

    def error(self, problem: str) -> SettingError:
        """Make the error `file:line: name: problem`, to be raised."""
        name = f"{self.name}: " if self.name else ""
        return SettingError(f"{self.file}:{self.line}: {name}{problem}")

    def is_map(self) -> bool:
        """Tell whether the value is a map."""
        return bool(self.node.id == "mapping")

    def entries(self, allowed: Collection[str] | None = None) -> dict[str, Spot]:
        """Read a map, each key once and among `allowed` if that is given."""
        if not self.is_map():
            raise self.error("must be a map of `key: value` lines")
        found: dict[str, Spot] = {}
        for key, value in self.node.value:
            name = str(key.value) if key.id == "scalar" else ""
            place = Spot(key, self.file, self.name)
            if not name or name in found:
                raise place.error(f"`{name}` is given twice" if name else "a key must be a plain text")
            if allowed is not None and name not in allowed:
                raise place.error(f"unknown key `{name}`{_among(name, allowed)}")
            found[name] = Spot(value, self.file, f"{self.name}.{name}" if self.name else name)
        return found

    def items(self) -> list[Spot]:
        """Read a list that is not empty."""
        if self.node.id != "sequence" or not self.node.value:
            raise self.error("must be a list that is not empty")
        return [Spot(node, self.file, f"{self.name}[{number}]") for number, node in enumerate(self.node.value)]

    def text(self) -> str:
        """Read a text that is not empty."""
        if self.node.id != "scalar" or not self.node.tag.endswith(":str") or not self.node.value:
            raise self.error("must be a text; put quotes around it if it is one")
        return str(self.node.value)

    def one_of(self, allowed: Collection[Choice]) -> Choice:
        """Read one of a few words."""
        value = self.text()
        for choice in allowed:
            if choice == value:
                return choice
        raise self.error(f"no such value{_among(value, allowed)}")


def _among(word: str, allowed: Collection[str]) -> str:
    near = get_close_matches(word, allowed, 1)
    hint = f" (did you mean `{near[0]}`?)" if near else ""
    return f"{hint}; allowed: {', '.join(sorted(allowed))}"


def read_yaml(text: str, file: str, *, quote: bool = True, shortest: str = "") -> Spot:
    """Compose a YAML document from a text; `file` is what complaints call it, which quote it only if they may.

    `shortest` is what a complaint about an empty one says; by default that of a policy.

    Raises:
        SettingError: the text is empty or not YAML.
    """
    import yaml  # noqa: PLC0415 - an application without a policy never loads it

    try:
        node = yaml.compose(text, Loader=core_schema(yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = f": {error.problem}" if quote else ""
        raise SettingError(f"{file}:{line}: not YAML{problem}") from None
    except yaml.YAMLError:
        raise SettingError(f"{file}:1: not YAML: it holds a character that YAML forbids") from None
    except RecursionError:
        raise SettingError(f"{file}:1: not YAML: it is nested too deep") from None
    if node is None:
        raise SettingError(f"{file}:1: {shortest or 'the policy is empty; `preset: default` is the shortest one'}")
    return Spot(node, file)


def read_yaml_file(path: Path, shortest: str = "") -> Spot:
    """Read a YAML file's only document, as `read_yaml` does.

    Raises:
        SettingError: it can't be read, is empty, or not YAML.
    """
    try:
        return read_yaml(path.read_text("utf-8"), str(path), shortest=shortest)
    except OSError as error:
        raise SettingError(f"{path}: can't be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise SettingError(f"{path}: is not UTF-8 (byte {error.start})") from None
