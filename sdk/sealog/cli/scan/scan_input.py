"""The input of `sealog scan` in one line: the line itself, one field of it, or a whole JSON record with its keys."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from sealog.records.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sealog.detect.engine.scanner import Scanner
    from sealog.processor.values.replace import Replacer
    from sealog.records.action import Action

    ActionOf = Callable[[str, str], Action]


Read: TypeAlias = "Callable[[str], Scanned]"


@dataclass(frozen=True)
class Scanned:
    """A line's findings. `paths` has one path for each finding if the line is a record, and is empty if it is text."""

    text: str
    findings: list[Finding]
    paths: list[str] = field(default_factory=list)
    error: str | None = None


def value_reader(scanner: Scanner, key: str) -> Read:
    """Return the function that scans a line as the value of an attribute."""
    from sealog.processor.values.replace import is_replacement

    rule = scanner.entity_of_key(key)
    if rule is None:
        return lambda line: Scanned(line, scanner.scan(line))
    if rule.action == "keep":
        return lambda line: Scanned(line, [])

    def read(line: str) -> Scanned:
        stays = is_replacement(line, scanner.entities) or (rule.excepts is not None and rule.excepts(line))
        return Scanned(line, [] if stays else [Finding(rule.entity, rule.group, 0, len(line))])

    return read


def field_reader(scanner: Scanner, name: str) -> Read:
    """Return the function that scans the string in one field of a JSON object."""

    def read(line: str) -> Scanned:
        record, error = _parse(line)
        value = record.get(name) if isinstance(record, dict) else None
        if isinstance(value, str):
            return Scanned(value, scanner.scan(value))
        return Scanned("", [], error=error or f"no string in field {name!r}")

    return read


def record_reader(scanner: Scanner) -> Read:
    """Return the function that scans a JSON object, or the records of OTLP/JSON, with keys as the processor would."""
    from sealog.processor.values.slots import Filling
    from sealog.processor.values.walk import Walk

    def read(line: str) -> Scanned:
        record, error = _parse(line)
        if error is not None or not isinstance(record, dict):
            return Scanned("", [], error=error or "no JSON object")
        notes = _Notes(scanner)
        for part in _parts(record):
            walk = Walk(scanner.entity_of_key)
            slot = walk.value(part)
            findings = scanner.scan_many(walk.texts) or [[] for _ in walk.texts]
            # Slots ask a replacer for a value's replacement; this one only notes where it was asked.
            Filling(cast("Replacer", notes), findings).value(slot, part, "")
        return Scanned("", notes.findings, notes.paths)

    return read


class _Notes:
    """A stand-in for a replacer, with its three methods, that notes what would be replaced."""

    def __init__(self, scanner: Scanner) -> None:
        self._entities = scanner.entities
        self.findings: list[Finding] = []
        self.paths: list[str] = []

    def has_made(self, text: str) -> bool:
        from sealog.processor.values.replace import is_replacement

        return is_replacement(text, self._entities)

    def replace(self, text: str, findings: Iterable[Finding], path: str, *, with_key: bool = False) -> str:
        del with_key  # nothing is sealed here
        for found in findings:
            self.findings.append(found)
            self.paths.append(path)
        return text

    def token(self, entity: str, value: str, path: str, *, with_key: bool = False, action: Action | None = None) -> str:
        del with_key
        if action != "keep":
            self.findings.append(Finding(entity, self._entities.get(entity, "person"), 0, len(value)))
            self.paths.append(path)
        return value


def _parse(line: str) -> tuple[Any, str | None]:
    try:
        return json.loads(line), None
    except (ValueError, RecursionError):
        return None, "not JSON"


def _parts(record: dict[str, Any]) -> Iterable[Any]:
    """Give the values to walk: the record, or body and attributes of each log record in OTLP/JSON."""
    resources = record.get("resourceLogs")
    if not isinstance(resources, list):
        yield record
        return
    for resource in filter(_is_map, resources):
        yield _attributes(resource.get("resource"))
        for scope in filter(_is_map, resource.get("scopeLogs") or ()):
            for log in filter(_is_map, scope.get("logRecords") or ()):
                yield {"body": _any_value(log.get("body"))}
                yield _attributes(log)


def _attributes(holder: Any) -> dict[str, Any]:
    pairs = holder.get("attributes") if _is_map(holder) else None
    if not isinstance(pairs, list):
        return {}
    return {str(pair.get("key")): _any_value(pair.get("value")) for pair in filter(_is_map, pairs)}


def _any_value(value: Any) -> Any:
    """Give the Python value of an OTLP AnyValue (opentelemetry/proto/common/v1/common.proto)."""
    if not _is_map(value):
        return None
    if _is_map(value.get("arrayValue")):
        return [_any_value(item) for item in value["arrayValue"].get("values") or ()]
    if _is_map(value.get("kvlistValue")):
        pairs = filter(_is_map, value["kvlistValue"].get("values") or ())
        return {str(pair.get("key")): _any_value(pair.get("value")) for pair in pairs}
    return next(iter(value.values()), None)


def _is_map(value: Any) -> bool:
    return isinstance(value, dict)
