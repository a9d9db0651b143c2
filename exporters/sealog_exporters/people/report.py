"""A person's records as that person may see them: own values opened, those of others named by a number.

Regulation (EU) 2016/679, Article 15: what is kept, what for, who gets it, for how long; and nothing of other people
(paragraph 4). Which values are whose is told by blind index, and by opening values of the entities that the subject
has in records that one of the indexes found.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from sealog.crypto.spelling import NO_INDEX, find_sealed_values, parse_sealed_value
from sealog_exporters.store.fields import further_fields
from sealog_exporters.store.interface import StoredRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from typing_extensions import Self

    from sealog.detect.engine.scanner import Scanner
    from sealog.gatekeeper.opened import OpenedValue
    from sealog.policy.people import People
    from sealog_exporters.people.subject import Subject

    OpenOne = Callable[[str, Iterable[str]], OpenedValue]

__all__ = ["Findings", "Gap", "Report", "moment"]


@dataclass(frozen=True)
class Gap:
    """Something that could not be searched, and why."""

    what: str
    why: str


class Findings:
    """The records of a person, sealed, in a file without a name; memory holds one at a time."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed by `__exit__`
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, store: str, record: StoredRecord) -> None:
        """Keep one more record."""
        self._file.write(json.dumps([store, asdict(record)], ensure_ascii=True, default=str) + "\n")
        self.count += 1

    def __iter__(self) -> Iterator[tuple[str, StoredRecord]]:
        self._file.flush()
        self._file.seek(0)
        for line in self._file:
            store, fields = json.loads(line)
            yield store, StoredRecord(**fields)

    def tokens(self, subject: Subject) -> dict[str, list[str]]:
        """Give each sealed value that has to be opened: the person's own, and those that may be theirs.

        Each has the sealed data keys of its first record.
        """
        entities = {entity for entity, _ in subject.known_by_opening}
        indexes = frozenset(subject.indexes)
        wanted: dict[str, list[str]] = {}
        for _, record in self:
            for _, text in texts_of(record):
                for start, end in find_sealed_values(text):
                    token = text[start:end].removesuffix("~")
                    sealed = parse_sealed_value(token)
                    if sealed.index in indexes or (sealed.index == NO_INDEX and sealed.entity in entities):
                        wanted.setdefault(token, record.keys)
        return wanted


class Report:
    """Writes records for one person.

    `unopened` counts the person's own values that did not open, by outcome, and `doubted` what is odd about those that
    did, by kind (`Doubt`).
    """

    def __init__(self, subject: Subject, people: People, open_one: OpenOne, scanner: Scanner) -> None:
        self._indexes = frozenset(subject.indexes)
        self._by_opening = subject.known_by_opening
        self._entities = {entity for entity, _ in self._by_opening}
        self._people = people
        self._open_one = open_one
        self._scanner = scanner
        self._others: dict[tuple[str, str], str] = {}
        self._numbers: dict[str, int] = {}
        self.opened = 0
        self.unopened: Counter[str] = Counter()
        self.doubted: Counter[str] = Counter()
        self.entities: dict[str, int] = {}
        self.services: dict[str, int] = {}

    def record(self, store: str, record: StoredRecord) -> dict[str, Any]:
        """Give one record as the person sees it."""
        self.services[record.service] = self.services.get(record.service, 0) + 1
        fields = {name: self._shown(text, record) for name, text in texts_of(record)}
        return {
            "time": moment(record.time_unix_nano),
            "store": store,
            "service": record.service,
            "purposes": list(self._people.purposes_of(record.service)),
            "severity": record.severity_text,
            "id": record.uid,
            "body": fields.pop("body", ""),
            "fields": fields,
        }

    def _shown(self, text: str, record: StoredRecord) -> str:
        pieces: list[str] = []
        position = 0
        for start, end in find_sealed_values(text):
            pieces += (text[position:start], self._value(text[start:end].removesuffix("~"), record.keys))
            position = end
        return "".join((*pieces, text[position:]))

    def _value(self, token: str, keys: list[str]) -> str:
        sealed = parse_sealed_value(token)
        entity = sealed.entity
        if sealed.index in self._indexes:
            opened = self._open_one(token, keys)
            if opened.value is None:
                self.unopened[opened.outcome] += 1
                return f"<{entity}: yours, and can't be opened ({opened.outcome})>"
            return self._own(entity, opened)
        if sealed.index == NO_INDEX and entity in self._entities:
            opened = self._open_one(token, keys)
            if opened.value is not None and self._is_theirs(entity, opened.value):
                return self._own(entity, opened)
        return self._other(entity, token if sealed.index == NO_INDEX else sealed.index)

    def _is_theirs(self, entity: str, value: str) -> bool:
        return (entity, self._scanner.normalise(entity, value)) in self._by_opening

    def _own(self, entity: str, opened: OpenedValue) -> str:
        self.opened += 1
        self.entities[entity] = self.entities.get(entity, 0) + 1
        self.doubted.update(doubt.kind for doubt in opened.doubts)
        return str(opened.value)

    def _other(self, entity: str, identity: str) -> str:
        """Name a value of somebody else, or of nobody known; the same index has the same number."""
        name = self._others.get((entity, identity))
        if name is None:
            self._numbers[entity] = self._numbers.get(entity, 0) + 1
            name = self._others[entity, identity] = f"<{entity} {self._numbers[entity]}>"
        return name


def texts_of(record: StoredRecord) -> Iterator[tuple[str, str]]:
    """Give name and text of the body and of each other field that holds a sealed value."""
    yield "body", record.body_text
    yield from further_fields(record)


def moment(time_ns: int) -> str:
    """Spell a time of a record; the empty text for one that has none."""
    if not time_ns:
        return ""
    return datetime.fromtimestamp(time_ns / 1e9, timezone.utc).isoformat(timespec="milliseconds")


def about(people: People, services: Mapping[str, int]) -> dict[str, Any]:
    """Give what a policy says about the keeping of these services' records."""
    return {
        "controller": people.controller,
        "purposes": {service or "(no service)": list(people.purposes_of(service)) for service in sorted(services)},
        "recipients": list(people.recipients),
        "retention": people.retention,
        "rights": people.rights,
    }
