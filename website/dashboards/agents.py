"""The dashboard of agent workflows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafana_foundation_sdk.builders.dashboard import TextBoxVariable

from dashboards.panels import PROMETHEUS, TEMPO, WHOLE, lines, page, promql, rows, traceql

if TYPE_CHECKING:
    from grafana_foundation_sdk.builders.dashboard import Dashboard

AGENT_RUNS = 'span.gen_ai.operation.name = "invoke_agent"'
MODEL_CALLS = 'span.gen_ai.operation.name =~ "chat|text_completion|generate_content"'
TOOL_CALLS = 'span.gen_ai.operation.name = "execute_tool"'
CALLS = 'span.gen_ai.operation.name =~ "chat|text_completion|generate_content|execute_tool"'
OF_AGENTS = 'resource.service.name =~ "$agents"'


def agents() -> Dashboard:
    """What agents cost and where they fail, by OpenTelemetry's GenAI conventions."""
    model = f"{{ {MODEL_CALLS} && {OF_AGENTS} }}"
    tool = f"{{ {TOOL_CALLS} && {OF_AGENTS} }}"
    rate = "[$__rate_interval]"
    tokens = f"rate(gen_ai_client_token_usage_sum{rate})"
    seconds = f"rate(gen_ai_client_operation_duration_seconds_bucket{rate})"
    return (
        page(
            "agents",
            "sealog: agent workflows",
            "Runs of agents, their model and tool calls. `sealog workflows analyze` reads one run's trace.",
            [TEMPO, PROMETHEUS],
        )
        .with_variable(
            TextBoxVariable("agents").label("Services").default_value(".+").description("A regular expression.")
        )
        .with_panel(rows("Runs", "The newest runs of agents.", traceql(f"{{ {AGENT_RUNS} && {OF_AGENTS} }}"), WHOLE))
        .with_panel(
            rows(
                "Failed calls",
                "Model or tool calls that failed.",
                traceql(f"{{ {CALLS} && status = error && {OF_AGENTS} }}"),
            )
        )
        .with_panel(
            rows(
                "Long prompts",
                "Model calls with 20,000 input tokens or more.",
                traceql(f"{{ span.gen_ai.usage.input_tokens >= 20000 && {OF_AGENTS} }}"),
            )
        )
        .with_panel(
            lines(
                "Model calls", "Spans a second, by model.", traceql(f"{model} | rate() by (span.gen_ai.request.model)")
            )
        )
        .with_panel(
            lines(
                "Input tokens by model",
                "As the spans have them.",
                traceql(f"{model} | sum_over_time(span.gen_ai.usage.input_tokens) by (span.gen_ai.request.model)"),
            )
        )
        .with_panel(
            lines(
                "Time of a model call",
                "Median and slowest twentieth.",
                traceql(f"{model} | quantile_over_time(duration, 0.5, 0.95)"),
                unit="s",
            )
        )
        .with_panel(
            lines("Tool calls", "Spans a second, by tool.", traceql(f"{tool} | rate() by (span.gen_ai.tool.name)"))
        )
        .with_panel(
            lines(
                "Tokens a second",
                "As the applications' metrics count them.",
                promql(f"sum by (gen_ai_request_model, gen_ai_token_type) ({tokens})"),
            )
        )
        .with_panel(
            lines(
                "Time of a call",
                "The slowest twentieth, as the applications' metrics have it.",
                promql(f"histogram_quantile(0.95, sum by (le, gen_ai_request_model) ({seconds}))"),
                unit="s",
            )
        )
    )
