"""Records that were sealed before they came: the compiled half settles them as the walk does, forgeries too."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from sealing.otlp_requests import EMAIL, Way, log, logs, request_sealer
from sealing.test_compiled_half import assert_same, sealers
from sealog.compiled import compiled
from sealog.crypto.authenticity import KnownKeys
from sealog.crypto.spelling import b64encode, find_sealed_values, parse_sealed_key
from sealog.detect.rules import KEYWORD_RULES, RULES
from sealog_exporters.otlp.signals import LOGS, TRACES
from sealog_exporters.sealing.values import attributes_of, put_attributes, put_value

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(
    compiled is None, reason="sealog's compiled half is not built here: it needs Rust when sealog is installed"
)
CARD = "4111111111111111"
SIGNS = "ABCXYZabcxyz0189-_~ .é"
RECORDS = 40
MARKS = str.maketrans("", "", "«»")
LONG = "Gr8-nbaum7" * 6  # its sealed value is longer than the longest password that some rules read


@pytest.fixture(autouse=True)
def way() -> None:
    """These tests compare both ways."""


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A request of records that another process sealed: no key of theirs is known here."""
    with monkeypatch.context() as patch:
        patch.setattr("sealog.keys.sealer.KNOWN_KEYS", KnownKeys())
        records = [
            log(
                f"mail {EMAIL} from 192.0.2.{number} {'' if number % 4 else 'é'}",
                {"user.email": EMAIL, "password": "gr8nbaum-77", "n": number},
            )
            for number in range(RECORDS)
        ]
        (part,) = request_sealer().seal(LOGS, logs(*records).SerializeToString()).parts
    return LOGS.request.FromString(part)


def records_of(request: Any) -> Any:
    return request.resource_logs[0].scope_logs[0].log_records


def left_to_python(request: Any) -> int:
    sealing: Any = sealers()[0]
    return len(sealing._compiled.read(LOGS, request.SerializeToString()).odd())


def change(record: Any, change_text: Callable[[str], str]) -> None:
    """Change the body, and the value under a key with a rule."""
    record.body.string_value = change_text(record.body.string_value)
    for pair in record.attributes:
        if pair.key == "password":
            pair.value.string_value = change_text(pair.value.string_value)


def bring(record: Any, **values: Any) -> None:
    """Give a record attributes with names of ours; None takes one away."""
    given = attributes_of(record.attributes) | {f"sealog.{name}": value for name, value in values.items()}
    put_attributes(record.attributes, {key: value for key, value in given.items() if value is not None})


def spoiled(text: str, rng: random.Random) -> str:
    """A text with one of its sealed values changed in one place, or what stands beside it."""
    start, end = rng.choice(list(find_sealed_values(text)))
    token = text[start:end]
    at = rng.choice([6, len(token) - 1, rng.randrange(len(token))])
    new = rng.choice(
        [
            token[:at] + rng.choice(SIGNS) + token[at + 1 :],
            token[:at] + token[at + 1 :],
            token[:at] + rng.choice(SIGNS) + token[at:],
            token[:at] + f"-{CARD}-" + token[at + 18 :],
            token.replace("email_address", rng.choice(["jane_doe", "ip_address", "Email", "e" * 41])),
            token.replace("seal1~", rng.choice(["seal1k~", "seal2~", "seal1", "seal1~seal1~"])),
            f"{token}~",
            f"{token}{token}",
            f"{CARD}{token}",
            f"{token} {CARD}",
            f"password={token}",
            f'{{"password": "{token}", "card": {CARD}}}',
            "[masked:password]",
            "",
        ]
    )
    return text[:start] + new + text[end:]


def test_most_records_that_were_sealed_before_are_settled_without_python(elsewhere: Any) -> None:
    assert left_to_python(elsewhere) < RECORDS // 2
    body = elsewhere.SerializeToString()
    assert sealers()[0].seal(LOGS, body).parts == [body]


@pytest.mark.parametrize("seed", range(4))
def test_forged_values_are_settled_alike(seed: int, elsewhere: Any) -> None:
    rng = random.Random(seed)
    for record in records_of(elsewhere):
        if rng.random() < 0.8:
            change(record, lambda text: spoiled(text, rng))
    assert_same(LOGS, elsewhere.SerializeToString())


def test_what_is_brought_under_our_names_is_judged_alike(elsewhere: Any) -> None:
    records = records_of(elsewhere)
    key = attributes_of(records[0].attributes)["sealog.key"]
    for number, brought in enumerate(
        [
            {"key": [key, key]},
            {"key": [key, 7]},
            {"key": []},
            {"key": f"{key[:-1]}="},
            {"key": key[:-1]},
            {"key": key.replace("key1", "key2")},
            {"key": f"key1~AAAAAA~{key[12:]}"},
            {"key": None},
            {"key": None, "index": None},
            {"entities": []},
            {"entities": ["email_address", "Jane Doe"]},
            {"entities": "email_address"},
            {"entities": 7},
            {"entities": None},
            {"index": ["a" * 13, "b" * 12]},
            {"index": {"a": "b"}},
            {"uid": EMAIL},
            {"uid": None},
            {"pseudonym": ["email_address:" + "a" * 13]},
            {"pseudonym": EMAIL},
            {"arguments_eq": "a" * 8 + "-" + "b" * 16},
            {"result_eq": f"{CARD[:8]}-{CARD}"},
        ]
    ):
        bring(records[number], **brought)
    assert_same(LOGS, elsewhere.SerializeToString())


def test_values_beside_sealed_ones_are_sealed_alike(elsewhere: Any) -> None:
    for number, record in enumerate(records_of(elsewhere)):
        more = [f"and {EMAIL}", "clean", CARD, "seal1~", "hunter2!x"][number % 5]
        put_value(record.attributes.add(key=["note", "password", "token"][number % 3] + "2").value, more)
        record.body.string_value += ["", f" card {CARD}"][number % 2]
    assert_same(LOGS, elsewhere.SerializeToString())
    (part,) = sealers()[0].seal(LOGS, elsewhere.SerializeToString()).parts
    assert EMAIL.encode() not in part
    assert CARD.encode() not in part


def test_a_value_under_a_key_of_another_record_is_not_believed(elsewhere: Any) -> None:
    records = records_of(elsewhere)
    other = request_sealer().seal(LOGS, logs(log(f"to {EMAIL}")).SerializeToString()).parts[0]
    key = attributes_of(records_of(LOGS.request.FromString(other))[0].attributes)["sealog.key"]
    for record in records:
        bring(record, key=key)
    assert_same(LOGS, elsewhere.SerializeToString())
    assert left_to_python(elsewhere) == RECORDS


def forged(key: str, end: str = "", size: int = 96) -> str:
    """Write the form of a sealed value under a sealed data key, of so many bytes, which ends in some signs."""
    payload = b64encode(parse_sealed_key(key).id + bytes(size - 4))
    return f"seal1~email_address~0~{payload.removesuffix('A' * len(end))}{end}"


def key_of(request: Any) -> str:
    """Give the sealed data key of a request's second record."""
    return str(attributes_of(records_of(request)[1].attributes)["sealog.key"])


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("of {token} now", True),
        ("of {token}{end}@quellwerk.example now", False),
        ("of {long} now", False),
    ],
    ids=["a form that hides nothing", "around an address", "long enough to hide anything"],
)
def test_the_form_of_a_sealed_value_hides_nothing(text: str, kept: bool, elsewhere: Any) -> None:
    key = key_of(elsewhere)
    record = records_of(elsewhere)[1]
    tokens = {"token": forged(key, "mira" if "{end}" in text else ""), "end": "", "long": forged(key, size=4096)}
    record.body.string_value = text.format(**tokens)
    request = logs(record).SerializeToString()
    assert left_to_python(LOGS.request.FromString(request)) == (not kept)
    assert_same(LOGS, request)


def test_the_form_of_a_value_under_a_key_of_this_process_needs_a_proof(elsewhere: Any) -> None:
    (part,) = sealers()[0].seal(LOGS, logs(log("x"), log(f"to {EMAIL}")).SerializeToString()).parts
    own = key_of(LOGS.request.FromString(part))
    for key, left in ((key_of(elsewhere), 0), (own, 1)):
        request = logs(log(f"of {forged(key)} now", {"sealog.key": key}))
        assert left_to_python(request) == left
        assert_same(LOGS, request.SerializeToString())


def test_spans_that_were_sealed_before_are_settled_alike(elsewhere: Any) -> None:
    request = TRACES.request()
    scope = request.resource_spans.add().scope_spans.add()
    for number, record in enumerate(records_of(elsewhere)):
        span = scope.spans.add(name=record.body.string_value, trace_id=bytes(range(16)), span_id=bytes(range(8)))
        span.attributes.extend(record.attributes)
        put_attributes(span.events.add(name="e").attributes, {"note": record.body.string_value})
        if number % 4 == 0:
            put_attributes(span.events[0].attributes, {"note": CARD})
    assert_same(TRACES, request.SerializeToString())


@pytest.mark.parametrize("by_walk", [False, True])
def test_whatever_a_rule_finds_stays_as_it_is_once_it_is_sealed(by_walk: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sealog.keys.sealer.KNOWN_KEYS", KnownKeys())
    texts = {hit.translate(MARKS) for rules in (RULES, KEYWORD_RULES) for rule in rules for hit in rule.hits}
    long = [f"{words}{LONG}" for words in ("the password is ", "sshpass -p ", "csrf=", "password: '", "password=")]
    body = logs(*map(log, sorted(texts) + long)).SerializeToString()
    (part,) = request_sealer().seal(LOGS, body).parts
    assert part != body
    monkeypatch.setattr("sealog.keys.sealer.KNOWN_KEYS", KnownKeys())
    monkeypatch.setattr(Way, "by_walk", by_walk)
    (again,) = request_sealer().seal(LOGS, part).parts
    ours, theirs = (records_of(LOGS.request.FromString(one)) for one in (part, again))
    assert [one for one, other in zip(ours, theirs, strict=True) if one != other] == []


def test_the_walk_gives_the_same_bytes(elsewhere: Any) -> None:
    body = elsewhere.SerializeToString()
    Way.by_walk = True
    try:
        assert request_sealer().seal(LOGS, body).parts == [body]
    finally:
        Way.by_walk = False
