"""`sealog access`: everything of a person and nothing of others, from every epoch, as one entry of the trail."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import stat
import tempfile
import zipfile
from datetime import datetime, timezone
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from people.site import OTHERS, SUBJECT, VALUES, Site
from sealog.audit.actor import acting_user
from sealog.audit.verify import verify
from sealog.errors import SettingError
from sealog.key_life.key_files import KeyFiles
from sealog.key_life.origins import add_origin
from sealog_exporters.store.document import to_document

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)


def report(site: Site, *arguments: str | Path, code: int = 1) -> dict[str, Any]:
    """Run the command and give its JSON; 1 is the code where something could not be searched."""
    out = site.folder / "dsr.zip"
    out.unlink(missing_ok=True)
    done = site.run("access", "--subject", site.folder / "subject.yaml", "--request", "DSR-1", "--out", out, *arguments)
    assert done.exit_code == code, (done.output, done.exception)
    for value in (*VALUES, *OTHERS):
        assert value not in done.output
    with zipfile.ZipFile(out) as archive:
        found: dict[str, Any] = json.loads(archive.read("report.json"))
    return found


def bodies(found: dict[str, Any]) -> list[str]:
    return [record["body"] for record in found["records"]]


def test_own_values_are_opened_in_every_epoch_and_those_of_others_are_numbered(site: Site, store: Path) -> None:
    found = report(site, "--stores", f"store:{store}")
    assert sorted(bodies(found)) == [
        "login of a.smith@example.org, then ALICE@example.com",
        "mail from alice@example.com to <email_address 1>",
        "order placed",
    ]
    assert [record["fields"] for record in found["records"]] == [
        {"customer.id": "C-4711", "note": "call +49 30 901820 or <phone_number 1>"},
        {},
        {"client": "<ip_address 1>"},
    ]
    assert {tuple(record["purposes"]) for record in found["records"]} == {("taking orders", "finding faults")}
    assert found["about"] == {
        "controller": "Example Ltd, privacy@example.test",
        "purposes": {"shop": ["taking orders", "finding faults"]},
        "recipients": ["Hosting GmbH"],
        "retention": "30 days",
        "rights": "",
    }
    assert found["entities"] == {"email_address": 3, "customer_id": 1, "phone_number": 1}
    assert [gap["what"] for gap in found["not_searched"]] == ["phone_number"]
    assert found["searched"] == [{"store": f"store:{store}", "records": 3}]
    assert found["doubts"] == {}


def test_values_that_none_of_the_keyrings_origins_signed_are_told(site: Site, store: Path) -> None:
    files = KeyFiles(site.folder / "keyring.json", site.folder / "bundle.json", lambda: "", "tester", NOW)
    add_origin(files, "shop", site.folder / "shop.json")
    found = report(site, "--stores", f"store:{store}")
    assert found["doubts"] == {"origin": {"values": 5, "why": "none of the keyring's origins signed them"}}
    with zipfile.ZipFile(site.folder / "dsr.zip") as archive:
        assert "5 values: none of the keyring&#x27;s origins signed them" in archive.read("report.html").decode()


def test_nothing_of_others_stands_in_the_bundle_whose_hashes_hold(site: Site, store: Path) -> None:
    report(site, "--stores", f"store:{store}")
    out = site.folder / "dsr.zip"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with zipfile.ZipFile(out) as archive:
        assert sorted(archive.namelist()) == ["SHA256SUMS", "report.html", "report.json"]
        for line in archive.read("SHA256SUMS").decode().splitlines():
            digest, name = line.split("  ")
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest
        page = archive.read("report.html").decode()
        for value in OTHERS:
            assert value not in page
            assert value.encode() not in archive.read("report.json")
        assert "seal1~" not in page
    assert "default-src 'none'" in page  # it may load nothing, whatever a record says
    assert page.endswith("</table>\n</body>\n</html>\n")
    assert "call +49 30 901820 or &lt;phone_number 1&gt;" in page
    assert sorted(path.name for path in site.folder.iterdir() if path.name.endswith(".part")) == []


def test_all_openings_are_one_entry_that_names_request_and_person(site: Site, store: Path) -> None:
    report(site, "--stores", f"store:{store}")
    (entry,) = [one for one in site.entries() if one["action"] != "checkpoint"]
    assert (entry["action"], entry["request"], entry["records"], entry["values"]) == ("access", "DSR-1", 3, 6)
    assert len(entry["people"]) == 6  # three identifiers with an index, in two epochs
    assert site.keys.audit_public_key is not None
    assert verify(site.trail, site.keys.audit_public_key).wrong is None


def test_earlier_openings_are_told_without_their_actor(site: Site, store: Path) -> None:
    report(site, "--stores", f"store:{store}", "--reason", "ticket 7")
    (opening,) = report(site, "--stores", f"store:{store}")["openings"]
    assert (opening["purpose"], opening["what"], opening["values"]) == ("ticket 7", "access", 6)
    assert opening["by"] == "(an authorised person)"
    with zipfile.ZipFile(site.folder / "dsr.zip") as archive:
        assert "uid " not in archive.read("report.json").decode()


def test_only_records_of_the_period_are_given(site: Site, store: Path) -> None:
    found = report(site, "--stores", f"store:{store}", "--from", "1970-01-01T00:02:00Z", "--to", "1970-01-01T00:03:00Z")
    assert bodies(found) == ["login of a.smith@example.org, then ALICE@example.com"]
    assert found["period"] == {"from": "1970-01-01T00:02:00Z", "to": "1970-01-01T00:03:00Z"}


def test_text_and_json_lines_plain_and_packed_are_read(site: Site) -> None:
    events = site.events()
    otlp = {
        "resourceLogs": [
            {
                "scopeLogs": [
                    {
                        "logRecords": [
                            {
                                "timeUnixNano": "60000000000",
                                "body": {"stringValue": events[0].body},
                                "attributes": [
                                    {"key": "sealog.key", "value": {"stringValue": events[0].attributes["sealog.key"]}}
                                ],
                            }
                        ]
                    }
                ]
            }
        ]
    }
    site.write("a.log", f"plain {events[1].body} {events[1].attributes['sealog.key']}\nnobody\n")
    site.write("b.log", json.dumps(otlp) + "\n")
    flat = {"message": "x", "@timestamp": "1970-01-01T00:03:00Z", **events[2].attributes}
    (site.folder / "c.log").write_bytes(gzip.compress(json.dumps(flat).encode() + b"\n"))
    found = report(site, "--stores", f"files:{site.folder}/*.log")
    assert [body.partition(" key1~")[0] for body in bodies(found)] == [
        "plain login of a.smith@example.org, then ALICE@example.com",
        "mail from alice@example.com to <email_address 1>",
        "x",
    ]
    assert found["records"][2]["fields"]["customer.id"] == "C-4711"


def test_what_could_not_be_searched_is_named_with_its_reason(site: Site, store: Path) -> None:
    site.write("broken.log.gz", "\x1f\x8b no gzip")
    found = report(site, "--stores", f"store:{store},es:http://user:secret@127.0.0.1:9,store:{site.folder}/none")
    gaps = {gap["what"]: gap["why"] for gap in found["not_searched"]}
    assert "no answer" in gaps["es:http://127.0.0.1:9"]
    assert "no file" in gaps[f"store:{site.folder}/none"]
    assert "secret" not in json.dumps(found)
    assert len(found["records"]) == 3


def test_a_file_that_cannot_be_read_keeps_no_other_from_being_searched(site: Site) -> None:
    events = site.events()
    (site.folder / "a.log").write_bytes(gzip.compress(b"x" * 9000 + os.urandom(9000))[:-100])
    site.write("b[1].log", f"{events[1].body} {events[1].attributes['sealog.key']}\n")
    found = report(site, "--stores", f"files:{site.folder}/*.log")
    assert len(found["records"]) == 1
    assert any(f"{site.folder}/a.log: " in gap["why"] for gap in found["not_searched"])


def test_values_that_the_one_who_answers_may_not_open_are_told(site: Site, store: Path) -> None:
    names, _ = acting_user()
    site.write("openers.yaml", f"openers: [{{name: us, users: {sorted(names)}, rate: 8/1d}}]")
    found = report(site, "--stores", f"store:{store}")
    gaps = {gap["what"]: gap["why"] for gap in found["not_searched"]}
    assert "openers.yaml" in gaps["2 of the person's values: not_permitted_rate"], "of 8, 4 are searches"


def test_opened_values_are_not_written_to_a_folder_for_temporary_files(
    site: Site, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = []
    real = tempfile.TemporaryFile

    def noted(*arguments: Any, **options: Any) -> Any:
        folders.append(options.get("dir"))
        return real(*arguments, **options)

    monkeypatch.setattr("sealog_exporters.people.bundle.tempfile", SimpleNamespace(TemporaryFile=noted))
    report(site, "--stores", f"store:{store}")
    assert folders == [site.folder] * 2


def test_a_folder_that_is_not_there_is_told_before_anything_is_opened(site: Site, store: Path) -> None:
    arguments = ("--subject", site.folder / "subject.yaml", "--request", "DSR-1", "--out", site.folder / "none" / "x")
    done = site.run("access", *arguments, "--stores", f"store:{store}")
    assert "none is no folder that can be written to" in str(done.exception)
    assert site.entries() == []


def test_a_file_that_is_there_is_not_overwritten(site: Site, store: Path) -> None:
    out = site.write("old.zip", "old")
    arguments = ("--subject", site.folder / "subject.yaml", "--request", "DSR-1", "--out", out)
    done = site.run("access", *arguments, "--stores", f"store:{store}")
    assert isinstance(done.exception, SettingError)
    assert out.read_text() == "old"
    assert site.entries() == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "s.yaml:1: is empty"),
        ("alice@example.com", "s.yaml:1: must be a map"),
        ("identifiers:\n  alice@example.com: email_address\n", "s.yaml:2: identifiers: a key here is an entity's name"),
        ("alice@example.com: x\n", "s.yaml:1: a subject file has one key"),
        ("identifiers:\n  email_address:\n", "s.yaml:2: identifiers.email_address: must be a value"),
        (
            "identifiers:\n  email_address: [x, {alice@example.com: 1}]\n",
            "s.yaml:2: identifiers.email_address[1]: must",
        ),
        ("identifiers:\n  mail: alice@example.com\n", "s.yaml:2: identifiers: no entity mail"),
        ("identifiers:\n  email_address: *alice@example.com\n", "s.yaml:2: not YAML"),
        ("identifiers:\n  email_address: 'alice@example.com\n", "s.yaml:3: not YAML"),
        ("identifiers: {}\n", "s.yaml:1: `identifiers` is missing or empty"),
    ],
)
def test_a_wrong_subject_file_is_told_by_line_and_key_and_never_by_value(site: Site, text: str, told: str) -> None:
    path = site.write("s.yaml", text)
    done = site.run("access", "--subject", path, "--request", "DSR-1", "--out", site.folder / "out.zip")
    assert isinstance(done.exception, SettingError)
    assert told in str(done.exception)
    assert "alice" not in str(done.exception)


def test_numbers_are_taken_as_they_are_written(site: Site, store: Path) -> None:
    site.write("subject.yaml", "identifiers: {customer_id: 4711, phone_number: 0049309018}")
    assert report(site, "--stores", f"store:{store}")["records"] == []
    site.write("subject.yaml", SUBJECT)
    assert to_document(site.events()[5])  # a record without findings has a document, too


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ("people: {purpose: x}", "unknown key `purpose` (did you mean `purposes`?)"),
        ("people: {holds: [{name: h}]}", "people.holds[0]: say what is held"),
        ("people: {holds: [{service: h}]}", "people.holds[0]: `name` is missing"),
        ("people: {holds: [{name: h, from: 2026}]}", "people.holds[0].from: must be"),
        ("people: {erasure: {approval: two}}", "people.erasure.approval: no such value"),
        ("people: {erasure: {per_second: 0}}", "people.erasure.per_second: must be a number"),
    ],
)
def test_a_wrong_policy_is_told_by_line_and_key(site: Site, section: str, told: str) -> None:
    site.write("policy.yaml", section)
    arguments = ("--subject", site.folder / "subject.yaml", "--request", "DSR-1", "--out", site.folder / "out.zip")
    done = site.run("access", *arguments)
    assert isinstance(done.exception, SettingError)
    assert "policy.yaml:1: " in str(done.exception)
    assert told in str(done.exception)
