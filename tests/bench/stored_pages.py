"""Times the page of `sealog up` over a large store: `stored_pages.py [RECORDS [SPANS [FILE]]]`.

By default a million records and 200,000 spans. The store is a new file, or FILE, which is filled if it is not there.
The page is asked in this process, one path after the other in several rounds. It prints the median of the time and of
the processor time of each, and the longest time, in milliseconds; the goal for the first page, a search and
`/operations` is 300.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sealog_exporters.store import LogStore
from web.pages import INDEX, Visitor, event, sealed, span

BATCH = 5_000
TEMPLATES = 200
ONE_SEALED_IN = 50
ONE_OF_A_PERSON_IN = 1_000
MINUTES = 100
SPANS_OF_A_TRACE = 10
OPERATIONS = 200
SERVICES = 20
ROUNDS = 7
SIGNS = "abcdefghijklmnopqrstuvwxyz234567"
ASKED = (
    "/",
    "/logs",
    f"/logs?index={INDEX}",
    f"/logs?template={3:016x}",
    "/logs?text=nowhere",
    "/logs?entity=email_address&text=nowhere",
    "/privacy",
    "/records/1000",
    "/operations",
    f"/traces/{7:032x}",
    "/spans/1000",
)


def main(records: int = 1_000_000, spans: int = 200_000, file: Path | None = None) -> None:
    """Fill a store and look at it."""
    with tempfile.TemporaryDirectory() as folder:
        file = file or Path(folder, "logs.sqlite")
        if not file.exists():
            began = time.monotonic()
            _fill(file, records)
            _fill_spans(file, spans)
            print(f"stored in {time.monotonic() - began:.0f} s, {file.stat().st_size / 2**20:.0f} MiB")
        visitor = Visitor(file)
        rounds = [[_ms(visitor, path) for path in ASKED] for _ in range(ROUNDS)]
        for number, path in enumerate(ASKED):
            wall, cpu = zip(*(one[number] for one in rounds), strict=True)
            median, busy = statistics.median(wall), statistics.median(cpu)
            print(f"{path}: median {median:.0f} ms, longest {max(wall):.0f} ms, processor {busy:.0f} ms")


def _fill(file: Path, records: int) -> None:
    chosen = random.Random(1)
    with LogStore(file) as store:
        for first in range(0, records, BATCH):
            batch = []
            for number in range(first, min(first + BATCH, records)):
                template = f"{chosen.randrange(TEMPLATES):016x}"
                attributes: dict[str, object] = {"sealog.template.id": template, "log.record.template": f"t {template}"}
                age = (records - number) / records * MINUTES
                if number % ONE_SEALED_IN:
                    text = f"order {number} charged in {chosen.randrange(10**6)} ms"
                    batch.append(event(text, age=age, attributes=attributes))
                    continue
                index = "".join(chosen.choices(SIGNS, k=13)) if number % ONE_OF_A_PERSON_IN else INDEX
                attributes |= {"sealog.entities": ["email_address"], "sealog.index": [index]}
                batch.append(sealed(age=age)._replace(attributes=attributes))
            store.add(batch)


def _fill_spans(file: Path, spans: int) -> None:
    chosen = random.Random(2)
    with LogStore(file) as store:
        for first in range(0, spans, BATCH):
            batch = []
            for number in range(first, min(first + BATCH, spans)):
                trace, place = divmod(number, SPANS_OF_A_TRACE)
                batch.append(
                    span(
                        number + 1,
                        age=(spans - number) / spans * MINUTES,
                        ms=chosen.expovariate(1 / 20),
                        trace_id=f"{trace:032x}",
                        parent_id=f"{number - place + 1:016x}" if place else "",
                        name=f"operation {chosen.randrange(OPERATIONS)}",
                        resource={"service.name": f"service {chosen.randrange(SERVICES)}", "service.version": "1"},
                        status_code=2 * (chosen.random() < 0.02),
                    )
                )
            store.spans.add(batch)


def _ms(visitor: Visitor, path: str) -> tuple[float, float]:
    began, busy = time.perf_counter(), time.process_time()
    answer = visitor.get(path)
    answer.raise_for_status()
    return (time.perf_counter() - began) * 1_000, (time.process_time() - busy) * 1_000


if __name__ == "__main__":
    given = sys.argv[1:]
    main(*map(int, given[:2]), *map(Path, given[2:]))
