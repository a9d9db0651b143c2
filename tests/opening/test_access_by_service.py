"""`sealog access --opener`: the answer is the same, and the machine that writes it has no private key."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from opening.test_service import TOKENS, Served, serving
from people.site import OTHERS, VALUES, make_site
from sealog.audit.openings import openings_of
from sealog.audit.people import AuditedPeople
from sealog.audit.verify import verify
from sealog.crypto.spelling import NO_INDEX, find_sealed_values, parse_sealed_value
from sealog.gatekeeper.remote import RemoteOpener
from sealog_exporters.people import remote
from sealog_exporters.store import LogStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from typer.testing import Result

    from people.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site whose records are in `logs.sqlite`, and whose settings name no keyring that is there."""
    made = make_site(tmp_path)
    with LogStore(tmp_path / "logs.sqlite") as store:
        store.add(made.events())
    (tmp_path / "token").write_text(f"{TOKENS['mira']}\n")
    return replace(made, environ={**made.environ, "SEALOG_KEYRING": str(tmp_path / "nowhere" / "keyring.json")})


@pytest.fixture
def served(site: Site) -> Iterator[Served]:
    with serving(site.folder, keys=site.keys) as one:
        yield one


def access(site: Site, *arguments: str | Path) -> Result:
    site.folder.joinpath("dsr.zip").unlink(missing_ok=True)
    return site.run(
        *("access", "--subject", site.folder / "subject.yaml", "--request", "DSR-1"),
        *("--stores", f"store:{site.folder}/logs.sqlite", "--out", site.folder / "dsr.zip", *arguments),
    )


def by_service(site: Site, served: Served, code: int = 1) -> tuple[dict[str, Any], str]:
    """The report and what was printed; 1 is the code where something could not be searched."""
    done = access(site, "--opener", served.url, "--token-file", site.folder / "token")
    assert done.exit_code == code, (done.output, done.exception)
    for value in (*VALUES, *OTHERS):
        assert value not in done.output
    return report(site), done.output


def report(site: Site) -> dict[str, Any]:
    with zipfile.ZipFile(site.folder / "dsr.zip") as archive:
        found: dict[str, Any] = json.loads(archive.read("report.json"))
    return found


def test_the_report_is_that_of_a_machine_with_the_keyring(site: Site, served: Served) -> None:
    found, _ = by_service(site, served)
    with_keyring = replace(site, environ={**site.environ, "SEALOG_KEYRING": str(site.folder / "keyring.json")})
    (site.folder / "openers.yaml").unlink()
    assert access(with_keyring).exit_code == 1
    other = report(with_keyring)
    (opening,) = other.pop("openings")
    assert (opening["purpose"], opening["what"], opening["values"]) == ("access request DSR-1", "access", 6)
    assert found.pop("openings") == []
    assert {**found, "made": ""} == {**other, "made": ""}
    assert len(found["records"]) == 3


def test_the_trail_of_the_service_has_search_and_openings_first(site: Site, served: Served) -> None:
    by_service(site, served)
    found, opened = served.entries()
    assert {one["actor"] for one in (found, opened)} == {"mira by the opening service"}
    assert (found["action"], found["request"], found["values"]) == ("find-person", "DSR-1", 4)
    assert found["entities"] == ["customer_id", "email_address", "phone_number"]
    assert (opened["action"], opened["request"], opened["values"]) == ("access", "DSR-1", 6)
    assert len(opened["people"]) == 6, "three identifiers with an index, in two epochs"
    (told,) = by_service(site, served)[0]["openings"]
    assert (told["purpose"], told["by"]) == ("access request DSR-1", "(an authorised person)")
    served.client.close()
    text = (site.folder / "audit.jsonl").read_text()
    assert not any(value in text for value in (*VALUES, *OTHERS))


def test_the_trail_is_whole_and_signed_at_the_end(site: Site) -> None:
    with serving(site.folder, keys=site.keys) as served:
        by_service(site, served)
    assert site.keys.audit_public_key is not None
    assert verify(site.folder / "audit.jsonl", site.keys.audit_public_key).wrong is None
    assert list(openings_of(["nobody"], site.folder / "audit.jsonl")) == []


def test_many_values_are_sent_in_several_requests(site: Site, served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _ = by_service(site, served)
    monkeypatch.setattr(remote, "_MOST", 4)
    parts, _ = by_service(site, served)
    assert parts["records"] == whole["records"]
    monkeypatch.setattr(remote, "_MOST_BYTES", 1)
    assert by_service(site, served)[0]["records"] == whole["records"]
    opened = [one["values"] for one in served.entries() if one["action"] == "access"]
    assert opened == [6, 4, 2, 1, 1, 1, 1, 1, 1]


def test_who_may_not_look_for_an_entity_gets_nothing(site: Site) -> None:
    right = "openers: [{name: mails, users: mira, entities: email_address}]"
    with serving(site.folder, right, keys=site.keys) as served:
        done = access(site, "--opener", served.url, "--token-file", site.folder / "token")
        assert str(done.exception).endswith(
            "answers 403: openers.yaml gives you no right to look for customer_id now (entity)"
        )
        assert not (site.folder / "dsr.zip").exists()
        assert [one["action"] for one in served.entries()] == ["search-refused"]
        (site.folder / "token").write_text(f"{TOKENS['noor']}\n")
        done = access(site, "--opener", served.url, "--token-file", site.folder / "token")
        assert "answers 403: openers.yaml gives you no right to open" in str(done.exception)


def test_values_beyond_the_rate_are_told_and_searches_count_too(site: Site) -> None:
    with serving(site.folder, "openers: [{name: all, users: mira, rate: 8/1h}]", keys=site.keys) as served:
        found, printed = by_service(site, served)
        gaps = {gap["what"] for gap in found["not_searched"]}
        assert gaps == {"phone_number", "2 of the person's values: not_permitted_rate"}, "of 8, 4 are searches"
        assert "who answered the request may not open them" in printed
        done = access(site, "--opener", served.url, "--token-file", site.folder / "token")
        assert "no right to look for email_address now (rate)" in str(done.exception)


def test_epochs_that_open_nothing_are_told(site: Site) -> None:
    first, second = site.keys.epochs
    keys = replace(site.keys, epochs=(replace(first, status="disabled"), second))
    with serving(site.folder, keys=keys) as served:
        found, _ = by_service(replace(site, keys=keys), served)
    assert {"what": "epoch 1", "why": "it is disabled, so what was sealed to it is not searched"} in found[
        "not_searched"
    ]
    assert len(found["records"]) == 2


def test_who_asks_does_not_choose_whose_openings_they_are(site: Site, served: Served) -> None:
    by_service(site, served)
    people = served.entries()[-1]["people"]
    with LogStore(site.folder / "logs.sqlite", read_only=True) as store:
        texts = [
            {"text": record.body_text[start:end].removesuffix("~"), "keys": record.keys}
            for record in store.recent(100)
            for start, end in find_sealed_values(record.body_text)
        ]
    headers = {"authorization": f"Bearer {TOKENS['mira']}"}
    body = {"reason": "a test", "request": "1", "indexes": ["a" * 13], "texts": texts}
    answer = served.client.post(f"{served.url}/v1/access", json=body, headers=headers)
    assert any(value["value"] in VALUES for value in answer.json()["values"])
    opened = served.entries()[-1]
    trail = AuditedPeople(site.folder / "audit.jsonl")
    indexes = {parse_sealed_value(one["text"]).index for one in texts} - {NO_INDEX}
    assert indexes
    for index in indexes:
        assert set(trail.names_of([index])) & {*opened["people"]}
    assert len(opened["people"]) == len(indexes) + 1
    assert people != opened["people"]


REQUESTS: dict[str, tuple[str, dict[str, Any]]] = {
    "no request": ("person", {"values": []}),
    "values are no list": ("person", {"request": "1", "values": {}}),
    "a value is no object": ("person", {"request": "1", "values": ["x"]}),
    "an entity is no text": ("person", {"request": "1", "values": [{"entity": 1}]}),
    "a form is no text": ("person", {"request": "1", "values": [{"entity": "email_address", "form": 1}]}),
    "too many values": ("person", {"request": "1", "values": [{"entity": "email_address"}] * 1001}),
    "no indexes": ("access", {"request": "1", "texts": []}),
    "an index is no text": ("access", {"request": "1", "indexes": [1], "texts": []}),
    "texts are no list": ("access", {"request": "1", "indexes": [], "texts": "x"}),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_a_wrong_request_is_refused_and_opens_nothing(served: Served, name: str) -> None:
    path, body = REQUESTS[name]
    headers = {"authorization": f"Bearer {TOKENS['mira']}"}
    answer = served.client.post(f"{served.url}/v1/{path}", json={"reason": "a test", **body}, headers=headers)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])
    assert served.entries() == []


@pytest.mark.parametrize("answer", [{}, {"indexes": [], "shut": [], "openings": []}, {"indexes": 1}])
def test_a_service_that_answers_something_else_is_told(
    site: Site, served: Served, monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any]
) -> None:
    monkeypatch.setattr(RemoteOpener, "ask", lambda *_: answer)
    done = access(site, "--opener", served.url, "--token-file", site.folder / "token")
    assert str(done.exception).endswith("is no opening service, or of another version")
    assert not (site.folder / "dsr.zip").exists()
