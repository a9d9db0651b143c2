"""A look beyond its budget ends with an error, in every engine; without a budget it reads the whole text."""

from __future__ import annotations

import base64
import contextlib
import json
import random
from typing import TYPE_CHECKING

import pytest

from detect.engines import ENGINES
from detect.hostile import HOSTILE
from detect.test_hostile import BEGINNINGS
from sealog.detect.engine.scanner import Scanner, default_scanner
from sealog.detect.model.scan_budget import BASE, MOST, PER_KIB, VALUES, ScanBudget, TooCostlyError, TooManyError, spend
from sealog.detect.rules import KEYWORD_RULES
from sealog.detect.structured.outline import outline

if TYPE_CHECKING:
    from sealog.detect.regex import Engine

PIECES = {
    "candidate": "phone 020 7946 0958 phone, ",
    "keyword": "mysql -phunter2x ",
    "disguise": "al\u200bice@example.com ",
}
DOCUMENT = '{"password":"\\ud83d\\ude00 x"}'
"""A document that the compiled half leaves to Python too."""

PLENTY = 10**9

SLOW = {
    **{
        f"{keyword}{sign}": f"{keyword}{sign}"
        for keyword in ("api_key", "token", "authorization", "zip", "bearer")
        for sign in ":="
    },
    **{f"{rule.entity} {rule.keywords[0]}": f"{rule.keywords[0]}=" for rule in KEYWORD_RULES},
    "phones abroad": "0011 ",
    "almost cards": "4111 ",
    "almost tokens": ":aa ",
    "open quotes": 'apisecret="',
    "quotes that words follow": '"pass ',
    "open documents": '{"password":"',
    "documents": '{"password":"x"}',
    "documents in documents": '{"password":',
    "documents in strings": '{"a":"{\\"password\\":\\"x',
    "broken pairs": '("password","',
    "fresh keys": "".join(f'{{"k{n}":1,"password":"x"}} ' for n in range(1500)),
    "keys of a database": "key)=((",
    "numbers of subscribers": "msisdn=447911123456 c\n6",
    "addresses of Ethereum": "eth 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed ",
    "commands": "curl ",
    "marks behind a long token": "azdo",
    "passwords in Thai": "รหัสผ่านคือ",
    "passwords in Japanese": "パスワードは",
    "fields": "ho-ten =",
    "addresses with a version's sign": "rhost=218.188.2.4.",
    "telephones of subscribers": "user_tel=098765 43210; retry",
    "escaped documents": '{\\"api_key\\":\\"zq81-xk\\"} API_KEY=zq81xk',
    "prefixes of tokens": "sk-svcacct-",
    "names of coordinates": "GE?lat=52.5200&lon",
    "options with a bracket": "--password <",
    "documents beyond ASCII": '{"姓名": "李婷婷',
    "coloured fields beyond ASCII": "地址: 州区姓\x1b[%4031m名名前收货地址:",
    "coloured fields that nobody closes": "州\x1b[31m收#货地址收货地址: 氏收货地址收货地址: 氏名:[ ",
    "fields of persons": "名前收货地址: 杭地址:前收货地址: 杭湖区recipient name姓\x1b[31m名名前收货地址:",
    "keys that were cut, behind headers": "-----BEGIN PRIVATE KEY-----\\nMIICdQIBADAN: a b: c d: e f: g h: i ",
    "names of domains beyond ASCII": "用户@子.广告登录й.індекс.ΓΝΝΗΣΗ告 ",
}
"""Pieces that a search for the most costly texts came up with."""


AT_ONCE = 2100
"""Steps that may be counted in one, before what they stand for: those of the longest reading below."""


def filled(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def steps(text: str, scanner: Scanner | None = None) -> int:
    budget = ScanBudget(PLENTY)
    with contextlib.suppress(TooManyError):
        (scanner or default_scanner()).scan(text, budget)
    return budget.spent


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
@pytest.mark.parametrize("engine", ENGINES)
def test_a_look_breaks_off_when_its_steps_are_used_up(engine: Engine, piece: str) -> None:
    scanner = Scanner(engine=engine)
    text = piece * 30
    assert len(scanner.scan(text)) == 30
    budget = ScanBudget(PLENTY)
    assert len(scanner.scan(text, budget)) == 30
    allowed = BASE + PER_KIB * len(text) / 1024
    assert len(scanner.scan(text, ScanBudget(len(text), budget.spent / allowed + 0.001))) == 30
    with pytest.raises(TooCostlyError):
        scanner.scan(text, ScanBudget(len(text), (budget.spent - 1) / allowed))


@pytest.mark.parametrize("piece", {**HOSTILE, **BEGINNINGS, **SLOW}.values(), ids={**HOSTILE, **BEGINNINGS, **SLOW})
def test_a_look_takes_no_more_steps_than_its_text_allows(piece: str) -> None:
    for size in (200, 1024, 4096, 32_768):
        text = filled(piece, size)
        budget = ScanBudget(len(text))
        try:
            default_scanner().scan(text, budget)
        except TooManyError as error:
            assert error.values > VALUES
        except TooCostlyError:
            assert BASE + PER_KIB * size / 1024 < budget.spent < BASE + PER_KIB * size / 1024 + AT_ONCE
        else:
            assert budget.spent <= BASE + PER_KIB * size / 1024


@pytest.mark.parametrize("piece", {**BEGINNINGS, **SLOW}.values(), ids={**BEGINNINGS, **SLOW})
def test_the_steps_of_a_look_grow_as_its_text_does(piece: str) -> None:
    # Both end with a whole piece: what is cut may be for Python, so that all that is beside it is counted.
    short, long = (piece * (size // len(piece)) or piece[:size] for size in (8_192, 32_768))
    # The first text with a name asks what it means; the compiled half judges a rule's first candidates uncounted.
    steps(short), steps(long)
    assert steps(long) < 5 * (steps(short) + 500)


ORDINARY = {
    "base64": base64.b64encode(random.Random(1).randbytes(3150)).decode(),
    "long base64": base64.b64encode(random.Random(2).randbytes(48_000)).decode(),
    "numbers": json.dumps([random.Random(n).randrange(10**15) for n in range(2000)]),
    "fractions": json.dumps([random.Random(n).random() * 1000 for n in range(2000)]),
    "hexadecimal": random.Random(3).randbytes(8000).hex(),
    "traceback": "".join(
        f'  File "/srv/shop/module_{n}.py", line {7 * n + 3}, in handle_{n}\n    return execute(statement_{n})\n'
        for n in range(160)
    ),
    "people": json.dumps(
        [{"name": "Mira Quell", "email": f"m{n}@quell.example", "phone": f"+49 151 2345{n:04}"} for n in range(300)]
    ),
    "orders": json.dumps(
        [
            {"id": n, "status": "shipped", "username": f"mira{n % 7}", "total": n * 1.25, "items": [1, 2, 3]}
            for n in range(200)
        ]
    ),
    "flags beside a name": json.dumps(
        {"username": "mira", "flags": [n % 2 for n in range(4000)]}, separators=(",", ":")
    ),
    "JSON lines": "".join(
        json.dumps({"level": "info", "message": "login", "username": f"mira{n}", "attempt": n, "ok": True}) + "\n"
        for n in range(200)
    ),
    "logins": "".join(
        json.dumps({"time": f"2026-03-05T10:07:{n % 60:02}Z", "level": "info", "msg": "login", "user": f"mira{n}"})
        + "\n"
        for n in range(200)
    ),
    "credentials": json.dumps(
        [
            {"host": f"db-{n}.quell.example", "port": 5432, "user": f"mira{n}", "password": f"Gr8nbaum{n}"}
            for n in range(9)
        ]
    ),
    "query": "https://shop.example/cb?" + "&".join(f"p{n}={random.Random(n).randbytes(12).hex()}" for n in range(270)),
    "passwords": "login with password=hunter2 failed\n" * 200,
    "identity numbers": "the CPR 300785-9788 was checked\n" * 200,
    "transactions": "".join(
        f"{n} 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed to 0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359\n"
        for n in range(99)
    ),
    "telephones": "please call +1 202-555-0143 now\n" * 200,
    "national telephones": "".join(f"call {n}: phone 020 7946 0{n:03} answered\n" for n in range(200)),
    "American telephones": "".join(f"{n} phone: (555) 123-4{n:03}, agent 7\n" for n in range(200)),
    "subscribers": "".join(f"msisdn=4479111{n:05} cause=16 dur=12\n" for n in range(200)),
    "customers": json.dumps(
        [
            {"id": n, "name": f"Mira {chr(65 + n % 26)}uell", "email": f"c{n}@k.example", "phone": f"030 90{n:04}"}
            for n in range(200)
        ]
    ),
    "customers in lines": "".join(
        json.dumps({"customer": n, "first_name": "Mira", "last_name": "Quell", "phone": f"+49 151 2345{n:04}"}) + "\n"
        for n in range(200)
    ),
    "customers in German": "".join(
        f"Kunde {n}: Vorname=Mira Nachname=Quell Telefon=0301/{n:06} Ort=Ulm\n" for n in range(200)
    ),
    "customers as objects": ", ".join(f"Customer(first_name='Zoë', last_name='Yılmaz', age={n})" for n in range(200)),
    "customers in a table": "id,first_name,last_name,email,phone\n"
    + "".join(f"{n},Mira,Quell,m{n}@x.example,030 90{n:04}\n" for n in range(200)),
    "dates of birth": "".join(f"patient {n}, Geburtsdatum: {1 + n % 28}.04.1987\n" for n in range(200)),
    "rows of a statement": "INSERT INTO users (id, first_name, password, email) VALUES "
    + ", ".join(f"({n}, 'Mira', 'Gr8n{n:04}', 'm{n}@x.example')" for n in range(200)),
    "statements": "".join(
        f"INSERT INTO users (id, first_name, password) VALUES ({n}, 'Zoë', 'Gr8n{n:04}');\n" for n in range(50)
    ),
    "passwords in sentences": "".join(f"{n} パスワードは Gr8n{n:04} です\n" for n in range(200)),
    "places": "".join(f'{{"vehicle": {n}, "lat": 53.55{n:03}, "lng": 10.00{n:03}}}\n' for n in range(200)),
    "URLs with a password": "".join(
        f"connect postgres://app{n}:Gr8n{n:05}@db-{n}.x.example:5432/shop\n" for n in range(200)
    ),
}


@pytest.mark.parametrize("text", ORDINARY.values(), ids=ORDINARY)
def test_an_ordinary_long_text_is_looked_at_to_its_end(text: str) -> None:
    budget = ScanBudget(len(text))
    assert default_scanner().scan(text, budget) == default_scanner().scan(text)


def test_the_checksum_of_an_address_is_left_out_where_there_are_many() -> None:
    wrong = "eth 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD "
    assert default_scanner().scan(wrong * 40) == []
    budget = ScanBudget(len(wrong) * 40)
    found = default_scanner().scan(wrong * 40, budget)
    assert 30 < len(found) < 40, "what is not proved wrong is sealed"


@pytest.mark.parametrize("piece", ['{"password":', '("password","', '{"a":"{\\"password\\":\\"x'])
def test_reading_structure_is_counted(piece: str) -> None:
    budget = ScanBudget(PLENTY)
    with budget:
        outline(filled(piece, 4096), lambda _: None)
    assert budget.spent > 4096 // len(piece)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_budget_tells_in_which_of_several_texts_its_steps_were_taken(engine: Engine) -> None:
    texts = ["order shipped", PIECES["keyword"] * 20, "order shipped", PIECES["disguise"] * 20, DOCUMENT * 20]
    budget = ScanBudget(PLENTY)
    Scanner(engine=engine).scan_many(texts, budget)
    taken = budget.taken_in([len(text) for text in texts])
    assert sum(taken) == budget.spent
    assert taken[0] == taken[2] == 0
    for number in (1, 3, 4):
        alone = ScanBudget(PLENTY)
        Scanner(engine=engine).scan(texts[number], alone)
        assert taken[number] == alone.spent > 10


def test_each_quote_that_may_end_a_value_is_counted() -> None:
    taken = []
    for quotes in (10, 100):
        budget = ScanBudget(PLENTY)
        Scanner(engine="re").scan('login with password="a' + '"b' * quotes, budget)
        taken.append(budget.spent)
    assert taken[1] >= taken[0] + 90


COUNTED = {
    "names of coordinates": ("lat=52.5200 ", "lon ", 1),
    "values that begin with a bracket": ("", "--password <x;y ", 30),
    "values of a document": ('{"password":"x"', ',"é":"y"', 7),
    "headers of a key": ("-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\\nMIICdQ: a b: c ", 20),
    "keywords behind a value that is found": ("", "收货地址收货地址: 氏名氏名 ", 6),
    "parameters of a statement": ("", "last_name = :n n ", 20),
}
"""Beginnings of texts, pieces behind them, and the steps that each piece takes at least."""


@pytest.mark.parametrize(("beginning", "piece", "least"), COUNTED.values(), ids=COUNTED)
def test_each_piece_that_is_read_is_counted(beginning: str, piece: str, least: int) -> None:
    taken = []
    for pieces in (5, 15):
        budget = ScanBudget(PLENTY)
        Scanner(engine="re").scan(beginning + piece * pieces, budget)
        taken.append(budget.spent)
    assert taken[1] >= taken[0] + 10 * least


def test_a_record_may_take_no_more_than_so_many_steps() -> None:
    with pytest.raises(TooCostlyError) as error:
        default_scanner().find_bounded(PIECES["candidate"] * 50_000)
    assert error.value.budget is not None
    assert MOST < error.value.budget.spent < MOST + 800


def test_what_is_spent_outside_a_look_counts_for_none() -> None:
    budget = ScanBudget(100)
    with budget:
        spend(30)
    spend(10_000)
    assert budget.spent == 30


@pytest.mark.parametrize("engine", ENGINES)
def test_a_look_breaks_off_at_more_values_than_it_may_find(engine: Engine) -> None:
    scanner = Scanner(engine=engine)
    most = [f"user{n}@example.com" for n in range(VALUES)]
    assert len(scanner.scan_many(most, ScanBudget(PLENTY)) or ()) == VALUES
    with pytest.raises(TooCostlyError):
        scanner.scan_many([*most, "bob@example.com"], ScanBudget(PLENTY))
    assert len(scanner.scan_many([*most, "bob@example.com"]) or ()) == VALUES + 1
