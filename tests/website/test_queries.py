"""The queries that we ship, read by Grafana's grammars of LogQL and TraceQL, and by Prometheus' of PromQL."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from alerting.events import START
from backends import needed
from local import cache
from local.toolchains import node
from sealog_exporters.alerting.links.grafana import logql
from sealog_exporters.alerting.model.link import LinkContext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [pytest.mark.process, pytest.mark.backend]

PARSE = Path(__file__).parent / "queries" / "parse.mjs"
DEPLOY = Path(__file__).parents[2] / "deploy"
MACROS = {
    "$__rate_interval": "5m",
    "$__auto": "5m",
    "$service": "shop",
    "$agents": ".+",
    "$$__tags": 'service_name="shop"',
}


@pytest.fixture(scope="module")
def mistakes() -> Callable[[list[tuple[str, str]]], list[str | None]]:
    """Say of each query where it is none."""
    parse = needed(lambda: node.with_packages(PARSE, "query-grammars", cache.root()))
    command = [needed(node.find), str(parse)]

    def ask(queries: list[tuple[str, str]]) -> list[str | None]:
        done = subprocess.run(command, input=json.dumps(queries), capture_output=True, text=True, check=True)
        found: list[str | None] = json.loads(done.stdout)
        return found

    return ask


def shipped() -> Iterator[tuple[str, str, str]]:
    """Give where a query stands, its language, and the query as it is sent."""
    for path in sorted(DEPLOY.glob("dashboards/*.json")):
        dashboard = json.loads(path.read_text("utf-8"))
        asked = [(panel["title"], target) for panel in dashboard["panels"] for target in panel["targets"]]
        asked += [(one["name"], one) for one in dashboard["annotations"].get("list", ())]
        for title, target in asked:
            kind = target["datasource"]["type"]
            if kind in {"loki", "prometheus", "tempo"}:
                yield f"{path.name}: {title}", kind, target.get("expr") or target["query"]
    for path in sorted(DEPLOY.glob("prometheus/*.rules.yaml")):
        for group in yaml.safe_load(path.read_text("utf-8"))["groups"]:
            yield from ((f"{path.name}: {rule['alert']}", "prometheus", rule["expr"]) for rule in group["rules"])
    for path in [*DEPLOY.glob("**/datasources/*.yaml"), DEPLOY / "dashboards/provisioning/datasources.yaml"]:
        for source in yaml.safe_load(path.read_text("utf-8"))["datasources"]:
            for query in source.get("jsonData", {}).get("tracesToMetrics", {}).get("queries", ()):
                yield f"{path.name}: {query['name']}", "prometheus", query["query"]


def filled(query: str) -> str:
    for name, text in MACROS.items():
        query = query.replace(name, text)
    return query


def test_every_query_that_we_ship_is_one(mistakes: Callable[[list[tuple[str, str]]], list[str | None]]) -> None:
    queries = list(shipped())
    assert {kind for _, kind, _ in queries} == {"loki", "prometheus", "tempo"}
    assert len(queries) > 30
    found = mistakes([(kind, filled(query)) for _, kind, query in queries])
    assert [(where, wrong) for (where, _, _), wrong in zip(queries, found, strict=True) if wrong] == []


def test_the_grammars_refuse_what_is_no_query(mistakes: Callable[[list[tuple[str, str]]], list[str | None]]) -> None:
    wrong = [
        ("prometheus", "sum by (a (rate(b[5m]))"),
        ("prometheus", "rate(b[$__rate_interval])"),
        ("loki", "{service_name=~shop}"),
        ("tempo", "{ status = }"),
    ]
    assert None not in mistakes(wrong)


@pytest.mark.parametrize(
    "text",
    ["shop", 'a "quoted" one', "back\\slash", "two\nlines", "`ticks`", "} | json | {", "ünïcode 日本", "", "\x00\x1b"],
    ids=["word", "quotes", "backslash", "lines", "ticks", "braces", "letters", "empty", "controls"],
)
def test_a_link_of_an_alert_asks_loki_for_a_query_whatever_the_group_is_called(
    mistakes: Callable[[list[tuple[str, str]]], list[str | None]], text: str
) -> None:
    group = {"resource.service.name": text, "sealog.template.id": text, "http.route": text, "strange key/1": text}
    query = logql(LinkContext("", START, START, {}, group))
    assert mistakes([("loki", query)]) == [None], query
    assert len(re.findall(r" \| ", query)) >= len(group) - 1
