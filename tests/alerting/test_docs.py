"""The alerting pages are right: rule files load and pass their tests, and every key and command exists."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path

import pytest
import yaml

from alerting.authority import Authority
from alerting.events import rule_file
from sealog_exporters.alerting.backtest.unit_tests import run_tests
from sealog_exporters.alerting.config import PREFIX, load_rules, ready_names, rule_path
from sealog_exporters.alerting.model.rule import Receiver
from sealog_exporters.alerting.service.reload import Reloader
from sealog_exporters.alerting.service.service import AlertingService

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [DOCS / "alerting.md", *sorted((DOCS / "alerting").glob("*.md"))]
BLOCKS = [
    pytest.param(block, id=f"{page.stem}-{number}")
    for page in PAGES
    for number, block in enumerate(re.findall(r"```yaml\n(.*?)```", page.read_text("utf-8"), re.DOTALL))
    if not block.startswith(("# ElastAlert2\n", "# Loki\n"))
]
REST = {
    "groups": "[{name: g, rules: [{alert: ErrorBurst, labels: {severity: page}}]}]",
    "receivers": "[{name: ops, webhook_configs: [{url_env: A}]}, {name: oncall, webhook_configs: [{url_env: B}]}]",
}
"""What a page leaves out where it is about another part of the file."""

ELASTALERT_TYPES = (
    "any", "blacklist", "cardinality", "change", "flatline", "frequency",
    "metric_aggregation", "new_term", "percentage_match", "spike", "whitelist",
)  # fmt: skip


def completed(block: str) -> str:
    """Make a rule file of what a page shows."""
    said = set(yaml.safe_load(block))
    if "include" in said:
        said.add("groups")
    return block + "".join(f"{name}: {text}\n" for name, text in REST.items() if name not in said)


@pytest.mark.parametrize("block", BLOCKS)
def test_what_a_page_shows_loads_and_passes_its_tests(tmp_path: Path, block: str) -> None:
    Authority(tmp_path).signed("client")
    for name in ("hook-secret", "slack-url", "smtp-password", "hook-key"):
        (tmp_path / name).write_text("x\n")
    path = tmp_path / "shown.yaml"
    path.write_text(completed(block), "utf-8")
    rules = load_rules(path, {})
    results = run_tests(rules)
    assert results or "# sealog" not in block
    assert [result.failures for result in results if result.failures] == []


def test_the_index_and_the_pages_have_the_same_links() -> None:
    linked = set(re.findall(r"\(alerting/([a-z-]+\.md)\)", (DOCS / "alerting.md").read_text("utf-8")))
    assert linked == {page.name for page in PAGES[1:]}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_link_between_pages_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).is_file(), target


def test_the_page_of_ready_rules_has_them_all() -> None:
    page = (DOCS / "alerting/ready-rules.md").read_text("utf-8")
    for name in ready_names():
        rules = load_rules(rule_path(f"{PREFIX}{name}"), {}, [Receiver("nobody")]).rules
        rows = page.partition(f"| `{PREFIX}{name}` |")[2].splitlines()
        listed = [row.split("`")[1] for row in rows[: len(rules)]]
        assert listed == [rule.alert for rule in rules]


def test_the_page_of_operations_has_every_metric() -> None:
    page = (DOCS / "alerting/operations.md").read_text("utf-8")
    listed = {name for row in re.findall(r"^\| (`[a-z_`, ]+) \|", page, re.MULTILINE) for name in row.split("`")[1::2]}
    service = AlertingService(rule_file(), clock=time.time_ns, state_dir=None)
    stats = {*service.stats(), *Reloader(DOCS, load_rules, service.reload, print).stats()}
    asyncio.run(service.stop())
    assert listed == stats


def test_the_migration_page_has_every_type_of_elastalert() -> None:
    page = (DOCS / "alerting/migration.md").read_text("utf-8")
    assert [name for name in ELASTALERT_TYPES if not re.search(rf"^\| `{name}` \|", page, re.MULTILINE)] == []
    assert [name for name in ELASTALERT_TYPES if not re.search(rf"type: {name}\b", page)] == []
