"""The wheel gives each name at its moment, however far that is, and keeps few marks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sealog_exporters.alerting.engine.series.timer_wheel import NOWHERE, Wheel
from sealog_exporters.alerting.model.aggregation import NEVER


def woken(wheel: Wheel[str], moments: dict[str, int], now_ns: int, marks: dict[str, int]) -> list[str]:
    """Reach a moment as the cold groups do: what is not due yet is filed anew."""
    due = []
    for mark, names in wheel.reach(now_ns):
        for name in names:
            if marks.get(name) != mark:
                continue
            if moments[name] <= now_ns:
                due.append(name)
                del marks[name]
            else:
                marks[name] = wheel.file(name, moments[name], NOWHERE)
    return due


@given(
    moments=st.lists(st.integers(1, 100_000), min_size=1, max_size=20),
    pauses=st.lists(st.integers(1, 9_000), min_size=1),
    step_ns=st.integers(1, 50),
)
def test_each_name_is_given_with_the_first_step_that_is_looked_at_from_its_moment_on(
    moments: list[int], pauses: list[int], step_ns: int
) -> None:
    wheel: Wheel[str] = Wheel(step_ns)
    wanted = {f"n{number}": moment * step_ns for number, moment in enumerate(moments)}
    marks = {name: wheel.file(name, moment, NOWHERE) for name, moment in wanted.items()}
    now = 0
    for pause in [*pauses, 200_000]:
        before, now = now, now + pause
        due = woken(wheel, wanted, now * step_ns, marks)
        assert sorted(due) == sorted(name for name, moment in wanted.items() if before < moment // step_ns <= now)


def test_a_name_under_an_earlier_mark_stays_there() -> None:
    wheel: Wheel[str] = Wheel(1)
    mark = wheel.file("a", 100, NOWHERE)
    assert [wheel.file("a", moment, mark) for moment in (100, 150, 9_000)] == [mark] * 3
    assert [names for _, names in wheel.reach(9_000)] == [["a"]]


def test_what_is_due_earlier_than_its_mark_is_filed_anew() -> None:
    wheel: Wheel[str] = Wheel(1)
    mark = wheel.file("a", 100, NOWHERE)
    assert wheel.file("a", 5, mark) <= 5


def test_a_moment_that_does_not_come_is_filed_nowhere() -> None:
    wheel: Wheel[str] = Wheel(1)
    assert wheel.file("a", NEVER, NOWHERE) == NOWHERE
    assert list(wheel.reach(NEVER - 1)) == []


def test_far_moments_share_few_marks() -> None:
    """A day ahead by the second: not each second has a mark of its own."""
    wheel: Wheel[str] = Wheel(1)
    assert len({wheel.file(f"n{second}", 86_400 + second, NOWHERE) for second in range(10_000)}) < 10
