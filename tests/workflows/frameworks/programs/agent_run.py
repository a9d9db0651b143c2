"""What the programs beside this one share: five tools that read, and a tracer provider that writes a file."""

import json
import time
from pathlib import Path

from google.protobuf.json_format import MessageToDict
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExporter, SpanExportResult

import sealog

QUESTION = "Write to ada@lovelace.example.com what the weather is like, and where her order is."


class FileExporter(SpanExporter):
    """Writes OTLP as JSON Lines."""

    def __init__(self, path):
        self.file = Path(path).open("w", encoding="utf-8")

    def export(self, spans):
        self.file.write(json.dumps(MessageToDict(encode_spans(spans))) + "\n")
        return SpanExportResult.SUCCESS

    def shutdown(self):
        self.file.close()


def traced(path):
    """Make the provider of the process; sealog seals its spans unless SEALOG_MODE is off."""
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(FileExporter(path)))
    sealog.install_spans(provider)
    trace.set_tracer_provider(provider)
    return provider


def get_customer(email: str) -> dict[str, str]:
    """Find a customer."""
    return {"customer": "c-17", "email": email, "address": "198.51.100.23"}


def get_weather(city: str) -> dict[str, str]:
    """Tell the weather of a city."""
    time.sleep(0.2)
    return {"sky": "clear, with a light wind from the sea", "of": city}


def get_news(city: str) -> dict[str, str]:
    """Tell the news of a city."""
    time.sleep(0.2)
    return {"headline": "the market on the quay opens again", "place": city}


def search_orders(customer: str) -> list[dict[str, str]]:
    """Find the orders of a customer."""
    return [{"order": "o-99", "state": "under way", "buyer": customer}]


TOOLS = (get_customer, get_weather, get_news, search_orders)
