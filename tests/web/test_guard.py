"""Which requests the page answers: host, origin, form token, token and cookie, and the headers of each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web.pages import HOST, Visitor, event, store_of

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "correct horse battery"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return store_of(tmp_path, event("line"))


def test_every_answer_confines_the_browser(store: Path) -> None:
    visitor = Visitor(store)
    for path in ("/", "/logs", "/records/1", "/missing", "/static/page.css", "/logs?severity=x"):
        headers = visitor.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil", "10.0.0.1:4319", ""])
def test_without_a_token_only_loopback_names_are_answered(store: Path, host: str) -> None:
    assert Visitor(store).get("/logs", host=host).status_code == 403


@pytest.mark.parametrize("host", ["localhost:4319", "127.0.0.1", "[::1]:4319", "LOCALHOST"])
def test_loopback_names_are_answered(store: Path, host: str) -> None:
    assert Visitor(store).get("/logs", host=host).status_code == 200


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"origin": f"http://{HOST}"}, True),
        ({"sec-fetch-site": "cross-site", "origin": f"http://{HOST}"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "null"}, False),
        ({}, False),
    ],
    ids=range(7),
)
def test_a_form_is_taken_from_our_own_page_only(store: Path, headers: dict[str, str], taken: bool) -> None:
    answer = Visitor(store).post("/alerts/unsilence", {"id": "x"}, headers)
    assert (answer.status_code != 403) is taken


@pytest.mark.parametrize("form_token", ["", "0" * 64, "ä"])
def test_a_form_needs_the_token_of_this_run(store: Path, form_token: str) -> None:
    answer = Visitor(store).post("/login", {"token": "x"}, form_token=form_token)
    assert (answer.status_code, "load the page again" in answer.text) == (400, True)


def test_a_form_that_is_too_large_or_of_another_kind_is_refused(store: Path) -> None:
    visitor = Visitor(store)
    assert visitor.post("/login", {"token": "x" * 20_000}).status_code == 400
    assert visitor.post("/login", {f"f{number}": "" for number in range(50)}).status_code == 400


def test_with_a_token_nothing_is_shown_before_it_was_given(store: Path) -> None:
    visitor = Visitor(store, token=SECRET)
    for path in ("/", "/logs", "/records/1", "/alerts"):
        answer = visitor.get(path, host="logs.example")
        assert (answer.status_code, answer.headers["location"], answer.text) == (303, "/login", "")
    assert visitor.post("/login", {"token": "wrong"}).status_code == 401
    assert visitor.get("/logs").status_code == 303
    taken = visitor.post("/login", {"token": SECRET})
    assert taken.status_code == 303
    for word in ("HttpOnly", "SameSite=strict", "Path=/"):
        assert word in taken.headers["set-cookie"]
    assert SECRET not in taken.headers["set-cookie"]
    assert visitor.get("/logs").status_code == 200


def test_a_bearer_token_is_taken_and_a_forged_cookie_is_not(store: Path) -> None:
    visitor = Visitor(store, token=SECRET)
    assert visitor.get("/logs", authorization=f"Bearer {SECRET}").status_code == 200
    assert visitor.get("/logs", authorization=f"Bearer {SECRET}x").status_code == 303
    for value in ("", "9999999999.", "9999999999." + "0" * 64, "x.y"):
        assert visitor.get("/logs", cookie=f"sealog_session={value}").status_code == 303


def test_other_methods_are_refused(store: Path) -> None:
    visitor = Visitor(store)
    assert visitor._ask("DELETE", "/logs", {}).status_code == 405
