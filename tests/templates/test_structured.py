"""Where the message is in a structured line."""

from __future__ import annotations

import pytest

from sealog_exporters.templates.structured import Statement, statement_of


@pytest.mark.parametrize(
    ("line", "message", "fields"),
    [
        ('{"level":"info","ts":1.5,"caller":"a/b.go:3","msg":"peer added","peer-id":"7"}', "peer added", ("peer-id",)),
        ('{"level":"warn","time":"x","message":"no route","host":"a","code":3}', "no route", ("code",)),
        ('{"@t":"x","@mt":"Order {Id} shipped","Id":4}', "Order {Id} shipped", ("Id",)),
        ('{"a":1,"b":2}', "", ("a", "b")),
        ('time=2026-01-01T00:00:00Z level=INFO msg="store opened" path=/x', "store opened", ("path",)),
        ("level=info msg=ready", "ready", ()),
        ('I0102 10:11:12.000001   17 main.go:9] "Pod started" pod="a/b" node="c"', "Pod started", ("node", "pod")),
        ("W0102 10:11:12.000001   17 main.go:9] lease lost", "lease lost", ()),
        ('2026-01-01T00:00:00.000Z\tINFO\ta/b.go:3\tpeer added\t{"id": 3}', "peer added", ("id",)),
        ('[2026-01-01 00:00:00.000 +00:00] [WARN] [a.rs:7] ["slow \\"query\\""] [took=3s]', 'slow "query"', ("took",)),
        ("[2026-01-01 00:00:00.000 +00:00] [INFO] [a.rs:7] [ready]", "ready", ()),
        ("2026-01-01 00:00:00,123 INFO [main] Server started", "[main] Server started", ()),
        ("2026-01-01T00:00:00Z  INFO app::db: opened", "app::db: opened", ()),
        ("INFO:app.db:opened", "opened", ()),
        ("12:M 01 Jan 2026 00:00:00.000 * Ready to accept connections", "Ready to accept connections", ()),
        ("Jan  2 03:04:05 host1 sshd[3]: closed", "sshd[3]: closed", ()),
        ("user=alice logged in", "user=alice logged in", ()),
        ("{not json}", "{not json}", ()),
        ("", "", ()),
    ],
)
def test_the_message_is_found(line: str, message: str, fields: tuple[str, ...]) -> None:
    assert statement_of(line) == Statement(message, fields)


def test_deep_and_long_lines_are_taken_as_they_are() -> None:
    assert statement_of('{"msg":' + "[" * 60_000 + "]" * 60_000 + "}").message
    long = '{"msg":"' + "a" * 100_000 + '"}'
    assert statement_of(long).message == long
