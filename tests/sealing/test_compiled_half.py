"""The compiled half does with requests what the SDK's walk does: the same values, at the same places and paths.

Sealed values differ by their nonces, so both are opened before they are compared.
"""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sealing.otlp_requests import KEYS, log, logs
from sealog.compiled import compiled
from sealog.crypto.authenticity import KNOWN_KEYS
from sealog.crypto.spelling import find_sealed_values, parse_sealed_value
from sealog.detect.data.semconv import is_left
from sealog.detect.engine.scanner import default_scanner
from sealog.detect.rules import KEY_RULES, KEYWORD_RULES, RULES
from sealog.errors import FormatError, SealogError
from sealog.keys.sealer import Sealer
from sealog.processor.sealing import Sealing
from sealog.processor.values.encodings import decode
from sealog_exporters.otlp.signals import LOGS, TRACES
from sealog_exporters.sealing.requests import RequestSealer
from sealog_exporters.sealing.uids import RequestIds
from sealog_exporters.sealing.values import put_attributes, value_of

if TYPE_CHECKING:
    from opentelemetry.proto.trace.v1.trace_pb2 import Span

    from sealog.records.action import Action

pytestmark = pytest.mark.skipif(
    compiled is None, reason="sealog's compiled half is not built here: it needs Rust when sealog is installed"
)
HERE = Path(__file__).parent
LINES = [
    line
    for name in ("ordinary_lines.txt", "real_lines.txt", "whole_values.txt")
    for line in (HERE.parent / "detect" / name).read_text(encoding="utf-8").splitlines()
    if line
]
HITS = [hit for rules in (RULES, KEYWORD_RULES) for rule in rules for hit in (*rule.hits, *rule.misses)]
KEYS_OF_RULES = [key for rule in KEY_RULES for key in (*rule.hits, *rule.misses)]
PLAIN_KEYS = ["http.request.method", "url.path", "user.id", "account", "n", "card number", "phone", "service.version"]
ODD_TEXTS = [
    "",
    "\x1e",
    "a\x1ejane@example.com",
    "\0j\0a\0n\0e\0@\0e\0x.com",
    "Zürich jane@example.com 4111 1111 1111 1111",
    "seal1~email_address~0~jane@example.com",
    "[masked:email_address]",
    '{"card": 4111111111111111, "name": "X-Api-Key", "value": "s3cr3t-value-9"}',
    "(4111111111111111)",
    "%6aane%40example.com",
    "jane\\u0040example.com",
    "j\u200bane@example.com",
    "x" * 3000 + " jane@example.com",
    "81.2.69.142,81.2.69.143jane@example.com",
    "jane@example.com" * 3,
]


@pytest.fixture(autouse=True)
def way() -> None:
    """These tests compare both ways."""


@cache
def sealers(policy: bool = False) -> tuple[RequestSealer, RequestSealer]:
    """By the compiled half, and by the walk, under one data key."""
    bundle = KEYS.bundle()
    actions: dict[str, Action] = {"email_address": "mask", "ip_address": "keep"}
    action_of = (lambda entity, _: actions.get(entity, "seal")) if policy else None
    sealing = Sealing(default_scanner(), Sealer(bundle), action_of=action_of)
    return RequestSealer(sealing, RequestIds(bundle)), RequestSealer(sealing, RequestIds(bundle), by_walk=True)


def opened(text: str) -> str:
    """A text whose sealed values are opened, each with all that it says."""
    out, position = "", 0
    for start, end in find_sealed_values(text):
        try:
            sealed = parse_sealed_value(text[start:end].removesuffix("~"))
        except FormatError:
            continue
        key = KNOWN_KEYS.in_use(sealed.key_id)
        if key is None or not key.data_key.has_sealed(sealed):
            continue
        value, path = key.data_key.open(sealed)
        out += f"{text[position:start]}<{sealed.entity}|{sealed.index}|{value}|{path}>"
        position = end
    return out + text[position:]


def plain(value: Any) -> Any:
    """A value with all that is sealed in it opened."""
    if isinstance(value, str):
        return re.sub(r"key1~[\w~-]+", "key", opened(value))
    if isinstance(value, dict):
        # Where several values are sealed, their indexes stand in the order in which a way comes by them.
        return {
            opened(key): sorted(plain(item)) if key == "sealog.index" else plain(item) for key, item in value.items()
        }
    if isinstance(value, bytes):
        text, encoding = decode(value)
        return f"{encoding}: {opened(text)}"
    return [plain(item) for item in value] if isinstance(value, list) else repr(value)


def message(item: Any) -> Any:
    """All that a message says, opened; attributes by name."""
    fields: dict[str, Any] = {}
    for field, value in item.ListFields():
        name = field.name
        if name == "attributes":
            fields[name] = plain({pair.key: value_of(pair.value) for pair in value})
            assert len(fields[name]) == len(value)
        elif field.type != field.TYPE_MESSAGE:
            fields[name] = plain(value)
        elif name == "body":
            fields[name] = plain(value_of(value))
        else:
            fields[name] = [message(one) for one in value] if field.is_repeated else message(value)
    return fields


def assert_same(signal: Any, body: bytes, *, policy: bool = False) -> None:
    by_compiled, by_walk = (sealer.seal(signal, body) for sealer in sealers(policy))
    ours, theirs = (message(signal.request.FromString(one.parts[0])) for one in (by_compiled, by_walk))
    assert ours == theirs
    assert by_compiled.items == by_walk.items


def records(rng: random.Random, texts: list[str], keys: list[str], many: int) -> bytes:
    """A request of records with texts of these, under keys of these."""

    def value(depth: int = 0) -> Any:
        kind = rng.randrange(12)
        if kind < 7 or depth > 2:
            return rng.choice(texts)
        if kind == 7:
            return rng.choice([0, 7, 10**11, 4111111111111111, -5, 10**18, 2**63 - 1, 41.5, 1e15, True, None])
        if kind == 8:
            return rng.choice([b"raw", rng.choice(texts).encode(), [1, 2], list(b"jane@example.com")])
        if kind == 9:
            return [value(depth + 1) for _ in range(rng.randrange(4))]
        return {key: value(depth + 1) for key in rng.sample(keys, min(len(keys), rng.randrange(4)))}

    def record() -> Any:
        attributes = {key: value() for key in rng.sample(keys, min(len(keys), rng.randrange(6)))}
        body = value() if rng.random() < 0.3 else rng.choice(texts)
        return log(body, attributes, event_name=rng.choice(["", "", rng.choice(texts)]), severity_text="INFO")

    return logs(*(record() for _ in range(many)), resource={"service.name": "shop"}, scope="a").SerializeToString()


@pytest.mark.parametrize("seed", range(2))
def test_lines_of_applications_are_sealed_alike(seed: int) -> None:
    rng = random.Random(seed)
    assert_same(LOGS, records(rng, rng.sample(LINES, min(len(LINES), 400)), PLAIN_KEYS, 80))


@pytest.mark.parametrize("seed", range(2))
def test_hits_and_misses_of_every_rule_are_sealed_alike(seed: int) -> None:
    rng = random.Random(seed)
    assert_same(LOGS, records(rng, HITS, [*PLAIN_KEYS, *KEYS_OF_RULES], 80))


def test_each_hit_and_miss_is_sealed_alike_beside_keys_that_say_something() -> None:
    keys = [key for key in KEYS_OF_RULES if not is_left(key)]
    rng = random.Random(1)
    body = logs(*(log(hit, {rng.choice(keys): "nothing here", "account": hit}) for hit in HITS[::4]))
    assert_same(LOGS, body.SerializeToString())


@pytest.mark.parametrize("seed", range(2))
def test_odd_texts_and_values_are_sealed_alike(seed: int) -> None:
    rng = random.Random(seed)
    keys = [
        "",
        "name",
        "value",
        "key",
        "password",
        "user.email",
        "sealog.uid",
        "sealog.key",
        "a\x1eb",
        "é",
        *PLAIN_KEYS,
    ]
    assert_same(LOGS, records(rng, [*ODD_TEXTS, *rng.sample(HITS, 40)], keys, 80))


def test_more_records_than_are_asked_about_at_once_are_sealed_alike() -> None:
    texts = [f"card 4111 1111 1111 1111 tel +49 30 9018{number:05}" if number % 3 else "clean" for number in range(900)]
    assert_same(LOGS, logs(*map(log, texts)).SerializeToString())


def test_a_table_with_its_columns_is_sealed_alike() -> None:
    table = {"columns": ["id", "last_name"], "rows": [["7", "Osterkamp"], ["8", "Lindqvist"]], "n": "x"}
    assert_same(LOGS, logs(log(table, {"v": table})).SerializeToString())
    (part,) = sealers()[0].seal(LOGS, logs(log("x", {"v": table})).SerializeToString()).parts
    assert b"Osterkamp" not in part


def test_a_policy_is_followed_alike() -> None:
    rng = random.Random(5)
    assert_same(LOGS, records(rng, [*HITS[::3], *ODD_TEXTS], PLAIN_KEYS, 80), policy=True)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_random_texts_are_sealed_alike(texts: list[str]) -> None:
    attributes = dict(zip(texts[1::2], texts[2::2], strict=False))
    assert_same(LOGS, logs(log(texts[0], attributes)).SerializeToString())


@pytest.mark.parametrize("seed", range(2))
def test_spans_are_sealed_alike(seed: int) -> None:
    rng = random.Random(seed)
    texts = [*rng.sample(LINES, 80), *rng.sample(HITS, 80), *ODD_TEXTS]
    keys = [*PLAIN_KEYS, *rng.sample(KEYS_OF_RULES, 30)]
    request = TRACES.request()
    scope = request.resource_spans.add().scope_spans.add()

    def attributes() -> dict[str, str]:
        return {key: rng.choice(texts) for key in rng.sample(keys, rng.randrange(4))}

    for _ in range(60):
        span: Span = scope.spans.add(name=rng.choice(texts), trace_id=rng.randbytes(16), span_id=rng.randbytes(8))
        span.trace_state = rng.choice(["", "", "a=b", "v=jane@example.com"])
        put_attributes(span.attributes, attributes())
        for _ in range(rng.randrange(2)):
            put_attributes(span.events.add(name=rng.choice(texts), time_unix_nano=3).attributes, attributes())
            put_attributes(
                span.links.add(trace_id=rng.randbytes(16), span_id=rng.randbytes(8)).attributes, attributes()
            )
        if rng.random() < 0.5:
            span.status.message = rng.choice(texts)
    assert_same(TRACES, request.SerializeToString())


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_broken_bytes_are_refused_alike_and_nothing_leaks(data: st.DataObject) -> None:
    email = b"jane.hidden@example.com"
    body = bytearray(logs(log("to " + email.decode(), {"a": email.decode()}), log("clean")).SerializeToString())
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    outcomes = []
    for sealer in sealers():
        try:
            (part,) = sealer.seal(LOGS, bytes(body)).parts
        except SealogError:
            outcomes.append(None)
            continue
        outcomes.append(message(LOGS.request.FromString(part)))
        # A broken length may make one text of several fields; an address whose domain goes on in it is another one.
        assert re.search(re.escape(email) + rb"(?![\w-])", part) is None
    assert outcomes[0] == outcomes[1]
