"""The page of `sealog up` with the keys of this machine: what it opens, and what the audit trail has of it."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

from people.site import OTHERS, VALUES, make_site
from sealog_exporters.cli.page import page_of
from web.pages import Visitor, store_of

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

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
