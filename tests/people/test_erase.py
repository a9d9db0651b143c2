"""`sealog erase`: who is erased can't be found or opened again, others can, and the receipt says what was done."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import sqlite3
import stat
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from people.site import MINUTE, POLICY, SUBJECT, Site
from sealog.audit.proof import read_proof
from sealog.audit.verify import verify
from sealog.errors import SettingError
from sealog_exporters.people.erasure import pacer
from sealog_exporters.people.receipt import receipt_hash
from sealog_exporters.store import LogStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typer.testing import Result


def erase(site: Site, *arguments: str | Path, do: tuple[str, ...] = ("--yes", "--receipt", "r.json")) -> Result:
    subject, state = site.folder / "subject.yaml", site.folder / "state"
    options = [str(site.folder / one) if one.endswith(".json") else one for one in do]
    return site.run("erase", "--subject", subject, "--request", "DSR-1", "--state", state, *options, *arguments)


def receipt(site: Site, name: str = "r.json") -> dict[str, Any]:
    read: dict[str, Any] = json.loads((site.folder / name).read_text())
    return read


def secrets_of(events: list[Any]) -> list[bytes]:
    """Every blind index of the person, and each of their tokens."""
    texts = json.dumps([[event.body, event.attributes] for event in events])
    indexes = {index for event in events[:3] for index in event.attributes["sealog.index"]}
    others = set(events[4].attributes["sealog.index"]) | set(events[3].attributes["sealog.index"])
    bob = set(events[0].attributes["sealog.index"][1:])
    own = indexes - others - bob
    tokens = {token for token in re.findall(r"seal1~[\w~-]+", texts) if token.split("~")[2] in own}
    assert len(own) == 4
    return [text.encode() for text in own | tokens]


@pytest.fixture
def events(site: Site) -> list[Any]:
    return site.events()


@pytest.fixture
def logs(site: Site, events: list[Any]) -> Path:
    path = site.folder / "logs.sqlite"
    with LogStore(path) as opened:
        opened.add(events)
    return path


def test_the_store_holds_neither_token_nor_index_and_others_still_open(
    site: Site, events: list[Any], logs: Path
) -> None:
    done = erase(site, "--stores", f"store:{logs}")
    assert done.exit_code == 0, (done.output, done.exception)
    raw = b"".join(path.read_bytes() for path in site.folder.iterdir() if path.name.startswith("logs.sqlite"))
    for secret in secrets_of(events):
        assert secret not in raw
    site.write("subject.yaml", "identifiers: {email_address: bob@example.org, customer_id: C-4712}")
    out = site.folder / "bob.zip"
    done = site.run(
        *("access", "--subject", site.folder / "subject.yaml", "--request", "DSR-2", "--out", out),
        *("--stores", f"store:{logs}"),
    )
    assert done.exit_code == 0, (done.output, done.exception)
    assert "3 records, 3 values opened" in done.output


def test_an_own_value_without_index_goes_and_that_of_another_stays(site: Site, events: list[Any], logs: Path) -> None:
    erase(site, "--stores", f"store:{logs}")
    with LogStore(logs, read_only=True) as opened:
        (record,) = [one for one in opened.recent() if one.time_unix_nano == 3 * MINUTE]
    note = str(record.attributes["note"])
    theirs, other = re.findall(r"seal1~phone_number~0~[\w-]+", str(events[2].attributes["note"]))
    assert note == f"call [erased:phone_number] or {other}"
    assert theirs not in note
    assert record.attributes["customer.id"] == "[erased:customer_id]"
    assert record.attributes["sealog.key"] == events[2].attributes["sealog.key"], "another value needs it"
    assert "sealog.index" not in record.attributes


def test_the_receipt_names_stores_and_marks_and_the_trail_knows_it(site: Site, logs: Path) -> None:
    erase(site, "--stores", f"store:{logs},store:{site.folder}/none")
    path = site.folder / "r.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    read = receipt(site)
    body = read["body"]
    good, away = body["stores"]
    assert (good["found"], good["erased"], good["already"], good["failed"], good["passes"]) == (3, 3, 0, {}, 2)
    assert good["marks"] == [{"table": "records", "max_id": 6}]
    assert good["verification"].startswith("no record up to the marks")
    assert away["verification"] == "none"
    assert good["version"].startswith("SQLite 3")
    assert list(away["failed"]) == [f"{site.folder}/none is no file"]
    assert {one["what"] for one in body["left"]} >= {"snapshots and backups", "phone_number"}
    proof = read_proof(read["proof"].encode())
    assert proof.holds
    entry = json.loads(proof.entry)
    assert (entry["action"], entry["request"]) == ("erased", "DSR-1")
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert entry["receipt_sha256"] == receipt_hash(body) == hashlib.sha256(canonical).hexdigest()
    assert body["subject"]["commitment"] == entry["subject"]
    assert site.keys.audit_public_key is not None
    assert verify(site.trail, site.keys.audit_public_key).wrong is None


def test_neither_receipt_nor_trail_nor_state_holds_value_or_index(site: Site, events: list[Any], logs: Path) -> None:
    arguments = ("--subject", site.folder / "subject.yaml", "--request", "DSR-0", "--out", site.folder / "x.zip")
    site.run("access", *arguments, "--stores", f"store:{logs}")
    erase(site, "--stores", f"store:{logs}")
    assert receipt(site)["body"]["audit_names_forgotten"] > 0
    files = [site.folder / "r.json", *site.folder.glob("audit*"), *(site.folder / "state").iterdir()]
    assert len(files) >= 6
    raw = b"".join(path.read_bytes() for path in files)
    for secret in (*secrets_of(events), b"alice", b"C-4711", b"901820"):
        assert secret not in raw.lower() if secret == b"alice" else secret not in raw


def test_without_the_salt_nobody_can_tell_whom_a_receipt_means(site: Site, logs: Path) -> None:
    for state in ("one", "two"):
        subject = site.folder / "subject.yaml"
        options = ("--yes", "--receipt", site.folder / f"{state}.json", "--stores", f"store:{logs}")
        site.run("erase", "--subject", subject, "--request", "DSR-1", "--state", site.folder / state, *options)
    one, two = (receipt(site, f"{name}.json")["body"]["subject"]["commitment"] for name in ("one", "two"))
    assert one != two


def test_a_second_run_changes_nothing_and_says_already(site: Site, logs: Path) -> None:
    erase(site, "--stores", f"store:{logs}")
    before = logs.read_bytes()
    done = erase(site, "--stores", f"store:{logs}", do=("--yes", "--receipt", "again.json"))
    assert done.exit_code == 0
    (again,) = receipt(site, "again.json")["body"]["stores"]
    assert (again["found"], again["erased"], again["already"], again["passes"]) == (0, 0, 3, 1)
    assert logs.read_bytes() == before


def test_a_dry_run_counts_and_changes_nothing(site: Site, logs: Path) -> None:
    before = logs.read_bytes()
    done = erase(site, "--stores", f"store:{logs}", do=("--dry-run",))
    assert done.output == f"store:{logs}: 3 records, 0 of them under a legal hold\n"
    assert logs.read_bytes() == before
    assert [one["action"] for one in site.entries()] == ["checkpoint"]


def test_files_are_overwritten_in_place_and_packed_ones_packed_anew(site: Site, events: list[Any]) -> None:
    lines = [
        f"{event.body} {event.attributes.get('sealog.key', '')}".encode()
        for event in events
        if isinstance(event.body, str)
    ]
    flat = json.dumps({"message": "é", **events[2].attributes}).encode()
    plain, packed = site.folder / "a.log", site.folder / "b.log.gz"
    plain.write_bytes(b"\n".join([*lines, flat]))
    packed.write_bytes(gzip.compress(b"\n".join([*lines, flat])))
    packed.chmod(0o640)
    inode, size = plain.stat().st_ino, plain.stat().st_size
    with plain.open("ab") as writer:  # who writes the file goes on
        done = erase(site, "--stores", f"files:{site.folder}/*.log*")
        writer.write(b"\nlater")
    assert done.exit_code == 0, (done.output, done.exception)
    assert (plain.stat().st_ino, plain.stat().st_size) == (inode, size + 6)
    unpacked = gzip.decompress(packed.read_bytes())
    assert stat.S_IMODE(packed.stat().st_mode) == 0o640
    for raw in (plain.read_bytes(), unpacked):
        for secret in secrets_of(events):
            assert secret not in raw
        assert raw.count(b"[erased:email_address") == 3
        assert raw.count(b"[erased:phone_number") == 1
        assert str(events[0].attributes["sealog.key"]).encode() in raw, "Bob's value needs it"
        assert str(events[1].attributes["sealog.key"]).encode() not in raw.splitlines()[1], "nothing there needs it"
    assert plain.read_bytes() == unpacked + b"\nlater"


def test_a_damaged_file_fails_alone_and_counts_as_not_erased(site: Site, events: list[Any]) -> None:
    line = f"{events[2].attributes['note']} {events[2].attributes['customer.id']}\n".encode()
    whole, cut = site.folder / "b.log", site.folder / "a.log.gz"
    whole.write_bytes(line)
    cut.write_bytes(gzip.compress(line + os.urandom(9000))[:-100])
    before = cut.read_bytes()
    done = erase(site, "--stores", f"files:{site.folder}/*.log*")
    assert done.exit_code == 1, (done.output, done.exception)
    (store,) = receipt(site)["body"]["stores"]
    assert (store["erased"], store["verification"], store["passes"]) == (1, "none", 2)
    assert list(store["failed"]) == [f"{cut}: can't be changed (damaged)"]
    assert b"[erased:customer_id" in whole.read_bytes()
    assert (cut.read_bytes(), len(list(site.folder.glob(".*")))) == (before, 0)


@pytest.mark.parametrize(
    ("packed", "why"),
    [
        (lambda raw: raw.decode().encode("utf-16-le"), "it is in utf-16-le"),
        (lambda raw: gzip.compress(raw.decode().encode("utf-16-le")), "it is in utf-16-le"),
        (lambda raw: gzip.compress(gzip.compress(raw)), "it is packed several times over"),
        (lambda raw: b"\x28\xb5\x2f\xfd" + bytes(range(32)) * 8 + zlib.compress(raw), "it is binary"),
    ],
)
def test_a_file_whose_lines_cannot_be_read_is_not_verified(
    site: Site, events: list[Any], packed: Callable[[bytes], bytes], why: str
) -> None:
    path = site.folder / "a.log"
    path.write_bytes(before := packed(f"{events[2].attributes['customer.id']}\n".encode()))
    done = erase(site, "--stores", f"files:{path}")
    assert done.exit_code == 1, (done.output, done.exception)
    (store,) = receipt(site)["body"]["stores"]
    assert (store["verification"], store["failed"]) == ("none", {f"{path}: can't be changed ({why})": 1})
    assert path.read_bytes() == before


def test_a_packed_file_without_the_person_stays_as_it_is(site: Site, events: list[Any]) -> None:
    path = site.folder / "a.log.gz"
    path.write_bytes(gzip.compress(b"nobody\n"))
    inode = path.stat().st_ino
    assert erase(site, "--stores", f"files:{path}").exit_code == 0
    assert path.stat().st_ino == inode
    assert events


def test_a_state_whose_last_line_was_cut_goes_on(site: Site, logs: Path) -> None:
    erase(site, "--stores", f"store:{logs}", do=("--dry-run",))
    (site.folder / "state" / "touched.jsonl").write_text('{"store": "store:x", "ids": ["1')
    for name, already in (("r.json", 0), ("again.json", 3)):
        done = erase(site, "--stores", f"store:{logs}", do=("--yes", "--receipt", name))
        assert done.exit_code == 0, (done.output, done.exception)
        assert receipt(site, name)["body"]["stores"][0]["already"] == already
    (site.folder / "state" / "touched.jsonl").write_bytes(b"\xff\n")
    done = erase(site, "--stores", f"store:{logs}", do=("--yes", "--receipt", "third.json"))
    assert "touched.jsonl can't be read" in str(done.exception)


def test_records_under_a_hold_stay_and_the_hold_is_named(site: Site, events: list[Any], logs: Path) -> None:
    hold = "  holds: [{name: tax-2026, service: shop, from: 1970-01-01, to: 1970-01-02}]\n"
    site.write("policy.yaml", POLICY + hold)
    done = erase(site, "--stores", f"store:{logs}")
    assert done.exit_code == 1
    assert "3 records stay under the legal hold tax-2026" in done.output
    (store,) = receipt(site)["body"]["stores"]
    assert (store["erased"], store["held"], store["verification"]) == (0, {"tax-2026": 3}, "none")
    assert events[0].attributes["sealog.index"][0].encode() in logs.read_bytes()


@pytest.mark.parametrize("name", ["a.log", "a.log.gz"])
def test_lines_under_a_hold_stay_and_are_not_called_erased(site: Site, events: list[Any], name: str) -> None:
    site.write("policy.yaml", POLICY + "  holds: [{name: tax-2026, service: shop}]\n")
    path = site.folder / name
    line = json.dumps({"message": events[1].body, "service.name": "shop"}).encode()
    path.write_bytes(before := gzip.compress(line) if name.endswith(".gz") else line)
    done = erase(site, "--stores", f"files:{path}")
    assert done.exit_code == 1, (done.output, done.exception)
    (store,) = receipt(site)["body"]["stores"]
    assert (store["erased"], store["held"], store["verification"]) == (0, {"tax-2026": 1}, "none")
    assert path.read_bytes() == before


def test_a_hold_on_a_person_refuses_all(site: Site, logs: Path) -> None:
    site.write("held.yaml", "identifiers: {customer_id: C-4711}")
    site.write("policy.yaml", POLICY + "  holds: [{name: case-17, subject: held.yaml}]\n")
    done = erase(site, "--stores", f"store:{logs}")
    assert isinstance(done.exception, SettingError)
    assert "the legal hold case-17 is of this person" in str(done.exception)
    site.write("held.yaml", "identifiers: {customer_id: C-9}")
    assert erase(site, "--stores", f"store:{logs}").exit_code == 0


def test_where_the_policy_wants_four_eyes_another_person_approves_first(
    site: Site, logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write("policy.yaml", POLICY + "  erasure: {approval: four-eyes}\n")
    approve, stores = ("--approve",), ("--stores", f"store:{logs}")

    def act_as(actor: str, *names: str) -> None:
        monkeypatch.setattr("sealog.gatekeeper.opener.actor", lambda: actor)
        monkeypatch.setattr("sealog_exporters.cli.people.erasing.acting_user", lambda: (frozenset(names), frozenset()))

    def approved_as(actor: str, *names: str) -> None:
        act_as(actor, *names)
        assert erase(site, *stores, do=approve).exit_code == 0

    approved_as("uid 7 (mira)", "7", "mira")
    approved_as("uid 0 (root) by sudo of uid 7 (mira)", "7", "mira")
    approved_as("uid 7", "7")
    act_as("uid 7 (mira)", "7", "mira")
    refused = erase(site, *stores)
    assert isinstance(refused.exception, SettingError), "nobody approves their own"
    assert "nobody else has approved" in str(refused.exception)
    approved_as("uid 8 (noor)", "8", "noor")
    act_as("uid 7 (mira)", "7", "mira")
    assert isinstance(erase(site, *stores, "--approve-by", "someone").exception, SettingError)
    assert erase(site, *stores, "--approve-by", "noor").exit_code == 0
    assert receipt(site)["body"]["approver"] == "uid 8 (noor)"
    assert receipt(site)["body"]["actor"] == "uid 7 (mira)"


def test_a_state_is_of_one_request_and_one_person(site: Site, logs: Path) -> None:
    erase(site, "--stores", f"store:{logs}", do=("--dry-run",))
    options = ("--state", site.folder / "state", "--dry-run", "--stores", f"store:{logs}")
    done = site.run("erase", "--subject", site.folder / "subject.yaml", "--request", "DSR-2", *options)
    assert "is of another request" in str(done.exception)
    site.write("subject.yaml", SUBJECT.replace("Alice", "bob"))
    assert "is of another person" in str(erase(site, "--stores", f"store:{logs}", do=("--dry-run",)).exception)
    site.write("subject.yaml", SUBJECT.replace("Alice@Example.com", "'ALICE@EXAMPLE.COM'"))
    assert erase(site, "--stores", f"store:{logs}", do=("--dry-run",)).exit_code == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "give one of --dry-run, --approve and --yes"),
        (("--yes", "--dry-run"), "give one of"),
        (("--yes",), "--receipt: an erasure needs a file"),
        (("--yes", "--receipt", "none/r.json"), "none is no folder that can be written to"),
        (("--dry-run", "--stores", "es:https://user:secret@[x"), "--stores: what stands behind es: is no URL"),
        (("--dry-run", "--stores", "loki:http://x"), "--stores: one begins with none of es:, store:, files:, spool:"),
    ],
)
def test_wrong_use_is_refused_before_anything_is_read(site: Site, options: tuple[str, ...], told: str) -> None:
    done = erase(site, do=options)
    assert isinstance(done.exception, SettingError)
    assert told in str(done.exception)
    assert not (site.folder / "state").exists()


def test_the_pace_is_kept_over_pages() -> None:
    now, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    pace = pacer(100, lambda: now[0], sleep)
    pace(50)
    now[0] += 0.2
    pace(10)
    pace(30)
    assert slept == pytest.approx([0.5, 0.1, 0.3])


def test_a_record_that_is_written_between_passes_is_found_by_the_next(
    site: Site, events: list[Any], logs: Path
) -> None:
    """A trigger writes one more of the person's records when the first is changed, as a running receiver might."""
    extra = json.dumps({"uid": "late", "time_unix_nano": 1, "severity_number": 9, "severity_text": "", "trace_id": "",
        "span_id": "", "scope": "", "event_name": "", "body": events[1].body, "attributes": dict(events[1].attributes),
        "resource": {}})  # fmt: skip
    index = events[1].attributes["sealog.index"][0]
    with sqlite3.connect(logs) as connection:
        connection.executescript(
            "CREATE TRIGGER late AFTER UPDATE ON records WHEN NOT EXISTS (SELECT 1 FROM records WHERE uid = 'late')"
            " BEGIN INSERT INTO records (uid, time, severity, service, trace_id, span_id, body, document)"
            f" VALUES ('late', 1, 9, '', '', '', '', '{extra}');"
            f" INSERT INTO blind_indexes SELECT '{index}', id FROM records WHERE uid = 'late'; END"
        )
    connection.close()
    assert erase(site, "--stores", f"store:{logs}").exit_code == 0
    (store,) = receipt(site)["body"]["stores"]
    assert store["erased"] == 4
    with sqlite3.connect(logs) as connection:
        (left,) = connection.execute("SELECT count(*) FROM blind_indexes WHERE blind_index = ?", (index,)).fetchone()
    connection.close()
    assert left == 0
