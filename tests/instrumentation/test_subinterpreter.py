"""In an interpreter beside the main one, as mod_wsgi gives each application, records are sealed and no thread is left.

CPython aborts the whole process where a thread is left in such an interpreter at its end.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from applications import clean_environ
from sealog.finalising import is_subinterpreter

if TYPE_CHECKING:
    from pathlib import Path

    from applications import Keys, Sink

APPLICATION = """
import atexit, logging, sys, threading
if {plain}:
    sys.modules["sealog._native"] = None  # as where it was not built
import sealog
sealog.configure("shop")
logging.getLogger("shop").warning("order of mira@quellwerk.example")
atexit._run_exitfuncs()
print([thread.name for thread in threading.enumerate()])
"""
PROGRAM = """
import sys
if sys.version_info >= (3, 13):
    import _interpreters as interpreters
    given = ["legacy"], {}
else:
    import _xxsubinterpreters as interpreters
    given = [], {"isolated": False}
interpreter = interpreters.create(*given[0], **given[1])
(getattr(interpreters, "exec", None) or interpreters.run_string)(interpreter, APPLICATION)
interpreters.destroy(interpreter)
print("alive")
"""


@pytest.mark.process
@pytest.mark.parametrize("spool", [False, True], ids=["memory", "spool"])
@pytest.mark.parametrize("plain", [False, True], ids=["as installed", "without the compiled half"])
def test_an_interpreter_beside_the_main_one_ends_with_its_records_sealed_and_sent(
    *, spool: bool, plain: bool, keys: Keys, sink: Sink, tmp_path: Path
) -> None:
    environ = {"SEALOG_SPOOL_DIR": str(tmp_path / "spool")} if spool else {}
    done = subprocess.run(
        [sys.executable, "-c", f"APPLICATION = {APPLICATION.format(plain=plain)!r}\n{PROGRAM}"],
        env=clean_environ(sink.endpoint, "http/protobuf") | keys.environ | environ | {"SEALOG_STATUS_DIR": "off"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.stdout.splitlines() == ["['MainThread']", "alive"], done.stderr
    assert done.returncode == 0
    assert "could not" not in done.stderr
    (record,) = sink.records()
    assert record.body.string_value.startswith("order of seal1~email_address~")
    assert b"quellwerk" not in sink.wire


def test_this_is_the_main_interpreter() -> None:
    assert not is_subinterpreter()
