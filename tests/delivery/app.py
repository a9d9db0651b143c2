"""The application under test: logs as it is told on stdin, one command a line, and says `ok` when it has.

`log <first> <count>`, `fork <first> <count>` (a child logs and leaves by os._exit), `worker` (a child that does nothing
for some seconds), `add <url>` (an exporter with nothing else from code), `exit`, `hard` (os._exit). Each
`log` is a span.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import sys
import time
from typing import Any

from opentelemetry._logs import get_logger_provider
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.trace import get_tracer


def log(first: int, count: int) -> None:
    logger = logging.getLogger("app")
    for number in range(first, first + count):
        logger.warning("order %d", number)


def add(url: str) -> None:
    provider: Any = get_logger_provider()
    provider.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter(url), schedule_delay_millis=60_000))


def main() -> None:
    for line in sys.stdin:
        command, *words = line.split()
        if command == "add":
            add(*words)
            words = []
        first, count = (int(number) for number in words or (0, 0))
        if command == "log":
            with get_tracer("app").start_as_current_span("orders"):
                log(first, count)
        elif command == "fork":
            child = multiprocessing.get_context("fork").Process(target=log, args=(first, count))
            child.start()
            child.join()
        elif command == "worker":
            if os.fork() == 0:  # a server's worker, which outlives its master and has no use for its pipes
                for handle in (0, 1, 2):
                    os.close(handle)
                time.sleep(4)
                os._exit(0)
        elif command == "exit":
            return
        elif command == "hard":
            os._exit(3)
        print("ok", flush=True)


if __name__ == "__main__":
    main()
