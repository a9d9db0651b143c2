"""`configure`: the first call counts, and nothing that it is given raises."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

_CONFIGURE = """
import logging, os, sys, sealog
os.environ["OTEL_LOGS_EXPORTER"] = os.environ["OTEL_TRACES_EXPORTER"] = "none"
{calls}
print(logging.getLogger().level, os.environ.get("OTEL_SERVICE_NAME"))
"""


def _configured(*calls: str) -> tuple[str, list[str]]:
    code = _CONFIGURE.format(calls="\n".join(f"sealog.configure({call})" for call in calls))
    environ = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**environ, "SEALOG_MODE": "mask", "SEALOG_STATUS_DIR": "off"},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout, [line for line in done.stderr.splitlines() if "configure()" in line]


def test_a_second_configure_names_what_differs_and_changes_nothing() -> None:
    seen, told = _configured("'shop'", "'shop'", "'till', level=10, endpoint='http://user:pass@127.0.0.1:9'")
    assert seen == "20 shop\n"
    (line,) = told
    assert line.endswith(
        "before in this process, with another service and another endpoint and another level; the first call counts"
    )


@pytest.mark.parametrize(("given", "level"), [("'debug'", 10), ("'WARNING'", 30), ("35", 35)])
def test_a_level_is_a_number_or_a_name(given: str, level: int) -> None:
    assert _configured(f"'shop', level={given}") == (f"{level} shop\n", [])


@pytest.mark.parametrize("given", ["level='loud'", "level=None", "level=True", "endpoint=80", "endpoint='a\\0b'"])
def test_an_argument_that_cant_be_used_is_named_and_raises_nothing(given: str) -> None:
    seen, told = _configured(f"'shop', {given}")
    assert seen == "20 shop\n"
    assert [given.partition("=")[0] in line for line in told] == [True]
