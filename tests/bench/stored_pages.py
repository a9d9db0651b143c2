"""Times the page of `sealog up` over a store of many records: `stored_pages.py [RECORDS]`, a million by default.

The store is on disk, the page is asked in this process. It prints the median and the longest of some answers, in
milliseconds; the goal for the first page and for a search is 300.
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
from web.pages import INDEX, Visitor, event, sealed

BATCH = 5_000
TEMPLATES = 200
ONE_SEALED_IN = 50
ONE_OF_A_PERSON_IN = 1_000
MINUTES = 100
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
)


def main(records: int) -> None:
    """Fill a store and look at it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "logs.sqlite")
        began = time.monotonic()
        _fill(file, records)
        print(f"{records:,} records stored in {time.monotonic() - began:.0f} s, {file.stat().st_size / 2**20:.0f} MiB")
        visitor = Visitor(file)
        for path in ASKED:
            taken = [_ms(visitor, path) for _ in range(ROUNDS)]
            print(f"{path}: median {statistics.median(taken):.0f} ms, longest {max(taken):.0f} ms", flush=True)


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


def _ms(visitor: Visitor, path: str) -> float:
    began = time.perf_counter()
    answer = visitor.get(path)
    answer.raise_for_status()
    return (time.perf_counter() - began) * 1_000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
