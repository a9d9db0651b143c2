"""The doctor names frameworks of agents that send their traces past OpenTelemetry, and no others."""

from __future__ import annotations

import pytest

from sealog.cli.doctor.framework_checks import framework_checks, is_installed

ALL = {"openai-agents", "langsmith", "crewai"}


def codes(environ: dict[str, str], installed: set[str]) -> list[str]:
    found = list(framework_checks(environ, installed.__contains__))
    assert all(not check.good and check.mend for check in found)
    return [check.code for check in found]


@pytest.mark.parametrize(
    ("environ", "found"),
    [
        ({}, ["SL391"]),
        ({"OPENAI_AGENTS_DISABLE_TRACING": "0"}, ["SL391"]),
        ({"OPENAI_AGENTS_DISABLE_TRACING": "True"}, []),
        ({"OPENAI_AGENTS_DISABLE_TRACING": "1", "LANGSMITH_TRACING": "true"}, ["SL392"]),
        ({"OPENAI_AGENTS_DISABLE_TRACING": "1", "LANGCHAIN_TRACING_V2": "true"}, ["SL392"]),
        # The first that is set decides, as in LangSmith itself.
        ({"OPENAI_AGENTS_DISABLE_TRACING": "1", "LANGSMITH_TRACING_V2": "false", "LANGSMITH_TRACING": "true"}, []),
        ({"OPENAI_AGENTS_DISABLE_TRACING": "1", "LANGSMITH_TRACING_V2": " ", "LANGSMITH_TRACING": "true"}, ["SL392"]),
        ({"OPENAI_AGENTS_DISABLE_TRACING": "1", "LANGSMITH_TRACING": "true", "LANGSMITH_TRACING_MODE": "otel"}, []),
        ({"OPENAI_AGENTS_DISABLE_TRACING": "1", "CREWAI_TRACING_ENABLED": "true"}, ["SL393"]),
        ({"OPENAI_AGENTS_DISABLE_TRACING": "1", "CREWAI_TRACING_ENABLED": "false"}, []),
    ],
)
def test_what_sends_traces_past_opentelemetry_is_named(environ: dict[str, str], found: list[str]) -> None:
    assert codes(environ, ALL) == found


def test_what_is_not_installed_sends_nothing() -> None:
    assert codes({"LANGSMITH_TRACING": "true", "CREWAI_TRACING_ENABLED": "true"}, set()) == []


def test_an_instrumentation_that_takes_the_place_of_the_upload_ends_the_warning() -> None:
    assert codes({}, {"openai-agents", "openinference-instrumentation-openai-agents"}) == []


def test_an_installed_distribution_is_found_by_its_name() -> None:
    assert is_installed("opentelemetry-sdk")
    assert not is_installed("no-such-distribution")
