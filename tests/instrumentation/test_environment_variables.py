"""Our settings as options of `opentelemetry-instrument`."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from applications import ROOT, clean_environ, instrumented
from sealog.instrumentation.environment_variables import ALIASES, move_aliases

if TYPE_CHECKING:
    from applications import Keys, Sink

OF_COMMANDS = {"SEALOG_KEYRING", "SEALOG_PASSPHRASE_FILE", "SEALOG_INDEX_KEYRING"}
"""They open or index, which no instrumented application does."""


def test_every_setting_of_an_application_has_an_alias_that_is_named_after_it() -> None:
    table = (ROOT / "docs/settings.md").read_text()
    assert set(ALIASES.values()) == set(re.findall(r"^\| \[?`(SEALOG_\w+)`", table, re.MULTILINE)) - OF_COMMANDS
    assert {alias: alias.removeprefix("OTEL_PYTHON_") for alias in ALIASES} == ALIASES


def test_an_alias_goes_before_the_environment_and_is_not_inherited() -> None:
    environ = {"OTEL_PYTHON_SEALOG_MODE": "mask", "SEALOG_MODE": "seal", "SEALOG_CARRY": "off"}
    move_aliases(environ)
    move_aliases(environ)
    assert environ == {"SEALOG_MODE": "mask", "SEALOG_CARRY": "off"}


@pytest.mark.process
def test_opentelemetry_instrument_shows_them_in_its_help() -> None:
    program = Path(sys.executable).with_name("opentelemetry-instrument")
    environ = clean_environ("", "http/protobuf") | {"COLUMNS": "100"}
    shown = subprocess.run([program, "--help"], env=environ, capture_output=True, text=True, timeout=60, check=True)
    options = re.findall(r"^  --(sealog_\w+) (SEALOG_\w+)$", shown.stdout, re.MULTILINE)
    assert dict(options) == {name.lower(): name for name in ALIASES.values()}


@pytest.mark.process
def test_an_option_goes_before_the_environment_in_the_program_and_in_its_children(keys: Keys, sink: Sink) -> None:
    log = "import logging; logging.warning('hello everywhere@example.com')"
    code = f"import subprocess, sys; {log}; subprocess.run([sys.executable, '-c', {log!r}], check=True)"
    options = ("--sealog_mode", "mask")
    environ = {**keys.environ, "SEALOG_MODE": "off"}
    done = instrumented("-c", code, endpoint=sink.endpoint, options=options, **environ)
    assert done.returncode == 0, done.stderr
    assert [record.body.string_value for record in sink.records()] == ["hello [masked:email_address]"] * 2
