"""The engine against simple models that keep everything: late, repeated and shuffled records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from alerting.events import START, event, rule_file
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.model.rule import Cooldown
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Sequence

WINDOW_S = 20
COOLDOWN_S = 30


def has_window(times: Sequence[int], threshold: int) -> bool:
    """Tell whether any half-open window holds `threshold` of the times, by looking at each."""
    return any(sum(end - WINDOW_S < time <= end for time in times) >= threshold for end in times)


@st.composite
def disordered(draw: st.DrawFn) -> list[tuple[int, str]]:
    """Draw (second, uid) records, some of them more than once, in any order."""
    seconds = draw(st.lists(st.integers(0, 120), min_size=1, max_size=40))
    records = [(second, f"s-{n}") for n, second in enumerate(seconds)]
    again = draw(st.lists(st.sampled_from(records), max_size=20))
    return draw(st.permutations(records + again))


@given(stream=disordered(), threshold=st.integers(1, 8))
@settings(max_examples=300, deadline=None)
def test_it_fires_with_exactly_the_record_that_completes_a_window(
    stream: list[tuple[int, str]], threshold: int
) -> None:
    engine = Engine(rule_file(threshold=threshold, window_ns=WINDOW_S * NS))
    seen: dict[str, int] = {}
    for second, uid in stream:
        before = has_window(list(seen.values()), threshold)
        seen[uid] = second
        fired = engine.feed([event(second, uid)], START + 20 * NS)
        if before:
            break
        assert bool(fired) == has_window(list(seen.values()), threshold)
        assert not fired or (fired[0].value, fired[0].trigger.uid) == (threshold, uid)


class Model:
    """One group as the documentation tells it, with nothing bounded and nothing clever."""

    def __init__(self, threshold: int, keep_s: int) -> None:
        self.threshold, self.keep_s = threshold, keep_s
        self.records: dict[str, int] = {}
        self.floor = -1
        self.firing = self.told = False
        self.told_at: int | None = None

    def feed(self, second: int, uid: str, now: int) -> list[str]:
        out = self.advance(now)
        if uid in self.records or second <= self.floor:
            return out
        self.records[uid] = second
        near = [time for time in self.records.values() if abs(time - second) < WINDOW_S]
        if not self.firing and has_window(near, self.threshold):
            self.firing = True
            out += self.warn(now)
        return out

    def advance(self, now: int) -> list[str]:
        if not self.firing:
            return []
        newest = sorted(self.records.values(), reverse=True)
        end = newest[self.threshold - 1] + WINDOW_S + self.keep_s
        if end > now:
            return self.warn(now)
        self.floor = end - WINDOW_S
        self.records = {uid: second for uid, second in self.records.items() if second > self.floor}
        told, self.firing, self.told = self.told, False, False
        return ["resolved"] if told else []

    def warn(self, now: int) -> list[str]:
        if self.told_at is not None and now < self.told_at + COOLDOWN_S:
            return []
        self.told_at, self.told = now, True
        return ["firing"]


@given(
    arrivals=st.lists(st.tuples(st.integers(0, 150), st.integers(0, 40), st.booleans()), min_size=1, max_size=60),
    threshold=st.integers(1, 6),
    keep_s=st.sampled_from([0, 7]),
)
@settings(max_examples=300, deadline=None)
def test_the_whole_life_of_alerts_is_the_model_s(
    arrivals: list[tuple[int, int, bool]], threshold: int, keep_s: int
) -> None:
    """Each record comes at a second, so many seconds late, and perhaps a second time three seconds later."""
    stream: list[tuple[int, int, str]] = []
    for n, (now, late, again) in enumerate(sorted(arrivals)):
        stream.append((now + 50, now + 50 - late, f"s-{n}"))
        if again:
            stream.append((now + 53, now + 50 - late, f"s-{n}"))
    cooldown = Cooldown(COOLDOWN_S * NS, 1.0, COOLDOWN_S * NS)
    window_ns, keep_ns = WINDOW_S * NS, keep_s * NS
    rules = rule_file(threshold=threshold, window_ns=window_ns, cooldown=cooldown, keep_firing_for_ns=keep_ns)
    engine, model = Engine(rules), Model(threshold, keep_s)
    for now in range(300):
        now_ns = START + now * NS
        for _, second, uid in (record for record in stream if record[0] == now):
            got = [decision.kind for decision in engine.feed([event(second, uid)], now_ns)]
            assert got == model.feed(second, uid, now)
        assert [decision.kind for decision in engine.tick(now_ns)] == model.advance(now)
        if now % 40 == 0:
            engine = Engine(rules, engine.snapshot())
