"""Seals requests of logs and traces by the compiled half; it asks the Python code wherever something is not plain.

The compiled half reads a request, and says of most records that they are clean, or what is in them. Three kinds of
questions come back: keys that nobody has judged yet, texts that need all rules, and records that are odd. The odd ones
go the SDK's own way, one by one.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from opentelemetry.proto.common.v1.common_pb2 import KeyValue

from sealog.compiled import compiled
from sealog.crypto.authenticity import ids_in_use
from sealog.crypto.index_tag import MOST_TAGS
from sealog.crypto.pseudonym import MAX_OF_RECORD
from sealog.detect.engine.scanner import Scanner
from sealog.detect.model.scan_budget import VALUES as MOST_VALUES
from sealog.detect.structured.names import LISTS_OF_NAMES, ROWS, SPELLED_NAMES, VALUES, written_together
from sealog.metrics.tally import PROCESS
from sealog.processor.values.replace import is_replacement
from sealog.records import attributes as names
from sealog_exporters.sealing.log_records import PLAIN_LEVELS
from sealog_exporters.sealing.turns import StoppedError
from sealog_exporters.sealing.values import put_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sealog.detect.model.rule import KeyRule
    from sealog.keys.sealer import EntityCache, Sealer, SealingKey
    from sealog.processor.sealing import Sealing
    from sealog_exporters.otlp.signals import Signal

__all__ = ["CompiledSealing", "compiled_sealing"]

_NUMBERS = {"logs": 1, "traces": 2}
_NONCE_SIZE = 12
_NO_RULE, _LEFT, _SEALED, _OTHER = range(4)
_ROUNDS = 4
"""How often a request is read again for keys that are new; what is unknown then is odd."""

_MOST_CARRIED = 1024
_AT_ONCE = 1024
"""Values that are sealed in one step, some 2 ms of work; more than one item may have (`MOST_VALUES`)."""

_QUESTIONS = 256
"""Items that are asked about in one step: what is known of them is garbage before Python's collector visits it."""

_FEW = 16
_value = tuple.__new__  # what `_Value(…)` calls in the end; half the time


class _Value(NamedTuple):
    """One value of an item: its entity, what is sealed, and where it stands in the item's joined texts."""

    entity: str
    text: str
    start: int
    end: int


class CompiledSealing:
    """Reads and seals requests. Safe from any thread.

    `max_items` is how many records or spans a request may have.
    """

    def __init__(self, sealing: Sealing, sealer: Sealer, kinds: EntityCache, max_items: int) -> None:
        self._sealing = sealing
        self._scanner = sealing.scanner
        self._sealer = sealer
        self._kinds = kinds
        native: Any = self._scanner.native
        entities = set(self._scanner.entities)
        self._reader = compiled.RequestReader(native, sorted(PLAIN_LEVELS), entities, sealing.max_text, max_items)
        self._entities: dict[tuple[str, ...], bytes] = {}
        self._plain = self._plain_kinds()

    def _plain_kinds(self) -> Any:
        """Give what the compiled half must know to seal values without questions."""
        scanner = self._scanner
        of_entity: dict[str, Any] = {}
        for entity in set(scanner.entities_by_rank):
            kind, normalise = self._kinds[entity]
            if self._sealer.has_index_service and scanner.forms.tagged(entity):
                continue  # Python makes tags
            if normalise is None:
                of_entity[entity] = kind, None
            elif entity in scanner.forms.compiled_index_forms:
                of_entity[entity] = kind, scanner.forms.compiled_index_forms[entity]
        return compiled.PlainKinds([of_entity.get(entity) for entity in scanner.entities_by_rank], MOST_VALUES)

    def read(self, signal: Signal, body: bytes) -> Any:
        """Read a request; all its keys are known then, unless they are very many.

        Raises:
            ValueError: it is no request of this signal.
            OverflowError: it has too many items.
        """
        for _ in range(_ROUNDS):
            request = self._reader.read(_NUMBERS[signal.name], body, ids_in_use())
            unknown = request.unknown_keys()
            if not unknown:
                break
            for key in unknown:
                self._learn(key)
        return request

    def put_origin(self, request: Any, number: int, sealed: bytes) -> None:
        """Give a request the sealed fields of one of its resources or scopes, and remember them."""
        request.put_origin(self._reader, number, sealed)

    def fill(self, request: Any, pause: Callable[[], None], *, counts: bool) -> None:
        """Seal all that can be sealed at once; what is not is odd from now on. `counts`: records get pseudonyms.

        `pause` is called between two items, or some of them.
        """
        # With a policy Python decides what is done with each value; and it makes pseudonyms.
        if self._sealing.action_of is None and self._sealing.pseudonyms is None:
            self._fill_plain(request, pause)
        counters = PROCESS.values
        while questions := request.questions(self._reader, _QUESTIONS):
            try:
                counted = self._fill(request, questions, pause, counts=counts)
            except StoppedError:
                raise
            except Exception:  # noqa: BLE001 - record by record: what can't be sealed is masked
                for number, *_ in questions:
                    request.give_up(number)
                continue
            for values in counted.values():
                for value in values:
                    next(counters[value.entity, "sealed"])

    def _fill_plain(self, request: Any, pause: Callable[[], None]) -> None:
        """Have the compiled half seal what it can alone; what it can't is asked for as before."""
        counters = PROCESS.values
        while many := request.plain_values(self._plain, _AT_ONCE):
            pause()
            key = self._sealer.key()
            of_key, nonces = _attribute(names.KEY, key.text), os.urandom(_NONCE_SIZE * many)
            try:
                sealed = request.seal_plain(self._plain, key.data_key.quick, of_key, nonces)
            except Exception:  # noqa: BLE001 - a fault of the compiled half, which panics included
                return
            for entity, values in sealed.items():
                key.values_left -= values
                for _ in range(values):
                    next(counters[entity, "sealed"])

    def _fill(
        self, request: Any, questions: Sequence[Any], pause: Callable[[], None], *, counts: bool
    ) -> dict[int, list[_Value]]:
        """Do as `fill`; gives the values that were sealed, by item."""
        key = self._sealer.key()
        of_key = _attribute(names.KEY, key.text)
        fillings: list[tuple[int, list[Any], list[bytes]]] = []
        filled: dict[int, list[_Value]] = {}
        for number, joined, found, keyed in questions:
            pause()
            values = self._values(request, number, joined, found, keyed)
            if values is None:
                request.give_up(number)
                continue
            carried = [self._carried(values), of_key] if values else []
            if values and self._sealer.has_index_service and (tags := self._tags(key, values)):
                carried.append(_attribute(names.INDEX_TAG, tags))
            if counts and values and (pseudonyms := self._pseudonyms(values)):
                carried.append(_attribute(names.PSEUDONYM, pseudonyms))
            fillings.append((number, [self._spelled(value) for value in values], carried))
            filled[number] = values
        many = sum(map(len, filled.values()))
        key.values_left -= many
        for number in request.fill(key.data_key.quick, fillings, os.urandom(_NONCE_SIZE * many)):
            del filled[number]
        return filled

    def _learn(self, key: str) -> None:
        rule = self._sealing.rule_of_key(key)
        try:
            is_clean = not self._scanner.find(key)
        except UnicodeEncodeError:
            is_clean = False
        is_naming = key in SPELLED_NAMES or key in LISTS_OF_NAMES
        is_value = written_together(key) in VALUES or written_together(key) in ROWS
        self._reader.learn(key, _kind_of(rule), is_naming, is_value, is_clean)

    def _values(
        self,
        request: Any,
        number: int,
        joined: str,
        found: Sequence[tuple[str, int, int]] | None,
        keyed: Sequence[tuple[int, int, str]],
    ) -> list[_Value] | None:
        """Give the values of an item in their order; None if the item is not for this."""
        if found is None:
            try:
                found = [(entity, start, end) for entity, _, start, end in self._scanner.find_bounded(joined)]
            except Exception:  # noqa: BLE001 - too costly, or too many: the walk shortens such records
                return None
        elif len(found) > MOST_VALUES:
            return None
        values = [_value(_Value, (entity, joined[start:end], start, end)) for entity, start, end in found]
        if keyed:
            values = self._with_keyed(values, joined, keyed)
        if self._sealing.action_of is not None and not self._all_sealed(request, number, values):
            return None
        return values

    def _with_keyed(self, values: list[_Value], joined: str, keyed: Sequence[tuple[int, int, str]]) -> list[_Value]:
        """Add the texts under keys with a rule; nothing that was found in one is left, unless its rule excepts it."""
        for start, end, key in keyed:
            text = joined[start:end]
            rule = self._sealing.rule_of_key(key)
            if rule is not None and rule.excepts is not None and rule.excepts(text):
                continue
            values = [value for value in values if value.end <= start or value.start >= end]
            if rule is not None and not is_replacement(text, self._scanner.entities):
                values.append(_Value(rule.entity, text, start, end))
        values.sort(key=lambda value: value.start)
        return values

    def _all_sealed(self, request: Any, number: int, values: Sequence[_Value]) -> bool:
        action_of = self._sealing.action_of
        paths = request.paths(number, [value.start for value in values])
        return action_of is None or all(
            action_of(value.entity, path) == "seal" for value, path in zip(values, paths, strict=True)
        )

    def _spelled(self, value: _Value) -> tuple[Any, str | None, int, int]:
        kind, normalise = self._kinds[value.entity]
        return kind, None if normalise is None else normalise(value.text), value.start, value.end

    def _carried(self, values: Sequence[_Value]) -> bytes:
        entities = tuple([value.entity for value in values])
        if len(entities) > _FEW:
            entities = tuple(sorted(set(entities)))
        known = self._entities.get(entities)
        if known is None:
            if len(self._entities) >= _MOST_CARRIED:
                self._entities.clear()
            known = self._entities[entities] = _attribute(names.ENTITIES, tuple(sorted(set(entities))))
        return known

    def _tags(self, key: SealingKey, values: Iterable[_Value]) -> list[str]:
        forms = ((value.entity, self._scanner.forms.tag_form(value.entity, value.text)) for value in values)
        tagged = [(entity, form) for entity, form in forms if form is not None]
        return self._sealer.tags(key, tagged[: MOST_TAGS - 1], with_key=True)

    def _pseudonyms(self, values: Iterable[_Value]) -> tuple[str, ...]:
        pseudonyms = self._sealing.pseudonyms
        if pseudonyms is None:
            return ()
        made = (
            pseudonyms(value.entity, self._scanner.normalise(value.entity, value.text))
            for value in values
            if value.entity in pseudonyms.entities
        )
        return tuple(dict.fromkeys(made))[:MAX_OF_RECORD]


def compiled_sealing(sealing: Sealing, max_items: int) -> CompiledSealing | None:
    """Give what seals requests by the compiled half; None where there is none, or nothing to seal with."""
    sealer = sealing.sealer
    # What a scanner of another class finds, such as names in prose, the compiled half does not know.
    if compiled is None or sealer is None or type(sealing.scanner) is not Scanner or sealing.scanner.native is None:
        return None
    kinds = sealer.kinds(sealing.scanner.forms.normaliser_of)
    return None if kinds is None else CompiledSealing(sealing, sealer, kinds, max_items)


def _kind_of(rule: KeyRule | None) -> int:
    if rule is None:
        return _NO_RULE
    if rule.action is None:
        return _SEALED
    return {"keep": _LEFT, "seal": _SEALED}.get(rule.action, _OTHER)


def _attribute(name: str, value: Any) -> bytes:
    pair = KeyValue(key=name)
    put_value(pair.value, value)
    return pair.SerializeToString()
