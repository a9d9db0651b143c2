"""The collector with the `sealog` processor and its sealer, beside contrib's redaction processor with six patterns.

One built collector, the same requests for each, gRPC in and out, answered after the next hop has the request. What is
counted is CPU time: of the collector, and of the sealer beside it.
"""

from __future__ import annotations

import itertools
import statistics
import tempfile
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from figures.gateway import CASES, RECORDS, request
from measure import Figure, compare
from next_hop import next_hop, sender
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

from applications import clean_environ
from collector.roles import sealing
from local import cache
from local.program import accepts
from local.servers import collector, sealer
from programs import Program, running
from quality import fill
from quality.run import SEED
from quality.source import Source
from sealing.otlp_requests import log, logs
from sealog.keys.bundle import save_bundle
from sealog_exporters.sealing.values import put_attributes
from servers import free_port
from support import keyring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from quality.fill import Line

ROUNDS = 5
REQUESTS = 20
CONFIG = Path(__file__).parents[1] / "collector.yaml"
REDACTION = "github.com/open-telemetry/opentelemetry-collector-contrib/processor/redactionprocessor v0.165.1"
WAYS = {
    "alone": ("[]", "the collector without a processor"),
    "redaction": ("[redaction]", "contrib's redaction processor with six patterns"),
    "sealog": ("[sealog]", "the sealog processor and `sealog sealer`, both processes counted"),
}
SOUGHT = {
    "email_address": "e-mail addresses",
    "credit_card": "cards",
    "iban_code": "IBANs",
    "phone_number": "telephone numbers",
    "us_ssn": "US social security numbers",
    "ip_address": "IP addresses",
}
"""What the six patterns of collector.yaml are for."""

CLEAN = 1000


def figures() -> list[Figure]:
    """Measure what each way costs, and what it leaves in the clear."""
    with ExitStack() as stack:
        taken: list[bytes] = []
        ways = {way: stack.enter_context(_way(way, taken.append)) for way in WAYS}
        return [*_costs(ways, taken), *_left(ways, taken)]


class _Way:
    """A running way: what sends it a request, and the programs that work for it."""

    def __init__(self, send: Callable[[bytes], object], programs: Sequence[Program]) -> None:
        self.send = send
        self._programs = programs

    def cpu_s(self) -> float:
        return sum(program.cpu_s() for program in self._programs)


@contextmanager
def _way(name: str, take: Callable[[bytes], object]) -> Iterator[_Way]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        bundle = folder / "bundle.json"
        save_bundle(keyring().bundle(), bundle)
        programs = []
        if name == "sealog":
            programs.append(stack.enter_context(sealing(folder, {"SEALOG_BUNDLE": str(bundle)})))
        port, hop = free_port(), stack.enter_context(next_hop(take))
        processors = f"yaml:service::pipelines::logs::processors: {WAYS[name][0]}"
        command = (str(_binary()), "--config", str(CONFIG), "--config", processors)
        environ = clean_environ("", "") | {
            "BENCH_LISTEN": f"127.0.0.1:{port}",
            "BENCH_HOP": f"127.0.0.1:{hop}",
            "BENCH_SEALER": str(sealer.socket_path(folder)),
        }
        program = Program("collector", command, environ, folder / "collector.log", partial(accepts, port))
        programs.append(stack.enter_context(running(program)))
        yield _Way(stack.enter_context(sender(port)), programs)


def _binary() -> Path:
    manifest = collector.MANIFEST.read_text("utf-8")
    with_redaction = manifest.replace("processors:\n", f"processors:\n  - gomod: {REDACTION}\n", 1)
    return collector.get(cache.root(), with_redaction.encode())


def _costs(ways: dict[str, _Way], taken: list[bytes]) -> list[Figure]:
    seeds = itertools.count(41_000)
    found = []
    for case, what in CASES.items():
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(ROUNDS + 1):  # the first warms it up
            bodies = [request(case, next(seeds)) for _ in range(REQUESTS)]
            for name, way in ways.items():
                before = way.cpu_s()
                for body in bodies:
                    way.send(body)
                seconds[name].append(way.cpu_s() - before)
                taken.clear()
        rates = {name: [REQUESTS * RECORDS / each for each in rounds[1:]] for name, rounds in seconds.items()}
        for name, (_, who) in WAYS.items():
            about = f"{who}, gRPC in and out, {RECORDS} records a request, 8 attributes, {what}"
            figure = f"collector_{name}_{case}"
            if name == "sealog":
                against = WAYS["redaction"][1]
                found.append(compare(figure, "records/CPU-s", rates[name], rates["redaction"], against, about))
            else:
                found.append(Figure(figure, statistics.median(rates[name]), "records/CPU-s", "", None, about))
    return found


def _left(ways: dict[str, _Way], taken: list[bytes]) -> list[Figure]:
    """Count the values that are whole in what the next hop got, and clean lines that are not as they were."""
    source = Source(SEED)
    personal, clean = list(fill.personal(source, 1)), list(fill.clean(source, CLEAN))
    texts = {name: _through(ways[name], personal, taken) for name in ("sealog", "redaction")}
    found = []
    for entity, what in SOUGHT.items():
        many = sum(gold.entity == entity for line in personal for gold in line.gold)
        left = {name: _whole(personal, out, entity) for name, out in texts.items()}
        about = f"{what} of the lines of `make quality` in the clear behind the sealog processor"
        found.append(_beside(f"collector_left_{entity}", left, many, about))
    changed = {
        name: sum(line.text != text for line, text in zip(clean, _through(ways[name], clean, taken), strict=True))
        for name in texts
    }
    found.append(_beside("collector_changed", changed, CLEAN, "lines with nothing personal that are not as they were"))
    places = {name: _places(ways[name], taken) for name in texts}
    said = "; ".join(f"{name}: {', '.join(left) or 'none'}" for name, left in places.items())
    about = f"places of a record in which an e-mail address, or a card as a number, stays in the clear ({said})"
    counts = {name: len(left) for name, left in places.items()}
    found.append(_beside("collector_places", counts, len(PLACES), about))
    return found


def _beside(name: str, counts: dict[str, int], of: int, what: str) -> Figure:
    return Figure(name, counts["sealog"], f"of {of:,}", f"redaction: {counts['redaction']:,}", None, what)


def _through(way: _Way, lines: Sequence[Line], taken: list[bytes]) -> list[str]:
    """Send each line as the body of a record; gives the bodies that came out, in order."""
    taken.clear()
    for at in range(0, len(lines), RECORDS):
        way.send(logs(*(log(line.text) for line in lines[at : at + RECORDS])).SerializeToString())
    return [
        record.body.string_value
        for body in taken
        for resource in ExportLogsServiceRequest.FromString(body).resource_logs
        for scope in resource.scope_logs
        for record in scope.log_records
    ]


def _whole(lines: Sequence[Line], texts: Sequence[str], entity: str) -> int:
    return sum(
        line.text[gold.start : gold.end] in text
        for line, text in zip(lines, texts, strict=True)
        for gold in line.gold
        if gold.entity == entity
    )


PLACES = {
    "the body": "ann@body.example.com",
    "an attribute": "ann@attribute.example.com",
    "a map in an attribute": "ann@map.example.com",
    "a list in an attribute": "ann@list.example.com",
    "an attribute's name": "ann@name.example.com",
    "a number": "4111111111111111",
    "a resource's attribute": "ann@resource.example.com",
    "a scope's name": "ann@scope.example.com",
    "a scope's attribute": "ann@scoped.example.com",
    "an event's name": "ann@event.example.com",
    "a severity's text": "ann@severity.example.com",
}


def _places(way: _Way, taken: list[bytes]) -> list[str]:
    """Name the places in which a value comes out in the clear."""
    taken.clear()
    attributes = {
        "of": PLACES["an attribute"],
        "map": {"of": PLACES["a map in an attribute"]},
        "list": [PLACES["a list in an attribute"]],
        PLACES["an attribute's name"]: "x",
        "number": int(PLACES["a number"]),
    }
    fields = {"event_name": PLACES["an event's name"], "severity_text": PLACES["a severity's text"]}
    record = log(PLACES["the body"], attributes, **fields)
    sent = logs(record, resource={"of": PLACES["a resource's attribute"]}, scope=PLACES["a scope's name"])
    put_attributes(sent.resource_logs[0].scope_logs[0].scope.attributes, {"of": PLACES["a scope's attribute"]})
    way.send(sent.SerializeToString())
    # As text: a number has another form on the wire.
    out = "".join(str(ExportLogsServiceRequest.FromString(body)) for body in taken)
    return [place for place, value in PLACES.items() if value in out]
