"""The scan budget of a record: a cheap record stays whole; of a costly one, beginning and end are kept.

Work is counted in steps, so nothing here depends on how busy the machine is.
"""

from __future__ import annotations

import base64
import json
import random
import re
from typing import Any

import pytest
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Event, ReadableSpan
from opentelemetry.trace import Link, SpanContext

from processor.limits.budgeted import EMAIL, ERROR, KEYS, NOTE, PHONE, Sealed, in_the_clear, is_whole, left_out
from sealog.compiled import compiled
from sealog.detect.engine.scanner import default_scanner
from sealog.detect.model.scan_budget import BASE, LEAST, MOST, VALUES, ScanBudget, bounded
from sealog.keys.sealer import Sealer
from sealog.processor.blackout import BLACK
from sealog.processor.sealing import Sealing
from sealog.processor.spans import SpanSealing
from support import texts_in

HOSTILE = {piece: piece for piece in ("curl ", "curl -u ")}
"""Texts of one of these cost many times what they may."""

CHEAP_WHERE_COMPILED = {
    piece: piece
    for piece in (":aa ", "bearer:", "sdk-key=", "authorization:", "api_key:", "token=", "cipherkey:", "zip=")
}
"""Texts of one of these cost that without the compiled half, which settles them."""


@pytest.mark.parametrize("size", [1024, 4096, 8192, 250_000])
@pytest.mark.parametrize("piece", [*HOSTILE, *CHEAP_WHERE_COMPILED])
def test_what_takes_too_long_is_left_out_and_what_is_beside_it_stays(piece: str, size: int) -> None:
    whole = (piece * (size // len(piece) + 1))[:size]
    record = Sealed().emit(whole, ERROR)
    assert is_whole(record.attributes)
    assert record.body == whole or size - LEAST <= left_out(record.body) <= size


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_only_the_text_that_takes_too_long_is_cut(piece: str) -> None:
    plain = "order shipped to the shop " * 400
    record = Sealed().emit(
        {"plain": plain, "hostile": piece * 2000, "to": EMAIL}, {**ERROR, "exception.stacktrace": plain}
    )
    body: Any = record.body
    assert body["plain"] == record.attributes["exception.stacktrace"] == plain
    assert left_out(body["hostile"]) > 0
    assert body["to"].startswith("seal1~email_address~")
    assert is_whole(record.attributes)


ORDINARY = {
    "base64": base64.b64encode(random.Random(1).randbytes(3150)).decode(),
    "long base64": base64.b64encode(random.Random(2).randbytes(140_000)).decode(),
    "numbers in JSON": json.dumps([random.Random(n).randrange(10**9) for n in range(9000)]),
    "traceback": "".join(
        f'  File "/srv/shop/m{n}.py", line {7 * n}, in h{n}\n    return execute(s{n})\n' for n in range(300)
    ),
    "words": "order shipped to the shop " * 9000,
}


@pytest.mark.parametrize("text", ORDINARY.values(), ids=ORDINARY)
def test_what_is_clean_is_whole(text: str) -> None:
    record = Sealed().emit("failed", {"exception.stacktrace": text, **ERROR})
    assert record.attributes["exception.stacktrace"] == text
    assert is_whole(record.attributes)
    assert Sealed().emit(text).body == text
    assert Sealed().emit([text, 3]).body == [text, 3]


TELEPHONES = {
    "Spanish lines": "".join(f"Cliente {n}: José Núñez, teléfono 915 123 {n:03}, Málaga\n" for n in range(200)),
    "Spanish objects": json.dumps(
        [{"id": n, "ciudad": "Málaga", "teléfono": f"+34 612 345 {n:03}"} for n in range(200)], ensure_ascii=False
    ),
    "French lines": "".join(f"Client {n} : Hélène, téléphone 01 42 68 5{n // 100} {n % 100:02}\n" for n in range(200)),
    "French objects": "".join(
        json.dumps({"réf": n, "téléphone": f"06 12 34 5{n // 100} {n % 100:02}"}, ensure_ascii=False) + "\n"
        for n in range(200)
    ),
    "German lines": "".join(f"Kunde {n}: Jörg Müller, Telefon 030 90{n:04}, Köln\n" for n in range(200)),
    "Russian lines": "".join(
        f"Клиент {n}: Иван Петров, телефон 8 912 345-6{n // 100}-{n % 100:02}, Москва\n" for n in range(200)
    ),
    "Russian objects": json.dumps(
        [{"город": "Москва", "телефон": f"+7 912 345-6{n // 100}-{n % 100:02}"} for n in range(200)], ensure_ascii=False
    ),
    "Japanese lines": "".join(f"顧客{n} 山田太郎 電話番号 03-1234-{n:04} 東京都\n" for n in range(200)),
    "Japanese lines with wide signs": "".join(
        f"顧客{n}\uff1a山田太郎、電話番号\uff1a090-1234-{n:04}、東京都\n" for n in range(200)
    ),
    "Japanese objects": json.dumps(
        [{"都市": "東京", "電話番号": f"090-1234-{n:04}"} for n in range(200)], ensure_ascii=False
    ),
}


@pytest.mark.skipif(compiled is None, reason="sealog's compiled half judges them, and is not built here")
@pytest.mark.parametrize("text", TELEPHONES.values(), ids=TELEPHONES)
def test_a_long_text_of_customers_beyond_ascii_is_whole_and_sealed(text: str) -> None:
    body = Sealed().emit(text).body
    assert body.count("seal1~phone_number~") == 200
    assert NOTE.search(body) is None
    left = in_the_clear(body)
    assert not re.search(r"[0-9]{2}[ -][0-9]{2}|[0-9]{4}", left)


@pytest.mark.skipif(compiled is None, reason="sealog's compiled half judges them, and is not built here")
@pytest.mark.parametrize("name", ["téléphone_du_guichet", "кассовый_телефон", "窓口電話番号"])
def test_a_long_text_with_a_name_that_no_text_had_before_is_whole_and_sealed(name: str) -> None:
    text = json.dumps([{name: f"06 12 34 5{n // 100} {n % 100:02}"} for n in range(200)], ensure_ascii=False)
    body = Sealed().emit(text).body
    assert body.count("seal1~phone_number~") == 200
    assert NOTE.search(body) is None


def test_a_list_of_numbers_is_whole() -> None:
    numbers = [1_700_000_000_000 + 977 * n for n in range(6000)]
    assert Sealed().emit(numbers, ERROR).body == numbers


def test_an_ordinary_long_record_is_whole_and_sealed() -> None:
    text = (f"order shipped to the shop of {EMAIL}, {PHONE}" + "word " * 240) * 50
    body = Sealed().emit(text).body
    assert body.count("seal1~") == 100
    assert re.sub(r"seal1~[\w~-]+", "-", body) == text.replace(EMAIL, "-").replace(PHONE.split(" ", 1)[1][:-1], "-")


def test_very_many_values_are_too_costly_whatever_time_they_take() -> None:
    for values in (VALUES, VALUES + 1):
        body = Sealed().emit(" ".join(f"user{n}@example.com" for n in range(values))).body
        assert (body.count("seal1~") == values) is (values <= VALUES)
        assert (NOTE.search(body) is None) is (values <= VALUES)
        assert "@" not in in_the_clear(body)


def test_of_a_list_of_very_many_texts_the_rest_is_counted_and_what_is_beside_it_stays() -> None:
    items = [f"item {n} is quite an ordinary text of an order" for n in range(9000)]
    record = Sealed().emit({"items": items, "status": "shipped"}, ERROR)
    body: Any = record.body
    kept = body["items"]
    assert kept[-1] == f"[sealog: {len(items) - len(kept) + 1} more items]"
    assert kept[:-1] == items[: len(kept) - 1]
    assert body["status"] == "shipped"
    assert is_whole(record.attributes)


def test_a_bound_on_length_that_is_shorter_holds_too() -> None:
    piece = f"{PHONE}of the shop to which the order was sent, "
    text = piece * 160
    body = Sealed(max_text=1024).emit(text).body
    assert len(text) - 1024 <= left_out(body) <= len(text) - 1024 + 4 * len(piece)


@pytest.mark.parametrize(
    "text", ["seal1~a~0~" + "a" * 250_000, "seal1~a~0~" + "a" * 400_000, "[masked:" + "a" * 400_000]
)
def test_what_only_looks_replaced_has_the_same_bounds(text: str) -> None:
    record = Sealed().emit(text, {**ERROR, "note": text}, event_name=text)
    assert sum(map(len, texts_in([record.body, record.event_name, dict(record.attributes)]))) < 257 * 1024 + 500
    assert is_whole(record.attributes)


def test_a_very_long_dense_record_takes_a_bounded_number_of_steps_and_keeps_both_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[ScanBudget] = []

    def counting(characters: int, share: float = 1.0, base: float = BASE) -> ScanBudget:
        made.append(bounded(characters, share, base))
        return made[-1]

    for module in ("detect.engine.scanner", "processor.sealing"):
        monkeypatch.setattr(f"sealog.{module}.bounded", counting)
    body = Sealed().emit(PHONE * 12_000).body
    assert MOST < sum(budget.spent for budget in made) < 2 * MOST
    assert body.startswith("phone seal1~phone_number~")
    assert "seal1~phone_number~" in body[NOTE.search(body).end() :]  # type: ignore[union-attr]  # it has a note
    assert "7946" not in in_the_clear(body)


CROWDS: dict[str, Any] = {
    "many small texts": {f"k{n}": "api_key:" * 30 for n in range(800)},
    "many names": {"api_key:" * 30 + str(n): "x" for n in range(400)},
    "lists under one name": {"surname": [["x y z"] * 40 for _ in range(300)], "to": EMAIL},
    "different ones": {f"k{n}": piece * (40 + n) for n, piece in enumerate(list(HOSTILE.values()) * 30)},
    "numbers": {"numbers": [[n, PHONE] for n in range(3000)]},
}


@pytest.mark.parametrize("crowd", CROWDS.values(), ids=CROWDS)
def test_no_record_is_blacked_out_for_what_it_takes(crowd: Any) -> None:
    record = Sealed().emit(crowd, {"order": "4711"})
    assert record.body != BLACK
    assert set(record.attributes) >= {"order"}
    assert record.attributes["order"] in {"4711", "[sealog: 4 more characters]"}
    assert not re.search("7946|whole@", in_the_clear(record.body))


def test_a_late_attribute_is_kept_as_far_as_it_may() -> None:
    record = Sealed().emit("x")
    record.attributes["late"] = f"first {'curl ' * 1000} {PHONE}last"
    late = record.attributes["late"]
    assert left_out(late) > 0
    assert "7946" not in in_the_clear(late)


def test_a_span_is_kept_as_far_as_it_may() -> None:
    context = SpanContext(1, 2, is_remote=False)
    span = ReadableSpan(
        "GET /",
        context=context,
        attributes={"text": "curl " * 1000, **ERROR},
        resource=Resource({"service.name": "shop", "note": "curl " * 1000}),
        events=[Event(f"event {n}", {"to": PHONE, "text": "curl " * 60}) for n in range(100)],
        links=[Link(context, {"to": EMAIL}) for _ in range(100)],
    )
    sealed = SpanSealing(Sealing(default_scanner(), Sealer(KEYS.bundle()))).seal(span)
    attributes: Any = sealed.attributes
    assert left_out(attributes["text"]) > 0
    assert sealed.name == "GET /"
    assert is_whole(attributes)
    assert (len(sealed.events), len(sealed.links)) == (100, 100)
    assert sealed.resource.attributes["service.name"] == "shop"
    rest = [[event.name, dict(event.attributes or {})] for event in sealed.events]
    assert not re.search(
        r"7946|whole", in_the_clear(dict(attributes), rest, [dict(link.attributes or {}) for link in sealed.links])
    )
