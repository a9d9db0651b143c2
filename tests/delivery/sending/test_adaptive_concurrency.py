"""How many requests are in flight: more while the endpoint keeps up, fewer when it does not; and how it is retried."""

from __future__ import annotations

from sealog.delivery.sending.adaptive_concurrency import MOST_AT_ONCE, AdaptiveConcurrency
from sealog.delivery.sending.retry_backoff import retry_delay


def test_the_window_widens_to_its_bound_while_full_rounds_stay_quick() -> None:
    pace = AdaptiveConcurrency()
    for _ in range(100):
        pace = pace.taken(0.2, full=True)
    assert pace.at_once == MOST_AT_ONCE


def test_the_window_stays_where_it_is_not_used_up() -> None:
    assert AdaptiveConcurrency().taken(0.2, full=False).window == AdaptiveConcurrency().window


def test_an_endpoint_that_slows_down_gets_fewer_at_once() -> None:
    pace = AdaptiveConcurrency(window=8.0, latency=0.1)
    assert pace.taken(1.0, full=True).window < 8.0


def test_push_back_never_closes_the_window() -> None:
    pace = AdaptiveConcurrency(window=8.0)
    for _ in range(100):
        pace = pace.pushed_back()
    assert pace.at_once == 1


def test_delays_double_up_to_half_a_minute_and_have_jitter() -> None:
    longest = []
    for failures in range(1, 11):
        assert retry_delay(failures, 0, 0.0) * 2 == retry_delay(failures, 0, 1.0)
        longest.append(retry_delay(failures, 0, 1.0))
    assert longest == [0.25, 0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    assert retry_delay(10, 120, 0.5) == 120


def test_failures_count_from_the_last_request_that_was_taken() -> None:
    pace = AdaptiveConcurrency().pushed_back().pushed_back()
    assert pace.failures == 2
    assert pace.taken(0.1, full=False).failures == 0


def test_records_linger_as_long_as_a_request_takes_within_bounds() -> None:
    assert [AdaptiveConcurrency(latency=latency).linger for latency in (0.0, 0.2, 9.0)] == [0.05, 0.2, 0.5]
