"""A map of a rule file as a class: each key with its type, description and default.

The class both reads the map and describes it as JSON Schema, for editors and the reference page.

    class Cooldown(Map, part="cooldown"):
        every = optional(duration(NS), "The first pause between notifications; default 30m.", 1_800 * NS)

    Cooldown(node).every
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast, overload

from sealog_exporters.alerting.syntax import json_schema
from sealog_exporters.alerting.syntax.json_schema import items, mapping, one_or_more, ref, said
from sealog_exporters.alerting.syntax.yaml_node import LONGEST_NS, YamlNode

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from typing_extensions import Self

    from sealog_exporters.alerting.syntax.json_schema import Schema

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """A type of values.

    Args:
        read: reads one, or raises `SettingError` with its place.
        schema: describes it.
        parts: the maps that `schema` refers to.
    """

    read: Callable[[YamlNode], T]
    schema: Schema
    parts: tuple[type[Map], ...] = ()

    def items(self, *, empty: bool = False) -> Value[tuple[T, ...]]:
        """Return the type of lists of such values; `empty` says whether there may be none."""

        def read(node: YamlNode) -> tuple[T, ...]:
            return () if empty and node.is_empty_list else tuple([self.read(item) for item in node.items()])

        return Value(read, {"type": "array", "items": self.schema} if empty else items(self.schema), self.parts)

    def one_or_more(self) -> Value[tuple[T, ...]]:
        """Return the type of one such value, or a list that is not empty."""

        def read(node: YamlNode) -> tuple[T, ...]:
            return tuple([self.read(item) for item in node.one_or_more()])

        return Value(read, one_or_more(self.schema), self.parts)

    def by_name(self) -> Value[dict[str, T]]:
        """Return the type of maps with any keys to such values."""

        def read(node: YamlNode) -> dict[str, T]:
            return {name: self.read(item) for name, item in node.entries().items()}

        return Value(read, {"type": "object", "additionalProperties": self.schema}, self.parts)


class Key(Generic[T]):
    """A key of a map, made by `needed` or `optional`. Its value is read each time that it is asked for."""

    def __init__(self, value: Value[T], about: str, default: T | None, missing: str = "") -> None:
        self.value = value
        self.about = about
        self.missing = missing
        self._default = default
        self.name = ""

    def __set_name__(self, owner: type[Map], name: str) -> None:
        self.name = name.rstrip("_")  # `for_` is `for`

    @overload
    def __get__(self, found: None, owner: type[Map]) -> Key[T]: ...

    @overload
    def __get__(self, found: Map, owner: type[Map]) -> T: ...

    def __get__(self, found: Map | None, owner: type[Map]) -> Key[T] | T:
        return self if found is None else self.read(found)

    def keys(self) -> dict[str, Key[Any]]:
        """List the keys of the file that it stands for: itself."""
        return {self.name: self}

    def read(self, found: Map) -> T:
        """Read the value in a map, or give the default."""
        node = found.given.get(self.name)
        return cast("T", self._default) if node is None else self.value.read(node)


def needed(value: Value[T], about: str, missing: str = "has no `{}`") -> Key[T]:
    """Declare a key that must be given; `about` says what it is, `missing` is the error without it."""
    return Key(value, about, None, missing)


@overload
def optional(value: Value[T], about: str) -> Key[T | None]: ...


@overload
def optional(value: Value[T], about: str, default: T) -> Key[T]: ...


def optional(value: Value[T], about: str, default: T | None = None) -> Key[Any]:
    """Declare a key that may be left out; it is `default` then."""
    return Key(value, about, default)


class Map:
    """A map with these keys and no others, except for those that `more` allows.

    Args:
        node: the map.
        more: further keys, whose values are in `given` only.

    Raises:
        SettingError: it is no map, has a key that it can't have, or lacks one that it must have.
    """

    part: ClassVar[str] = ""
    """Its name among the schema's definitions."""

    later: ClassVar[Collection[str]] = ()
    """Keys that are refused as not supported yet."""

    declared: ClassVar[dict[str, Key[Any]]] = {}
    """The keys by their names in the file."""

    def __init_subclass__(cls, part: str = "") -> None:
        cls.part = part
        own = {name: one for key in vars(cls).values() if isinstance(key, Key) for name, one in key.keys().items()}
        cls.declared = {**own, **{name: key for name, key in cls.declared.items() if name not in own}}

    def __init__(self, node: YamlNode, more: Iterable[str] = ()) -> None:
        self.node = node
        self.given = node.keys((*self.declared, *more), self.later)
        for name, key in self.declared.items():
            if key.missing and name not in self.given:
                raise node.error(key.missing.format(name))

    @classmethod
    def as_value(cls) -> Value[Self]:
        """Return the type of such maps."""
        return Value(cls, ref(cls.part), (cls,))

    @classmethod
    def schema(cls, more: Mapping[str, Schema] | None = None) -> Schema:
        """Describe it; `more` are the schemas of further keys."""
        keys = {name: said(key.about, key.value.schema) for name, key in cls.declared.items()}
        required = [name for name, key in cls.declared.items() if key.missing]
        return mapping({**keys, **(more or {})}, required=required)


def definitions(maps: Iterable[type[Map]]) -> dict[str, Schema]:
    """Describe maps, and those that they refer to, by their parts."""
    found: dict[str, Schema] = {}
    for one in maps:
        if one.part not in found:
            found[one.part] = one.schema()
            found.update(definitions(part for key in one.declared.values() for part in key.value.parts))
    return found


TEXT = Value(YamlNode.text, json_schema.TEXT)
LITERAL = Value(YamlNode.literal, json_schema.LITERAL)
FLAG = Value(YamlNode.boolean, json_schema.FLAG)


def as_it_is(schema: Schema, *parts: type[Map]) -> Value[YamlNode]:
    """Return the type of what is read by somebody else."""
    return Value(lambda node: node, schema, parts)


def duration(lowest_ns: int, highest_ns: int = LONGEST_NS) -> Value[int]:
    """Return the type of durations in ns, both bounds included."""
    return Value(lambda node: node.duration(lowest_ns, highest_ns), json_schema.DURATION)


def integer(lowest: int, highest: int) -> Value[int]:
    """Return the type of whole numbers, both bounds included."""
    return Value(lambda node: node.integer(lowest, highest), json_schema.integer(lowest, highest))


def real(lowest: float, highest: float) -> Value[float]:
    """Return the type of numbers, both bounds included."""
    return Value(lambda node: node.real(lowest, highest), json_schema.NUMBER)
