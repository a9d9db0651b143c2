"""`openers.yaml` holds for every search with the keyring: entities, hours, rate, and an entry in the trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from opening.test_search_by_two import find
from people.site import make_site
from sealog.audit.actor import acting_user
from sealog.keys.bundle import save_bundle
from sealog_exporters.cli.page import page_of
from sealog_exporters.store import LogStore
from web.pages import Visitor

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

    from people.site import Site

IDENTIFIERS = 4
"""Of the person that `make_site` writes down."""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with records in `logs.sqlite`, without an `openers.yaml`."""
    made = make_site(tmp_path)
    with LogStore(tmp_path / "logs.sqlite") as store:
        store.add(made.events())
    return made


def allow(site: Site, further: str) -> None:
    """Give this user a right, with further fields of it."""
    users = ", ".join(sorted(acting_user()[0]))
    site.write("openers.yaml", f"openers: [{{name: us, users: [{users}]{further}}}]\n")


def ask(site: Site, command: str, *options: str) -> Result:
    """Run `access` or a dry run of `erase` for the person of the site."""
    given = ("--subject", str(site.folder / "subject.yaml"), "--request", "DSR-1")
    stores = ("--stores", f"store:{site.folder}/logs.sqlite")
    further = ("--out", str(site.folder / "a.zip")) if command == "access" else ("--state", str(site.folder / "s"))
    return site.run(command, *given, *stores, *further, *options, *(("--dry-run",) if command == "erase" else ()))


def counted(site: Site) -> list[tuple[str, int]]:
    return [(one["action"], one["values"]) for one in site.entries() if one["action"] in {"index", "find-person"}]


REFUSED = {
    "entity": ", entities: phone_number",
    "tenant": ", tenants: another",
    "rate": ", rate: 1/1h",
}


@pytest.mark.parametrize("command", ["search", "access", "erase"])
@pytest.mark.parametrize("why", list(REFUSED))
def test_what_a_right_does_not_give_is_not_looked_for(site: Site, command: str, why: str) -> None:
    allow(site, REFUSED[why])
    if command == "search":
        done = find(site)
        if why == "rate":
            assert done.exit_code == 0, done.output
            done = find(site)
    else:
        done = ask(site, command)
    assert f"no right to look for email_address now ({why})" in str(done.exception)
    refused = [one for one in site.entries() if one["action"] == "search-refused"]
    assert [(one["entity"], one["outcome"]) for one in refused] == [("email_address", f"not_permitted_{why}")]
    assert not (site.folder / "a.zip").exists()
    assert "alice" not in site.trail.read_text()


def test_a_rate_counts_searches_of_all_commands_and_runs(site: Site) -> None:
    allow(site, f", rate: {2 * IDENTIFIERS + 2}/1d")
    assert find(site).exit_code == 0
    assert ask(site, "erase").exit_code == 0
    assert ask(site, "erase").exit_code == 0
    assert find(site).exit_code == 0
    assert counted(site) == [("index", 1), ("find-person", 4), ("find-person", 4), ("index", 1)]
    assert "(rate)" in str(find(site).exception)
    assert "(rate)" in str(ask(site, "access").exception)
    assert len(counted(site)) == IDENTIFIERS


def test_searches_count_with_the_values_that_are_opened(site: Site) -> None:
    allow(site, ", rate: 3/1d")
    opened = find(site, "--open")
    assert opened.output.count("[unopened not_permitted_rate: ") > 0
    assert [one["outcome"] for one in site.entries() if one["action"] == "open"].count("ok") == 2
    assert "(rate)" in str(find(site).exception)


def test_a_search_says_why_and_names_its_holder_in_the_trail(site: Site) -> None:
    allow(site, "")
    assert "a reason that says why" in str(find(site, reason="").exception)
    assert not site.trail.exists()
    assert find(site).exit_code == 0
    entry = site.entries()[0]
    assert (entry["action"], entry["reason"], len(entry["people"])) == ("index", "ticket 9", 2)


def test_nobody_is_looked_for_by_who_has_no_right(site: Site) -> None:
    site.write("openers.yaml", "openers: [{name: others, users: nobody-of-this-name}]\n")
    for done in (find(site), ask(site, "access"), ask(site, "erase")):
        assert "no right to open" in str(done.exception)


def test_without_the_file_a_search_leaves_no_entry_and_needs_no_reason(site: Site) -> None:
    assert find(site, reason="").exit_code == 0
    assert not site.trail.exists()


def test_a_bundle_alone_does_not_go_round_it(site: Site) -> None:
    allow(site, "")
    bundle = site.folder / "bundle.json"
    save_bundle(site.keys.bundle(), bundle)
    site.environ["SEALOG_BUNDLE"] = str(bundle)
    (site.folder / "keyring.json").unlink()
    assert "says who may look for values: that takes the keyring" in str(find(site).exception)


def test_a_file_that_is_a_link_to_nothing_allows_nothing(site: Site) -> None:
    (site.folder / "openers.yaml").symlink_to(site.folder / "nowhere.yaml")
    assert "openers.yaml" in str(find(site).exception)


def test_the_page_keeps_to_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in site.environ.items():
        monkeypatch.setenv(name, value)
    allow(site, ", entities: email_address, rate: 1/1d")
    store = site.folder / "logs.sqlite"
    page = page_of(store, "127.0.0.1:0", None, is_default=False)
    visitor = Visitor(store, app=page.app(None, None))  # type: ignore[arg-type] # no alerting service runs here
    asked = {"entity": "email_address", "value": "alice@example.com"}
    assert visitor.post("/search", {"entity": "customer_id", "value": "C-4711"}).status_code == 400
    assert visitor.post("/search", asked).status_code == 303
    refused = visitor.post("/search", asked)
    assert (refused.status_code, "(rate)" in refused.text) == (400, True)
    asked_for = [one for one in site.entries() if "reason" in one]
    assert {one["reason"] for one in asked_for} == {"search on the page"}
    assert [one["action"] for one in asked_for] == ["search-refused", "index", "search-refused"]
