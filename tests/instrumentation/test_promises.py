"""What an application may rely on, told by its public doors alone: each is a small program and what arrived of it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from applications import clean_environ, instrumented

if TYPE_CHECKING:
    from applications import Keys, Sink

pytestmark = pytest.mark.process

FIRST_LINE = """
import logging
logging.getLogger("shop").info("order of mira@quellwerk.example")
"""

BAD_EXTRA = """
import logging, sealog
class Broken:
    def __str__(self): raise RuntimeError("no")
    __repr__ = __str__
itself = {}
itself["itself"] = itself
sealog.configure("shop")
logging.getLogger("shop").warning("order of mira@quellwerk.example", extra={"broken": Broken(), "itself": itself})
"""

AT_THE_END = """
import asyncio, logging, sealog
sealog.configure("shop")
loop = asyncio.new_event_loop()
loop.pending = loop.create_task(asyncio.sleep(100))
loop.run_until_complete(asyncio.sleep(0))
"""

NOT_PROPAGATED = """
import logging, sealog
log = logging.getLogger("shop")
log.propagate = False
log.addHandler(logging.StreamHandler())
sealog.configure("shop")
log.warning("order of mira@quellwerk.example")
"""

PROGRAMS = {
    "an attribute can't be read": BAD_EXTRA,
    "a logger does not propagate": NOT_PROPAGATED,
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_a_record_arrives_sealed(program: str, keys: Keys, sink: Sink) -> None:
    assert run(program, keys, sink).returncode == 0
    assert_sealed(sink)


def test_the_first_line_of_level_info_arrives(keys: Keys, sink: Sink) -> None:
    done = instrumented("-c", FIRST_LINE, endpoint=sink.endpoint, SEALOG_STATUS_DIR="off", **keys.environ)
    assert done.returncode == 0
    assert_sealed(sink)


def test_a_program_that_logs_only_while_the_interpreter_ends_does_end(keys: Keys, sink: Sink) -> None:
    """Asyncio logs a pending task when it is destroyed, and no thread can be started any more."""
    done = run(AT_THE_END, keys, sink)
    assert done.returncode == 0, done.stderr


def run(program: str, keys: Keys, sink: Sink) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        env=clean_environ(sink.endpoint, "http/protobuf") | keys.environ | {"SEALOG_STATUS_DIR": "off"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def assert_sealed(sink: Sink) -> None:
    bodies = [record.body.string_value for record in sink.records()]
    assert len([body for body in bodies if body.startswith("order of seal1~email_address~")]) == 1
    assert b"quellwerk" not in sink.wire
