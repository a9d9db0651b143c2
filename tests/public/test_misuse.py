"""Misuse of the public names raises at once, with a message that holds no value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry._logs import NoOpLoggerProvider
from opentelemetry._logs._internal import ProxyLoggerProvider
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import ProxyTracerProvider

import sealog
from sealog import notices

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXT = "mail ada@example.com"


def _kind(value: Any) -> str:
    return type(value).__name__


@pytest.mark.parametrize(
    "provider", [TracerProvider(), MeterProvider(), None, LoggerProvider, object(), "provider"], ids=_kind
)
def test_install_refuses_what_is_no_logger_provider(provider: Any) -> None:
    with pytest.raises(sealog.ArgumentError, match=r"sealog\.install takes a"):
        sealog.install(provider)


@pytest.mark.parametrize("provider", [LoggerProvider(), MeterProvider(), None, TracerProvider, object()], ids=_kind)
def test_install_spans_refuses_what_is_no_tracer_provider(provider: Any) -> None:
    with pytest.raises(sealog.ArgumentError, match=r"sealog\.install_spans takes a"):
        sealog.install_spans(provider)


def test_the_apis_own_providers_are_left_alone_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    """They export nothing, and which one there is depends on the environment: that must not stop an application."""
    notices._said.clear()
    for provider in (ProxyLoggerProvider(), NoOpLoggerProvider()):
        assert sealog.install(provider) == "no SDK provider"  # type: ignore[arg-type]
    assert sealog.install_spans(ProxyTracerProvider()) == "no SDK provider"  # type: ignore[arg-type]
    err = capsys.readouterr().err.splitlines()
    assert [line.partition(" exports nothing")[0] for line in err] == [
        "sealog: ProxyLoggerProvider",
        "sealog: ProxyTracerProvider",
    ]


@pytest.mark.parametrize("call", [sealog.scan, sealog.seal_text])
@pytest.mark.parametrize("text", [b"mail ada@example.com", None, 4539148803436467, ["ada@example.com"]], ids=_kind)
def test_what_is_no_text_is_refused_without_naming_it(call: Callable[[Any], Any], text: Any) -> None:
    with pytest.raises(sealog.ArgumentError, match="text must be a str, not") as refused:
        call(text)
    assert isinstance(refused.value, TypeError)
    assert "ada@" not in str(refused.value)
    assert "4539" not in str(refused.value)


@pytest.mark.usefixtures("config")
def test_an_opener_refuses_what_is_no_text() -> None:
    with pytest.raises(sealog.ArgumentError):
        sealog.Opener(None)  # type: ignore[arg-type]
    with pytest.raises(sealog.ArgumentError):
        sealog.Opener("a test").open_text(b"seal1k~")  # type: ignore[arg-type]


def test_a_bundles_path_is_no_bundle(config: Path) -> None:
    with pytest.raises(sealog.ArgumentError, match="load_bundle"):
        sealog.seal_text(TEXT, bundle=str(config / "bundle.json"))  # type: ignore[arg-type]
