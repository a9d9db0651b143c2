"""`sealog erase --opener`: the person is gone, the receipt is the same, and who erases has no private key."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from opening.test_service import TOKENS, Served, serving
from people.site import OTHERS, POLICY, VALUES, make_site
from sealog.audit.people import AuditedPeople
from sealog.audit.proof import read_proof
from sealog.audit.verify import verify
from sealog.gatekeeper.remote import RemoteOpener
from sealog.policy.loader import load_policy
from sealog_exporters.people import remote
from sealog_exporters.people.receipt import receipt_hash
from sealog_exporters.store import LogStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from typer.testing import Result

    from people.site import Site

ALL = "openers: [{name: support, users: [mira, noor]}]"
FOUR_EYES = POLICY + "  erasure: {approval: four-eyes}\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site whose records are in `logs.sqlite`, and whose settings name no keyring that is there."""
    made = make_site(tmp_path)
    with LogStore(tmp_path / "logs.sqlite") as store:
        store.add(made.events())
    return replace(made, environ={**made.environ, "SEALOG_KEYRING": str(tmp_path / "nowhere" / "keyring.json")})


@pytest.fixture
def served(site: Site) -> Iterator[Served]:
    with serving(site.folder, ALL, keys=site.keys, policy=load_policy(site.folder / "policy.yaml")) as one:
        yield one


def erase(site: Site, served: Served, *arguments: str, by: str = "mira") -> Result:
    (site.folder / "token").write_text(f"{TOKENS[by]}\n")
    given = [one.replace("r.json", f"{site.folder}/r.json") for one in arguments or ("--yes", "--receipt", "r.json")]
    done = site.run(
        *("erase", "--subject", site.folder / "subject.yaml", "--request", "DSR-1", "--state", site.folder / "state"),
        *("--stores", f"store:{site.folder}/logs.sqlite", "--opener", served.url),
        *("--token-file", site.folder / "token", *given),
    )
    for value in (*VALUES, *OTHERS):
        assert value not in done.output
    return done


def receipt(site: Site) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((site.folder / "r.json").read_text())
    return read


def test_the_store_and_the_receipt_are_those_of_an_erasure_with_the_keyring(
    site: Site, served: Served, tmp_path: Path
) -> None:
    done = erase(site, served)
    assert done.exit_code == 0, (done.output, done.exception)
    body = receipt(site)["body"]

    folder = tmp_path / "other"
    folder.mkdir()
    other = make_site(folder)
    with LogStore(folder / "logs.sqlite") as store:
        store.add(other.events())
    options = ("--state", folder / "state", "--yes", "--receipt", folder / "r.json")
    stores = ("--stores", f"store:{folder}/logs.sqlite")
    other.run("erase", "--subject", folder / "subject.yaml", "--request", "DSR-1", *options, *stores)
    local = receipt(other)["body"]
    assert body["actor"] == "mira by the opening service"
    for one in (body, local):
        one["subject"]["commitment"] = one["made"] = one["actor"] = ""
        one["stores"][0]["store"] = ""
    assert body == local
    assert body["stores"][0]["erased"] == 3
    for site_ in (site, other):
        with LogStore(site_.folder / "logs.sqlite", read_only=True) as store:
            (note,) = [record.attributes["note"] for record in store.recent(9) if record.uid == _third(store)]
            assert note.startswith("call [erased:phone_number] or seal1~phone_number~")


def _third(store: LogStore) -> str:
    return next(
        record.uid for record in store.recent(9) if record.attributes.get("customer.id", "") == "[erased:customer_id]"
    )


def test_the_trail_of_the_service_proves_the_receipt_and_holds_no_value(site: Site) -> None:
    with serving(site.folder, ALL, keys=site.keys, policy=load_policy(site.folder / "policy.yaml")) as served:
        assert erase(site, served).exit_code == 0
        actions = [one["action"] for one in served.entries()]
    assert actions[:6] == ["find-person", "erase", "erase-compare", "erase-forgot", "erased", "checkpoint"]
    read = receipt(site)
    proof = read_proof(read["proof"].encode())
    assert proof.holds
    entry = json.loads(proof.entry)
    assert (entry["action"], entry["receipt_sha256"]) == ("erased", receipt_hash(read["body"]))
    assert entry["actor"] == "mira by the opening service"
    assert site.keys.audit_public_key is not None
    assert verify(site.trail, site.keys.audit_public_key).wrong is None
    raw = site.trail.read_text()
    assert not any(value in raw for value in (*VALUES, *OTHERS))


def test_a_second_run_says_already_and_a_dry_run_changes_nothing(site: Site, served: Served) -> None:
    before = (site.folder / "logs.sqlite").read_bytes()
    done = erase(site, served, "--dry-run")
    assert done.output.endswith("logs.sqlite: 3 records, 0 of them under a legal hold\n")
    assert (site.folder / "logs.sqlite").read_bytes() == before
    assert [one["action"] for one in served.entries()] == ["find-person"]
    assert erase(site, served).exit_code == 0
    (site.folder / "r.json").unlink()
    assert erase(site, served).exit_code == 0
    (again,) = receipt(site)["body"]["stores"]
    assert (again["erased"], again["already"], again["passes"]) == (0, 3, 1)


@pytest.mark.parametrize("of", ["service", "client"])
def test_another_person_approves_where_either_policy_wants_it(site: Site, of: str) -> None:
    site.write("strict.yaml", FOUR_EYES)
    policy = load_policy(site.folder / ("strict.yaml" if of == "service" else "policy.yaml"))
    if of == "client":
        site.write("policy.yaml", FOUR_EYES)
    with serving(site.folder, ALL, keys=site.keys, policy=policy) as served:
        assert erase(site, served, "--approve").exit_code == 0
        done = erase(site, served)
        assert "answers 403: nobody else has approved this erasure within 14 days" in str(done.exception)
        assert not (site.folder / "r.json").exists()
        with LogStore(site.folder / "logs.sqlite", read_only=True) as store:
            assert "[erased" not in str([(one.body_text, one.attributes) for one in store.recent(9)])
        done = erase(site, served, "--approve", by="noor")
        assert done.output == "request DSR-1 is approved by noor by the opening service\n"
        assert "approved this erasure by kim" in str(
            erase(site, served, "--yes", "--receipt", "r.json", "--approve-by", "kim").exception
        )
        assert erase(site, served).exit_code == 0
    assert receipt(site)["body"]["approver"] == "noor by the opening service"


def test_a_legal_hold_is_asked_for_by_the_service_too(site: Site, served: Served) -> None:
    site.write("held.yaml", "identifiers: {customer_id: C-4711}")
    site.write("policy.yaml", POLICY + "  holds: [{name: case-17, subject: held.yaml}]\n")
    assert "the legal hold case-17 is of this person" in str(erase(site, served).exception)
    assert {one["action"] for one in served.entries()} == {"find-person"}


def test_many_values_are_compared_in_several_requests(
    site: Site, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "_MOST", 1)
    assert erase(site, served).exit_code == 0
    assert receipt(site)["body"]["stores"][0]["erased"] == 3
    assert [one["values"] for one in served.entries() if one["action"] == "erase-compare"] == [1, 1]


def test_what_may_not_be_opened_is_not_called_erased(site: Site) -> None:
    """Two values are compared after four were looked for; the rate leaves one."""
    policy = load_policy(site.folder / "policy.yaml")
    openers = "openers: [{name: all, users: mira, rate: 5/1h}]"
    with serving(site.folder, openers, keys=site.keys, policy=policy) as served:
        erase(site, served)
    (store,) = receipt(site)["body"]["stores"]
    assert store["not_compared"] == 1


def test_who_has_no_right_to_an_entity_erases_nobody(site: Site) -> None:
    with serving(site.folder, "openers: [{name: x, users: mira, entities: email_address}]", keys=site.keys) as served:
        assert "no right to look for customer_id now (entity)" in str(erase(site, served).exception)
        assert not (site.folder / "state").exists()


def test_a_service_whose_policy_lacks_an_entity_compares_none_of_it(site: Site) -> None:
    site.write("policy.yaml", POLICY.replace("customer_id", "ticket_id").replace("customer.id", "note"))
    site.write("subject.yaml", "identifiers: {email_address: alice@example.com, ticket_id: T-1}")
    with serving(site.folder, ALL, keys=site.keys) as served:
        about = {"reason": "r", "request": "1", "subject": "a" * 64}
        assert _ask(served, "begin", about).status_code == 200
        token = "seal1~ticket_id~-~" + "A" * 100
        body = {"indexes": [], "known": [{"entity": "ticket_id", "form": "T-1"}], "texts": [{"text": token}]}
        assert _ask(served, "compare", {**about, **body}).json() == {"same": [None]}


def _ask(served: Served, step: str, body: Any, name: str = "mira") -> Any:
    headers = {"authorization": f"Bearer {TOKENS[name]}"}
    return served.client.post(f"{served.url}/v1/erase/{step}", json=body, headers=headers)


ABOUT: dict[str, Any] = {"reason": "a test", "request": "1", "subject": "a" * 64}


@pytest.mark.parametrize(
    ("step", "further"),
    [
        ("compare", {"indexes": [], "known": [], "texts": []}),
        ("forget", {"values": [{"entity": "email_address", "form": "alice@example.com"}]}),
        ("end", {"receipt_sha256": "b" * 64}),
    ],
)
def test_only_who_began_an_erasure_goes_on_with_it(served: Served, step: str, further: dict[str, Any]) -> None:
    def refused(name: str = "mira", **other: str) -> bool:
        answer = _ask(served, step, {**ABOUT, **further, **other}, name)
        return (answer.status_code, answer.json()) == (403, {"error": "you have begun no such erasure"})

    assert refused()
    assert _ask(served, "begin", ABOUT).status_code == 200
    assert refused("noor")
    assert refused(request="2")
    assert refused(subject="c" * 64)
    assert _ask(served, step, {**ABOUT, **further}).status_code == 200


def test_only_who_may_look_for_somebody_makes_the_trail_forget_them(site: Site) -> None:
    with serving(site.folder, "openers: [{name: x, users: mira, entities: customer_id}]", keys=site.keys) as served:
        _ask(served, "begin", ABOUT)
        values = {"values": [{"entity": "email_address", "form": "alice@example.com"}]}
        assert _ask(served, "forget", {**ABOUT, **values}).status_code == 403
        assert served.entries()[-1]["action"] == "erase-refused"


def test_the_trail_forgets_nobody_whom_no_other_person_let_be_looked_for(site: Site) -> None:
    openers = "openers: [{name: us, users: [mira, noor]}]\nfour_eyes_search: [email_address]\n"
    values = {"values": [{"entity": "email_address", "form": "alice@example.com"}]}
    with serving(site.folder, openers, keys=site.keys) as served:
        _ask(served, "begin", ABOUT)
        held = AuditedPeople(served.desk.trail.path)
        indexes = served.desk.keys.value_indexes("email_address", "alice@example.com", None)
        held.commit(indexes)
        refused = _ask(served, "forget", {**ABOUT, **values})
        assert (refused.status_code, "(approval)" in refused.text) == (403, True)
        assert served.entries()[-1]["action"] == "erase-refused"
        assert len(held.names_of(indexes)) == len(indexes)
        approved = {"json": {"reason": ABOUT["reason"], "name": "mira"}}
        by_noor = {"authorization": f"Bearer {TOKENS['noor']}"}
        assert served.client.post(f"{served.url}/v1/approve", **approved, headers=by_noor).status_code == 200
        assert _ask(served, "forget", {**ABOUT, **values}).json() == {"forgotten": len(indexes)}
        assert not held.names_of(indexes)


WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "no subject": ("begin", {"subject": None}),
    "a subject that is no hash": ("begin", {"subject": "A" * 64}),
    "four eyes that are no flag": ("begin", {"four_eyes": "yes"}),
    "who approves is no text": ("begin", {"approve_by": 7}),
    "no known values": ("compare", {"indexes": [], "texts": []}),
    "a known value without a form": ("compare", {"indexes": [], "known": [{"entity": "x"}], "texts": []}),
    "no values": ("forget", {}),
    "no hash": ("end", {"receipt_sha256": "x"}),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_request_is_refused_and_leaves_no_entry(served: Served, name: str) -> None:
    step, body = WRONG[name]
    answer = _ask(served, step, {**ABOUT, **body})
    assert (answer.status_code, list(answer.json())) == (400, ["error"])
    assert served.entries() == []


@pytest.mark.parametrize("answer", [{}, {"indexes": 1}])
def test_a_service_that_answers_something_else_is_told(
    site: Site, served: Served, monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any]
) -> None:
    monkeypatch.setattr(RemoteOpener, "ask", lambda *_: answer)
    assert str(erase(site, served).exception).endswith("is no opening service, or of another version")
