"""The table of OpenTelemetry's attributes: its names are the registry's, and the scanner does what it says."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from opentelemetry.semconv import attributes as stable
from opentelemetry.semconv._incubating import attributes as incubating

from sealog.detect.data import semconv
from sealog.detect.engine.scanner import default_scanner

SCANNER = default_scanner()

# In the Elastic Common Schema or the registry's YAML only; the Python package has no constant for them.
_ELSEWHERE = {"url.username", "file.owner.name"}


def registry() -> set[str]:
    """Every attribute that the installed semantic conventions name."""
    names: set[str] = set()
    for package in (stable, incubating):
        for module in pkgutil.iter_modules(package.__path__):
            constants = vars(importlib.import_module(f"{package.__name__}.{module.name}"))
            names |= {value for name, value in constants.items() if name.isupper() and isinstance(value, str)}
    return names


@pytest.mark.parametrize("key", sorted({*semconv.SEALED, *semconv.SCANNED} - _ELSEWHERE))
def test_an_attribute_of_the_table_is_in_the_registry(key: str) -> None:
    names = registry()
    assert key in names or key.rpartition(".")[0] in names


@pytest.mark.parametrize("key", sorted(semconv.SEALED))
def test_a_sealed_attribute_is_sealed_as_the_table_says(key: str) -> None:
    rule = SCANNER.entity_of_key(key)
    assert rule is not None
    assert rule.entity == semconv.SEALED[key]


@pytest.mark.parametrize("key", sorted(semconv.SCANNED))
def test_a_scanned_attribute_is_not_sealed_whole(key: str) -> None:
    assert SCANNER.entity_of_key(key) is None


@pytest.mark.parametrize(
    "key",
    [
        *sorted(semconv.LEFT),
        "otelTraceID",
        "service.name",
        "service.instance.id",
        "telemetry.sdk.name",
        "data_stream.type",
    ],
)
def test_what_ties_a_record_to_its_trace_and_service_is_left(key: str) -> None:
    rule = SCANNER.entity_of_key(key)
    assert rule is not None
    assert rule.action == "keep"


@pytest.mark.parametrize(
    "key", ["service", "service.Alice Miller", "my.service.name", "telemetry", "data_stream", "trace"]
)
def test_keys_that_only_look_alike_are_not_left(key: str) -> None:
    rule = SCANNER.entity_of_key(key)
    assert rule is None or rule.action != "keep"


def test_no_attribute_is_in_two_places_of_the_table() -> None:
    assert not set(semconv.SEALED) & semconv.SCANNED
    assert not any(semconv.is_left(key) for key in (*semconv.SEALED, *semconv.SCANNED))
