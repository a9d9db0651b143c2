"""Data and shapes that only some texts need are not loaded at an application's start."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys
from sealog.detect.engine.scanner import default_scanner

scanner = default_scanner()
scanner.scan("order 17 was shipped")
print("phonenumbers" in sys.modules)
print(len(scanner.scan("call me: +49 151 23456789")))
print("phonenumbers" in sys.modules)
"""


@pytest.mark.process
def test_telephone_data_is_loaded_by_the_first_text_that_needs_it() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "1", "True"]
