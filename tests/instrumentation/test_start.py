"""What an application's start does not load: only some applications or records need it."""

from __future__ import annotations

import pytest

from applications import instrumented

PROGRAM = """
import gc, sys
print(gc.isenabled(), "sealog.processor.processor" in sys.modules)
print([name for name in ("multiprocessing", "html.entities", "phonenumbers") if name in sys.modules])
import multiprocessing.process
print(hasattr(multiprocessing.process.BaseProcess.start, "_sealog_carries"))
"""


@pytest.mark.process
def test_a_start_loads_nothing_that_only_some_records_or_applications_need() -> None:
    done = instrumented("-c", PROGRAM, endpoint="http://127.0.0.1:9", SEALOG_STATUS_DIR="off")
    assert done.stdout.splitlines() == ["True True", "[]", "True"]
