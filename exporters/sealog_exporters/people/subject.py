"""Who a person is: the identifiers of a subject file, and the blind indexes that they have. It asks no store."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from sealog.errors import SettingError
from sealog.policy.spot import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sealog.crypto.value_indexes import Forms
    from sealog.detect.engine.scanner import Scanner
    from sealog.policy.spot import Spot

__all__ = ["Identifier", "IndexesOf", "Subject", "read_subject"]

IndexesOf: TypeAlias = "Callable[[Sequence[Forms]], Sequence[Sequence[str]]]"
"""Gives the blind indexes of each value, newest epoch first."""

_ENTITY = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_MOST_BYTES = 1 << 20
_MOST = 1000
_EMPTY = "is empty; `identifiers: {email_address: …}` is the shortest subject"


@dataclass(frozen=True)
class Identifier:
    """One value of a person. `normal` is what all its spellings share; `indexes` has its blind index of each epoch.

    `why_not` says why it can't be searched for; then it has no index. With `is_tagged` its sealed values don't name
    their index, which the index service made.
    """

    entity: str
    normal: str = field(repr=False)
    indexes: tuple[str, ...]
    why_not: str = ""
    is_tagged: bool = False


@dataclass(frozen=True)
class Subject:
    """A person, by identifiers in the order of the file."""

    identifiers: tuple[Identifier, ...]

    @property
    def indexes(self) -> tuple[str, ...]:
        """Every blind index of the person, each once."""
        return tuple(dict.fromkeys(index for one in self.identifiers for index in one.indexes))

    @property
    def known_by_opening(self) -> frozenset[tuple[str, str]]:
        """Entity and normal form of each value whose sealed values have no index, so that only opening tells it."""
        return frozenset((one.entity, one.normal) for one in self.identifiers if one.is_tagged or not one.indexes)

    def canonical(self) -> bytes:
        """Give the same bytes for the same identifiers, however they are written and in whatever order."""
        return b"\0".join(sorted(f"{one.entity}\x1f{one.normal}".encode() for one in self.identifiers))


def read_subject(path: Path, scanner: Scanner, indexes_of: IndexesOf) -> Subject:
    """Read a subject file: a map `identifiers` of entities, each with a value or a list of values.

    The scanner is that of the applications' policy, which says which entities have an index. `indexes_of` is asked
    once.

    Raises:
        SettingError: it can't be read, or is no subject file; names file, line and key, and never a value.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
        text = raw.decode("utf-8")
    except OSError as error:
        raise SettingError(f"{path}: can't be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise SettingError(f"{path}: is not UTF-8 (byte {error.start})") from None
    if len(raw) > _MOST_BYTES:
        raise SettingError(f"{path}: is larger than {_MOST_BYTES} bytes")
    root = read_yaml(text, str(path), quote=False, shortest=_EMPTY)
    values = [one for spot in _by_entity(root, scanner) for one in _values(spot)]
    if len(values) > _MOST:
        raise SettingError(f"{path}: has {len(values)} values; {_MOST} are the most")
    forms = [
        (entity, scanner.index_form(entity, value), scanner.forms.tag_form(entity, value)) for entity, value in values
    ]
    found = [
        Identifier(
            entity,
            form or scanner.normalise(entity, value),
            tuple(indexes),
            "" if indexes else _why_not(scanner, entity),
            tag_form is not None,
        )
        for (entity, value), (_, form, tag_form), indexes in zip(values, forms, indexes_of(forms), strict=True)
    ]
    return Subject(tuple(dict.fromkeys(found)))


def _why_not(scanner: Scanner, entity: str) -> str:
    if scanner.forms.tagged(entity):
        return "the index service finds such a value, and its keyring is not at hand (SEALOG_INDEX_KEYRING)"
    if scanner.indexed(entity):
        return "this value has no blind index, because it can be guessed (docs/decisions/014-guessable-ibans.md)"
    return (
        f"{entity} has no blind index (`index` in the policy gives it one): such a value is found only in records that"
        " another identifier finds"
    )


def _by_entity(root: Spot, scanner: Scanner) -> list[Spot]:
    if not root.is_map():
        raise root.error("must be a map with `identifiers`")
    found: list[Spot] | None = None
    for key, value in root.node.value:
        if str(key.value) != "identifiers" or found is not None:
            # A key may be somebody's address that was written in the wrong place.
            raise type(root)(key, root.file).error("a subject file has one key, `identifiers`")
        found = _entities(type(root)(value, root.file, "identifiers"), scanner)
    if not found:
        raise root.error("`identifiers` is missing or empty")
    return found


def _entities(spot: Spot, scanner: Scanner) -> list[Spot]:
    if not spot.is_map():
        raise spot.error("must be a map of entities, such as `email_address:`")
    known = {*scanner.entities}
    found = []
    for key, value in spot.node.value:
        name = str(key.value) if key.id == "scalar" else ""
        place = type(spot)(key, spot.file, spot.name)
        if not _ENTITY.fullmatch(name):
            raise place.error("a key here is an entity's name, such as email_address; its value stands behind it")
        if name not in known and not scanner.indexed(name):
            raise place.error(f"no entity {name}; `sealog policy show` lists them (SEALOG_POLICY names the policy)")
        found.append(type(spot)(value, spot.file, f"{spot.name}.{name}"))
    return found


def _values(spot: Spot) -> list[tuple[str, str]]:
    entity = spot.name.removeprefix("identifiers.")
    spots = spot.items() if spot.node.id == "sequence" else [spot]
    return [(entity, _value(one)) for one in spots]


def _value(spot: Spot) -> str:
    """Read a scalar as it is written: 0049… is a text, whatever YAML makes of it."""
    written = spot.node.value if spot.node.id == "scalar" else ""
    if not isinstance(written, str) or not written.strip() or spot.node.tag.endswith(":null"):
        raise spot.error("must be a value of the person; put quotes around it if it is one")
    return written.strip()
