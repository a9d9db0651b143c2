"""A damaged state file gives a one-line error that names the loss and the way on."""

from __future__ import annotations

import json
import sqlite3
from inspect import signature
from typing import TYPE_CHECKING

import pytest

from alerting.events import START, event, rule_file
from sealog.errors import SettingError
from sealog_exporters.alerting.service.service import AlertingService
from sealog_exporters.alerting.state.schema import FILE, DamagedStateError, set_aside
from sealog_exporters.alerting.syntax.duration import NS
from sealog_exporters.cli.alerting import alerting
from sealog_exporters.cli.up import up
from sealog_exporters.services.watch import _service

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MAIL = "jane@example.org"


def filled(folder: Path, groups: int = 400) -> Path:
    """Make a state file of some pages, all of it in the file itself."""
    service = AlertingService(rule_file(), clock=lambda: START, state_dir=folder)
    service.feed([event(0, f"u{n}", service=f"s{n}", body=MAIL) for n in range(groups)])
    service.feed([event(1, f"v{n}", service="shop") for n in range(10)])
    service._store._database._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    service._store.close()
    return folder / FILE


def started(folder: Path) -> AlertingService:
    return AlertingService(rule_file(), clock=lambda: START + NS, state_dir=folder)


def overwrite(path: Path, *, start: int, number: int, fill: bytes = b"\xa5") -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(fill * number)


def page(number: int) -> Callable[[Path], None]:
    return lambda path: overwrite(path, start=4096 * number, number=4096)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-6000])


def change(statement: str) -> Callable[[Path], None]:
    def changed(path: Path) -> None:
        with sqlite3.connect(path) as db:
            db.execute(statement)
        db.close()

    return changed


DAMAGE = {
    "header": lambda path: overwrite(path, start=0, number=100),
    "schema": page(0),
    **{f"page {number}": page(number) for number in range(1, 9)},
    "zeros": lambda path: overwrite(path, start=4096 * 3, number=8192, fill=b"\0"),
    "cut short": cut,
    "no json": change("UPDATE groups SET state = 'x'"),
    "another shape": change("UPDATE groups SET state = '[]'"),
    "no state": change("UPDATE groups SET state = '{}'"),
    "a page of the journal": change("UPDATE journal SET body = '{\"a\": [[1]'"),
    "a standing": change("INSERT INTO standings VALUES ('f', 'r', '{\"a\": 1}')"),
    "a silence": change("INSERT INTO silences VALUES ('a', 'null')"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_is_one_line_and_the_way_on_works(
    tmp_path: Path, damage: Callable[[Path], None], capfd: pytest.CaptureFixture[str]
) -> None:
    path = filled(tmp_path)
    damage(path)
    with pytest.raises(DamagedStateError, match="--set-aside-state") as caught:
        started(tmp_path)
    assert "\n" not in str(caught.value)
    assert MAIL not in str(caught.value)
    service = _service(rule_file(), tmp_path, (), aside=True)
    assert service.stats()["groups"] == 0
    service.feed([event(0)])
    service._store.close()
    assert (tmp_path / f"{FILE}.damaged-1").exists()
    assert "damaged-1" in capfd.readouterr().err


def test_without_the_option_nothing_is_moved(tmp_path: Path) -> None:
    cut(filled(tmp_path))
    with pytest.raises(SettingError, match="what was counted, cooldowns"):
        _service(rule_file(), tmp_path, (), aside=False)
    assert sorted(one.name for one in tmp_path.iterdir() if "damaged" in one.name) == []


def test_with_the_option_a_whole_file_goes_on(tmp_path: Path) -> None:
    filled(tmp_path)
    service = _service(rule_file(), tmp_path, (), aside=True)
    assert service.stats()["groups"] == 401
    service._store.close()


def test_a_file_that_another_process_uses_is_not_set_aside(tmp_path: Path) -> None:
    first = started(tmp_path)
    with pytest.raises(SettingError, match="in use") as caught:
        _service(rule_file(), tmp_path, (), aside=True)
    assert not isinstance(caught.value, DamagedStateError)
    first._store.close()


def test_a_second_one_gets_another_name(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / FILE).write_text(json.dumps(number))
        assert set_aside(tmp_path) == tmp_path / f"{FILE}.damaged-{number}"


def test_the_commands_have_the_option() -> None:
    for command in (alerting, up):
        assert "set_aside_state" in signature(command).parameters
