"""The parts of our dashboards: variables, queries and panels as each dashboard uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from grafana_foundation_sdk.builders import (
    dashboard,
    elasticsearch,
    logs,
    loki,
    prometheus,
    stat,
    table,
    tempo,
    timeseries,
)
from grafana_foundation_sdk.cog.runtime import UnknownDataquery
from grafana_foundation_sdk.models.dashboard import DataSourceRef, VariableRefresh
from grafana_foundation_sdk.models.elasticsearch import TermsOrder
from grafana_foundation_sdk.models.loki import LokiQueryDirection
from grafana_foundation_sdk.models.tempo import SearchTableType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grafana_foundation_sdk.cog.builder import Builder
    from grafana_foundation_sdk.cog.variants import Dataquery

ELASTICSEARCH: Final = "elasticsearch"
LOKI: Final = "loki"
PROMETHEUS: Final = "prometheus"
TEMPO: Final = "tempo"
JAEGER: Final = "jaeger"
VICTORIALOGS: Final = "victoriametrics-logs-datasource"

SERVICE: Final = "resource.attributes.service.name"
VERSION: Final = "resource.attributes.service.version"
TEMPLATE: Final = "attributes.sealog.template.id"
TEXT: Final = "attributes.log.record.template"
ENTITIES: Final = "attributes.sealog.entities"
OF_SERVICE: Final = f"{SERVICE}:$service"
ERRORS: Final = "severity_number:>=17"

ALERTS: Final = "event_name:sealog.alert"
"""Alerts as records: what a receiver with `otlp_configs` stores."""

ANNOTATIONS: Final[dict[str, tuple[str, str, dict[str, str]]]] = {
    ELASTICSEARCH: (
        "Alerts",
        "red",
        {"query": f"{ALERTS} AND attributes.alert.status:firing", "timeField": "@timestamp", "textField": "body.text"},
    ),
    PROMETHEUS: (
        "Deployments",
        "blue",
        {
            "expr": "count by (job, service_version) (target_info)"
            " unless count by (job, service_version) (target_info offset 10m)",
            "step": "60s",
            "titleFormat": "{{job}} {{service_version}}",
        },
    ),
}
"""By data source: an annotation's name and colour, and the keys that are the data source's own.

`target_info` is what Prometheus makes of resource attributes that come over OTLP.
"""

HALF, WHOLE, QUARTER = 12, 24, 6
_TALL: Final = 9
_LOW: Final = 4


def source(kind: str) -> DataSourceRef:
    """Give the data source that a dashboard's user chose."""
    return DataSourceRef(type_val=kind, uid=f"${{{_variable(kind)}}}")


def _variable(kind: str) -> str:
    return "victorialogs" if kind == VICTORIALOGS else kind


def page(uid: str, title: str, about: str, sources: Sequence[str]) -> dashboard.Dashboard:
    """Begin a dashboard with a variable for each kind of data source."""
    made = (
        dashboard.Dashboard(title)
        .uid(f"sealog-{uid}")
        .description(about)
        .tags(["sealog"])
        .time("now-1h", "now")
        .refresh("30s")
        .timezone("browser")
        .link(dashboard.DashboardLink("sealog").type("dashboards").tags(["sealog"]).as_dropdown(True).keep_time(True))
    )
    for kind in sources:
        name = _variable(kind)
        made = made.with_variable(dashboard.DatasourceVariable(name).label(name.capitalize()).type(kind))
        if kind in ANNOTATIONS:
            made = made.annotation(_annotation(kind))
    return made


def _annotation(kind: str) -> dashboard.AnnotationQuery:
    name, color, _ = ANNOTATIONS[kind]
    return dashboard.AnnotationQuery().name(name).datasource(source(kind)).enable(True).icon_color(color)


def service_variable() -> dashboard.QueryVariable:
    """Give the variable that chooses services, as Elasticsearch knows them."""
    return (
        dashboard.QueryVariable("service")
        .label("Service")
        .datasource(source(ELASTICSEARCH))
        .query('{"find": "terms", "field": "resource.attributes.service.name", "size": 500}')
        .refresh(VariableRefresh.ON_TIME_RANGE_CHANGED)
        .include_all(True)
        .all_value("*")
        .multi(True)
    )


def victorialogs_service_variable() -> dashboard.QueryVariable:
    """Give the variable that chooses one service, as VictoriaLogs knows them."""
    return (
        dashboard.QueryVariable("service")
        .label("Service")
        .datasource(source(VICTORIALOGS))
        .query({"refId": "A", "type": "fieldValue", "query": "*", "field": "service.name", "limit": 500})
        .refresh(VariableRefresh.ON_TIME_RANGE_CHANGED)
    )


def by_terms(query: str, *fields: str, size: int = 20) -> elasticsearch.Dataquery:
    """Count records by the most frequent values of fields."""
    aggregations: list[Builder[object]] = [_terms(field, number, size) for number, field in enumerate(fields, 2)]
    return _counted(query, aggregations)


def over_time(query: str, field: str = "", size: int = 10) -> elasticsearch.Dataquery:
    """Count records over time, in lines by the most frequent values of a field, if one is given."""
    settings = elasticsearch.DateHistogramSettings().interval("auto").min_doc_count("0")
    histogram = elasticsearch.DateHistogram().id("9").field("@timestamp").settings(settings)
    return _counted(query, [*([_terms(field, 2, size)] if field else []), histogram])


def log_lines(query: str, limit: int = 200) -> elasticsearch.Dataquery:
    """Give the newest records."""
    settings = elasticsearch.ElasticsearchLogsSettings().limit(str(limit))
    return (
        elasticsearch.Dataquery()
        .ref_id("A")
        .query(query)
        .time_field("@timestamp")
        .metrics([elasticsearch.Logs().id("1").settings(settings)])
        .bucket_aggs([])
        .datasource(source(ELASTICSEARCH))
    )


def _terms(field: str, number: int, size: int) -> elasticsearch.Terms:
    settings = (
        elasticsearch.TermsSettings().size(str(size)).order(TermsOrder.DESC).order_by("_count").min_doc_count("1")
    )
    return elasticsearch.Terms().id(str(number)).field(field).settings(settings)


def _counted(query: str, aggregations: Sequence[Builder[object]]) -> elasticsearch.Dataquery:
    return (
        elasticsearch.Dataquery()
        .ref_id("A")
        .query(query)
        .time_field("@timestamp")
        .metrics([elasticsearch.Count().id("1")])
        .bucket_aggs(list(aggregations))  # type: ignore[arg-type] # builders of either kind
        .datasource(source(ELASTICSEARCH))
    )


def promql(expression: str, legend: str = "") -> prometheus.Dataquery:
    """Ask Prometheus over time."""
    return (
        prometheus.Dataquery()
        .ref_id("A")
        .expr(expression)
        .range()
        .exemplar(True)
        .legend_format(legend or "__auto")
        .datasource(source(PROMETHEUS))
    )


def logql(expression: str) -> loki.Dataquery:
    """Ask Loki for lines or a rate."""
    return (
        loki.Dataquery()
        .ref_id("A")
        .expr(expression)
        .query_type("range")
        .direction(LokiQueryDirection.BACKWARD)
        .datasource(source(LOKI))
    )


def traceql(query: str) -> tempo.TempoQuery:
    """Ask Tempo for traces."""
    return (
        tempo.TempoQuery()
        .ref_id("A")
        .query_type("traceql")
        .query(query)
        .limit(20)
        .table_type(SearchTableType.TRACES)
        .datasource(source(TEMPO))
    )


class Unmodelled:
    """A query of a data source that the SDK has no model of."""

    def __init__(self, kind: str, **keys: object) -> None:
        self._query = UnknownDataquery({"refId": "A", "datasource": source(kind), **keys})

    def build(self) -> UnknownDataquery:
        """Give the query."""
        return self._query


def logsql(expression: str, kind: str) -> Unmodelled:
    """Ask VictoriaLogs for records (`instant`), numbers over time (`statsRange`), or of all the time (`stats`)."""
    return Unmodelled(VICTORIALOGS, expr=expression, queryType=kind, editorMode="code")


def jaeger_search(service: str) -> Unmodelled:
    """Ask Jaeger for the newest traces of a service."""
    return Unmodelled(JAEGER, queryType="search", service=service, limit=20)


def lines(
    title: str, about: str, target: Builder[Dataquery], unit: str = "short", span: int = HALF
) -> timeseries.Panel:
    """Plot over time."""
    return (
        timeseries.Panel()
        .title(title)
        .description(about)
        .unit(unit)
        .height(_TALL)
        .span(span)
        .min(0)
        .with_target(target)
    )


def number(title: str, about: str, target: Builder[Dataquery], unit: str = "short") -> stat.Panel:
    """Show one number."""
    return stat.Panel().title(title).description(about).unit(unit).height(_LOW).span(QUARTER).with_target(target)


def rows(title: str, about: str, target: Builder[Dataquery], span: int = HALF) -> table.Panel:
    """Show a table."""
    return table.Panel().title(title).description(about).height(_TALL).span(span).with_target(target)


def records(title: str, about: str, target: Builder[Dataquery]) -> logs.Panel:
    """Show log records."""
    return (
        logs.Panel()
        .title(title)
        .description(about)
        .height(16)
        .span(WHOLE)
        .show_time(True)
        .enable_log_details(True)
        .with_target(target)
    )
