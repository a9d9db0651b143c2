"""`sealog search --opener`: the service knows the indexes; the machine that searches has neither keyring nor bundle."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.testing import CliRunner, Result

from opening.test_service import TOKENS, Served, serving
from people.site import Site, make_site, with_index_service
from sealog.audit.openings import openings_of
from sealog.cli.opening import index_service
from sealog.crypto.value_indexes import ValueIndexes
from sealog.key_life.index_service import index_service_of
from sealog.keys.keyring import load_keyring
from sealog_exporters.cli.search import search
from sealog_exporters.store import LogStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MINE = "openers: [{name: support, users: mira}]"
EMAIL, NUMBER = "Alice@Example.com", "0049 30 901820"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site whose records wait with tags in `logs.sqlite`; its settings name no key that is there."""
    made = with_index_service(make_site(tmp_path))
    with LogStore(tmp_path / "logs.sqlite") as store:
        store.add(made.events())
    (tmp_path / "token").write_text(f"{TOKENS['mira']}\n")
    done = made.run("index", "--yes", "--stores", f"store:{tmp_path}/logs.sqlite")
    assert "2 records were changed" in done.output
    away = {name: str(tmp_path / "nowhere.json") for name in ("SEALOG_KEYRING", "SEALOG_BUNDLE")}
    return replace(made, environ={**made.environ, **away, "SEALOG_INDEX_KEYRING": ""})


@contextmanager
def serving_site(
    site: Site, monkeypatch: pytest.MonkeyPatch, openers: str = MINE, most: int = 100, *, both: bool = True
) -> Iterator[Served]:
    monkeypatch.setenv("SEALOG_INDEX_KEYRING", str(site.folder / "index" / "keyring.json") if both else "")
    with serving(site.folder, openers, most, keys=site.keys, read_index_service=index_service) as served:
        monkeypatch.delenv("SEALOG_INDEX_KEYRING")
        yield served


def find(site: Site, served: Served, entity: str, value: str, *options: str) -> Result:
    app = typer.Typer()
    app.command()(search)
    given = ["--store", str(site.folder / "logs.sqlite"), "--entity", entity, value, "--json", *options]
    by = ["--reason", "ticket 9", "--opener", served.url, "--token-file", str(site.folder / "token")]
    return CliRunner().invoke(app, [*given, *by], env=site.environ)


@pytest.mark.parametrize(("entity", "value", "records"), [("email_address", EMAIL, 2), ("phone_number", NUMBER, 2)])
def test_a_person_is_found_in_every_epoch_without_a_key_here(
    site: Site, monkeypatch: pytest.MonkeyPatch, entity: str, value: str, records: int
) -> None:
    with serving_site(site, monkeypatch) as served:
        done = find(site, served, entity, value)
        assert (done.exit_code, len(done.stdout.splitlines())) == (0, records), (done.output, done.exception)
        (entry,) = served.entries()
    assert (entry["action"], entry["actor"], entry["reason"]) == ("index", "mira by the opening service", "ticket 9")
    assert (entry["entities"], entry["values"]) == ([entity], 1)
    assert len(entry["people"]) == 2, "an index for each epoch"
    assert value not in (site.folder / "audit.jsonl").read_text()


def test_the_person_learns_that_somebody_looked_for_them(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving_site(site, monkeypatch) as served:
        find(site, served, "phone_number", NUMBER)
    service = index_service_of(load_keyring(site.folder / "index" / "keyring.json", lambda: "", purpose="index"))
    indexes = ValueIndexes(site.keys.index_keys(), "default", service)("phone_number", None, "+4930901820")
    (told,) = openings_of(indexes, site.folder / "audit.jsonl")
    assert (told["what"], told["purpose"], told["by"]) == ("index", "ticket 9", "(an authorised person)")


def test_values_that_are_looked_for_count_with_those_that_are_opened_over_restarts(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = "answers 403: openers.yaml gives you no right to look for phone_number now (rate)"
    with serving_site(site, monkeypatch, most=3) as served:
        assert find(site, served, "phone_number", NUMBER).exit_code == 0
        assert find(site, served, "phone_number", "+49 30 901829").exit_code == 1, "there is no such record"
    with serving_site(site, monkeypatch, most=3) as served:
        assert find(site, served, "email_address", EMAIL).exit_code == 0
        done = find(site, served, "phone_number", NUMBER)
        assert refused in str(done.exception)
        assert served.ask("mira").json()["texts"][0]["opened"] == 0
        actions = [(one["action"], one.get("outcome")) for one in served.entries() if one["action"] != "checkpoint"]
    assert actions[:4] == [("index", None)] * 3 + [("search-refused", "not_permitted_rate")]


@pytest.mark.parametrize(
    ("openers", "why"),
    [
        ("openers: [{name: support, users: mira, entities: email_address}]", "look for phone_number now (entity)"),
        ("openers: [{name: support, users: noor}]", "openers.yaml gives you no right to open"),
    ],
    ids=["another-entity", "another-person"],
)
def test_who_may_not_open_an_entity_may_not_look_for_it(
    site: Site, monkeypatch: pytest.MonkeyPatch, openers: str, why: str
) -> None:
    with serving_site(site, monkeypatch, openers) as served:
        assert why in str(find(site, served, "phone_number", NUMBER).exception)
        assert {one["action"] for one in served.entries()} <= {"search-refused", "open-refused"}


def test_a_service_without_the_second_key_says_that_it_has_no_index(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving_site(site, monkeypatch, both=False) as served:
        assert find(site, served, "email_address", EMAIL).exit_code == 0
        done = find(site, served, "phone_number", NUMBER)
    assert "the opening service has no index for this phone_number" in str(done.exception)
    assert "SEALOG_INDEX_KEYRING" in str(done.exception)


@pytest.mark.parametrize(
    "given",
    [
        {"values": [{"entity": "phone_number", "form": None, "tag_form": "+4930901820"}]},
        {"reason": "x", "values": [{"entity": "phone_number"}] * 1001},
        {"reason": "x", "values": [{"entity": 1}]},
        {"reason": "x", "values": [{"entity": "phone_number", "form": 4930}]},
        {"reason": "x", "values": {}},
        {"reason": "x"},
    ],
    ids=["no-reason", "too-many", "entity", "form", "values", "nothing"],
)
def test_a_wrong_request_is_refused_and_asks_for_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch, given: dict[str, Any]
) -> None:
    with serving_site(site, monkeypatch) as served:
        headers = {"authorization": f"Bearer {TOKENS['mira']}"}
        answer = served.client.post(f"{served.url}/v1/index", content=json.dumps(given), headers=headers)
        assert answer.status_code == 400
        assert "901820" not in answer.text
        assert served.client.post(f"{served.url}/v1/index", json=given).status_code == 401
        assert served.entries() == []
