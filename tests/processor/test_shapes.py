"""Values of every shape are sealed and arrive in a shape that OTLP has; names beside values are seen in them."""

from __future__ import annotations

import array
import collections
import dataclasses
import decimal
import enum
import ipaddress
import uuid
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import Link, SpanContext, TraceFlags, TraceState

from sealog.detect.engine.scanner import default_scanner
from sealog.processor.sealing import Sealing
from sealog.processor.spans import SpanSealing

EMAIL = "mira@quellwerk.example"
SEALING = Sealing(default_scanner(), None)


def masked(value: Any) -> Any:
    """Give a value as it leaves, with masks."""
    return SEALING.value(value, "$")


@dataclasses.dataclass
class Person:
    """A dataclass."""

    username: str
    note: str
    secret_note: str = dataclasses.field(default="x", repr=False)


class Pair(NamedTuple):
    """A named tuple."""

    password: str
    n: int


class Colour(enum.Enum):
    """An enumeration whose value is personal."""

    RED = EMAIL


@pytest.mark.parametrize(
    ("value", "left"),
    [
        (bytearray(EMAIL.encode()), b"[masked:email_address]"),
        (memoryview(EMAIL.encode()), b"[masked:email_address]"),
        (array.array("b", EMAIL.encode()), b"[masked:email_address]"),
        (array.array("B", b"plain"), b"plain"),
        (array.array("d", [1.5, 2.5]), [1.5, 2.5]),
        ({EMAIL}, ["[masked:email_address]"]),
        (frozenset({EMAIL}), ["[masked:email_address]"]),
        (collections.deque([EMAIL, 1]), ["[masked:email_address]", 1]),
        ({"password": "zq8"}.keys(), ["password"]),
        ({"a": EMAIL}.values(), ["[masked:email_address]"]),
        ({"a": EMAIL}.items(), [("a", "[masked:email_address]")]),
        (Person("mira", EMAIL), {"username": "[masked:person]", "note": "[masked:email_address]"}),
        (Pair("zq8", 1), {"password": "[masked:password]", "n": 1}),
        (Colour.RED, "Colour.RED"),
        (uuid.UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        (ipaddress.ip_address("203.0.113.77"), "[masked:ip_address]"),
        (decimal.Decimal(4111111111111111), "[masked:credit_card]"),
        (tuple(EMAIL.encode()), "[masked:email_address]"),
        (list(b"a plain text"), list(b"a plain text")),
        ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]),
        (list(range(3)), [0, 1, 2]),
    ],
)
def test_a_value_of_any_type_is_masked_and_arrives_in_a_shape_of_otlp(value: Any, left: Any) -> None:
    assert masked({"v": value}) == {"v": left}
    assert masked([{"v": value}]) == [{"v": left}]


def test_a_path_is_masked_as_its_text() -> None:
    assert EMAIL not in str(masked({"v": Path("/home") / EMAIL}))


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ({"name": "X-Api-Key", "value": "zq81-xk"}, {"name": "X-Api-Key", "value": "[masked:credential]"}),
        ({"key": "password", "value": {"s": "zq8"}}, {"key": "password", "value": {"s": "[masked:password]"}}),
        ([{"name": "DB_PASSWORD", "value": "zq8"}], [{"name": "DB_PASSWORD", "value": "[masked:password]"}]),
        ([{"value": 4711, "field": "cvv"}], [{"value": "[masked:cvv]", "field": "cvv"}]),
        ([{"fieldName": "pin", "newValue": 4711}], [{"fieldName": "pin", "newValue": "[masked:password]"}]),
        ([{"@name": "password", "#text": "zq8"}], [{"@name": "password", "#text": "[masked:password]"}]),
        ({"label": "Password", "text": "zq8"}, {"label": "Password", "text": "[masked:password]"}),
        ([("password", "zq8"), ("n", "1")], [("password", "[masked:password]"), ("n", "1")]),
        ([["password", "zq8"]], [["password", "[masked:password]"]]),
        ([(b"authorization", b"Bearer x")], [(b"authorization", b"[masked:authorization]")]),
        ([["email", "locale"]], [["email", "locale"]]),
        ([["password", "username"]], [["password", "username"]]),
        ({"name": "colour", "value": "red"}, {"name": "colour", "value": "red"}),
        ({"name": "password", "size": 3}, {"name": "password", "size": 3}),
    ],
)  # fmt: skip
def test_a_name_beside_a_value_says_what_it_is(value: Any, left: Any) -> None:
    assert masked({"v": value}) == {"v": left}


@pytest.mark.parametrize(
    ("value", "left"),
    [
        (("password", "zq81-xk"), ("password", "[masked:password]")),
        ({"pair": ["x-api-key", "zq81-xk"]}, {"pair": ["x-api-key", "[masked:credential]"]}),
        (
            {"loc": ["body", "password"], "input": "zq81-xk"},
            {"loc": ["body", "password"], "input": "[masked:password]"},
        ),
        (["tool", "--token", "zq81-xk", "-v"], ["tool", "--token", "[masked:secret]", "-v"]),
        (["--password", "zq81-xk", "--user", "kim"], ["--password", "[masked:password]", "--user", "kim"]),
        (["/usr/bin/mysql", "-u", "root", "-pzq8-x"], ["/usr/bin/mysql", "-u", "root", "[masked:password]"]),
        (("curl", "-u", "bob:zq8-x", "https://h"), ("curl", "-u", "[masked:password]", "https://h")),
        (["mysql", "-u", "root", "-p", "shop"], ["mysql", "-u", "root", "-p", "shop"]),
        (["--verbose", "--password", "--dry-run"], ["--verbose", "--password", "--dry-run"]),
        (("email", "locale"), ("email", "locale")),
    ],
)
def test_a_pair_alone_and_an_option_say_what_follows_them(value: Any, left: Any) -> None:
    assert masked(value) == left


@pytest.mark.parametrize(
    ("value", "left"),
    [
        (
            {"columns": ["id", "last_name"], "rows": [[7, "Osterkamp"], [8, "Lindqvist"]]},
            {"columns": ["id", "last_name"], "rows": [[7, "[masked:person]"], [8, "[masked:person]"]]},
        ),
        (
            {"fields": ("password", "n"), "values": ("Wk7#tulpe", "x")},
            {"fields": ("password", "n"), "values": ("[masked:password]", "x")},
        ),
        (
            {"columnNames": ["n", "cvv"], "data": [["x", 4711, "further"], ["y"], {"n": "z"}]},
            {"columnNames": ["n", "cvv"], "data": [["x", "[masked:cvv]", "further"], ["y"], {"n": "z"}]},
        ),
        ({"rows": [["a"]], "columns": ["n", 3]}, {"rows": [["a"]], "columns": ["n", 3]}),
        ({"columns": ["password"], "count": 3, "note": "x"}, {"columns": ["password"], "count": 3, "note": "x"}),
        ({"columns": ["password"], "rows": "none"}, {"columns": ["password"], "rows": "none"}),
    ],
)
def test_the_columns_of_a_table_say_what_its_cells_are(value: Any, left: Any) -> None:
    assert masked(value) == left


def test_a_path_that_holds_itself_ends() -> None:
    path: list[Any] = ["body"]
    path.append(path)
    assert masked({"loc": path, "input": "zq81-xk"})["input"] == "zq81-xk"


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ({"tax_id": "86095742719"}, {"tax_id": "[masked:de_tax_id]"}),
        ({"user": {"taxId": 86095742719}}, {"user": {"taxId": "[masked:de_tax_id]"}}),
        ({"steuernummer": "86 095 742 719"}, {"steuernummer": "[masked:de_tax_id]"}),
        ({"vehicle_id": "1HGCM82633A004352"}, {"vehicle_id": "[masked:vin]"}),
        ({"born": "1985-07-30"}, {"born": "[masked:date_of_birth]"}),
        ({"coords": "48.856614, 2.352222"}, {"coords": "[masked:geo_coordinates]"}),
        ({"cell": "040 / 123 45 67"}, {"cell": "[masked:phone_number]"}),
        ({"Código de identificación fiscal": "B82553827"}, {"Código de identificación fiscal": "[masked:es_cif]"}),
        ({"order": "86095742719"}, {"order": "86095742719"}),
        ({"note": "tax id", "order": "86095742719"}, {"note": "tax id", "order": "86095742719"}),
        ({"tax_id": "order 86095742719"}, {"tax_id": "order 86095742719"}),
    ],
)
def test_a_key_says_what_number_its_value_begins_with(value: Any, left: Any) -> None:
    assert masked(value) == left


def test_trace_states_scopes_and_schemas_are_looked_at() -> None:
    state = TraceState([("vendor", f"to:{EMAIL}"), ("other", "1"), ("userid", "7")])
    context = SpanContext(1, 2, is_remote=False, trace_flags=TraceFlags(1), trace_state=state)
    span = ReadableSpan(
        name="x",
        context=context,
        parent=context,
        resource=Resource({}, f"https://schema.example/{EMAIL}"),
        links=[Link(context)],
        instrumentation_scope=InstrumentationScope("lib", f"1.0+{EMAIL}", f"https://schema.example/{EMAIL}"),
    )
    left = SpanSealing(SEALING).seal(span)
    assert left.context is not None
    assert left.parent is not None
    scope = left.instrumentation_scope
    assert scope is not None
    for each in (left.context, left.parent, left.links[0].context):
        assert each.trace_state.get("vendor") == "to:[masked:email_address]"
        assert each.trace_state.get("other") == "1"
    for text in (scope.version, scope.schema_url, left.resource.schema_url):
        assert text is not None
        assert "mira" not in text
        assert "[masked:email_address]" in text


def test_a_span_with_a_plain_trace_state_is_the_same_object() -> None:
    context = SpanContext(1, 2, is_remote=False, trace_state=TraceState([("vendor", "1")]))
    span = ReadableSpan(name="x", context=context, resource=Resource({}))
    assert SpanSealing(SEALING).seal(span) is span
