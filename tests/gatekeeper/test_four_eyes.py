"""Four eyes: entities that `openers.yaml` marks open only after another person approved it, for a reason and a day."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.testing import CliRunner

from gatekeeper.test_openers import KEYS, MONDAY_NOON, TEXT, openers, sealed
from sealog import Opener
from sealog.audit.actor import acting_user
from sealog.audit.trail import AuditTrail
from sealog.cli.text import open_
from sealog.errors import SettingError
from sealog.gatekeeper.approvals import Approvals
from sealog.gatekeeper.gatekeeper import Gatekeeper
from sealog.keys.keyring import save_keyring

if TYPE_CHECKING:
    from pathlib import Path

FILE = "openers: [{name: all, users: [mira, noor]}, {name: addresses, users: [kim]}]\nfour_eyes: email_address\n"
DAY = 86_400.0


def keeper(
    folder: Path, name: str, moment: float = MONDAY_NOON, reason: str = "ticket 7", text: str = FILE
) -> Gatekeeper:
    rights = openers(folder, text).of([name], [])
    trail = AuditTrail(folder / "audit.jsonl")
    return Gatekeeper(
        KEYS, trail, reason=reason, actor=f"uid 7 ({name})", clock=lambda: moment, openers=rights, names=[name]
    )


def entries(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "audit.jsonl").read_text().splitlines()]


def outcomes(folder: Path, name: str, moment: float = MONDAY_NOON, reason: str = "ticket 7") -> list[str]:
    before = len(entries(folder)) if (folder / "audit.jsonl").exists() else 0
    keeper(folder, name, moment, reason).open_text(sealed())
    return [entry["outcome"] for entry in entries(folder)[before:]]


def test_a_marked_entity_stays_sealed_until_another_person_approves(tmp_path: Path) -> None:
    assert outcomes(tmp_path, "mira") == ["not_permitted_approval", "ok"]
    assert keeper(tmp_path, "noor").approve("mira") == (("email_address",), ())
    assert outcomes(tmp_path, "mira") == ["ok", "ok"]
    assert [entry.get("approver") for entry in entries(tmp_path)[-2:]] == ["uid 7 (noor)", None]


def test_an_approval_counts_for_its_person_reason_and_day_alone(tmp_path: Path) -> None:
    keeper(tmp_path, "noor").approve("mira")
    assert outcomes(tmp_path, "mira", MONDAY_NOON + DAY - 1) == ["ok", "ok"]
    for name, moment, reason in (
        ("mira", MONDAY_NOON + DAY, "ticket 7"),
        ("mira", MONDAY_NOON - 1, "ticket 7"),
        ("mira", MONDAY_NOON, "ticket 8"),
        ("kim", MONDAY_NOON, "ticket 7"),
        ("noor", MONDAY_NOON, "ticket 7"),
    ):
        assert outcomes(tmp_path, name, moment, reason)[0] == "not_permitted_approval"


def test_a_right_without_the_mark_does_not_go_round_it(tmp_path: Path) -> None:
    text = (
        "openers: [{name: a, users: mira, entities: email_address}, {name: b, users: mira}]\nfour_eyes: [email_address]"
    )
    opened = keeper(tmp_path, "mira", text=text).open_text(sealed())
    assert (opened.opened, opened.text.startswith("from [unopened not_permitted_approval: seal1k~")) == (1, True)


def test_who_may_not_open_an_entity_approves_nothing_of_it(tmp_path: Path) -> None:
    text = (
        "openers: [{name: a, users: noor, entities: ip_address}, {name: b, users: kim, tenants: other},"
        " {name: c, users: mira}]\nfour_eyes: [email_address, ip_address]"
    )
    assert keeper(tmp_path, "noor", text=text).approve("mira") == (("ip_address",), ())
    with pytest.raises(SettingError, match=r"gives uid 7 \(kim\) no right to an entity of `four_eyes`"):
        keeper(tmp_path, "kim", text=text).approve("mira")
    keeper(tmp_path, "mira", text=text).open_text(sealed())
    assert [entry["outcome"] for entry in entries(tmp_path)[-2:]] == ["not_permitted_approval", "ok"]


def test_nobody_approves_for_themselves_or_where_nothing_is_marked(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="mira can't approve their own openings"):
        keeper(tmp_path, "mira").approve("mira")
    with pytest.raises(SettingError, match="marks no entity with `four_eyes`"):
        keeper(tmp_path, "noor", text="openers: [{name: all, users: noor}]").approve("mira")
    assert not (tmp_path / "audit.jsonl").exists()


def test_one_person_under_two_names_is_not_two(tmp_path: Path) -> None:
    """Whoever has several names, such as a user id and a name, and approves for one of them by another."""
    keeper(tmp_path, "noor").record("open-approved", names=["7", "mira"], entities=["email_address"], **{"for": "mira"})
    assert outcomes(tmp_path, "mira")[0] == "not_permitted_approval"


@pytest.mark.parametrize(
    "entry",
    [
        {"names": "noor"},
        {"names": ["noor"], "entities": "email_address"},
        {"names": [1], "entities": ["email_address"]},
        {"names": ["noor"], "entities": ["email_address"], "time": "2026-01-05T12:00:00"},
        {"names": ["noor"], "entities": ["email_address"], "time": "today"},
        {"names": ["noor"], "entities": ["email_address"], "for": ["mira"]},
    ],
)
def test_an_entry_that_is_no_approval_counts_for_nothing(tmp_path: Path, entry: dict[str, Any]) -> None:
    whole = {"time": "2026-01-05T12:00:00.000+00:00", "action": "open-approved", "actor": "x", "reason": "ticket 7"}
    AuditTrail(tmp_path / "audit.jsonl").append([{**whole, "for": "mira", **entry}])
    assert outcomes(tmp_path, "mira")[0] == "not_permitted_approval"


def test_one_that_runs_on_sees_an_approval_given_meanwhile_and_a_new_trail(tmp_path: Path) -> None:
    mira = keeper(tmp_path, "mira")
    assert mira.open_text(sealed()).opened == 1
    keeper(tmp_path, "noor").approve("mira")
    assert mira.open_text(sealed()).opened == 2
    (tmp_path / "audit.jsonl").write_bytes(b"")
    assert mira.open_text(sealed()).opened == 1
    assert Approvals(tmp_path / "none").approver(["mira"], "x", "email_address", mira._moment()) is None


def test_many_openings_in_one_entry_name_who_approved(tmp_path: Path) -> None:
    tokens = [word for word in sealed().split() if word.startswith("seal1k~")]
    open_one = keeper(tmp_path, "mira").announce("access", [*tokens, "seal1~damaged"])
    assert [open_one(token, []).outcome for token in tokens] == ["not_permitted_approval", "ok"]
    assert "approvers" not in entries(tmp_path)[-1]
    keeper(tmp_path, "noor").approve("mira")
    open_one = keeper(tmp_path, "mira").announce("access", tokens)
    assert [open_one(token, []).outcome for token in tokens] == ["ok", "ok"]
    assert entries(tmp_path)[-1]["approvers"] == ["uid 7 (noor)"]


@pytest.mark.parametrize("wrong", ["four_eyes: emial_address", "four_eyes: [ip_address, '*']", "four_eyes: []"])
def test_a_mark_that_nothing_finds_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(SettingError, match=r"openers\.yaml:2: four_eyes.*must be"):
        openers(tmp_path, f"openers: [{{name: all, users: mira}}]\n{wrong}")


def test_the_command_and_the_python_opener_keep_to_it(tmp_path: Path) -> None:
    save_keyring(KEYS, tmp_path / "keyring.json")
    names, _ = acting_user()
    openers(tmp_path, f"openers: [{{name: us, users: [noor, {', '.join(sorted(names))}]}}]\nfour_eyes: email_address")
    program = typer.Typer()
    program.command()(open_)

    def run(*arguments: str) -> Any:
        environ = {"SEALOG_KEYRING": str(tmp_path / "keyring.json"), "COLUMNS": "200"}
        return CliRunner().invoke(program, ["--reason", "ticket 7", *arguments], input=sealed(), env=environ)

    refused = run()
    assert (refused.exit_code, "alice@" in refused.output) == (1, False)
    assert "another person first runs `sealog open --approve NAME` with the same --reason" in refused.output
    own = run("--approve", min(names))
    assert "can't approve their own openings" in str(own.exception)
    given = run("--approve", "noor")
    assert (given.exit_code, given.output) == (0, "noor may open email_address for this reason within a day\n")
    keys = {"time": "2999-01-01T00:00:00+00:00", "reason": "ticket 7", "actor": "uid 8 (noor)", "names": ["noor"]}
    later = {**keys, "action": "open-approved", "for": min(names), "entities": ["email_address"]}
    AuditTrail(tmp_path / "audit.jsonl").append([later])
    with Opener("ticket 7", keyring=tmp_path / "keyring.json") as opener:
        assert opener.open_text(sealed()).unopened == 1, "an approval from the future counts for nothing"
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    AuditTrail(tmp_path / "audit.jsonl").append([{**later, "time": now}])
    assert (run().output, run().exit_code) == (f"{TEXT}\n", 0)
    with Opener("ticket 7", keyring=tmp_path / "keyring.json") as opener:
        assert opener.open_text(sealed()).text == TEXT


SEARCHED = FILE.replace("four_eyes:", "four_eyes_search:")


def test_a_marked_entity_is_looked_for_only_after_another_person_approves(tmp_path: Path) -> None:
    mira = keeper(tmp_path, "mira", text=SEARCHED)
    assert mira.permits.count_search("email_address") == "approval"
    assert mira.permits.count_search("ip_address") is None
    granted = keeper(tmp_path, "noor", text=SEARCHED).approve("mira")
    assert (granted, str(granted)) == (((), ("email_address",)), "look for email_address")
    assert mira.permits.count_search("email_address") is None
    facts = mira.permits.facts_of_searches(["email_address", "ip_address", "email_address"])
    assert facts == {"entities": ["email_address", "ip_address"], "values": 3, "approvers": ["uid 7 (noor)"]}
    for name, moment, reason in (
        ("mira", MONDAY_NOON + DAY, "ticket 7"),
        ("mira", MONDAY_NOON, "ticket 8"),
        ("noor", MONDAY_NOON, "ticket 7"),
    ):
        other = keeper(tmp_path, name, moment, reason, SEARCHED)
        assert other.permits.count_search("email_address") == "approval"


def test_an_approval_to_open_is_none_to_search_and_both_may_be_given_at_once(tmp_path: Path) -> None:
    keeper(tmp_path, "noor").approve("mira")
    both = f"{FILE}four_eyes_search: [email_address]\n"
    mira = keeper(tmp_path, "mira", text=both)
    assert mira.open_text(sealed()).opened == 2
    assert mira.permits.count_search("email_address") == "approval"
    granted = keeper(tmp_path, "noor", text=both).approve("mira")
    assert str(granted) == "open email_address and look for email_address"
    assert mira.permits.count_search("email_address") is None
