"""Links of an alert lead to the right place, and no logged text can change where they lead."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from alerting.events import START, event
from alerting.rulefiles import RECEIVERS, load
from sealog.errors import SettingError
from sealog_exporters.alerting.dispatch.dispatcher import Dispatcher
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.model.link import MAX_URL
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from pathlib import Path

TRACE = "0af7651916cd43dd8448eb211c80319c"
GRAFANA = "{grafana: 'https://grafana.example.org/', %s: uid-1}"
NASTY = "a\"b'c\\d}e!f&g=h#i)j|k\n{{ value }}<x>ü"


def annotations(folder: Path, links: str, group_by: str = "[resource.service.name]", **fields: Any) -> dict[str, str]:
    """Fire an alert at second 100 and give what its receiver is told."""
    rules = load(
        folder,
        f"{RECEIVERS}links: {links}\n"
        f"groups: [{{name: g, rules: [{{alert: A, count: {{gte: 1}}, window: 1m, group_by: {group_by}}}]}}]\n",
    )
    now_ns = START + 100 * NS
    (told,) = Dispatcher(rules, ["hook"]).dispatch(Engine(rules).feed([event(100, **fields)], now_ns), now_ns)
    return dict(told.alerts[0].annotations)


def pane(url: str) -> Any:
    parts = urlsplit(url)
    assert (parts.scheme, parts.netloc, parts.path, parts.fragment) == ("https", "grafana.example.org", "/explore", "")
    query = parse_qs(parts.query, strict_parsing=True)
    assert set(query) == {"schemaVersion", "panes"}
    return json.loads(query["panes"][0])["alert"]


def test_a_trace_is_opened_in_tempo_from_a_window_before_to_a_minute_behind(tmp_path: Path) -> None:
    shown = pane(annotations(tmp_path, f"{{trace: {GRAFANA % 'tempo'}}}")["trace_url"])
    assert shown["queries"][0]["query"] == TRACE
    assert shown["queries"][0]["datasource"] == {"type": "tempo", "uid": "uid-1"}
    assert shown["range"] == {"from": str((START // NS + 40) * 1000), "to": str((START // NS + 160) * 1000)}


def test_the_logs_of_the_group_are_opened_in_loki(tmp_path: Path) -> None:
    group = "[resource.service.name, http.route]"
    url = annotations(tmp_path, f"{{logs: {GRAFANA % 'loki'}}}", group, attributes={"http.route": "/pay"})["logs_url"]
    assert pane(url)["queries"][0]["expr"] == '{service_name="shop"} | http_route="/pay"'


def test_without_a_service_loki_is_asked_for_every_stream(tmp_path: Path) -> None:
    url = annotations(tmp_path, f"{{logs: {GRAFANA % 'loki'}}}", "[]")["logs_url"]
    assert pane(url)["queries"][0]["expr"] == "{service_name=~`.+`}"


def test_the_records_of_the_group_are_opened_in_kibana(tmp_path: Path) -> None:
    links = "{logs: {kibana: 'https://kibana.example.org/s/ops', data_view: logs}}"
    url = unquote(annotations(tmp_path, links, "[resource.service.name, trace_id]")["logs_url"])
    assert url == (
        "https://kibana.example.org/s/ops/app/discover#/"
        "?_g=(time:(from:'2023-11-14T22:14:00.000Z',to:'2023-11-14T22:16:00.000Z'))"
        "&_a=(dataSource:(dataViewId:'logs',type:dataView),query:(language:kuery,query:"
        f'\'resource.attributes.service.name: "shop" and trace_id: "{TRACE}"\'))'
    )


def test_a_value_stays_a_value_in_loki(tmp_path: Path) -> None:
    expr = pane(annotations(tmp_path, f"{{logs: {GRAFANA % 'loki'}}}", service=NASTY)["logs_url"])["queries"][0]["expr"]
    assert json.loads(expr.removeprefix("{service_name=").removesuffix("}")) == NASTY


def test_a_value_stays_a_value_in_kibana(tmp_path: Path) -> None:
    links = "{logs: {kibana: 'https://kibana.example.org', data_view: logs}}"
    url = annotations(tmp_path, links, service=NASTY)["logs_url"]
    rison = unquote(urlsplit(url).fragment).partition("language:kuery,query:'")[2].removesuffix("'))")
    kql = rison.replace("!'", "'").replace("!!", "!")
    quoted = kql.removeprefix('resource.attributes.service.name: "').removesuffix('"')
    assert quoted.replace('\\"', '"').replace("\\\\", "\\") == NASTY


def test_a_value_stays_a_value_in_a_template(tmp_path: Path) -> None:
    links = "{logs: 'https://logs.example.org/?s={{ group.resource.service.name }}&to={{ to_ms }}'}"
    query = parse_qs(urlsplit(annotations(tmp_path, links, service=NASTY)["logs_url"]).query, strict_parsing=True)
    assert query == {"s": [NASTY], "to": [str((START // NS + 160) * 1000)]}


@pytest.mark.parametrize("link", [GRAFANA % "tempo", "'https://traces.example.org/{{ trace_id }}'"])
def test_without_a_trace_there_is_no_trace_link(tmp_path: Path, link: str) -> None:
    assert "trace_url" not in annotations(tmp_path, f"{{trace: {link}}}", trace_id="")


def test_a_link_that_is_too_long_is_left_out_whole(tmp_path: Path) -> None:
    group = "[a, b, c, d, e, f]"
    attributes = dict.fromkeys("abcdef", "ü" * 256)
    told = annotations(
        tmp_path, f"{{logs: {GRAFANA % 'loki'}, trace: {GRAFANA % 'tempo'}}}", group, attributes=attributes
    )
    assert "logs_url" not in told
    assert len(told["trace_url"]) <= MAX_URL


def test_an_alert_tells_the_template_of_its_newest_line(tmp_path: Path) -> None:
    assert annotations(tmp_path, "{}", body="order 7 failed")["template"] == "order <num> failed"


@pytest.mark.parametrize(
    ("links", "problem"),
    [
        ("{trace: 'https://{{ labels.host }}/x'}", "2:16: links.trace: must begin with http:// or https://"),
        ("{trace: 'javascript:alert(1)'}", "2:16: links.trace: must begin with http:// or https://"),
        ("{logs: 'https://l.example.org/{{ body }}'}", "2:15: links.logs: the link asks for `body`; allowed: trace_id"),
        ("{logs: {grafana: 'https://g.example.org'}}", "2:15: links.logs: must be {grafana: URL, loki: ID} or {kibana"),
        ("{logs: {grafana: g, loki: x}}", "2:25: links.logs.grafana: must be a URL such as"),
        ("{metrics: 'https://m.example.org/'}", "2:9: links: unknown key `metrics`"),
    ],
)
def test_a_wrong_link_is_told_with_its_place(tmp_path: Path, links: str, problem: str) -> None:
    with pytest.raises(SettingError) as refused:
        load(tmp_path, f"{RECEIVERS}links: {links}\ngroups: [{{name: g, rules: [{{alert: A}}]}}]\n")
    assert str(refused.value).startswith(f"{tmp_path / 'rules.yaml'}:{problem}")
