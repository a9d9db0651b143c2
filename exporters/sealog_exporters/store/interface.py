"""The interface of log stores: queries and records."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from sealog.records import attributes as names
from sealog_exporters.store.entities import entities_by_attribute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from typing_extensions import Self

    from sealog_exporters.event import AttributeValue

__all__ = [
    "DEFAULT_LIMIT",
    "EVERYTHING",
    "Countable",
    "EntityCount",
    "KeepsSpans",
    "Replayable",
    "Searchable",
    "Selection",
    "Selective",
    "Store",
    "StoreType",
    "StoredRecord",
    "TemplateCount",
    "Templated",
    "as_text",
    "key_prefix",
    "texts",
]

_VERSION = "service.version"

DEFAULT_LIMIT = 100
"""Records of one answer by default."""


@dataclass(frozen=True)
class Selection:
    """Which records are wanted: of a time, `from_ns` included and `to_ns` not (ns since the epoch), a service, a trace.

    Empty texts ask for any. `version` is the resource's `service.version`, `entity` one that was sealed or masked,
    `min_severity` OpenTelemetry's severity number; `traceless` asks for records without a trace. `attribute` names one
    in which the `entity` was sealed or masked, as counts spell it (`counted_name`).
    """

    from_ns: int = 0
    to_ns: int = 2**63 - 1
    service: str = ""
    trace_id: str = ""
    version: str = ""
    min_severity: int = 0
    entity: str = ""
    traceless: bool = False
    attribute: str = ""

    def holds(self, record: StoredRecord) -> bool:
        """Tell whether a record is wanted."""
        return (
            self.from_ns <= record.time_unix_nano < self.to_ns
            and self.service in {"", record.service}
            and self.trace_id in {"", record.trace_id}
            and self.version in {"", record.version}
            and self.min_severity <= record.severity_number
            and (not self.entity or self.entity in record.entities)
            and not (self.traceless and record.trace_id)
            and (not self.attribute or (self.entity, self.attribute) in entities_by_attribute(record.attributes))
        )


EVERYTHING = Selection()


@dataclass(frozen=True)
class StoredRecord:
    """One log record as a store gives it back, sealed as it came.

    The fields are those of `Event`; `time_unix_nano` is in ns since the Unix epoch, `uid` is empty for a record
    that sealog did not mint. What an application wrote stays out of the repr.
    """

    uid: str
    time_unix_nano: int
    severity_number: int
    severity_text: str
    service: str
    trace_id: str
    span_id: str
    body: AttributeValue = field(repr=False)
    attributes: Mapping[str, AttributeValue] = field(repr=False)
    resource: Mapping[str, AttributeValue] = field(repr=False)
    scope: str = ""
    event_name: str = field(default="", repr=False)

    @property
    def version(self) -> str:
        """The resource's `service.version`, or the empty string."""
        value = self.resource.get(_VERSION)
        return value if isinstance(value, str) else ""

    @property
    def template_id(self) -> str:
        """The id of its template, or the empty string where none was stamped."""
        value = self.attributes.get(names.TEMPLATE_ID)
        return value if isinstance(value, str) else ""

    @property
    def body_text(self) -> str:
        """The body as text: a string as it is, nothing as the empty string, anything else as JSON."""
        return as_text(self.body)

    @property
    def keys(self) -> list[str]:
        """The sealed data keys that the record carries (`key1~…`)."""
        return texts(self.attributes.get(names.KEY))

    @property
    def indexes(self) -> list[str]:
        """The blind indexes that the record carries."""
        return texts(self.attributes.get(names.INDEX))

    @property
    def entities(self) -> list[str]:
        """The entities that were sealed or masked in the record."""
        return texts(self.attributes.get(names.ENTITIES))


class Searchable(Protocol):
    """A store that finds people's records by blind index.

    Both methods raise `StoreError`, which names the store.
    """

    def search_index(self, index: str, limit: int = DEFAULT_LIMIT) -> list[StoredRecord]:
        """Give the records that hold a blind index, newest first, at most `limit`."""
        ...

    def sealed_keys(self, data_key_id: str) -> list[str]:
        """Give every sealed data key with this id (6 base64url characters): an id is a hint, no proof."""
        ...


@runtime_checkable
class Selective(Protocol):
    """A store that selects by itself, so that other records are not read."""

    def find(self, indexes: Sequence[str], only: Selection = EVERYTHING) -> Iterator[StoredRecord]:
        """Give every wanted record that holds one of some blind indexes, newest first, a page at a time.

        Raises `StoreError`, which names the store, also while it is read.
        """
        ...


@runtime_checkable
class KeepsSpans(Protocol):
    """A store that keeps spans beside its records."""

    @property
    def spans(self) -> Selective:
        """The spans, which are found as records."""
        ...


class Countable(Protocol):
    """A store that lists all record ids, to prove that none was lost."""

    def uids(self) -> Iterator[str]:
        """Give the id of every record that sealog minted, once for each stored copy, in any order.

        Raises `StoreError`, which names the store, also while it is read.
        """
        ...


class Replayable(Protocol):
    """A store whose records can be read in the order of their times."""

    def history(self, from_ns: int, to_ns: int) -> Iterator[StoredRecord]:
        """Give the records of a time, `from_ns` included and `to_ns` not (ns since the epoch), oldest first.

        Raises `StoreError`, which names the store, also while it is read.
        """
        ...


class Store(Searchable, Countable, Replayable, Protocol):
    """A store that every command can read. Leaving its block closes it."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


@dataclass(frozen=True)
class TemplateCount:
    """What was counted of one template in a service, version and severity number.

    `size` is in bytes of bodies as UTF-8; None where a store does not count it. Times are ns since the epoch.
    `traceless`: without a trace id. `ahead`: from the future of who observed them; `behind`: observed late; `again`:
    those that were there already and were passed over, which no other count has; all None where not counted.
    """

    template: str
    service: str
    version: str
    severity: int
    records: int
    first_ns: int
    last_ns: int
    traceless: int
    text: str = ""
    size: int | None = None
    ahead: int | None = None
    behind: int | None = None
    again: int | None = None


@dataclass(frozen=True)
class EntityCount:
    """In how many records of a template and service an entity was sealed or masked."""

    template: str
    service: str
    entity: str
    records: int


@runtime_checkable
class Templated(Protocol):
    """A store of records that carry their template's id, and what was counted of them.

    All methods raise `StoreError`, which names the store, also while they are read.
    """

    def select(self, templates: Sequence[str], only: Selection = EVERYTHING) -> Iterator[StoredRecord]:
        """Give every wanted record that carries one of some templates' ids, newest first; no ids ask for any."""
        ...

    def template_counts(self, from_ns: int, to_ns: int) -> Iterator[TemplateCount]:
        """Give the counts of whole minutes (ns since the epoch); the template is empty for records without an id."""
        ...

    def entity_counts(self, from_ns: int, to_ns: int) -> Iterator[EntityCount]:
        """Give the counts of entities in whole minutes (ns since the epoch)."""
        ...

    def template_series(self, templates: Sequence[str], from_ns: int, to_ns: int, step_ns: int) -> list[int]:
        """Count the records of some templates' ids in steps of whole minutes, the oldest first."""
        ...


@dataclass(frozen=True)
class StoreType:
    """A kind of store, as `--store` names it.

    Args:
        about: how it is named, for messages, such as `an http:// or https:// URL`.
        schemes: what stands before `://` in its name; empty where nothing does.
        open: opens the store of a name for reading. The second argument says which of its indices are read; a store
            without indices ignores it.
    """

    about: str
    schemes: tuple[str, ...]
    open: Callable[[str, str], Store]


def as_text(body: AttributeValue) -> str:
    """Give a body, of values that JSON has, as text: see `StoredRecord.body_text`."""
    if isinstance(body, str):
        return body
    return "" if body is None else json.dumps(body, ensure_ascii=False)


def key_prefix(data_key_id: str) -> str:
    """Give the beginning of a sealed data key with this id (docs/spec/sealed-value.md)."""
    return f"key1~{data_key_id}~"


def texts(value: AttributeValue) -> list[str]:
    """Give an attribute that is one string or a list of strings as a list; anything else is left out."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [item for item in value if isinstance(item, str)]
    return []
