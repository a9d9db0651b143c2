"""Agents that plan a trip: one looks things up, one plans, one writes. Its runs are traced, sealed, into a file.

The model and the tools are stand-ins that wait as long as real ones would. Everything else is what an application has.

python trip.py --runs 6 --traces before.jsonl
sealog workflows plan before.jsonl --out plan.json
python trip.py --runs 6 --traces after.jsonl --plan plan.json
sealog workflows compare before.jsonl -- after.jsonl --plan plan.json
"""

import argparse
import asyncio
import json
from pathlib import Path

from google.protobuf.json_format import MessageToDict
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExporter, SpanExportResult

import sealog
from sealog.coordinator import Guards, Plan, PlannedCalls, run

TRAVELLER = "ada@lovelace.example.com"
NODES = ("look_up_traveller", "look_at_weather", "look_for_events", "look_for_flights", "plan_trip", "write_mail")

tracer = trace.get_tracer("trip")


class FileExporter(SpanExporter):
    """Writes OTLP as JSON Lines. In production an OTLP exporter stands here."""

    def __init__(self, path):
        self.file = path.open("a", encoding="utf-8")

    def export(self, spans):
        self.file.write(json.dumps(MessageToDict(encode_spans(spans))) + "\n")
        return SpanExportResult.SUCCESS

    def shutdown(self):
        self.file.close()


async def tool(name, arguments, seconds, result):
    attributes = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": name}
    attributes["gen_ai.tool.call.arguments"] = json.dumps(arguments)
    with tracer.start_as_current_span(f"execute_tool {name}", attributes=attributes) as span:
        await asyncio.sleep(seconds)
        span.set_attribute("gen_ai.tool.call.result", json.dumps(result))
    return result


async def get_traveller(email):
    home = {"mail": email, "home": "Oslo", "likes": "fado, trams and custard tarts"}
    return await tool("get_traveller", {"mail": email}, 0.15, home)


async def get_weather(place):
    sky = {"sky": "clear", "wind": "light, from the sea", "celsius": 24}
    return await tool("get_weather", {"place": place}, 0.4, sky)


async def search_events(place):
    found = ["a concert in the old cinema", "a market on the quay"]
    return await tool("search_events", {"place": place}, 0.5, found)


async def search_flights(start, place):
    found = [{"flight": "direct, in the morning", "hours": 4}, {"flight": "with a stop", "hours": 7}]
    return await tool("search_flights", {"start": start, "place": place}, 0.3, found)


async def ask_model(guards, prompt, seconds, answer):
    tokens = len(prompt) // 4, len(answer) // 4
    guards.before_model("stand-in-1", prompt)
    attributes = {"gen_ai.operation.name": "chat", "gen_ai.request.model": "stand-in-1"}
    attributes["gen_ai.input.messages"] = prompt
    with tracer.start_as_current_span("chat stand-in-1", attributes=attributes) as span:
        await asyncio.sleep(seconds)
        span.set_attribute("gen_ai.output.messages", answer)
        span.set_attribute("gen_ai.usage.input_tokens", tokens[0])
        span.set_attribute("gen_ai.usage.output_tokens", tokens[1])
    guards.after_model("stand-in-1", sum(tokens))
    return answer


def agents(plan):
    """Make the functions of one run. Its tools are called as the plan wants."""
    calls, guards = PlannedCalls(plan), Guards(plan)
    traveller = calls.wrap("get_traveller", get_traveller)
    weather = calls.wrap("get_weather", get_weather)
    events = calls.wrap("search_events", search_events)
    flights = calls.wrap("search_flights", search_flights)

    async def look_up_traveller(state):
        return {"traveller": await traveller(state["mail"])}

    async def look_at_weather(state):
        return {"weather": await weather(state["place"])}

    async def look_for_events(state):
        return {"events": await events(state["place"])}

    async def look_for_flights(state):
        return {"flights": await flights("Bergen", state["place"])}

    async def plan_trip(state):
        prompt = "Plan a day with this: " + json.dumps([state["weather"], state["events"], state["flights"]])
        return {"plan": await ask_model(guards, prompt, 0.6, "Fly in the morning, then the market, then the concert.")}

    async def write_mail(state):
        sky = (await weather(state["place"]))["sky"]  # asked for again: this agent does not know what the first one did
        prompt = f"Write to {state['mail']}: the sky is {sky}. {state['plan']}"
        return {"text": await ask_model(guards, prompt, 0.3, f"Dear {state['mail']}, pack light.")}

    functions = (look_up_traveller, look_at_weather, look_for_events, look_for_flights, plan_trip, write_mail)
    return dict(zip(NODES, functions, strict=True)), calls


async def main():
    parser = argparse.ArgumentParser(description="Plans a trip with agents, and traces it.")
    parser.add_argument("--runs", type=int, default=6)
    parser.add_argument("--traces", type=Path, required=True)
    parser.add_argument("--plan", type=Path)
    options = parser.parse_args()
    provider = TracerProvider(resource=Resource.create({"service.name": "trip"}))
    provider.add_span_processor(SimpleSpanProcessor(FileExporter(options.traces)))
    sealog.install_spans(provider)
    trace.set_tracer_provider(provider)
    plan = Plan.read(options.plan) if options.plan else Plan.sequence(NODES)
    for _ in range(options.runs):
        nodes, calls = agents(plan)
        state = await run(plan, nodes, {"mail": TRAVELLER, "place": "Lisbon"}, name="trip", calls=calls)
    print(state["text"])
    provider.shutdown()


asyncio.run(main())
