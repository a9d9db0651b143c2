"""When insights report something about records, and when they don't."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sealog_exporters.insights import Figures, Insight, Window, insights, mined
from sealog_exporters.insights.figures import Cell, Counts
from sealog_exporters.store.interface import Selection, StoredRecord
from sealog_exporters.templates import Miner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

INFO, ERROR = 9, 17
SECOND = 10**9


def record(body: Any, *, time: int = 0, severity: int = INFO, version: str = "1", **more: Any) -> StoredRecord:
    return StoredRecord(
        uid="",
        time_unix_nano=time * SECOND,
        severity_number=severity,
        severity_text="",
        service=more.get("service", "shop"),
        trace_id=more.get("trace", "ab" * 16),
        span_id="",
        body=body,
        attributes=more.get("attributes", {}),
        resource={"service.version": version},
    )


class Records:
    """A store of some records, which knows nothing but its history."""

    def __init__(self, records: Iterable[StoredRecord]) -> None:
        self.records = list(records)

    def history(self, from_ns: int, to_ns: int) -> Iterator[StoredRecord]:
        return (one for one in self.records if from_ns <= one.time_unix_nano < to_ns)


class Both:
    """Two times, of which each has its records."""

    def __init__(self, before: Iterable[StoredRecord], now: Iterable[StoredRecord]) -> None:
        self.now, self.before = Records(now), Records(before)

    def history(self, from_ns: int, to_ns: int) -> Iterator[StoredRecord]:
        return (self.before if from_ns else self.now).history(0, to_ns)


NOW, BEFORE = Window(0, 10**15), Window(1, 10**15)


def told(before: Iterable[StoredRecord], now: Iterable[StoredRecord], **more: Any) -> list[Insight]:
    found = mined(Both(before, now), [NOW, BEFORE], Miner())
    return insights(*found.figures, found.texts, **more)


def kinds(found: list[Insight]) -> list[tuple[str, str]]:
    return [(one.kind, one.template or one.service) for one in found]


def orders(count: int, **more: Any) -> list[StoredRecord]:
    """Orders of four templates, so that none is a fifth of all bytes by itself alone."""
    bodies = (
        "order {} was shipped",
        "cart {} was emptied",
        "item {} was moved",
        "page {} was shown",
        "user {} has left",
        "mail {} was sent",
    )
    return [record(bodies[i % 6].format(i), time=i, **more) for i in range(count)]


def test_the_same_records_tell_nothing() -> None:
    assert told(orders(600), orders(600)) == []
    assert told(orders(600), orders(1_200)) == []


def test_no_records_tell_nothing() -> None:
    assert told([], []) == []


def test_a_service_that_fell_silent_is_told() -> None:
    assert kinds(told([*orders(600), *orders(60, service="cart")], orders(600))) == [("silent", "cart")]
    assert kinds(told(orders(60), [])) == [("silent", "shop")]
    assert told(orders(10), []) == []


def test_an_empty_baseline_is_said_and_nothing_is_new() -> None:
    assert [one.kind for one in told([], orders(60))] == ["empty_baseline"]


def test_a_template_that_was_not_there_is_new_and_errors_first() -> None:
    found = told(orders(600), [*orders(600), record("the cache is cold"), record("cannot pay", severity=ERROR)])
    assert kinds(found)[:2] == [("new", "cannot pay"), ("rare_error", "cannot pay")]
    assert ("new", "the cache is cold") in kinds(found)


def test_a_template_that_went_is_gone() -> None:
    found = told([*orders(600), *[record("a heartbeat came")] * 60], orders(600))
    assert kinds(found) == [("gone", "a heartbeat came")]
    assert found[0].evidence["before"] == 60


def test_a_rate_that_changed_is_told_with_its_ratio_and_only_above_the_floor() -> None:
    few = told([*orders(600), *[record("a retry came")] * 3], [*orders(600), *[record("a retry came")] * 12])
    assert few == []
    (more,) = told([*orders(600), *[record("a retry came")] * 20], [*orders(600), *[record("a retry came")] * 100])
    assert (more.kind, more.evidence["before"], more.evidence["now"]) == ("rate", 20, 100)
    assert (more.evidence["expected"], more.evidence["ratio"]) == (20, 5)


def test_what_multiplies_does_not_make_the_others_rare() -> None:
    flood = [record(f"page {i} of the price list was looked up") for i in range(3_000)]
    found = told([*orders(600), *flood[:30]], [*orders(600), *flood])
    assert [one.kind for one in found] == ["rate", "cost"]
    assert told([*orders(600), *flood], [*orders(600), *flood[:30]])[0].evidence["ratio"] == 0.01


def test_what_only_the_new_version_writes_is_told_by_version() -> None:
    later = [record(f"order {i} was held back", time=1_000 + i, version="2") for i in range(5)]
    found = told(orders(600), [*orders(600), *later])
    assert found[0].kind == "new_in_version"
    assert found[0].evidence == {"version": "2", "now": 5}


def test_a_version_with_more_errors_is_told() -> None:
    good = orders(600)
    bad = [record(one.body, time=10_000, version="2", severity=ERROR) for one in orders(60)]
    (share,) = [one for one in told(good, [*good, *bad]) if one.kind == "error_share"]
    assert share.reason == "100.0% of the records of version 2 are errors, 0.0% before"
    assert (share.evidence["errors"], share.evidence["records"]) == (60, 60)


def test_a_template_that_takes_a_fifth_of_the_bytes_costs() -> None:
    dump = [record("dump of the request " + "x " * 500)] * 30
    found = told([*orders(600), *dump], [*orders(600), *dump])
    assert [one.kind for one in found] == ["cost"]
    assert found[0].evidence["bytes"] == 30 * len(dump[0].body_text)


def test_personal_data_in_a_new_place_is_told() -> None:
    sealed = "seal1~email_address~abcdefghijklm~AAAA"
    clean = [record("mail to nobody was sent")] * 30
    leak = record(f"mail to {sealed} was sent", attributes={"sealog.entities": ["email_address"]})
    found = told([*orders(600), *clean], [*orders(600), *clean, leak])
    told_of = [one for one in found if one.kind == "personal_data"]
    assert [one.evidence["entity"] for one in told_of] == ["email_address"]
    assert "AAAA" not in str(found)


def test_personal_data_in_a_new_attribute_is_told_with_its_records() -> None:
    def sent(**attributes: Any) -> StoredRecord:
        return record("mail was sent", attributes={**attributes, "sealog.entities": ["email_address"]})

    token = f"seal1~email_address~abcdefghijklm~{'A' * 86}"
    masked = {"list": [{"copy": "[masked:email_address]"}], "n": 1}
    before = [*orders(600), *[sent(to=token)] * 30]
    new = [sent(to=token, cc=masked)] * 3
    (one,) = [one for one in told(before, [*before, *new], window=NOW) if one.kind == "personal_data"]
    assert one.evidence == {"entity": "email_address", "attribute": "cc", "now": 3}
    assert one.reason == "email_address was sealed or masked in attribute cc of 3 records, in none of the baseline"
    assert one.records == Selection(NOW.start_ns, NOW.end_ns, service="shop", entity="email_address", attribute="cc")
    assert [one.records.holds(each) for each in (new[0], before[-1], before[0])] == [True, False, False]
    assert one.key == ("personal_data", "", "shop", "email_address cc")


def test_attributes_are_not_told_where_the_baseline_did_not_count_them() -> None:
    now, before = (Figures(), Figures())
    for figures in (now, before):
        figures.add(Cell("a", "shop", "1", False), Counts(30))
        figures.entities["a", "shop"]["email_address"] += 30
    now.attributes["shop", "to"]["email_address"] += 30
    assert insights(now, before, {}) == []


def test_records_without_a_trace_are_told_where_others_have_one() -> None:
    lost = orders(60, trace="")
    assert [one.kind for one in told([*orders(600), *lost], [*orders(600), *lost])] == ["no_trace"]
    assert told(lost, lost) == []


def test_the_template_of_the_application_is_taken() -> None:
    given = {"log.record.template": "%s has left the %s"}
    records = [record(f"{name} has left the {place}", attributes=given) for name in "abc" for place in "xyz"]
    found = mined(Records(records), [NOW], Miner())
    assert list(found.texts.values()) == ["<*> has left the <*>"]
    assert found.figures[0].records == 9


def counts(**numbers: int) -> Figures:
    """Figures of one service, with what is odd about some records."""
    figures = Figures()
    figures.add(Cell("a" * 16, "shop", "1", is_error=False), Counts(first_ns=0, **numbers))
    return figures


def test_clocks_and_repeats_are_told_above_a_share() -> None:
    found = insights(counts(records=1_000, ahead=30, behind=10, again=40), counts(records=1_000), {})
    assert {one.kind: one.evidence for one in found if one.kind != "cost"} == {
        "clock_skew": {"ahead": 30, "behind": 10, "records": 1_000},
        "duplicates": {"again": 40, "records": 1_000},
    }
    assert insights(counts(records=10_000, ahead=90, again=90), counts(records=10_000), {}) == []


def test_what_was_told_stays_told_until_it_has_clearly_ended() -> None:
    retries = [record("a retry came")]
    usual = [*orders(600), *retries * 20]
    (high,) = told(usual, [*orders(600), *retries * 50])
    assert high.kind == "rate"
    lower, low = [*orders(600), *retries * 34], [*orders(600), *retries * 26]
    assert told(usual, lower) == []
    assert [one.kind for one in told(usual, lower, standing={high.key})] == ["rate"]
    assert told(usual, low, standing={high.key}) == []


def test_the_newest_version_is_compared_with_the_others() -> None:
    old = [*orders(600), *[record("a heartbeat came")] * 60]
    new = [*orders(600, version="2"), *[record("a retry came", version="2")] * 60]
    new = [replace(one, time_unix_nano=one.time_unix_nano + 10_000 * SECOND) for one in new]
    other = orders(60, service="cart")
    found = told([], [*old, *new, *other], by_version=True)
    assert kinds([one for one in found if one.kind != "cost"]) == [
        ("gone", "a heartbeat came"),
        ("new", "a retry came"),
    ]
    assert told([], other, by_version=True) == []


def test_an_insight_selects_its_records() -> None:
    late = [record(f"order {i} was held back", time=1_000 + i, version="2") for i in range(5)]
    found = told(orders(600), [*orders(600), *late], window=NOW)
    first = found[0]
    assert first.records == Selection(NOW.start_ns, NOW.end_ns, service="shop", version="2")
    assert [one for one in late if first.records.holds(one)] == late
