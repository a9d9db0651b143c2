"""Who may open what: rights by user, group, entity, tenant, hours and rate, held by everything that opens."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import TYPE_CHECKING

import pytest

from sealog import Opener
from sealog.audit.actor import acting_user
from sealog.audit.trail import AuditTrail
from sealog.detect.engine.scanner import default_scanner
from sealog.errors import SettingError
from sealog.gatekeeper.gatekeeper import Gatekeeper
from sealog.gatekeeper.openers import Openers, load_openers
from sealog.keys.keyring import save_keyring
from sealog.keys.sealer import Sealer
from sealog.processor.values.replace import Replacer
from support import keyring

if TYPE_CHECKING:
    from pathlib import Path

KEYS = keyring()
TEXT = "from alice@example.com at 203.0.113.9"
MONDAY_NOON = 1_767_614_400.0  # 2026-01-05T12:00:00Z


def sealed() -> str:
    scanner = default_scanner()
    return Replacer(scanner, Sealer(KEYS.bundle())).replace(TEXT, scanner.scan(TEXT), "$", with_key=True)


def openers(folder: Path, text: str) -> Openers:
    path = folder / "openers.yaml"
    path.write_text(text)
    read = load_openers(path)
    assert read is not None
    return read


def opened(folder: Path, rights: Openers | None, moment: float = MONDAY_NOON, actor: str = "uid 7 (mira)") -> list[str]:
    """Open the text in an actor's name; gives each value's outcome."""
    trail = AuditTrail(folder / "audit.jsonl")
    before = len(trail.path.read_text().splitlines()) if trail.path.exists() else 0
    keeper = Gatekeeper(KEYS, trail, reason="a test", actor=actor, clock=lambda: moment, openers=rights)
    keeper.open_text(sealed())
    return [json.loads(line)["outcome"] for line in trail.path.read_text().splitlines()[before:]]


@pytest.mark.parametrize(
    ("right", "outcomes"),
    [
        ("", ["ok", "ok"]),
        (", entities: email_address", ["ok", "not_permitted_entity"]),
        (", entities: [email_address, ip_address]", ["ok", "ok"]),
        (", tenants: other", ["not_permitted_tenant", "not_permitted_tenant"]),
        (", hours: 'Mon-Fri 09:00-17:00'", ["ok", "ok"]),
        (", hours: ['Sat-Sun 00:00-24:00', 'Mon 08:00-12:00']", ["not_permitted_hours", "not_permitted_hours"]),
        (", hours: '12:00-13:00', timezone: Asia/Tokyo", ["not_permitted_hours", "not_permitted_hours"]),
        (", hours: '21:00-22:00', timezone: Asia/Tokyo", ["ok", "ok"]),
        (", rate: 1/1h", ["ok", "not_permitted_rate"]),
    ],
)
def test_a_value_opens_only_where_a_right_allows_it(tmp_path: Path, right: str, outcomes: list[str]) -> None:
    rights = openers(tmp_path, f"openers: [{{name: support, users: mira{right}}}]").of(["mira"], [])
    assert opened(tmp_path, rights) == outcomes


@pytest.mark.parametrize(
    ("right", "refusals"),
    [
        ("", [None, None]),
        (", entities: ip_address", ["entity", "entity"]),
        (", tenants: other", ["tenant", "tenant"]),
        (", hours: 'Sat-Sun 00:00-24:00'", ["hours", "hours"]),
        (", hours: 'Mon 09:00-17:00'", [None, None]),
        (", rate: 1/1h", [None, "rate"]),
    ],
)
def test_a_value_is_looked_for_only_where_a_right_allows_it(
    tmp_path: Path, right: str, refusals: list[str | None]
) -> None:
    rights = openers(tmp_path, f"openers: [{{name: support, users: mira{right}}}]").of(["mira"], [])
    trail = AuditTrail(tmp_path / "audit.jsonl")
    keeper = Gatekeeper(KEYS, trail, reason="a test", actor="x", clock=lambda: MONDAY_NOON, openers=rights)
    assert [keeper.permits.count_search("email_address") for _ in range(2)] == refusals


def test_one_right_that_allows_is_enough(tmp_path: Path) -> None:
    text = "openers: [{name: a, groups: ops, entities: ip_address}, {name: b, users: 7, entities: email_address}]"
    assert opened(tmp_path, openers(tmp_path, text).of(["mira", "7"], ["ops"])) == ["ok", "ok"]
    assert opened(tmp_path, openers(tmp_path, text).of(["mira", "7"], [])) == ["ok", "not_permitted_entity"]
    assert openers(tmp_path, text).of(["noor"], ["users"]).rights == ()


def test_a_rate_holds_over_runs_and_for_each_person(tmp_path: Path) -> None:
    rights = openers(tmp_path, "openers: [{name: support, users: mira, rate: 3/1h}]")
    assert opened(tmp_path, rights) == ["ok", "ok"]
    assert opened(tmp_path, rights, MONDAY_NOON + 60) == ["ok", "not_permitted_rate"]
    assert opened(tmp_path, rights, MONDAY_NOON + 60, "uid 8 (noor)") == ["ok", "ok"]
    assert opened(tmp_path, rights, MONDAY_NOON + 3601) == ["ok", "ok"]


def test_what_is_refused_stays_sealed_in_the_text(tmp_path: Path) -> None:
    rights = openers(tmp_path, "openers: [{name: support, users: mira, entities: ip_address}]").of(["mira"], [])
    keeper = Gatekeeper(
        KEYS,
        AuditTrail(tmp_path / "audit.jsonl"),
        reason="a test",
        actor="x",
        clock=lambda: MONDAY_NOON,
        openers=rights,
    )
    text = keeper.open_text(sealed()).text
    assert text.startswith("from [unopened not_permitted_entity: seal1k~email_address~")
    assert text.endswith("at 203.0.113.9")


def test_the_python_opener_keeps_to_the_file_beside_the_keyring(tmp_path: Path) -> None:
    save_keyring(KEYS, tmp_path / "keyring.json")
    names, _ = acting_user()
    path = tmp_path / "openers.yaml"
    path.write_text("openers: [{name: nobody, users: nobody-by-this-name}]")
    with pytest.raises(SettingError, match=r"openers\.yaml gives uid .* no right to open"):
        Opener("a test", keyring=tmp_path / "keyring.json")
    path.write_text(f"openers: [{{name: us, users: {sorted(names)}, entities: ip_address}}]")
    with Opener("a test", keyring=tmp_path / "keyring.json") as opener:
        assert opener.open_text(sealed()).unopened == 1
    path.chmod(0o666)
    with pytest.raises(SettingError, match="is not used"):
        Opener("a test", keyring=tmp_path / "keyring.json")


def test_without_a_file_whoever_has_the_keyring_opens(tmp_path: Path) -> None:
    assert load_openers(tmp_path / "openers.yaml") is None
    assert opened(tmp_path, None) == ["ok", "ok"]


def test_a_link_to_nothing_does_not_count_as_no_file(tmp_path: Path) -> None:
    (tmp_path / "openers.yaml").symlink_to(tmp_path / "gone.yaml")
    with pytest.raises(SettingError, match=r"openers\.yaml: can't be read"):
        load_openers(tmp_path / "openers.yaml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty; `openers: "),
        ("openers: []", "openers: must be a list"),
        ("opener: x", "unknown key `opener`"),
        ("{}", "`openers` is missing"),
        ("openers: [{users: x}]", "openers[0]: `name` is missing"),
        ("openers: [{name: x}]", "openers[0]: needs `users` or `groups`"),
        ("openers: [{name: x, users: y, hours: '17:00-09:00'}]", "openers[0].hours: must be hours"),
        ("openers: [{name: x, users: y, hours: '9-17'}]", "openers[0].hours: must be hours"),
        ("openers: [{name: x, users: y, hours: '08:00-25:00'}]", "openers[0].hours: must be hours"),
        ("openers: [{name: x, users: y, timezone: Mars/City}]", "openers[0].timezone: must be a time zone"),
        ("openers: [{name: x, users: y, timezone: /etc/passwd}]", "openers[0].timezone: must be a time zone"),
        ("openers: [{name: x, users: y, rate: 5/s}]", "openers[0].rate: must be a number"),
        ("openers: [{name: x, users: y, rate: 200}]", "openers[0].rate: must be a number"),
    ],
)
def test_a_wrong_file_opens_nothing_and_names_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingError, match=r"openers\.yaml:1: ") as caught:
        openers(tmp_path, text)
    assert told in str(caught.value)


def test_who_acts_is_who_called_sudo() -> None:
    import os  # noqa: PLC0415 - one test
    import pwd  # noqa: PLC0415 - one test

    if os.getuid() != 0:
        pytest.skip("only root can be somebody's sudo")
    someone = next(entry for entry in pwd.getpwall() if entry.pw_uid)
    names, _ = acting_user({"SUDO_UID": str(someone.pw_uid)})
    assert names == {someone.pw_name, str(someone.pw_uid)}
    assert datetime.fromtimestamp(MONDAY_NOON, timezone.utc).weekday() == 0
