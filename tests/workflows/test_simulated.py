"""Planted runs that were held back while findings were written: what is found of them, in every variant.

Runs with an even seed were looked at; these have an odd one.
"""

from __future__ import annotations

import pytest

from workflows.simulated import NEEDS_TEXT, VARIANTS, findings, is_part, score
from workflows.simulator import SCENES, run
from workflows.variants import sealed

HELD_BACK = range(1, 120, 2)
PERSONAL = (
    "quellwerk.example",
    "4111 1111 1111 1111",
    "5555 5555 5555 4444",
    "3782 822463 10005",
    "4012 8888 8888 1881",
)


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_was_planted_is_found_and_nothing_else(variant: str) -> None:
    kinds = SCENES.keys() - NEEDS_TEXT if "sealed" in variant else SCENES.keys()
    got = score(HELD_BACK, VARIANTS[variant], kinds)
    assert (got.recall >= 0.95, got.precision >= 0.98) == (True, True), got


def test_findings_of_sealed_runs_equal_those_of_open_ones_and_those_that_need_texts_may_be_unknown() -> None:
    for seed in HELD_BACK:
        spans = run(seed).spans
        is_open, is_sealed = findings(spans), findings(sealed(spans))
        assert all(is_part(one, is_open) for one in is_sealed), seed
        assert {kind for kind, _ in is_open - is_sealed} <= NEEDS_TEXT, seed


def test_a_sealed_run_holds_no_personal_data() -> None:
    for seed in HELD_BACK:
        spans = run(seed).spans
        text = str([dict(span.attributes) for span in sealed(spans)])
        assert [value for value in PERSONAL if value in text] == [], seed


def test_every_kind_is_planted_and_has_a_twin() -> None:
    scenes = [scene for seed in range(1, 400, 2) for scene in run(seed).scenes]
    assert {name for kind in SCENES for name in (kind, f"{kind} (twin)")} <= set(scenes)


def test_twins_alone_have_no_findings() -> None:
    for seed in HELD_BACK:
        planted = run(seed)
        if all("(twin)" in scene for scene in planted.scenes):
            assert findings(planted.spans) == set(), seed
