"""Pools are carried into when a program imports them; who has none does not import them for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.process

PROGRAM = """
import sys
from sealog.correlate.pools import carry_into_pools

carry_into_pools()
print([name for name in ("concurrent.futures.process", "multiprocessing.pool") if name in sys.modules])
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.pool import Pool

carry_into_pools()
wrapped = [method.__wrapped__ for method in (ProcessPoolExecutor.submit, Pool.map, Pool.imap)]
print([method.__name__ for method in wrapped if not hasattr(method, "__wrapped__")])
"""


def test_what_gives_tasks_is_wrapped_once_and_only_when_it_is_imported() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines() == ["[]", "['submit', 'map', 'imap']"]
