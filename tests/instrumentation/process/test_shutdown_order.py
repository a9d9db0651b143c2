"""The order of shutdown: records that ending span exporters log are still sent."""

from __future__ import annotations

from typing import Any

import pytest

from sealog.instrumentation.process import shutdown as ending
from sealog.instrumentation.providers.otel_internals import endings


class Spans:
    pass


class Records:
    def get_logger(self) -> None:
        pass


@pytest.mark.parametrize("providers", [[Spans(), Records()], [Records(), Spans()]])
def test_records_are_waited_for_last_and_have_time_left(providers: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[type] = []
    seconds: list[float] = []

    def begin_ends(provider: Any) -> list[Any]:
        return [lambda left: (ended.append(type(provider)), seconds.append(left))]

    monkeypatch.setattr(ending, "_ending", providers)
    monkeypatch.setattr(ending.time, "monotonic", lambda: 100.0)
    monkeypatch.setattr(ending, "_seconds", lambda: 2.0)
    monkeypatch.setattr(endings, "begin_ends", begin_ends)
    ending.end_all()
    assert ended == [Spans, Records]
    assert seconds == pytest.approx([1.4, 1.6])
