"""A new store really is one file: `toys/stores/json_lines.py` is put into the folder, and every command reads it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

import sealog
from sealog.cli.main import app
from sealog.errors import SettingError, StoreError
from sealog_exporters.cli import stores

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.testing import Result

TOYS = Path(__file__).parent / "toys/stores"
MIRA = "mira@quellwerk.example"
STREAM = "mfrggzdfmztwq"
SECOND = 1_000_000_000
BEGINNING = 1_767_225_600  # 2026-01-01, in seconds


@pytest.fixture(autouse=True)
def _new_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Let the folder of stores have the toy's file too; keys lie in a folder of this test."""
    monkeypatch.setattr(stores, "__path__", [*stores.__path__, str(TOYS)])
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    yield
    sys.modules.pop(f"{stores.__name__}.json_lines", None)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def record(number: int, body: str, **more: Any) -> dict[str, Any]:
    return {
        "uid": f"{STREAM}-{number}",
        "time_unix_nano": (BEGINNING + number) * SECOND,
        "severity_number": 17,
        "severity_text": "ERROR",
        "service": "shop",
        "trace_id": "",
        "span_id": "",
        "body": body,
        "attributes": {"sealog.uid": f"{STREAM}-{number}", **more},
        "resource": {"service.name": "shop"},
    }


def stored(folder: Path, *records: dict[str, Any]) -> str:
    path = folder / "records.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in records), "utf-8")
    return f"jsonl://{path}"


def test_records_are_found_and_opened_in_it(tmp_path: Path) -> None:
    assert run("init").exit_code == 0
    body = sealog.seal_text(f"mail to {MIRA}")
    index = body.split("~")[2]
    place = stored(tmp_path, record(1, body, **{"sealog.index": [index]}), record(2, "mail to nobody"))
    found = run("search", "--entity", "email_address", MIRA, "--store", place)
    assert (found.exit_code, found.output.count("mail to")) == (0, 1)
    assert MIRA not in found.output
    opened = run("search", "--entity", "email_address", MIRA, "--store", place, "--open", "--reason", "a test")
    assert f"mail to {MIRA}" in opened.output


def test_its_ids_are_counted(tmp_path: Path) -> None:
    done = run("verify", "--json", "--store", stored(tmp_path, record(1, "a"), record(3, "b")))
    assert done.exit_code == 1, done.output
    assert '"missing"' in done.output


def test_rules_are_tried_on_its_history(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("groups: [{name: g, rules: [{alert: Three, count: {gte: 3}}]}]\n")
    place = stored(tmp_path, *(record(number, "no stock") for number in (3, 1, 2)))
    done = run(
        "alerts", "backtest", str(tmp_path / "rules.yaml"), "--store", place, "--from", "2026-01-01", "--no-plot"
    )
    assert "fired     Three" in done.output, done.output


def test_its_errors_are_those_of_a_store(tmp_path: Path) -> None:
    done = run("verify", "--store", f"jsonl://{tmp_path / 'none.jsonl'}")
    assert isinstance(done.exception, StoreError)


def test_the_message_about_an_unknown_name_lists_it() -> None:
    done = run("verify", "--store", "tape://x")
    assert isinstance(done.exception, SettingError)
    assert str(done.exception) == "--store must be a file or a jsonl:// path or an http:// or https:// URL"
