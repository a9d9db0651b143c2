"""The log record processor: seals in place, never raises, and masks whatever it can't seal. It exports nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opentelemetry.sdk._logs import LogRecordProcessor

from sealog.notices import say_once
from sealog.processor.blackout import blacken
from sealog.processor.replace import Replacer
from sealog.processor.walk import Rebuild, collect
from sealog.records import attributes as names

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from opentelemetry.sdk._logs import ReadWriteLogRecord

    from sealog.correlate.uid import UidSource
    from sealog.detect.scanner import Scanner
    from sealog.keys.sealer import Sealer
    from sealog.processor.replace import ActionOf


class SealingProcessor(LogRecordProcessor):
    """Seals body, attributes (those of exceptions too) and event name of each record before the next processor.

    With no `sealer` it masks; `action_of` is the policy (see `Replacer`). It must be first in the chain:
    `sealog.install` sees to that. Safe from any thread.
    """

    def __init__(
        self, scanner: Scanner, sealer: Sealer | None, uids: UidSource, action_of: ActionOf | None = None
    ) -> None:
        self._scanner = scanner
        self._sealer = sealer
        self._uids = uids
        self._action_of = action_of

    def on_emit(self, log_record: ReadWriteLogRecord) -> None:
        """Seal one record in place."""
        try:
            self._seal(log_record.log_record)
        except Exception as error:  # noqa: BLE001 - the application must not see it, the store not the plaintext
            say_once("processor", f"a record could not be sealed and was blacked out ({type(error).__name__})")
            blacken(log_record.log_record)

    def enabled(self, **_: Any) -> bool:
        """Answer no: this processor emits nothing, so the others decide."""
        return False

    def shutdown(self) -> None:
        """Nothing is held back, so nothing is to be ended."""

    def force_flush(self, timeout_millis: int = 30000) -> bool:  # noqa: ARG002 - the SDK's signature
        """Nothing is held back."""
        return True

    def _seal(self, record: Any) -> None:
        attributes: MutableMapping[str, Any] = record.attributes
        foreign = attributes if names.OWN.isdisjoint(attributes) else _without_own(attributes)
        rule_of_key = self._scanner.entity_of_key
        texts: list[str] = [record.event_name or ""]
        must_rebuild = collect(record.body, texts, rule_of_key)
        must_rebuild |= collect(foreign, texts, rule_of_key)
        findings = self._scanner.scan_many(texts)
        if must_rebuild or findings is not None:
            replacer = Replacer(self._scanner, self._sealer, self._action_of)
            rebuild = Rebuild(replacer, iter(findings or [[] for _ in texts]), rule_of_key)
            record.event_name = rebuild.value(record.event_name or "", "$event_name") or record.event_name
            record.body = rebuild.value(record.body, "$")
            _update(attributes, foreign, rebuild.value(foreign, ""))
            _tell(attributes, replacer)
            if replacer.failed:
                say_once("seal", "a value could not be sealed and was masked")
        if names.UID not in attributes:
            _set(attributes, names.UID, self._uids.next())


def _without_own(attributes: MutableMapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in attributes.items() if key not in names.OWN}


def _update(attributes: MutableMapping[str, Any], old: Any, new: Any) -> None:
    if new is old:
        return
    for key in [key for key in old if key not in new]:
        del attributes[key]
    for key, value in new.items():
        if attributes.get(key) is not value:
            _set(attributes, key, value)


def _tell(attributes: MutableMapping[str, Any], replacer: Replacer) -> None:
    if replacer.entities:
        _set(attributes, names.ENTITIES, sorted(replacer.entities.union(attributes.get(names.ENTITIES) or ())))
    if replacer.indexes:
        _set(attributes, names.INDEX, [*(attributes.get(names.INDEX) or ()), *replacer.indexes])
    if replacer.key is not None:
        _set(attributes, names.KEY, _with_key(attributes.get(names.KEY), replacer.key.text))


def _with_key(present: Any, key: str) -> Any:
    if not present or present == key:
        return key
    keys = [present] if isinstance(present, str) else list(present)
    return keys if key in keys else [*keys, key]


def _set(attributes: Any, key: str, value: Any) -> None:
    # OpenTelemetry's attribute limits would cut a sealed value, which nothing could open again, or drop the oldest
    # attribute for ours. They were applied to the application's own values when the record was made.
    if getattr(attributes, "max_value_len", None) is not None:
        attributes.max_value_len = None
    if getattr(attributes, "maxlen", None) is not None:
        attributes.maxlen = None
    attributes[key] = value
