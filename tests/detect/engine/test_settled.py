"""Clean lines that the compiled half handles alone: no Python rule runs, whatever words they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detect.engines import ENGINES
from sealog.detect.engine.scanner import Scanner, default_scanner
from sealog.detect.model.scan_budget import ScanBudget
from sealog.detect.rules import KEY_RULES
from sealog.detect.structured.names import is_value

if TYPE_CHECKING:
    from sealog.detect.model.rule import KeyRule
    from sealog.detect.regex import Engine

PLENTY = 10**9

BESIDE_WORDS = [
    "retry 3 of payment provider call, last status 503",
    "call 3 to provider failed with 503",
    "callback queued after 3 of 5",
    "phone field missing in form 3",
    "sms sent 200 in 1.2s",
    "tel call dropped after 30 s",
    "mobile app version 4.12.1 started",
    "contact form submitted in 210 ms",
    '{"level":"info","ts":"2026-01-02T03:04:05Z","caller":"main.go:12","msg":"started"}',
    "2026-01-02 03:04:05,123 INFO caller: main.go:12 started",
    "12:31:05.123456 caller main.go started",
    "phone field missing in form 3 …",
    "call échoué, étape 3 sur 5",
    'satır 3: id="7" name="sıra" bulunamadı',
]
BESIDE_NAMES = [
    "status changed from 'pending' to 'shipped'",
    "mode is 'production', region is \"eu-central-1\"",
    "field 'colour' with value 'red' was dropped",
    "SELECT * FROM orders WHERE status = :status AND colour LIKE 're%' AND kind NOT IN ('a', 'b')",
    'skipping: [web-1.example.com] => {"changed": false}',
    '{"columns":["id","status"],"rows":[[1,"open"],[2,"closed"]]}',
    "(0.003) SELECT colour FROM orders LIMIT 21; args=()",
]
"""Names without a rule beside values, which Python says once."""

WITHOUT_VALUES = [
    '{"username":null,"level":"info"}',
    '{"username": "", "level":"info"}',
    '{"username":"***","level":"info"}',
    '{"username":"[REDACTED]"}',
    "{'username': None, 'x': 1}",
    'Parameters: {"username"=>"[FILTERED]", "username" => "####"}',
    "{username: [FILTERED], username: [redacted]}",
    "username={{ .Values.user.username }}",
]
SPEAKING = [
    "password: too short, try again",
    "Failed password for root from host7 port 22 ssh2",
    "conn = connect(host=host, user=user, password=password)",
    'token = request.headers.get("X-Auth-Token")',
    "password: ${{ secrets.DEPLOY_PASSWORD }} api_key=#### secret=abcd...",
    '{"password": "${DB_PASSWORD}", "secret": "<redacted>", "otp": true, "pin": 13}',
    '{"authorization": "Bearer ***", "token": "xxxx-xxxx-xxxx-1234"}',
    "Authorization: Bearer [REDACTED]",
    "CsrfFilter: Invalid CSRF token found for /orders, session_id=17145",
    "MACs stoc: umac-64-etm@openssh.com,hmac-sha2-256-etm@openssh.com",
    "order 4111 1111 1111 1112 shipped, 4111111111111112 of 12",
    "run --password [PASSWORD] --password-file <path>",
    "run --password <value> --host <host>",
    "the password (see below) was reset",
    "sshpass: command not found",
    "mysql: unknown option, curl: (7) failed",
    "api_token = getToken(), resetPassword(user1), Password(hash2)",
]
DISGUISED = {
    "coloured": "\x1b[31mmail mira@quell.example\x1b[0m, card 4111 1111 1111 1111, ",
    "coloured, with the next word for it behind": "\x1b[31mphone 030 901820, ",
    "coloured, beyond ASCII": "\x1b[31m手机号13812345678,",
    "escaped": r"mail mira\u0040quell.example\ncard 4111 1111 1111 1111\n",
    "percent-encoded": "?email=mira%40quell.example&x=1&tel=%2B4930901820 ",
}
NO_VALUES = ["", "*", "***", "*" * 16, "#", "####", "#" * 16, "[redacted]", "[FILTERED]", "[Masked]", "<redacted>"]
NO_WORDS = ["null", "None", "true", "false", "True", "False", "redacted", "FILTERED", "Masked"]


@pytest.mark.skipif("native" not in ENGINES, reason="the compiled half is not there")
@pytest.mark.parametrize("line", [*BESIDE_WORDS, *BESIDE_NAMES, *WITHOUT_VALUES])
def test_a_clean_line_takes_no_step(line: str) -> None:
    for _ in range(2):
        default_scanner().scan(line)  # names that nobody knows yet are asked for once, those beside them in a next look
    budget = ScanBudget(PLENTY)
    assert default_scanner().scan(line, budget) == []
    assert budget.spent == 0


@pytest.mark.parametrize("rule", KEY_RULES, ids=lambda rule: rule.entity)
def test_what_is_taken_for_no_value_is_none_for_any_rule(rule: KeyRule) -> None:
    assert not any(is_value(value, rule) for value in NO_VALUES)
    assert not any(is_value(value, rule, "word") for value in NO_WORDS)


FOUND = {
    '{"username": [masked, "mira"]}': "mira",
    'username: [redacted]mira, {"ssn": 536228712}': "536228712",
    "phone 415 555 2671": "415 555 2671",
    "781 1704 fax": "781 1704",
    "at 03:04:05 of 2026-01-02 phone 0151 23456789 …": "0151 23456789",
    "caller 2026-01-02 03:04:05 phone 020 7946 0958": "020 7946 0958",
    '{"username":"***","x":1,"username":"mira"}': "mira",
    "{'username': '''mira'''}": "mira",
    '{"username": "" "mira"}': "mira",
    '{"username": null, "ssn": 536228712}': "536228712",
}


SUBJECTS = (
    *(
        "colour",
        "last_name",
        "'last_name'",
        '"colour"',
        "`last_name",
        "last_name was",
        "was",
        "x.last_name",
        "a[last_name]",
    ),
    *(
        "(last_name",
        "9colour",
        "é last_name",
        "élast_name",
        "last_name)",
        "last_name::text",
        "`last_name`",
        "last_name not",
    ),
    *(
        "not",
        "$last_name",
        "lower(last_name)",
        "lower(colour)",
        '["last_name',
        "[last_name:protected",
        "['colour'",
        "[9",
    ),
    *("", " ", "-last_name", "x-colour", "c" * 64, "c" * 65, "last_name\x1e"),
)
SIGNS = (
    *(
        " changed from 'Osei' to 'Lind'",
        " is 'Osei'",
        ' to "Osei"',
        " with value 'Osei'",
        " LIKE '%Osei%'",
        " in ('Osei')",
    ),
    *(") = 'Osei'", " = :n {'n': 'Osei'}", "=%(n)s {'n': 'Osei'}", " = @n, @n='Osei'", "] => Osei", ']=> "Osei"'),
)
LISTS = ("'last_name'", "'id', \"colour\"", "'id', 'last_name'", "id, 'é', 'last_name'", "'a' 'last_name'", "''", "")


@pytest.mark.skipif("native" not in ENGINES, reason="there is no compiled half")
def test_names_that_python_has_said_are_read_as_it_reads_them() -> None:
    fast, plain = Scanner(engine="native"), Scanner(engine="re")
    texts = [f"the {subject}{sign} today" for subject in SUBJECTS for sign in SIGNS]
    texts += [f'{{"columns": [{names}], "rows": [["Osei", "Lind"]]}}' for names in LISTS]
    texts += [f"SELECT 1 FROM u WHERE last_name = %s; args={values}" for values in ("()", "[]", "('Osei',)", "( )")]
    for text in texts:
        fast.scan(text)  # now its names are told
    assert [text for text in texts if fast.scan(text) != plain.scan(text)] == []
    assert sum(bool(plain.scan(text)) for text in texts) > len(texts) // 5


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("text", FOUND)
def test_what_stands_beside_such_values_is_found(text: str, engine: Engine) -> None:
    scanner = Scanner(engine=engine)
    assert any(FOUND[text] in text[found.start : found.end] for found in scanner.scan(text))


@pytest.mark.skipif("native" not in ENGINES, reason="the compiled half is not there")
@pytest.mark.parametrize("piece", DISGUISED.values(), ids=DISGUISED)
def test_a_text_whose_readings_hold_plain_values_takes_no_step(piece: str) -> None:
    default_scanner().scan(piece)  # what countries issue is asked for once
    budget = ScanBudget(PLENTY)
    assert len(default_scanner().scan(piece * 30, budget)) >= 30
    assert budget.spent == 0


@pytest.mark.skipif("native" not in ENGINES, reason="there is no compiled half")
@pytest.mark.parametrize("line", SPEAKING)
def test_a_line_that_speaks_of_secrets_is_settled_by_the_compiled_half(line: str) -> None:
    scanner = Scanner(engine="native")
    assert Scanner(engine="re").scan(line) == []
    scanner.scan(line)  # Python says once what its names mean
    scanner.scan(line)
    assert not scanner.native.find(line), "what is left to Python is no empty list"
