"""`four_eyes_search`: nobody looks for a marked value alone, by the opening service or with the keyring."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner, Result

from opening.test_service import TOKENS, serving
from people.site import make_site
from sealog.audit.actor import acting_user
from sealog.audit.trail import AuditTrail
from sealog.cli.text import open_
from sealog_exporters.cli.search import search
from sealog_exporters.store import LogStore

if TYPE_CHECKING:
    from pathlib import Path

    from people.site import Site

MARKED = "openers: [{name: us, users: [mira, noor, NAMES]}]\nfour_eyes_search: email_address\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with records in `logs.sqlite`, and this user among those who may open."""
    made = make_site(tmp_path)
    with LogStore(tmp_path / "logs.sqlite") as store:
        store.add(made.events())
    made.write("openers.yaml", MARKED.replace("NAMES", ", ".join(sorted(acting_user()[0]))))
    return made


def run(site: Site, *arguments: str) -> Result:
    app = typer.Typer()
    app.command("search")(search)
    app.command("open")(open_)
    return CliRunner().invoke(app, list(arguments), env=site.environ)


def find(site: Site, *options: str, reason: str = "ticket 9") -> Result:
    store = ("--store", str(site.folder / "logs.sqlite"), "--json")
    given = ("--reason", reason) if reason else ()
    return run(site, "search", "--entity", "email_address", "alice@example.com", *store, *given, *options)


def approved(site: Site, reason: str) -> None:
    """What the trail has after noor approved it for this user."""
    entry = {
        "time": datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
        "action": "open-approved",
        "actor": "uid 8 (noor)",
        "names": ["noor"],
        "entities": [],
        "searches": ["email_address"],
        "reason": reason,
        "for": min(acting_user()[0]),
    }
    AuditTrail(site.trail).append([entry])


def test_with_the_keyring_a_search_waits_for_another_person_and_is_in_the_trail(site: Site) -> None:
    assert "no right to look for email_address now (approval)" in str(find(site).exception)
    assert "a reason that says why" in str(find(site, reason="").exception)
    refused = [one for one in site.entries() if one["action"] == "search-refused"]
    assert [one["outcome"] for one in refused] == ["not_permitted_approval"]
    approved(site, "ticket 9")
    done = find(site)
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, 2), (done.output, done.exception)
    (entry,) = [one for one in site.entries() if one["action"] == "index"]
    assert (entry["approvers"], entry["values"], len(entry["people"])) == (["uid 8 (noor)"], 1, 2)
    assert "(approval)" in str(find(site, reason="ticket 10").exception)
    assert "alice" not in site.trail.read_text()


def test_an_entity_without_the_mark_needs_no_other_person(site: Site) -> None:
    store = ("--store", str(site.folder / "logs.sqlite"), "--json")
    customer = ("search", "--entity", "customer_id", "C-4711", *store, "--reason", "ticket 9")
    assert run(site, *customer).exit_code == 0
    (entry,) = [one for one in site.entries() if one["action"] == "index"]
    assert (entry["entities"], "approvers" in entry) == (["customer_id"], False)


@pytest.mark.parametrize("command", ["access", "erase"])
def test_a_person_is_not_looked_for_alone(site: Site, command: str) -> None:
    given = ("--subject", site.folder / "subject.yaml", "--request", "DSR-1")
    stores = ("--stores", f"store:{site.folder}/logs.sqlite")
    further = ("--out", site.folder / "a.zip") if command == "access" else ("--state", site.folder / "s", "--dry-run")
    reason = f"{command if command == 'access' else 'erasure'} request DSR-1"
    done = site.run(command, *given, *stores, *further)
    assert "look for email_address now (approval)" in str(done.exception)
    assert f'`sealog open --approve NAME --reason "{reason}"`' in str(done.exception)
    approved(site, reason)
    assert "3 records" in site.run(command, *given, *stores, *further).output


def test_by_the_service_another_token_approves(site: Site) -> None:
    openers = (site.folder / "openers.yaml").read_text()
    for name in ("mira", "noor"):
        site.write(f"{name}.txt", TOKENS[name])
    with serving(site.folder, openers, keys=site.keys) as served:

        def by(name: str, url: str, *options: str) -> tuple[str, ...]:
            return (url, served.url, "--token-file", str(site.folder / f"{name}.txt"), *options)

        assert "look for email_address now (approval)" in str(find(site, *by("mira", "--opener")).exception)
        done = run(site, "open", "--reason", "ticket 9", *by("noor", "--service", "--approve", "mira"))
        assert done.output == "mira may look for email_address for this reason within a day\n"
        assert find(site, *by("mira", "--opener")).exit_code == 0
        assert "(approval)" in str(find(site, *by("noor", "--opener")).exception)
        entry = next(one for one in served.entries() if one["action"] == "index")
    assert entry["approvers"] == ["noor by the opening service"]
    assert "alice" not in json.dumps(entry)
