"""The doctor's checks of frameworks of agents: which of them send what their runs held past OpenTelemetry.

Such a trace has prompts, answers, arguments and results, and sealog never sees it.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from sealog.cli.doctor.checks import Check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_LANGSMITH_NAMES = ("LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2", "LANGSMITH_TRACING", "LANGCHAIN_TRACING")
"""The first that is set decides (langsmith.utils.tracing_is_enabled)."""

_REPLACES_UPLOAD = "openinference-instrumentation-openai-agents"
"""When it instruments openai-agents, it takes the place of the processor that uploads."""


def is_installed(package: str) -> bool:
    """Tell whether a distribution of this name is installed."""
    try:
        version(package)
    except PackageNotFoundError:
        return False
    return True


def framework_checks(environ: Mapping[str, str], installed: Callable[[str], bool] = is_installed) -> Iterator[Check]:
    """Name each installed framework that sends its traces past OpenTelemetry; the others are not mentioned."""
    if installed("openai-agents") and not installed(_REPLACES_UPLOAD) and not _is_off_for_openai(environ):
        yield Check(
            "agents",
            False,
            "openai-agents uploads each run to OpenAI, and sealog does not see that",
            f"pip install {_REPLACES_UPLOAD}, or set OPENAI_AGENTS_DISABLE_TRACING=1",
            1,
        )
    named = next((name for name in _LANGSMITH_NAMES if environ.get(name, "").strip()), None)
    over_otel = environ.get("LANGSMITH_TRACING_MODE", "").lower() == "otel"  # by the tracer provider of the process
    if named and environ[named] == "true" and not over_otel and installed("langsmith"):
        yield Check(
            "agents",
            False,
            f"{named}=true: LangChain and LangGraph send each run to LangSmith, and sealog does not see that",
            f"unset {named}, or set LANGSMITH_TRACING_MODE=otel",
            2,
        )
    if environ.get("CREWAI_TRACING_ENABLED", "").strip().lower() == "true" and installed("crewai"):
        yield Check(
            "agents",
            False,
            "CREWAI_TRACING_ENABLED=true: CrewAI sends each run to its own platform, and sealog does not see that",
            "unset CREWAI_TRACING_ENABLED, and trace with an instrumentation of OpenTelemetry",
            3,
        )


def _is_off_for_openai(environ: Mapping[str, str]) -> bool:
    return environ.get("OPENAI_AGENTS_DISABLE_TRACING", "").lower() in {"true", "1"}
