"""Time series of templates: few, never falling, and together all records."""

from __future__ import annotations

from sealog_exporters.templates.meter import Meter, Point, Series

A, B, C = "a" * 16, "b" * 16, "c" * 16


def count(meter: Meter, template: str, times: int, severity: int = 9, service: str = "shop") -> None:
    for _ in range(times):
        meter.count(template, service, severity, 10)


def records(points: list[Point]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in points:
        found[one.series.template] = found.get(one.series.template, 0) + one.records
    return found


def test_a_template_has_its_own_series_from_the_collection_after_which_it_was_frequent() -> None:
    meter = Meter()
    count(meter, A, 3)
    assert records(meter.collect()) == {"other": 3}
    count(meter, A, 2)
    assert records(meter.collect()) == {A: 2, "other": 3}


def test_errors_and_services_are_told_apart_with_their_bytes() -> None:
    meter = Meter()
    for _ in range(2):
        count(meter, A, 1)
        count(meter, A, 2, severity=17)
        count(meter, A, 3, service="cart")
        points = meter.collect()
    assert [one for one in points if one.series.template == A] == [
        Point(Series(A, "cart", "other"), 3, 30),
        Point(Series(A, "shop", "error"), 2, 20),
        Point(Series(A, "shop", "other"), 1, 10),
    ]


def test_there_are_no_more_series_than_there_may_be_and_nothing_is_lost() -> None:
    meter = Meter(max_series=2)
    for _ in range(3):
        for number in range(50):
            count(meter, f"{number:016}", 1)
        points = meter.collect()
        assert len({one.series.template for one in points}) <= 3
    assert sum(one.records for one in points) == 150


def test_a_storm_takes_the_place_of_a_quiet_template_and_a_little_more_does_not() -> None:
    meter = Meter(max_series=2)
    for template, times in ((A, 10), (B, 2)):
        count(meter, template, times)
    meter.collect()
    count(meter, A, 10)
    count(meter, B, 2)
    count(meter, C, 3)
    meter.collect()
    count(meter, C, 30)
    assert set(records(meter.collect())) == {A, B, "other"}
    count(meter, C, 30)
    found = set(records(meter.collect()))
    assert len(found) == 3
    assert {C, "other"} < found


def test_names_of_services_are_bounded() -> None:
    meter = Meter()
    for number in range(300):
        count(meter, A, 1, service=f"service-{number}")
    assert len({one.series.service for one in meter.collect()}) <= 101
