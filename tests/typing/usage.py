"""The public names as an application uses them. Nothing runs this file: type checkers read it (`make check`)."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk.trace import TracerProvider
from typing_extensions import assert_type

import sealog
from sealog import Finding, Opened, Scanner, SealedValue
from sealog.types import BlindIndex, Doubt, Group, Installed, InstalledSpans, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

assert_type(sealog.__version__, str)


def sets_up() -> None:
    sealog.configure()
    sealog.configure("shop", endpoint="http://127.0.0.1:4317", level=logging.DEBUG)
    sealog.configure("shop", level="DEBUG")


def installs(settings: Settings) -> None:
    assert_type(sealog.install(LoggerProvider()), Installed)
    assert_type(sealog.install(LoggerProvider(), settings), Installed)
    assert_type(sealog.install_spans(TracerProvider()), InstalledSpans)


def finds(text: str) -> Iterator[str]:
    findings = sealog.scan(text)
    assert_type(findings, list[Finding])
    for finding in findings:
        assert_type(finding.group, Group)
        yield text[finding.start : finding.end]


def seals(text: str, path: Path) -> str:
    for bundle in (sealog.load_bundle(path), sealog.load_bundle("bundle.json"), sealog.load_bundle(b"bundle.json")):
        assert_type(bundle.recipients, tuple[bytes, ...])
        text = sealog.seal_text(text, bundle=bundle)
    return sealog.seal_text(text)


def opens(text: str) -> None:
    with sealog.Opener("ticket 4711") as opener:
        opened = opener.open_text(text)
        assert_type(opened, Opened)
        assert_type(opened.text, str)
        assert_type(opened.doubts, tuple[Doubt, ...])
    with sealog.Opener("ticket 4711", keyring=Path("keyring.json"), passphrase=lambda: "secret") as opener:
        opener.open_text(text, ["key1~…"])
    other = sealog.Opener("ticket 4711", keyring="keyring.json", passphrase="secret", audit_trail=b"audit.jsonl")
    other.close()


def looks_at_sealed_values(text: str) -> Iterator[SealedValue]:
    for start, end in sealog.find_sealed_values(text):
        yield sealog.parse_sealed_value(text[start:end].removesuffix("~"))


def searches(entity: str, value: str) -> str | None:
    scanner = sealog.default_scanner()
    assert_type(scanner, Scanner)
    bundle = sealog.load_bundle("bundle.json")
    indexer = sealog.blind_indexer(bundle.index_key, bundle.tenant, bundle.epoch)
    assert_type(indexer, BlindIndex)
    form = scanner.index_form(entity, value)
    return None if form is None else indexer(entity, form)


def carries_a_trace() -> None:
    carrier = sealog.carry()
    assert_type(carrier, dict[str, str])
    with sealog.resume(carrier):
        pass


def catches(path: str) -> str:
    try:
        sealog.load_bundle(path)
    except sealog.KeyFileError as error:
        return str(error)
    except (sealog.FormatError, sealog.OpenError) as error:
        return error.outcome
    except (sealog.ArgumentError, sealog.AuditError, sealog.SettingError, sealog.StoreError, sealog.SealogError):
        raise
    return ""
