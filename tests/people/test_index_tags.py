"""`sealog index`: what no gateway has turned is found, reported and erased once the tags in the stores are turned."""

from __future__ import annotations

import gzip
import json
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from people.site import Site, make_site, service_keys, with_index_service
from people.test_access import report
from people.test_erase import erase, receipt
from people.test_spans import span_of
from sealog.crypto.index_tag import is_tag_key
from sealog.key_life.index_service import index_service_of
from sealog.keys.keyring import Keyring, add_epoch, load_keyring, save_keyring
from sealog_exporters.people.index_tags import IndexTurner
from sealog_exporters.store import LogStore

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

    from sealog.crypto.index_service import IndexService

NOT_FOUND = "index tags that no index was made of (`sealog index`), so phone_number is not found there"
PHONES = 2
"""Records of `Site.events` that hold the person's telephone number: their own, and another person's."""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return with_index_service(make_site(tmp_path))


def index(site: Site, *arguments: str | Path, do: str = "--yes") -> Result:
    return site.run("index", do, *arguments)


def records(path: Path) -> list[dict[str, Any]]:
    with LogStore(path, read_only=True) as store:
        return [dict(record.attributes) for record in store.recent()]


def of_her_number(path: Path) -> int:
    """How many records of a store have the index that the two records with her number share."""
    with LogStore(path, read_only=True) as store:
        found = [set(record["sealog.index"]) for record in records(path) if "sealog.index" in record]
        shared = {one for one in set.union(*found) if sum(one in it for it in found) == PHONES}
        return max((len(store.search_index(one)) for one in shared), default=0)


def test_records_are_found_by_a_number_that_no_gateway_indexed(site: Site, store: Path) -> None:
    before = records(store)
    assert sum("sealog.index_tag" in record for record in before) == PHONES
    done = index(site, "--stores", f"store:{store}")
    assert (done.exit_code, done.output) == (0, f"store:{store}: 2 records were changed\n")
    after = records(store)
    assert not any("sealog.index_tag" in record for record in after)
    assert of_her_number(store) == PHONES
    own = {"sealog.index", "sealog.index_tag"}
    for old, new in zip(before, after, strict=True):
        assert {key: old[key] for key in old.keys() - own} == {key: new[key] for key in new.keys() - own}
        assert {*old.get("sealog.index", ())} <= {*new.get("sealog.index", ())}


def test_a_person_is_told_and_forgotten_by_number(site: Site, store: Path) -> None:
    (site.folder / "subject.yaml").write_text("identifiers:\n  phone_number: 0049 30 901820\n")
    found = report(site, "--stores", f"store:{store}")
    assert found["records"] == []
    assert found["not_searched"] == [{"what": f"store:{store}: 2 records", "why": f"they hold {NOT_FOUND}"}]
    index(site, "--stores", f"store:{store}")
    assert len(report(site, "--stores", f"store:{store}", code=0)["records"]) == PHONES
    done = erase(site, "--stores", f"store:{store}")
    assert done.exit_code == 0, (done.output, done.exception)
    assert report(site, "--stores", f"store:{store}", code=0)["records"] == []


@pytest.mark.parametrize("kind", ["store", "spans", "json", "packed"])
def test_an_erasure_does_not_claim_what_it_could_not_search(site: Site, kind: str) -> None:
    """She is erased where her address is found; whether her number stands behind the other tags, nobody can tell."""
    place = f"files:{site.folder}/a.log*"
    lines = "\n".join(json.dumps({"body": event.body, **event.attributes}) for event in site.events())
    if kind in {"store", "spans"}:
        place = f"store:{site.folder}/logs.sqlite"
        with LogStore(site.folder / "logs.sqlite") as made:
            if kind == "spans":
                made.spans.add([span_of(record, number) for number, record in enumerate(site.events(), 1)])
            else:
                made.add(site.events())
    elif kind == "packed":
        (site.folder / "a.log.gz").write_bytes(gzip.compress(lines.encode()))
    else:
        (site.folder / "a.log").write_text(lines)
    site.write("subject.yaml", "identifiers:\n  email_address: alice@example.com\n  phone_number: +49 30 901820\n")
    dry = erase(site, "--stores", place, do=("--dry-run",))
    assert f"{place}: 2 more hold {NOT_FOUND}" in dry.output
    done = erase(site, "--stores", place)
    assert done.exit_code == 1, (done.output, done.exception)
    assert "NOT VERIFIED" in done.output
    (told,) = receipt(site)["body"]["stores"]
    assert told["verification"] == "none"
    assert told["failed"] == {f"not searched: they hold {NOT_FOUND}": 2}
    assert told["erased"] > 0
    index(site, "--stores", place)
    done = erase(site, "--stores", place, do=("--yes", "--receipt", "again.json"))
    if kind in {"store", "spans"}:  # a line of a file keeps its length, so it has no place for an index
        assert done.exit_code == 0, (done.output, done.exception)
        assert receipt(site, "again.json")["body"]["stores"][0]["failed"] == {}


def test_tags_count_only_where_the_person_has_such_a_value(site: Site, store: Path) -> None:
    site.write("subject.yaml", "identifiers: {email_address: alice@example.com}")
    assert erase(site, "--stores", f"store:{store}").exit_code == 0
    assert report(site, "--stores", f"store:{store}", code=0)["not_searched"] == []


def test_spans_are_turned_as_records_are(site: Site) -> None:
    path = site.folder / "logs.sqlite"
    with LogStore(path) as made:
        made.spans.add([span_of(record, number) for number, record in enumerate(site.events(), 1)])
    assert "2 records were changed" in index(site, "--stores", f"store:{path}").output
    with sqlite3.connect(path) as connection:
        query = "SELECT count(*) FROM span_blind_indexes GROUP BY blind_index ORDER BY 1 DESC"
        assert connection.execute(query).fetchone() == (PHONES,)
        assert connection.execute("SELECT count(*) FROM spans WHERE instr(document, 'tag1~')").fetchone() == (0,)
    connection.close()


def test_a_second_run_changes_nothing_and_a_dry_run_neither(site: Site, store: Path) -> None:
    before = store.read_bytes()
    done = index(site, "--stores", f"store:{store}", do="--dry-run")
    assert done.output == f"store:{store}: 2 records would be changed\n"
    assert store.read_bytes() == before
    index(site, "--stores", f"store:{store}")
    before = store.read_bytes()
    assert index(site, "--stores", f"store:{store}").output == f"store:{store}: 0 records were changed\n"
    assert store.read_bytes() == before


def test_a_run_that_was_cut_off_is_run_again(site: Site, store: Path) -> None:
    """One page was written, the other was not."""
    with LogStore(store) as opened:
        opened.add([event._replace(attributes={**event.attributes, "sealog.uid": "x"}) for event in site.events()[2:3]])
    with sqlite3.connect(store) as connection:
        (text,) = connection.execute("SELECT document FROM records WHERE id = 3").fetchone()
        document = json.dumps(IndexTurner(index_service_of(service_of(site))).document(json.loads(text)))
        connection.execute("UPDATE records SET document = ? WHERE id = 3", (document,))
    connection.close()
    assert "2 records were changed" in index(site, "--stores", f"store:{store}").output
    assert "0 records were changed" in index(site, "--stores", f"store:{store}").output


def service_of(site: Site) -> Keyring:
    return load_keyring(site.folder / "index" / "keyring.json", lambda: "", purpose="index")


def test_tags_of_another_service_or_epoch_stay_and_are_turned_when_its_keys_are_there(site: Site, store: Path) -> None:
    first = service_of(site)
    save_keyring(service_keys(), site.folder / "index" / "keyring.json")
    before = store.read_bytes()
    done = index(site, "--stores", f"store:{store}")
    kept = f"store:{store}: tags for another index service or epoch stay\n"
    assert (done.exit_code, done.output) == (0, f"store:{store}: 0 records were changed\n{kept}")
    assert store.read_bytes() == before
    save_keyring(add_epoch(first, "2026-02-01T00:00:00+00:00"), site.folder / "index" / "keyring.json")
    assert "2 records were changed" in index(site, "--stores", f"store:{store}").output


def test_forged_tags_go_and_are_told(site: Site, store: Path) -> None:
    event = site.events()[2]
    tags = [tag if is_tag_key(tag) else f"tag1~{'a' * 88}" for tag in event.attributes["sealog.index_tag"]]
    with LogStore(store) as opened:
        opened.add([event._replace(attributes={**event.attributes, "sealog.uid": "x", "sealog.index_tag": tags})])
    done = index(site, "--stores", f"store:{store}")
    assert done.exit_code == 1
    assert f"2 failed: store:{store}: index tags are forged or damaged, and go" in done.output
    assert not any("sealog.index_tag" in record for record in records(store))


@pytest.fixture
def service(site: Site) -> IndexService:
    return index_service_of(service_of(site))


OTLP = {"key": "sealog.index", "value": {"arrayValue": {"values": [{"stringValue": "a" * 13}]}}}


def tags_of(site: Site) -> list[str]:
    given: list[str] = site.events()[3].attributes["sealog.index_tag"]
    return given


def as_otlp(tags: list[str]) -> dict[str, Any]:
    return {"key": "sealog.index_tag", "value": {"arrayValue": {"values": [{"stringValue": tag} for tag in tags]}}}


def test_tags_are_found_however_a_document_has_its_attributes(site: Site, service: IndexService) -> None:
    tags, had = tags_of(site), "a" * 13
    (made,) = service.turn(tags).indexes
    both = [had, made]
    for before, after in (
        ({"sealog.index_tag": tags}, {"sealog.index": [made]}),
        ({"attributes": {"sealog.index_tag": tags, "sealog.index": had}}, {"attributes": {"sealog.index": both}}),
        ({"Attributes.sealog.index_tag": tags}, {"Attributes.sealog.index": [made]}),
        ({"sealog": {"index_tag": tags, "index": [had, made]}}, {"sealog": {"index": both}}),
        ({"document": json.dumps({"sealog.index_tag": tags})}, {"document": f'{{"sealog.index":["{made}"]}}'}),
        ({"attributes": [as_otlp(tags), OTLP]}, {"attributes": [_otlp(both)]}),
        ({"attributes": [{"key": "a"}, as_otlp(tags)]}, {"attributes": [{"key": "a"}, _otlp([made])]}),
    ):
        assert IndexTurner(service).document(before) == after


def _otlp(texts: list[str]) -> dict[str, Any]:
    return {"key": "sealog.index", "value": {"arrayValue": {"values": [{"stringValue": text} for text in texts]}}}


@pytest.mark.parametrize(
    "given",
    [
        {"index_tag": ["tag1~x"]},
        {"other": {"index_tag": 1}},
        [{"key": "sealog.index_tag"}, {"key": "sealog.index_tag", "value": 1}],
        '{"sealog.index_tag": 1e999, "n',
        '{"sealog.index": [], "a": "index_tag", "n": 1e999}',
        ["sealog.index_tag", None, 1],
    ],
    ids=["no-name", "another-object", "no-value", "no-json", "no-number", "texts"],
)
def test_what_is_no_attribute_stays(service: IndexService, given: Any) -> None:
    assert IndexTurner(service).document(given) == given


@pytest.mark.parametrize("given", [None, 1, "x", [None, {}], {"values": 1}, [{"stringValue": 7}]], ids=str)
def test_an_attribute_that_holds_no_tags_goes(service: IndexService, given: Any) -> None:
    turner = IndexTurner(service)
    assert turner.document({"attributes": {"sealog.index_tag": given}}) == {"attributes": {}}
    pair = {"key": "sealog.index_tag", "value": {"arrayValue": {"values": given}}}
    assert turner.document([pair]) == []
    assert turner.counts["made"] == 0


def test_lines_of_files_keep_their_length_and_packed_ones_too(site: Site) -> None:
    tags = tags_of(site)
    lines = ("tag1~ é\n" + json.dumps({"body": "é", "sealog.index_tag": tags}) + "\nlast \n").encode()
    plain, packed = site.folder / "a.log", site.folder / "b.log.gz"
    plain.write_bytes(lines)
    packed.write_bytes(gzip.compress(lines))
    done = index(site, "--stores", f"files:{site.folder}/*.log*")
    assert done.exit_code == 0, done.output
    changed = plain.read_bytes()
    assert gzip.decompress(packed.read_bytes()) == changed
    assert len(changed) == len(lines)
    first, second, third = changed.decode().splitlines()
    assert (first, third) == ("tag1~ é", "last ")
    assert json.loads(second).keys() == {"body", "sealog.index"}


@pytest.mark.parametrize(
    ("arguments", "environ", "why"),
    [
        (("--yes", "--dry-run"), {}, "give one of --dry-run and --yes"),
        (("--yes",), {"SEALOG_INDEX_KEYRING": ""}, "SEALOG_INDEX_KEYRING must name the index service's keyring"),
        (("--yes",), {"SEALOG_INDEX_KEYRING": "{}/keyring.json"}, "keyring.json"),
    ],
    ids=["both", "no-keyring", "the-keyring-that-opens"],
)
def test_a_wrong_call_changes_nothing(site: Site, store: Path, arguments: Any, environ: Any, why: str) -> None:
    site.environ |= {name: value.format(site.folder) for name, value in environ.items()}
    before = store.read_bytes()
    done = site.run("index", "--stores", f"store:{store}", *arguments)
    assert done.exit_code == 1
    assert why in str(done.exception)
    assert store.read_bytes() == before
