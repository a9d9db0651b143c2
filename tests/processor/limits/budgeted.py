"""Records that are sealed as an application has it done, and what of them stays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, SimpleLogRecordProcessor

from sealog.correlate.uid import UidSource
from sealog.detect.engine.scanner import default_scanner
from sealog.instrumentation.providers.otel_internals import chain
from sealog.keys.sealer import Sealer
from sealog.processor.processor import SealingProcessor
from sealog.processor.sealing import Sealing
from support import keyring, texts_in

if TYPE_CHECKING:
    from collections.abc import Mapping

PHONE = "phone 020 7946 0958 "
EMAIL = "whole@example.com"
KEYS = keyring()
NOTE = re.compile(r"\[sealog: ([0-9]+) more characters\]")
ERROR = {"exception.type": "ValueError", "exception.message": f"no order of {EMAIL}", "order": "4711", "n": 3}


class Sealed:
    """A logger provider that seals, and what its exporter got."""

    def __init__(self, max_text: int = 256 * 1024) -> None:
        self._exporter = InMemoryLogRecordExporter()
        self._provider = LoggerProvider(shutdown_on_exit=False)
        self._provider.add_log_record_processor(SimpleLogRecordProcessor(self._exporter))
        sealing = Sealing(default_scanner(), Sealer(KEYS.bundle()), max_text)
        processor = SealingProcessor(sealing.scanner, sealing.sealer, UidSource(), sealing=sealing)
        chain.prepend(self._provider, processor)

    def emit(self, body: Any, attributes: Mapping[str, Any] | None = None, *, logger: str = "test", **rest: Any) -> Any:
        self._provider.get_logger(logger).emit(body=body, attributes=attributes, **rest)
        return self._exporter.get_finished_logs()[-1].log_record


def in_the_clear(*values: Any) -> str:
    """Give what of the values is neither sealed nor a note."""
    text = "\n".join(texts_in(list(values)))
    return re.sub(r"seal1k?~[\w~-]+|\[sealog: [0-9]+ more \w+\]", "", text)


def left_out(text: str) -> int:
    note = NOTE.search(text)
    assert note is not None
    return int(note[1])


def is_whole(attributes: Mapping[str, Any]) -> bool:
    """Tell whether the attributes of `ERROR` are all there, the address in them sealed."""
    message = attributes["exception.message"]
    same = all(attributes[key] == ERROR[key] for key in ("exception.type", "order", "n"))
    return same and re.fullmatch(r"no order of seal1~email_address~\w+~[\w-]+", message) is not None
