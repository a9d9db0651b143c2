"""The timer wheel returns each name when it is due, however far ahead, and keeps few entries."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sealog_exporters.alerting.engine.series.timer_wheel import NO_SLOT, TimerWheel
from sealog_exporters.alerting.model.aggregation import NEVER


def woken(wheel: TimerWheel[str], moments: dict[str, int], now_ns: int, marks: dict[str, int]) -> list[str]:
    """Reach a moment as the cold groups do: what is not due yet is filed anew."""
    due = []
    for mark, names in wheel.pop_due(now_ns):
        for name in names:
            if marks.get(name) != mark:
                continue
            if moments[name] <= now_ns:
                due.append(name)
                del marks[name]
            else:
                marks[name] = wheel.schedule(name, moments[name], NO_SLOT)
    return due


@given(
    moments=st.lists(st.integers(1, 100_000), min_size=1, max_size=20),
    pauses=st.lists(st.integers(1, 9_000), min_size=1),
    step_ns=st.integers(1, 50),
)
def test_each_name_is_given_with_the_first_step_that_is_looked_at_from_its_moment_on(
    moments: list[int], pauses: list[int], step_ns: int
) -> None:
    wheel: TimerWheel[str] = TimerWheel(step_ns)
    wanted = {f"n{number}": moment * step_ns for number, moment in enumerate(moments)}
    marks = {name: wheel.schedule(name, moment, NO_SLOT) for name, moment in wanted.items()}
    now = 0
    for pause in [*pauses, 200_000]:
        before, now = now, now + pause
        due = woken(wheel, wanted, now * step_ns, marks)
        assert sorted(due) == sorted(name for name, moment in wanted.items() if before < moment // step_ns <= now)


def test_a_name_under_an_earlier_mark_stays_there() -> None:
    wheel: TimerWheel[str] = TimerWheel(1)
    mark = wheel.schedule("a", 100, NO_SLOT)
    assert [wheel.schedule("a", moment, mark) for moment in (100, 150, 9_000)] == [mark] * 3
    assert [names for _, names in wheel.pop_due(9_000)] == [["a"]]


def test_what_is_due_earlier_than_its_mark_is_filed_anew() -> None:
    wheel: TimerWheel[str] = TimerWheel(10)
    mark = wheel.schedule("a", 1000, NO_SLOT)
    assert wheel.schedule("a", 50, mark) <= 5


def test_what_is_due_already_is_filed_for_the_next_step() -> None:
    wheel: TimerWheel[str] = TimerWheel(10)
    assert list(wheel.pop_due(1000)) == []
    assert wheel.schedule("a", 1000, NO_SLOT) == wheel.schedule("b", 20, NO_SLOT) == 101


def test_a_moment_that_does_not_come_is_filed_nowhere() -> None:
    wheel: TimerWheel[str] = TimerWheel(1)
    assert wheel.schedule("a", NEVER, NO_SLOT) == NO_SLOT
    assert list(wheel.pop_due(NEVER - 1)) == []


def test_far_moments_share_few_marks() -> None:
    """A day ahead by the second: not each second has a mark of its own."""
    wheel: TimerWheel[str] = TimerWheel(1)
    assert len({wheel.schedule(f"n{second}", 86_400 + second, NO_SLOT) for second in range(10_000)}) < 10
