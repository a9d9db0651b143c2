"""The log record processor: seals in place, never raises, and masks whatever it can't seal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opentelemetry.attributes import BoundedAttributes
from opentelemetry.sdk._logs import LogRecordProcessor

from sealog.correlate.correlation import Correlation
from sealog.correlate.span_errors import ERROR
from sealog.crypto.authenticity import brought
from sealog.detect.model.scan_budget import TooCostlyError
from sealog.notices import say_once
from sealog.processor.blackout import blacken
from sealog.processor.carried import GIVEN, carried, foreign, is_handed_over, is_ours, keys_in, renamed
from sealog.processor.late import LateAttributes, late_attributes, put
from sealog.processor.limits.bounds import cut_attributes
from sealog.processor.limits.shares import Limits
from sealog.processor.origins import Origins
from sealog.processor.sealing import Sealing, TooLongError
from sealog.processor.values.shapes import text_of
from sealog.processor.values.walk import Walk
from sealog.records import attributes as names

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from opentelemetry.sdk._logs import ReadableLogRecord, ReadWriteLogRecord

    from sealog.correlate.uid import UidSource
    from sealog.detect.engine.scanner import Scanner
    from sealog.keys.sealer import Sealer

_PLAIN_LEVELS = frozenset({None, "DEBUG", "INFO", "WARN", "WARNING", "ERROR", "FATAL", "CRITICAL", "NOTSET", "TRACE"})


class SealingProcessor(LogRecordProcessor):
    """Seals body, attributes (also those of exceptions), names and resource of each record before the next processor.

    `sealog.install` makes it and puts it first in the chain. With no `sealer` it masks. `max_value` is the length
    limit of attributes that OpenTelemetry would apply: ours cuts no sealed value. `correlation` says where a record's
    trace may come from. Safe from any thread.
    """

    def __init__(
        self,
        scanner: Scanner,
        sealer: Sealer | None,
        uids: UidSource,
        *,
        sealing: Sealing | None = None,
        max_value: int | None = None,
        correlation: Correlation | None = None,
    ) -> None:
        self._sealing = sealing or Sealing(scanner, sealer)
        self._origins = Origins(self._sealing)
        self._uids = uids
        self._max_value = max_value
        self._correlation = correlation or Correlation()
        self._late = late_attributes(self._seal_late)

    def on_emit(self, log_record: ReadWriteLogRecord) -> None:
        """Seal one record in place."""
        try:
            self._seal(log_record)
        except Exception as error:  # noqa: BLE001 - the application must not see it, the store not the plaintext
            say_once("processor", f"a record could not be sealed and was blacked out ({type(error).__name__})")
            blacken(log_record)

    def enabled(self, **_: Any) -> bool:
        """Answer no: this processor emits nothing, so the others decide."""
        return False

    def shutdown(self) -> None:
        """Nothing is held back, so nothing is to be ended."""

    def force_flush(self, timeout_millis: int = 30000) -> bool:  # noqa: ARG002 - the SDK's signature
        """Nothing is held back."""
        return True

    def is_untouched(self, record: ReadableLogRecord | ReadWriteLogRecord) -> bool:
        """Tell whether a record is as this processor left it.

        A body with a list or mapping never counts as unchanged: even the application may have changed it since.
        """
        seen = record.log_record.attributes
        body = record.log_record.body
        return (
            isinstance(seen, self._late)
            and seen.sealed_body is body
            and seen.sealed_event_name is record.log_record.event_name
            and (body is None or isinstance(body, (str, bytes, bool, int, float)))
        )

    def _seal(self, data: Any) -> None:
        record = data.log_record
        attributes: MutableMapping[str, Any] = record.attributes
        event_name = record.event_name
        if event_name is not None and type(event_name) is not str:
            record.event_name = text_of(event_name)
        if self._max_value is not None:
            _update(attributes, cut_attributes(foreign(attributes), self._max_value, self._sealing.scanner))
        # Walking a plain dictionary takes a third of the time that the SDK's locked mapping takes.
        present: dict[str, Any] = attributes.copy()  # type: ignore[attr-defined]  # the SDK's attributes have it
        if self._correlation.baggage:
            _update(attributes, self._correlation.brought(present))
            present = attributes.copy()  # type: ignore[attr-defined]  # same
        if present:
            own = not names.OWN.isdisjoint(present)
            present = self._sealed_again(record, attributes, present) if own else self._fitted(record, present)
            self._correlation.adopt(record, present)
        elif type(record.body) is str and not event_name:
            try:
                present = self._sealed_text(record, record.body)
            except TooLongError as error:
                present = self._shortened(record, {}, error.limits)
        else:
            present = self._fitted(record, present)
        if record.severity_text not in _PLAIN_LEVELS:
            record.severity_text = self._sealing.value(text_of(record.severity_text), "$severity_text", with_key=True)
        data.instrumentation_scope, data.resource = self._origins.both(data.instrumentation_scope, data.resource)
        if (getattr(record.severity_number, "_value_", None) or 0) >= ERROR:  # `value` is a property of the number
            self._correlation.tell_span(record, present)
        if names.UID not in present:
            present[names.UID] = self._uids.next()
        put(attributes, present, self._late, record.body, record.event_name)

    def _sealed_again(self, record: Any, attributes: Any, present: dict[str, Any]) -> dict[str, Any]:
        """Do as `_fitted` for a record of the application with attributes that have names of ours."""
        if not self._is_again(attributes, present):
            present = _given(attributes, present)
        with brought(keys_in(present)):
            return self._fitted(record, present)

    def _is_again(self, attributes: Any, present: Mapping[str, Any]) -> bool:
        """Tell whether attributes with names of ours are ours: our handler began sealing the record, or it was sealed.

        A record that another process sealed has its data key.
        """
        uid = present.get(names.UID)
        return (
            isinstance(attributes, LateAttributes)
            or (isinstance(uid, str) and uid.startswith(f"{self._uids.stream}-"))
            or is_handed_over()
            or (
                bool(keys_in(present)) and all(is_ours(name, present[name]) for name in names.OWN.intersection(present))
            )
        )

    def _fitted(self, record: Any, present: dict[str, Any]) -> dict[str, Any]:
        """Do as `_sealed`, also for a record that is too long."""
        try:
            return self._sealed(record, present)
        except TooLongError as error:
            return self._shortened(record, dict(foreign(present)), error.limits)

    def _shortened(self, record: Any, old: Mapping[str, Any], limits: Limits) -> dict[str, Any]:
        """Do as `_sealed` for a record that is too long; it keeps as many characters as it may have."""
        whole = [record.event_name, record.body, *old.values()]
        while True:
            record.event_name, record.body, *values = self._sealing.shorten(whole, limits)
            _update(record.attributes, dict(zip(old, values, strict=True)))
            try:
                return self._sealed(record, record.attributes.copy(), limits=limits)
            except TooLongError as error:
                limits = error.limits

    def _sealed(self, record: Any, present: dict[str, Any], *, limits: Limits | None = None) -> dict[str, Any]:
        """Seal event name and body in place; give the attributes sealed, `present` itself if nothing in it changed."""
        walk = Walk(self._sealing.rule_of_key)
        texts = walk.texts
        event_name, body, body_slot = record.event_name, record.body, None
        if event_name:
            texts.append(event_name)
        number = len(texts)
        if type(body) is str:
            texts.append(body)  # as the walk does, without the calls
        else:
            body_slot = walk.value(body)
        old = foreign(present) if present else present
        slot = walk.mapping(old) if old else None
        filling = self._sealing.look(walk, limits=limits)
        if filling is None:
            return present
        if event_name:
            record.event_name = filling.text(0, event_name, "$event_name") or event_name
        is_text = type(body) is str
        record.body = filling.text(number, body, "$") if is_text else filling.value(body_slot, body, "$")
        new: Any = filling.value(slot, old, "")
        if new is not old:
            present = {key: value for key, value in present.items() if key not in old} | new
            present.pop("", None)  # a name that was dropped; OpenTelemetry allows no empty one
        present.update(carried(present, filling.replacer))
        return present

    def _sealed_text(self, record: Any, body: str) -> dict[str, Any]:
        """Do as `_sealed` for a record that is only a text, as most are: without a walk."""
        sealing = self._sealing
        if len(body) > sealing.max_text:
            raise TooLongError(Limits(sealing.max_text, len(body)))
        try:
            findings = sealing.scanner.find_bounded(body)
        except UnicodeEncodeError:  # a lone surrogate, which has to be spelled out
            return self._sealed(record, {})
        except TooCostlyError as error:
            raise sealing.too_long(error, [body]) from None
        if not findings:
            return {}
        replacer = sealing.replacer()
        record.body = replacer.replace(body, findings, "$")
        return carried({}, replacer)

    def _seal_late(self, attributes: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
        if key in names.OWN:
            key = GIVEN + key
        (new,), replacer = self._sealing.sealed(({key: value},), ("",))
        return dict(new) if replacer is None else {**new, **carried(attributes, replacer)}


def _given(attributes: MutableMapping[str, Any], present: dict[str, Any]) -> dict[str, Any]:
    """Rename the application's attributes that have names of ours."""
    new = renamed(present)
    for name in new:
        del attributes[name.removeprefix(GIVEN)]
    _update(attributes, new)
    return attributes.copy()  # type: ignore[attr-defined,no-any-return]  # the SDK's attributes have it


def _update(attributes: MutableMapping[str, Any], new: Mapping[str, Any]) -> None:
    for key, value in new.items():
        if attributes.get(key) is not value:
            _set(attributes, key, value)


def _set(attributes: Any, key: str, value: Any) -> None:
    # OpenTelemetry's attribute limits would cut a sealed value, which nothing could open again, or drop the oldest
    # attribute for ours. They were applied to the application's own values when the record was made.
    if getattr(attributes, "max_value_len", None) is not None:
        attributes.max_value_len = None
    if getattr(attributes, "maxlen", None) is not None:
        attributes.maxlen = None
    BoundedAttributes.__setitem__(attributes, key, value)
