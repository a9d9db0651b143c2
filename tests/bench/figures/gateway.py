"""Requests of other senders sealed, by the compiled half beside the SDK's walk, and by `sealog gateway` as it is run.

Records of invented words that no run has seen, with eight attributes, 512 a request. What is counted is CPU time: of
the gateway its process alone, gRPC in and out included, answered after the next hop has the request.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Figure, compare
from next_hop import next_hop, sender
from unseen import Unseen

from applications import clean_environ
from local.program import accepts
from programs import SEALOG, Program, running
from sealing.otlp_requests import log, logs
from sealog.detect.engine.scanner import default_scanner
from sealog.keys.bundle import save_bundle
from sealog.keys.sealer import Sealer
from sealog.processor.sealing import Sealing
from sealog_exporters.otlp.signals import LOGS
from sealog_exporters.sealing.requests import RequestSealer
from sealog_exporters.sealing.uids import RequestIds
from servers import free_port
from support import keyring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RECORDS = 512
ROUNDS = 7
REQUESTS = 20
CLEAN = "clean"
CASES = {
    CLEAN: "nothing to seal",
    "two_emails_and_an_ip": "three findings: two e-mails, an IPv4 address",
    "email_card_ip": "three findings: an e-mail, a card, an IPv4 address",
    "email_iban_phone": "three findings: an e-mail, an IBAN, a telephone number with its country code",
}
IBANS = ("DE89370400440532013000", "GB82WEST12345698765432", "NO9386011117947", "BE68539007547034")
CARDS = ("4111111111111111", "5555555555554444", "4012888888881881", "5105105105105100")


def figures() -> list[Figure]:
    """Measure both ways of sealing, and the gateway."""
    seeds = count(31_000)
    return [*_sealed(seeds), *_through_the_gateway(seeds)]


def request(case: str, seed: int) -> bytes:
    """A request of records with eight attributes."""
    unseen, choose = Unseen(seed), random.Random(seed)

    def word(size: int) -> str:
        return "".join(choose.choices("abcdefghijklmnoprstuvwz", k=size))

    def address() -> str:
        return f"81.{choose.randrange(1, 250)}.{choose.randrange(250)}.{choose.randrange(1, 250)}"

    def found() -> str:
        if case == CLEAN:
            return ""
        if case == "email_iban_phone":
            phone = f"+49 30 {choose.randrange(1_000_000, 9_999_999)}"
            return f" mail {word(7)}@{word(7)}.com iban {choose.choice(IBANS)} call {phone}"
        card = f"card {choose.choice(CARDS)}" if case == "email_card_ip" else f"{word(6)}@{word(8)}.com"
        return f" mail {word(7)}@{word(7)}.com {card} from {address()}"

    now = time.time_ns()
    made = [
        log(
            unseen.clean()[:80] + found(),
            {
                "http.request.method": choose.choice(("GET", "POST")),
                "http.response.status_code": choose.choice((200, 201, 404)),
                "http.route": f"/api/{word(6)}",
                "url.path": f"/api/{word(6)}/{word(5)}",
                "server.address": f"web-{choose.randrange(20)}",
                "code.function.name": f"{word(5)}.{word(7)}",
                "thread.name": f"worker-{choose.randrange(16)}",
                "order.total": round(choose.uniform(1, 900), 2),
            },
            time_unix_nano=now + number,
            observed_time_unix_nano=now + number,
            severity_number=9,
            severity_text="INFO",
            trace_id=choose.randbytes(16),
            span_id=choose.randbytes(8),
        )
        for number in range(RECORDS)
    ]
    resource = {"service.name": "shop", "service.version": "1.4.2", "host.name": "web-7"}
    return logs(*made, resource=resource, scope="shop.orders").SerializeToString()


def _sealed(seeds: count[int]) -> list[Figure]:
    ways = {by_walk: _request_sealer(by_walk=by_walk) for by_walk in (False, True)}
    found = []
    for case, what in CASES.items():
        taken: dict[bool, list[float]] = {False: [], True: []}
        for _ in range(ROUNDS + 1):
            for by_walk, sealer in ways.items():
                body = request(case, next(seeds))
                before = time.process_time()
                sealer.seal(LOGS, body)
                taken[by_walk].append((time.process_time() - before) / RECORDS * 1e6)
        found.append(
            compare(
                f"gateway_seal_{case}",
                "µs CPU",
                taken[False][1:],
                taken[True][1:],
                "the SDK's walk over parsed records",
                f"one log record of a request sealed, 8 attributes, {what}",
            )
        )
    return found


def _through_the_gateway(seeds: count[int]) -> list[Figure]:
    agent = _request_sealer(by_walk=False)
    found = []
    with served() as (send, cpu_seconds):

        def rate(make: Callable[[], bytes]) -> float:
            bodies = [make() for _ in range(REQUESTS)]
            before = cpu_seconds()
            for body in bodies:
                send(body)
            return REQUESTS * RECORDS / (cpu_seconds() - before)

        def sealed_before(case: str) -> bytes:
            (part,) = agent.seal(LOGS, request(case, next(seeds))).parts
            return part

        for case, what in CASES.items():
            about = f"`sealog gateway`, gRPC in and out, 512 records a request, 8 attributes, {what}, its CPU time only"
            rates = [rate(lambda case=case: request(case, next(seeds))) for _ in range(ROUNDS + 1)]  # type: ignore[misc]
            name = f"gateway_served_{case}"
            found.append(Figure(name, statistics.median(rates[1:]), "records/CPU-s", "", None, about))
            if case != CLEAN:
                again = [rate(lambda case=case: sealed_before(case)) for _ in range(ROUNDS + 1)]  # type: ignore[misc]
                name, about = f"gateway_served_sealed_before_{case}", f"the same, sealed by an agent before: {what}"
                found.append(Figure(name, statistics.median(again[1:]), "records/CPU-s", "", None, about))
    return found


def _request_sealer(*, by_walk: bool) -> RequestSealer:
    bundle = keyring().bundle()
    return RequestSealer(Sealing(default_scanner(), Sealer(bundle)), RequestIds(bundle), by_walk=by_walk)


@contextmanager
def served() -> Iterator[tuple[Callable[[bytes], object], Callable[[], float]]]:
    """Run the gateway in a process of its own before a next hop in this one."""
    with next_hop() as hop, tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        save_bundle(keyring().bundle(), folder / "bundle.json")
        environ = clean_environ("", "") | {"SEALOG_BUNDLE": str(folder / "bundle.json")}
        listen = ("--grpc", f"127.0.0.1:{port}", "--http", "off", "--status", "off")
        command = (SEALOG, "gateway", "--to", f"http://127.0.0.1:{hop}", *listen)
        program = Program("gateway", command, environ, folder / "gateway.log", partial(accepts, port))
        with running(program), sender(port) as send:
            yield send, program.cpu_s
