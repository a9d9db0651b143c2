"""Measures what index tags cost: `python tests/bench/index_service.py [ROUNDS]`, 20 by default, of 2,000 values each.

Each round takes turns: a blind index under the bundle's key, a tag in the application, the turning of a record's tag at
the index service, and HPKE for each value, which is what a tag key saves. It prints the median of the processor time
for each, and its ratio to the blind index of the same round.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from sealog.crypto import primitives
from sealog.crypto.blind_index import blind_indexer
from sealog.crypto.secret import Secret
from sealog.key_life.index_service import index_service_of, named_by
from sealog.keys.index_service import IndexServiceKey
from sealog.keys.keyring import new_keyring
from sealog.keys.protectors import OwnerFile
from sealog.keys.sealer import Sealer

if TYPE_CHECKING:
    from collections.abc import Callable

VALUES = 2000
NOW = "2026-01-01T00:00:00+00:00"


def steps() -> dict[str, Callable[[str], object]]:
    """Give what is compared, by name: each takes a telephone number."""
    service_keys, keys = new_keyring("default", OwnerFile(), NOW, "index"), new_keyring("default", OwnerFile(), NOW)
    current = service_keys.current()
    bundle = replace(keys, index_service=named_by(keys, IndexServiceKey(1, current.public_key))).bundle()
    sealer, service = Sealer(bundle), index_service_of(service_keys)
    key, index = sealer.key(), blind_indexer(bundle.index_key, bundle.tenant, bundle.epoch)
    record = sealer.tags(key, [("phone_number", "+4930901820")], with_key=True)
    wrap = primitives.wrapper_for(current.public_key, b"bench")
    return {
        "blind index under the bundle's key": lambda number: index("phone_number", number),
        "tag": lambda number: sealer.tags(key, [("phone_number", number)], with_key=False),
        "turning of a record's tag": lambda _: service.turn(record),
        "HPKE for each value": lambda number: wrap(Secret(number.encode())),
    }


def main() -> None:
    """Measure, and print a line for each step."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    first = int.from_bytes(os.urandom(3), "big")
    numbers = [f"+4930{first + number}" for number in range(VALUES)]
    compared = steps()
    taken: dict[str, list[float]] = {name: [] for name in compared}
    for _ in range(rounds):
        for name, step in compared.items():
            began = time.process_time()
            for number in numbers:
                step(number)
            taken[name].append((time.process_time() - began) / VALUES * 1e6)
    base = next(iter(taken.values()))
    for name, times in taken.items():
        ratio = statistics.median(one / other for one, other in zip(times, base, strict=True))
        print(f"{statistics.median(times):8.2f} us {ratio:7.2f} x  {name}")


if __name__ == "__main__":
    main()
