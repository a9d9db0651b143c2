"""What the alerting pages show is so: rule files load and pass their tests, and every key and command is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sealog_exporters.alerting.rulefile import load_rules
from sealog_exporters.alerting.rules import Receiver
from sealog_exporters.alerting.ruletests import run_tests

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [DOCS / "alerting.md", *sorted((DOCS / "alerting").glob("*.md"))]
SHOWN = [
    pytest.param(block, id=f"{page.stem}-{number}")
    for page in PAGES
    for number, block in enumerate(re.findall(r"```yaml\n(# sealog\n.*?)```", page.read_text("utf-8"), re.DOTALL))
]
ELASTALERT_TYPES = (
    "any", "blacklist", "cardinality", "change", "flatline", "frequency",
    "metric_aggregation", "new_term", "percentage_match", "spike", "whitelist",
)  # fmt: skip


@pytest.mark.parametrize("block", SHOWN)
def test_a_rule_file_that_is_shown_loads_and_passes_its_tests(tmp_path: Path, block: str) -> None:
    path = tmp_path / "shown.yaml"
    path.write_text(block, "utf-8")
    rules = load_rules(path, {}, [Receiver("nobody")])
    results = run_tests(rules)
    assert results
    assert [result.failures for result in results if result.failures] == []


def test_the_migration_page_has_every_type_of_elastalert() -> None:
    page = (DOCS / "alerting/migration.md").read_text("utf-8")
    assert [name for name in ELASTALERT_TYPES if not re.search(rf"^\| `{name}` \|", page, re.MULTILINE)] == []
    assert [name for name in ELASTALERT_TYPES if not re.search(rf"type: {name}\b", page)] == []
