"""The page of `sealog up` with the keys of this machine: what it opens, and what the audit trail has of it."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import pytest

from opening.test_service import TOKENS, serving
from people.site import OTHERS, VALUES, make_site
from sealog.cli.opening import OpeningService
from sealog.errors import SettingError
from sealog_exporters.cli.page import page_of
from web.pages import Visitor, store_of

if TYPE_CHECKING:
    from pathlib import Path


TOKEN = "0123456789abcdef"


def test_each_field_of_a_record_opens_where_it_was_sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path)
    for name, value in site.environ.items():
        monkeypatch.setenv(name, value)
    store = store_of(tmp_path, *site.events())
    page = page_of(store, "127.0.0.1:0", site.write("token", TOKEN), is_default=False)
    visitor = Visitor(store, app=page.app(None, None))  # type: ignore[arg-type] # no alerting service runs here
    assert visitor.post("/login", {"token": TOKEN}).status_code == 303
    shown = ""
    for number in range(1, 7):
        answer = visitor.post(f"/records/{number}/open", {"reason": "ticket 5"})
        assert answer.status_code == 200
        shown += unescape(answer.text)
    for value in (*VALUES, *OTHERS):
        assert value in shown, value
    assert "moved from" not in shown, "the body of the fifth record is a mapping, in which the address was sealed"
    entries = [one for one in site.entries() if one["action"] == "open"]
    assert {(one["reason"], one["outcome"]) for one in entries} == {("ticket 5", "ok")}


def test_a_record_opens_by_the_opening_service_where_no_keyring_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(tmp_path)
    for name, value in site.environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SEALOG_KEYRING", str(tmp_path / "nowhere/keyring.json"))
    store = store_of(tmp_path, *site.events())
    with serving(tmp_path, keys=site.keys) as served:
        service = OpeningService(served.url, site.write("mira", TOKENS["mira"]), None, "--opener")
        page = page_of(store, "127.0.0.1:0", site.write("token", TOKEN), service, is_default=False)
        visitor = Visitor(store, app=page.app(None, None))  # type: ignore[arg-type] # no alerting service runs here
        assert visitor.post("/login", {"token": TOKEN}).status_code == 303
        assert 'name="passphrase"' not in visitor.get("/records/1").text
        assert "alice@example.com" in unescape(visitor.post("/records/1/open", {"reason": "ticket 5"}).text)
        opened = {(one["actor"], one["reason"]) for one in served.entries() if one["action"] == "open"}
        assert opened == {("mira by the opening service", "ticket 5")}
    answer = visitor.post("/records/1/open", {"reason": "ticket 6"})
    assert (answer.status_code, "alice" in answer.text) == (400, False), "the service has ended"


@pytest.mark.parametrize(
    ("url", "page_token", "problem"),
    [
        ("https://opener.example", "", "--opener needs --page-token-file"),
        ("http://opener.example", TOKEN, "--opener: a URL with https:// is expected"),
    ],
)
def test_a_wrong_opening_service_is_told_at_the_start(tmp_path: Path, url: str, page_token: str, problem: str) -> None:
    site = make_site(tmp_path)
    token = site.write("token", page_token) if page_token else None
    service = OpeningService(url, site.write("mira", TOKENS["mira"]), None, "--opener")
    with pytest.raises(SettingError, match=problem):
        page_of(store_of(tmp_path), "127.0.0.1:0", token, service, is_default=False)
