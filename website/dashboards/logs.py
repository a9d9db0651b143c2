"""The dashboards of stored records: what services write, what of it is sealed, and by which template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafana_foundation_sdk.builders.dashboard import TextBoxVariable

from dashboards.panels import (
    ELASTICSEARCH,
    ENTITIES,
    ERRORS,
    JAEGER,
    LOKI,
    OF_SERVICE,
    PROMETHEUS,
    SERVICE,
    TEMPLATE,
    TEMPO,
    TEXT,
    VERSION,
    VICTORIALOGS,
    WHOLE,
    by_terms,
    jaeger_search,
    lines,
    log_lines,
    logql,
    logsql,
    number,
    over_time,
    page,
    promql,
    records,
    rows,
    service_variable,
    traceql,
    victorialogs_service_variable,
)

if TYPE_CHECKING:
    from grafana_foundation_sdk.builders.dashboard import Dashboard

SEALED = f"_exists_:{ENTITIES}"


def overview() -> Dashboard:
    """What comes in, from whom, and what of it is an error."""
    return (
        page("overview", "sealog: overview", "Records, errors and services.", [ELASTICSEARCH, PROMETHEUS])
        .with_variable(service_variable())
        .with_panel(number("Records", "All records of the time.", over_time(OF_SERVICE)))
        .with_panel(number("Errors", "Severity ERROR and above.", over_time(f"{OF_SERVICE} AND {ERRORS}")))
        .with_panel(
            number(
                "With sealed values", "Records in which something was sealed.", over_time(f"{OF_SERVICE} AND {SEALED}")
            )
        )
        .with_panel(
            number(
                "Without a trace",
                "Records that belong to no trace.",
                over_time(f"{OF_SERVICE} AND NOT _exists_:trace_id"),
            )
        )
        .with_panel(lines("Records by service", "The ten that write most.", over_time(OF_SERVICE, SERVICE)))
        .with_panel(
            lines("Errors by service", "The ten with most errors.", over_time(f"{OF_SERVICE} AND {ERRORS}", SERVICE))
        )
        .with_panel(lines("Records by version", "A deployment shows as a new line.", over_time(OF_SERVICE, VERSION)))
        .with_panel(
            rows("Most frequent errors", "Errors by template.", by_terms(f"{OF_SERVICE} AND {ERRORS}", TEXT, SERVICE))
        )
    )


def privacy() -> Dashboard:
    """What was found and sealed, where, and what the processes say of themselves."""
    return (
        page(
            "privacy",
            "sealog: privacy",
            "What is sealed, where and how often. Nothing here is opened.",
            [ELASTICSEARCH, PROMETHEUS],
        )
        .with_variable(service_variable())
        .with_panel(
            lines(
                "Sealed by entity", "Records that hold each entity.", over_time(f"{OF_SERVICE} AND {SEALED}", ENTITIES)
            )
        )
        .with_panel(
            lines("Sealed by service", "Records with sealed values.", over_time(f"{OF_SERVICE} AND {SEALED}", SERVICE))
        )
        .with_panel(
            rows(
                "Entities by service",
                "Where personal data is logged.",
                by_terms(f"{OF_SERVICE} AND {SEALED}", ENTITIES, SERVICE),
            )
        )
        .with_panel(
            rows(
                "Entities by template",
                "The statements that log it.",
                by_terms(f"{OF_SERVICE} AND {SEALED}", ENTITIES, TEXT),
            )
        )
        .with_panel(
            lines(
                "Values by outcome",
                "Sealed, or masked because they could not be sealed.",
                promql("sum by (sealog_outcome) (rate(sealog_values_total[$__rate_interval]))"),
            )
        )
        .with_panel(
            lines(
                "Values by entity",
                "As the applications count them.",
                promql("topk(10, sum by (sealog_entity) (rate(sealog_values_total[$__rate_interval])))"),
            )
        )
        .with_panel(
            lines(
                "Failures",
                "What went wrong while sealing; values are masked then.",
                promql("sum by (sealog_kind) (increase(sealog_failures_total[$__rate_interval]))"),
                span=WHOLE,
            )
        )
    )


def service_logs() -> Dashboard:
    """The records of services, with their traces; from Elasticsearch or from Loki."""
    return (
        page(
            "service-logs", "sealog: service logs", "Records with links to their traces.", [ELASTICSEARCH, LOKI, TEMPO]
        )
        .with_variable(service_variable())
        .with_variable(
            TextBoxVariable("search").label("Search").default_value("*").description("Words, or a blind index.")
        )
        .with_panel(
            lines("Records", "By severity.", over_time(f"{OF_SERVICE} AND $search", "severity_text"), span=WHOLE)
        )
        .with_panel(
            records(
                "Records", "The newest. A record's trace_id opens its trace.", log_lines(f"{OF_SERVICE} AND $search")
            )
        )
        .with_panel(
            rows(
                "Traces with errors",
                "The newest traces of the services that failed.",
                traceql('{ resource.service.name =~ "$service" && status = error }'),
                WHOLE,
            )
        )
        .with_panel(
            records(
                "Records in Loki",
                "The same records, where they go to Loki.",
                logql('{service_name=~"$service"} | severity_number >= 9'),
            )
        )
        .with_panel(
            lines(
                "Records in Loki by service",
                "Records a second.",
                logql('sum by (service_name) (rate({service_name=~"$service"}[$__auto]))'),
                span=WHOLE,
            )
        )
    )


def templates() -> Dashboard:
    """Which statements write the records: what is frequent, costly, failing."""
    size = 'sealog_template_size_bytes_total{sealog_template_id!="other"}'
    return (
        page(
            "templates",
            "sealog: templates",
            "Statements that write the records. `sealog insights` compares two times.",
            [ELASTICSEARCH, PROMETHEUS],
        )
        .with_variable(service_variable())
        .with_variable(
            TextBoxVariable("template").label("Template id").default_value("*").description("An id of the table.")
        )
        .with_panel(
            lines(
                "Records by template",
                "The ten most frequent.",
                over_time(f"{OF_SERVICE} AND {TEMPLATE}:$template", TEMPLATE),
            )
        )
        .with_panel(
            lines(
                "Errors by template",
                "The ten most frequent.",
                over_time(f"{OF_SERVICE} AND {ERRORS} AND {TEMPLATE}:$template", TEMPLATE),
            )
        )
        .with_panel(
            rows(
                "Templates",
                "Id, text and records.",
                by_terms(f"{OF_SERVICE} AND {TEMPLATE}:$template", TEMPLATE, TEXT, SERVICE, size=50),
                WHOLE,
            )
        )
        .with_panel(
            lines(
                "Bytes by template",
                "What the most frequent templates cost, counted in the stream.",
                promql(f"topk(10, sum by (sealog_template_id) (rate({size}[$__rate_interval])))"),
                unit="Bps",
            )
        )
        .with_panel(
            lines(
                "Records without a series of their own",
                "What the metrics count as other.",
                promql('sum(rate(sealog_template_records_total{sealog_template_id="other"}[$__rate_interval]))'),
            )
        )
        .with_panel(
            records(
                "Records of the template",
                "The newest, sealed as they came.",
                log_lines(f"{OF_SERVICE} AND {TEMPLATE}:$template"),
            )
        )
    )


def victorialogs() -> Dashboard:
    """The records of a service for those who store them in VictoriaLogs, and its traces in Jaeger."""
    of_service = 'service.name:="$service"'
    return (
        page(
            "victorialogs",
            "sealog: service logs in VictoriaLogs",
            "Records in VictoriaLogs with links to their traces in Jaeger.",
            [VICTORIALOGS, JAEGER],
        )
        .with_variable(victorialogs_service_variable())
        .with_variable(
            TextBoxVariable("search").label("Search").default_value("*").description("LogsQL, or a blind index.")
        )
        .with_panel(
            lines(
                "Records",
                "By severity.",
                logsql(f"{of_service} ($search) | stats by (severity_text) count() records", "statsRange"),
                span=WHOLE,
            )
        )
        .with_panel(
            lines(
                "Sealed by entity",
                "Records that hold each entity.",
                logsql(
                    f"{of_service} sealog.entities:* | unroll by (sealog.entities)"
                    " | stats by (sealog.entities) count() records",
                    "statsRange",
                ),
            )
        )
        .with_panel(
            rows(
                "Most frequent errors",
                "By their line without its numbers.",
                logsql(
                    f"{of_service} severity_number:>=17 | collapse_nums at _msg"
                    " | stats by (_msg) count() records | sort by (records desc) | limit 20",
                    "stats",
                ),
            )
        )
        .with_panel(
            records(
                "Records",
                "The newest. A record's trace_id opens its trace.",
                logsql(f"{of_service} ($search)", "instant"),
            )
        )
        .with_panel(rows("Traces", "The newest of the service, in Jaeger.", jaeger_search("$service"), WHOLE))
    )
