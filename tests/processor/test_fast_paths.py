"""The quick ways through the processor give what the plain ones give."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.attributes import BoundedAttributes
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.util.instrumentation import InstrumentationScope

from sealog.crypto.spelling import parse_sealed_value
from sealog.detect.engine.scanner import default_scanner
from sealog.keys.sealer import Sealer
from sealog.processor.late import late_attributes, put
from sealog.processor.origins import Origins
from sealog.processor.sealing import Sealing
from sealog.processor.values.replace import Replacer
from sealog.processor.values.slots import Filling
from sealog.processor.values.walk import Walk
from support import keyring

if TYPE_CHECKING:
    from collections.abc import Mapping

SCANNER = default_scanner()
EMAIL = "fast@example.com"

leaves = (
    st.sampled_from([EMAIL, f"from {EMAIL} at 192.0.2.7", "clean", "", "a\ud800b", 4111111111111111, 2**70, b"\xff"])
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
)
keys = st.sampled_from(["a", "user.email", "password", EMAIL, "http.route"]) | st.text(max_size=4)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple) | st.dictionaries(keys, inner, max_size=3)
    ),
    max_leaves=10,
)


class FillingAll(Filling):
    """Fills all slots."""

    def has_work(self, first: int, last: int) -> bool:  # noqa: ARG002 - see `Filling`
        return True


@given(st.lists(values, max_size=4))
def test_skipping_what_has_no_findings_gives_what_filling_all_of_it_gives(parts: list[Any]) -> None:
    walk = Walk(SCANNER.entity_of_key)
    slots = [walk.value(part) for part in parts]
    findings = SCANNER.scan_many(walk.texts) or [[] for _ in walk.texts]
    spoiled = any("\ud800" <= letter <= "\udfff" for text in walk.texts for letter in text)
    skipping, filling = (
        kind(Replacer(SCANNER, None), findings, encodable=not spoiled) for kind in (Filling, FillingAll)
    )
    quick = [skipping.value(slot, part, "$") for slot, part in zip(slots, parts, strict=True)]
    assert repr(quick) == repr([filling.value(slot, part, "$") for slot, part in zip(slots, parts, strict=True)])
    assert skipping.replacer.entities == filling.replacer.entities


@given(st.dictionaries(st.text(min_size=1, max_size=5), st.text(max_size=9) | st.integers(), max_size=5))
def test_attributes_put_in_at_once_are_those_that_are_written_one_by_one(new: dict[str, Any]) -> None:
    late = late_attributes(_never)
    at_once, one_by_one = (BoundedAttributes(3, {"old": 1, "other": "x"}, immutable=False) for _ in range(2))
    one_by_one._dict = OrderedDict(one_by_one._dict)  # an SDK that keeps them otherwise
    for attributes in (at_once, one_by_one):
        put(attributes, dict(new), late, "body", None)
    assert dict(at_once) == dict(one_by_one) == new
    assert isinstance(at_once, late)
    assert isinstance(one_by_one, late)


@given(st.lists(st.text(min_size=1, max_size=300), max_size=30))
def test_what_is_remembered_of_a_key_is_what_the_scanner_says(asked: list[str]) -> None:
    rule_of_key = Sealing(SCANNER, None).rule_of_key
    for key in [*asked, "password", "http.route", *asked, "password"]:
        assert rule_of_key(key) is SCANNER.entity_of_key(key)


@given(values)
def test_a_walk_asks_once_what_a_key_says(value: Any) -> None:
    asked: list[str] = []

    def rule_of_key(key: str) -> Any:
        asked.append(key)

    walk = Walk(rule_of_key)
    slot = walk.value(value)
    before = len(asked)
    Filling(Replacer(SCANNER, None), [[] for _ in walk.texts], encodable=False).value(slot, value, "$")
    assert len(asked) == before


def test_scope_and_resource_of_the_last_record_are_those_of_each() -> None:
    origins = Origins(Sealing(SCANNER, None))
    scopes = [InstrumentationScope(name) for name in ("one", EMAIL)]
    resources = [Resource({"host.name": "a"}), Resource({"owner": EMAIL})]
    for scope, resource in [(scopes[n % 2], resources[n // 2 % 2]) for n in (0, 0, 1, 1, 2, 3, 3, 0)]:
        assert origins.both(scope, resource) == (origins.scope(scope), origins.resource(resource))
    assert EMAIL not in origins.both(scopes[1], resources[1])[0].name


def _never(_: Mapping[str, Any], key: str, value: Any) -> Mapping[str, Any]:
    raise AssertionError((key, type(value)))


def test_after_an_exchange_of_sealers_indexes_are_of_the_new_bundle() -> None:
    """All values of a text are sealed at once with what was prepared for one sealer."""
    old, new = (Sealer(keyring().bundle()) for _ in range(2))
    sealing = Sealing(SCANNER, old)
    indexes = []
    for sealer in (old, new):
        sealing.sealer = sealer
        replacer = sealing.replacer()
        sealed = replacer.replace(EMAIL, SCANNER.find(EMAIL), "$")
        assert parse_sealed_value(sealed).index == replacer.indexes[0]
        assert replacer.indexes == [sealer.seal(sealer.key(), "email_address", EMAIL, "$", EMAIL)[1]]
        indexes += replacer.indexes
    assert indexes[0] != indexes[1]
