"""What the page shows of a store, and that nothing in a record reaches a browser as markup."""

from __future__ import annotations

import hashlib
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sealog.errors import SettingError
from sealog_exporters.store import sqlite_paging
from sealog_exporters.templates.stamper import Stamper
from sealog_exporters.web import Holder
from sealog_exporters.web.rendering import STATIC
from web.pages import INDEX, TOKEN, A, B, Visitor, event, sealed, store_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog_exporters.store.interface import StoredRecord

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' hx-get='/logs' hx-trigger='load",
    "{{ 7 * 7 }}{% include 'base.html' %}",
    "&lt;b&gt;</bdi></td></table><form action=//evil>",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_markup_in_a_record_is_text_on_every_page(tmp_path: Path, text: str) -> None:
    attributes = {f"k{text}": text, "sealog.entities": [text], "log.record.template": text}
    record = event(
        text,
        attributes=attributes,
        resource={"service.name": text, "service.version": text},
        severity_text=text,
        trace_id="ab" * 16,
    )
    visitor = Visitor(store_of(tmp_path, record))
    for path in ("/", "/logs", "/records/1", f"/templates/{A}", f"/traces/{'ab' * 16}", "/privacy"):
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        for mark in ("<script>alert", "<img", "<form action=//", "hx-get='/logs'", "49{%"):
            assert mark not in answer.text, path
        assert text[:20] in unescape(answer.text), path


def test_characters_that_move_or_hide_others_are_shown_as_dots(tmp_path: Path) -> None:
    visitor = Visitor(store_of(tmp_path, event("a\u202eb\x1b[31mc\u2066d\x00e\u200bf")))
    for path in ("/logs", "/records/1"):
        assert "a·b·[31mc·d·e·f" in visitor.get(path).text


def test_a_sealed_value_is_a_link_by_its_index_and_not_its_bytes(tmp_path: Path) -> None:
    visitor = Visitor(store_of(tmp_path, event("nothing"), sealed()))
    page = visitor.get("/logs").text
    assert TOKEN not in page
    assert f'href="/logs?index={INDEX}"' in page
    found = visitor.get(f"/logs?index={INDEX}").text
    assert "mail to " in found
    assert "nothing" not in found


def test_filters_narrow_the_records_and_stay_in_the_links(tmp_path: Path) -> None:
    records = [
        event("Payment declined", severity_number=17),
        event("payment taken", B),
        event("payment of another", resource={"service.name": "other"}),
        *(event(f"filling {number}") for number in range(60)),
    ]
    visitor = Visitor(store_of(tmp_path, *records))
    assert [
        word in visitor.get("/logs?text=PAYMENT&service=shop").text for word in ("declined", "taken", "another")
    ] == [
        True,
        True,
        False,
    ]
    assert "taken" not in visitor.get("/logs?severity=17").text
    assert "declined" not in visitor.get(f"/logs?template={B}").text
    first = visitor.get("/logs?text=filling").text
    assert "filling 59<" in first
    assert "filling 9<" not in first
    assert "/logs?text=filling&amp;before=14" in first
    assert "filling 9<" in visitor.get("/logs?text=filling&before=14").text


@pytest.mark.parametrize(("bound", "asked"), [("LOOKED_AT", "text=needle"), ("LISTED", f"text=needle&template={A}")])
def test_a_page_looks_at_so_many_records_and_says_so(
    bound: str, asked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_paging, bound, 10)
    visitor = Visitor(store_of(tmp_path, event("needle", A), *(event(f"hay {number}", A) for number in range(15))))
    page = unescape(visitor.get(f"/logs?{asked}").text)
    assert "among 10 that were looked at" in page
    assert f"/logs?{asked}&before=7" in page
    assert "No such record" not in visitor.get(f"/logs?{asked}&before=7").text


def test_the_overview_says_what_is_new_gone_and_costly_with_figures_that_add_up(tmp_path: Path) -> None:
    before = [event("old line", A, age=90) for _ in range(30)]
    now = [event("fresh line", B, age=5, severity_number=17) for _ in range(25)]
    page = unescape(Visitor(store_of(tmp_path, *before, *now)).get("/").text)
    assert "25 records, none in the baseline" in page
    assert "no record, 30 in the baseline" in page
    for badge in ("New", "Gone", "Costly"):
        assert f'<span class="badge">{badge}</span>' in page
    assert "<dt>Errors</dt><dd>25</dd>" in page
    assert "<dt>Bytes of bodies</dt><dd>250 B</dd>" in page
    assert page.index("text of b") < page.index("text of a")


def test_a_deployment_in_the_middle_shows_what_is_new_and_gone_without_a_time_before(tmp_path: Path) -> None:
    first = [event("old line", A, age=20) for _ in range(30)]
    second = [event("fresh line", B, age=5, version="2") for _ in range(25)]
    page = unescape(Visitor(store_of(tmp_path, *first, *second)).get("/").text)
    assert "by time nothing is called new" in page
    assert "25 records since version 2, none of 1" in page
    assert "newest version, with the others as baseline: no record, 30 in the baseline" in page


def test_a_template_offers_a_rule_and_a_filter_that_name_it(tmp_path: Path) -> None:
    page = unescape(Visitor(store_of(tmp_path, event("line"))).get(f"/templates/{A}").text)
    assert f"match: {{severity: any, sealog.template.id: {A}}}" in page
    assert f'- attributes["sealog.template.id"] == "{A}"' in page


def test_a_template_is_pinned_and_unpinned_by_a_form(tmp_path: Path) -> None:
    with closing(Stamper(None)) as stamper:
        store = store_of(tmp_path, *stamper.stamped([event("order 1 was shipped")]))
        name = next(iter(stamper.miner.seen())).id
        visitor = Visitor(store, templates=stamper)
        for button, pinned in (("Pin", True), ("Unpin", False)):
            assert f"<button>{button}</button>" in visitor.get(f"/templates/{name}").text
            answer = visitor.post(f"/templates/{name}/pin", {"pin": "on" if pinned else "off"})
            assert (answer.status_code, answer.headers["location"]) == (303, f"/templates/{name}")
            assert stamper.is_pinned(name) is pinned
        assert visitor.post(f"/templates/{'0' * 16}/pin", {"pin": "on"}).status_code == 400
        assert visitor.post("/templates/x/pin", {"pin": "on"}).status_code == 404
    assert "/pin" not in Visitor(store).get(f"/templates/{name}").text


def test_privacy_counts_records_by_service_and_entity_and_marks_what_is_new(tmp_path: Path) -> None:
    visitor = Visitor(store_of(tmp_path, event("line", age=90), *(sealed() for _ in range(3))))
    page = visitor.get("/privacy").text
    assert (
        '<span class="badge">New</span> <a href="/logs?service=shop&amp;entity=email_address&amp;live=off">3</a>'
        in page
    )


def test_a_trace_shows_its_records_by_time(tmp_path: Path) -> None:
    visitor = Visitor(store_of(tmp_path, event("second", age=1), event("first", age=2), event("x", trace_id="cd" * 16)))
    page = visitor.get(f"/traces/{'AB' * 16}").text
    assert page.index("first") < page.index("second")
    assert "60000.0 ms" in page
    assert visitor.get("/traces/nonsense").status_code == 404


def test_a_value_is_searched_by_its_index_and_is_in_no_address_or_answer(tmp_path: Path) -> None:
    asked = []

    def indexes(entity: str, value: str) -> Sequence[str]:
        asked.append((entity, value))
        return [INDEX]

    visitor = Visitor(store_of(tmp_path, sealed()), holder=Holder(lambda: ["email_address"], indexes))
    assert "email_address" in visitor.get("/search").text
    answer = visitor.post("/search", {"entity": "email_address", "value": "alice@example.com"})
    assert asked == [("email_address", "alice@example.com")]
    assert (answer.status_code, answer.headers["location"]) == (303, f"/logs?index={INDEX}")
    assert "alice" not in str(answer.headers) + answer.text


def test_opened_values_are_in_one_answer_that_is_kept_nowhere_and_leaves_after_a_minute(tmp_path: Path) -> None:
    reasons = []

    def open_record(record: StoredRecord, reason: str, passphrase: str) -> Sequence[tuple[str, str]]:
        assert record.body_text.startswith("mail to")
        if passphrase != "right":
            raise SettingError("the passphrase is wrong")
        reasons.append(reason)
        return [("body", "mail to alice@example.com <b>sent")]

    holder = Holder(list, lambda _entity, _value: [], open_record)
    visitor = Visitor(store_of(tmp_path, sealed()), holder=holder)
    refused = visitor.post("/records/1/open", {"reason": " ", "passphrase": "right"})
    assert (refused.status_code, "opening needs a reason" in refused.text) == (400, True)
    wrong = visitor.post("/records/1/open", {"reason": "ticket 1", "passphrase": "wrong"})
    assert (wrong.status_code, "passphrase is wrong" in wrong.text) == (400, True)
    assert reasons == []
    opened = visitor.post("/records/1/open", {"reason": "ticket 1", "passphrase": "right"})
    assert reasons == ["ticket 1"]
    assert "alice@example.com &lt;b&gt;sent" in opened.text
    assert opened.headers["cache-control"] == "no-store"
    assert opened.headers["refresh"] == "60; url=/records/1"
    assert "alice" not in visitor.get("/records/1").text


def test_without_who_may_open_nothing_is_offered_or_opened(tmp_path: Path) -> None:
    for holder in (None, Holder(list, lambda _entity, _value: [])):
        visitor = Visitor(store_of(tmp_path, sealed()), holder=holder)
        assert "Open sealed values" not in visitor.get("/records/1").text
        assert visitor.post("/records/1/open", {"reason": "ticket"}).status_code == 400


@pytest.mark.parametrize(
    "path",
    ["/?span=2y", "/logs?severity=99", "/logs?before=x", f"/logs?template={A}&entity=x", "/logs?before=" + "9" * 30],
)
def test_a_wrong_question_names_the_parameter(tmp_path: Path, path: str) -> None:
    answer = Visitor(store_of(tmp_path, event("x"))).get(path)
    assert answer.status_code == 400
    assert any(word in answer.text for word in ("span", "severity", "before", "template"))


@pytest.mark.parametrize(
    "path", ["/records/2", f"/records/{2**70}", f"/templates/{B}", "/static/app.py", "/static/..%2fapp.py"]
)
def test_what_is_not_there_is_not_found(tmp_path: Path, path: str) -> None:
    assert Visitor(store_of(tmp_path, event("x"))).get(path).status_code == 404


def test_a_fault_in_a_page_says_nothing_of_a_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(entity: str, value: str) -> Sequence[str]:
        raise RuntimeError(f"{entity} {value}")

    visitor = Visitor(store_of(tmp_path, sealed()), holder=Holder(list, broken))
    answer = visitor.post("/search", {"entity": "email_address", "value": "alice@example.com"})
    assert answer.status_code == 500
    assert "alice" not in answer.text + "".join(capsys.readouterr())


def test_htmx_is_the_published_file() -> None:
    """The file of htmx.org 2.0.4 on the npm registry, under 0BSD."""
    found = hashlib.sha256((STATIC / "htmx-2.0.4.min.js").read_bytes()).hexdigest()
    assert found == "e209dda5c8235479f3166defc7750e1dbcd5a5c1808b7792fc2e6733768fb447"
    assert "Zero-Clause BSD" in (STATIC / "htmx-LICENSE.txt").read_text()
    for page in Path(STATIC).with_name("html").iterdir():
        text = page.read_text()
        assert "|safe" not in text.replace(" ", ""), page.name
        assert not any(word in text for word in ("style=", "<style", "onclick", "http:")), page.name


def test_an_attribute_that_holds_an_entity_for_the_first_time_stands_with_its_service(tmp_path: Path) -> None:
    entities = {"sealog.entities": ["email_address"], "to": "[masked:email_address]"}
    before = [event(f"mail {number}", age=70, attributes=entities) for number in range(30)]
    now = event("mail 31", attributes={**entities, "cc": "[masked:email_address]"})
    text = Visitor(store_of(tmp_path, *before, now)).get("/").text
    assert "email_address was sealed or masked in attribute cc of 1 records, in none of the baseline" in text
    assert 'href="/logs?service=shop&amp;entity=email_address&amp;live=off"' in text
