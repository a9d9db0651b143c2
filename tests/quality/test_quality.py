"""Floors under the quality of detection, on generated lines that no rule was written from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from quality import fill, score
from quality.fill import Gold, Line
from quality.page import between
from quality.run import SEED, measure, table
from quality.source import Source
from quality.values import MAKERS
from sealog.detect.engine.scanner import default_scanner

if TYPE_CHECKING:
    from pathlib import Path

    from quality.score import Score

OVERALL = 0.98
EACH = 0.85
FALSE_OF_1000 = 3


@pytest.fixture(scope="module")
def measured() -> tuple[dict[str, Score], int]:
    return measure(SEED, a_template=3, clean=3000)


def test_precision_recall_and_f1_hold_their_floor(measured: tuple[dict[str, Score], int]) -> None:
    total = measured[0][""]
    assert min(total.precision, total.recall, total.f1) >= OVERALL


def test_every_entity_holds_its_floor(measured: tuple[dict[str, Score], int]) -> None:
    assert {entity: one for entity, one in measured[0].items() if one.f1 < EACH} == {}


def test_false_alarms_stay_below_three_of_a_thousand_lines(measured: tuple[dict[str, Score], int]) -> None:
    assert measured[1] <= FALSE_OF_1000 * 3


def test_every_kind_of_value_is_in_the_lines_and_known_to_the_scanner(measured: tuple[dict[str, Score], int]) -> None:
    entities = {maker.partition("/")[0] for maker in MAKERS}
    assert entities == set(measured[0]) - {""}
    assert entities <= set(default_scanner().entities)


def test_a_seed_gives_the_same_lines_again() -> None:
    first, second = (list(fill.personal(Source(7), 1)) for _ in range(2))
    assert first == second
    assert first != list(fill.personal(Source(8), 1))


def test_gold_marks_the_values_that_were_put_in() -> None:
    line = fill.fill("card «credit_card», order ‹int6›", Source(1))  # noqa: RUF001 - the templates' own signs
    (gold,) = line.gold
    assert line.text.startswith(f"card {line.text[gold.start : gold.end]}, order ")


def test_a_score_counts_what_was_found_missed_and_extra() -> None:
    lines = [Line("a b", (Gold("x", 0, 1), Gold("y", 2, 3))), Line("c")]
    scores = score.score(lines, [[Gold("x", 0, 1)], [Gold("y", 0, 1)]])
    assert (scores["x"].f1, scores["y"].f1, scores[""].precision) == (1.0, 0.0, 0.5)
    assert (scores["y"].missed, scores["y"].extra) == (1, 1)
    assert score.false_lines([[], [Gold("y", 0, 1)]]) == 1


def test_a_finding_with_other_edges_fits_only_where_half_is_enough() -> None:
    lines, findings = [Line("0123456789", (Gold("x", 0, 10),))], [[Gold("x", 4, 10)]]
    assert score.score(lines, findings)["x"].found == 0
    assert score.score(lines, findings, exact=False)["x"].found == 1


def test_the_table_goes_between_its_markers_and_nowhere_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("one\n<!-- quality: made by it -->\nold\n<!-- /quality -->\ntwo\n", encoding="utf-8")
    between(page, "quality", table({"": score.Score(1, 0, 0), "x": score.Score(1, 0, 0)}, 0))
    text = page.read_text(encoding="utf-8")
    assert text.startswith("one\n<!-- quality: made by it -->\nSeed ")
    assert text.endswith("| `x` | 1 | 1.000 | 1.000 | 1.000 |\n<!-- /quality -->\ntwo\n")
    assert "old" not in text


def test_a_page_without_markers_is_not_touched(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("one\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no markers"):
        between(page, "quality", "x")
    assert page.read_text(encoding="utf-8") == "one\n"
