"""A transport that is made when first needed: if that fails, the sender fails and records wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opentelemetry._logs import SeverityNumber
from opentelemetry.sdk._logs import LoggerProvider

from delivery.endpoints import endpoint
from sealog.delivery.in_memory.processor import MemoryProcessor
from sealog.delivery.transports import connect
from sealog.delivery.transports.endpoint import Endpoint
from sealog.delivery.transports.interface import Answer
from sealog.delivery.transports.lazy_transport import LazyTransport
from sealog.metrics.tally import PROCESS

if TYPE_CHECKING:
    import pytest

    from sealog.delivery.transports.interface import Transport


class Taking:
    """A transport that takes everything."""

    closed = 0

    def send(self, request: bytes) -> Answer:
        return Answer("taken", why=request.decode())

    def close(self) -> None:
        self.closed += 1


def test_it_is_made_once_with_the_first_request() -> None:
    made: list[Taking] = []

    def make() -> Transport:
        made.append(Taking())
        return made[-1]

    connecting = LazyTransport(make)
    connecting.close()
    assert made == []
    assert [connecting.send(b"one").why, connecting.send(b"two").why] == ["one", "two"]
    connecting.close()
    assert [one.closed for one in made] == [1]


def test_records_wait_for_a_certificate_that_is_not_there_yet(capsys: pytest.CaptureFixture[str]) -> None:
    missing = [FileNotFoundError("ca.pem"), FileNotFoundError("ca.pem")]
    with endpoint() as up:

        def make() -> Transport:
            if missing:
                raise missing.pop()
            return connect(Endpoint("http/protobuf", up.url + "/v1/logs"))

        PROCESS.reset()
        provider = LoggerProvider(shutdown_on_exit=False)
        provider.add_log_record_processor(MemoryProcessor(make, limit=1 << 20, exit_seconds=2.0))
        provider.get_logger("app").emit(body="patient", severity_number=SeverityNumber.INFO)
        up.wait_for(1)
        provider.shutdown()
    assert (up.bodies, missing, PROCESS.snapshot()["drops"]) == (["patient"], [], {})
    assert "could not be delivered (FileNotFoundError)" in capsys.readouterr().err
