"""Writes runs of agents as spans, for tests of what is found in them."""

from __future__ import annotations

import json
from typing import Any

from sealog_exporters.workflows import Analysis, Span, analyse

MS = 10**6
FACTS = {"population": 709_037, "mayor": "Anne L.", "river": "Akerselva"}


class Agent:
    """Writes a run: a root, and below it model and tool calls one after the other, 100 ms each with 10 ms between."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.now = 10

    def add(self, name: str, attributes: dict[str, Any], **more: Any) -> str:
        start, length = more.get("at", self.now), more.get("length", 100)
        span_id = f"{len(self.spans) + 2:016x}"
        self.spans.append(
            Span(
                "ab" * 16,
                span_id,
                more.get("parent", f"{1:016x}"),
                name,
                start * MS,
                (start + length) * MS,
                more.get("failed", False),
                more.get("scope", "agents"),
                "shop",
                attributes,
            )
        )
        self.now = max(self.now, start + length + 10)
        return span_id

    def model(self, prompt: str | None = None, tokens: int | None = 50, **more: Any) -> str:
        prompt = f"What now, after {len(self.spans)} steps?" if prompt is None else prompt
        attributes: dict[str, Any] = {
            "gen_ai.operation.name": "chat",
            "gen_ai.request.model": "m-1",
            "gen_ai.input.messages": prompt,
        }
        if tokens is not None:
            attributes |= {"gen_ai.usage.input_tokens": tokens - 10, "gen_ai.usage.output_tokens": 10}
        return self.add("chat m-1", attributes | more.pop("attributes", {}), **more)

    def tool(self, name: str, arguments: Any, result: Any, **more: Any) -> str:
        attributes = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": name}
        if arguments is not None:
            attributes["gen_ai.tool.call.arguments"] = json.dumps(arguments)
        if result is not None:
            attributes["gen_ai.tool.call.result"] = json.dumps(result)
        return self.add(f"execute_tool {name}", attributes | more.pop("attributes", {}), **more)

    def analysed(self, **more: Any) -> Analysis:
        root = Span("ab" * 16, f"{1:016x}", "", "invoke_agent", 0, self.now * MS, attributes={})
        return analyse([root, *self.spans], **more)


def kinds(found: Analysis) -> list[tuple[str, str]]:
    return [(one["kind"], one["confidence"]) for one in found.findings]
