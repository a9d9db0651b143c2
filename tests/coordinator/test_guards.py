"""Guards: what they warn of, what they let pass, and that they raise only if they were asked to."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from sealog.coordinator import Guards, GuardStopped, Plan, Warned
from sealog.errors import SettingError

QUERY = {"city": "Oslo"}


class Heard(list[Warned]):
    def kinds(self) -> list[str]:
        return [one.kind for one in self]


def guards(**settings: Any) -> tuple[Guards, Heard]:
    heard = Heard()
    return Guards(warn=heard.append, **settings), heard


def look(watched: Guards, result: Any = "rain", arguments: Any = None) -> Warned | None:
    arguments = QUERY if arguments is None else arguments
    warned = watched.before_tool("get_weather", arguments)
    watched.after_tool("get_weather", arguments, result)
    return warned


def test_a_call_too_many_with_equal_results_is_a_loop() -> None:
    watched, heard = guards(max_equal_calls=2)
    assert [look(watched) for _ in range(2)] == [None, None]
    assert look(watched) == Warned("loop", "get_weather", 3, 2) == heard[0]
    assert "Oslo" not in heard[0].message + repr(heard[0])


def test_a_poller_other_arguments_and_calls_at_one_time_are_no_loop() -> None:
    watched, heard = guards(max_equal_calls=2)
    for number in range(5):
        look(watched, result=f"{number} %")
        look(watched, arguments={"id": number})
    for _ in range(5):
        watched.before_tool("get_news", QUERY)
    assert heard == []


def test_the_order_of_keys_tells_no_calls_apart() -> None:
    watched, heard = guards(max_equal_calls=2)
    look(watched, arguments={"a": 1, "b": 2})
    look(watched, arguments={"b": 2, "a": 1})
    look(watched, arguments={"b": 2, "a": 1})
    assert heard.kinds() == ["loop"]


def test_a_guard_stops_before_the_call_if_it_was_asked_to() -> None:
    watched, heard = guards(max_equal_calls=2, max_tokens=100, max_result=5, stop=True)
    watched.after_tool("get_weather", QUERY, "rain")
    watched.after_tool("get_weather", QUERY, "rain")
    with pytest.raises(GuardStopped) as caught:
        watched.before_tool("get_weather", QUERY)
    assert caught.value.warned.kind == "loop"
    with pytest.raises(GuardStopped, match="would take the run to 250 tokens; its budget is 100"):
        watched.before_model("m-1", "x" * 1_000)
    with pytest.raises(GuardStopped, match="gave 6 characters; 5 are allowed"):
        watched.after_tool("get_news", QUERY, "sleets")
    assert heard == []


def test_a_budget_counts_what_was_used_and_what_is_asked_for() -> None:
    watched, heard = guards(max_tokens=100)
    assert watched.before_model("m-1", tokens=60) is None
    assert watched.after_model("m-1", 90) is None
    assert watched.before_model("m-1", tokens=10) is None
    assert watched.before_model("m-1", tokens=11) == Warned("budget", "m-1", 101, 100)
    watched.after_model("m-1", 10)
    assert watched.before_model("m-1", "") == Warned("budget", "m-1", 101, 100)
    assert heard.kinds() == ["budget", "budget"]
    assert watched.tokens == 100


def test_a_call_that_was_paid_for_is_never_stopped() -> None:
    watched, heard = guards(max_tokens=100, stop=True)
    assert watched.after_model("m-1", 500) == Warned("budget", "m-1", 500, 100)
    assert heard.kinds() == ["budget"]


def test_the_budget_is_the_plan_s() -> None:
    plan = Plan.from_json({"version": 1, "nodes": [], "token_budget": {"tokens": 10}})
    assert Guards(plan, warn=lambda _: None).before_model("m-1", tokens=11) is not None
    assert Guards(plan, max_tokens=20).before_model("m-1", tokens=11) is None


def test_a_result_that_is_no_text_is_measured_as_json() -> None:
    watched, heard = guards(max_result=10)
    watched.after_tool("get_news", QUERY, {"a": "12345"})
    watched.after_tool("get_news", QUERY, {"a": "1"})
    assert [(one.kind, one.seen) for one in heard] == [("oversized_result", 14)]


class Hostile:
    def __str__(self) -> str:
        raise RuntimeError("no")

    __repr__ = __str__


def nested() -> list[Any]:
    value: list[Any] = []
    for _ in range(100_000):
        value = [value]
    return value


@pytest.mark.parametrize("value", [Hostile(), {1: Hostile()}, "\ud800", b"\xff", float("nan"), -1, 10**30, True, None])
def test_nothing_is_raised_whatever_it_is_given(value: Any) -> None:
    watched, _ = guards(max_equal_calls=2, max_tokens=1, max_result=1)
    for _ in range(3):
        watched.before_model("m-1", value, tokens=value)
        watched.after_model("m-1", value)
        watched.before_tool("look", value)
        watched.after_tool("look", value, value)


def test_a_value_that_is_nested_too_deep_raises_nothing() -> None:
    watched, _ = guards()
    watched.before_tool("look", nested())
    watched.after_tool("look", nested(), nested())


def test_a_warning_that_fails_ends_nothing() -> None:
    def fails(_: Warned) -> None:
        raise RuntimeError("no")

    assert Guards(max_result=1, warn=fails).after_tool("look", None, "long") is not None


def test_without_a_warn_it_is_one_line_of_logging(caplog: pytest.LogCaptureFixture) -> None:
    Guards(max_result=1).after_tool("look", None, "long")
    assert caplog.messages == ["look gave 4 characters; 1 are allowed"]


def test_what_is_off_warns_of_nothing() -> None:
    watched, heard = guards(max_equal_calls=None, max_tokens=None, max_result=None)
    for _ in range(5):
        look(watched, result="x" * 10**6)
        watched.before_model("m-1", tokens=10**9)
        watched.after_model("m-1", 10**9)
    assert heard == []


def test_what_is_remembered_has_a_bound() -> None:
    watched, _ = guards()
    for number in range(12_000):
        watched.after_tool("look", number, "x")
    assert len(watched._calls) == 10_000


def test_counts_are_right_from_many_threads() -> None:
    watched, heard = guards(max_tokens=10**9)

    def work() -> None:
        for _ in range(2_000):
            watched.after_model("m-1", 1)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (watched.tokens, heard) == (16_000, [])


@pytest.mark.parametrize("name", ["max_equal_calls", "max_tokens", "max_result"])
def test_a_limit_below_one_is_an_error_that_names_it(name: str) -> None:
    settings: dict[str, Any] = {name: 0}
    with pytest.raises(SettingError, match=f"{name}: [12] or more"):
        Guards(**settings)
