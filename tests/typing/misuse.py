"""Misuse that type checkers must refuse: each line needs its comment, so a comment without an error fails the check."""

from __future__ import annotations

from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk.trace import TracerProvider

import sealog

sealog.install(TracerProvider())  # type: ignore[arg-type]
sealog.install(LoggerProvider)  # type: ignore[arg-type]
sealog.install_spans(LoggerProvider())  # type: ignore[arg-type]
sealog.load_bundle(4711)  # type: ignore[arg-type]
sealog.scan(b"mail ada@example.com")  # type: ignore[arg-type]
sealog.seal_text("mail ada@example.com", bundle="bundle.json")  # type: ignore[arg-type]
sealog.Opener()  # type: ignore[call-arg]
sealog.Opener(None)  # type: ignore[arg-type]
sealog.configure("shop", "http://127.0.0.1:4317")  # type: ignore[call-arg]
sealog.seal_txt("a name that is misspelled")  # type: ignore[attr-defined]
