"""The interface of transports, and the answers of an endpoint."""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

Verdict = Literal["taken", "later", "refused", "too large"]


class Answer(NamedTuple):
    """The outcome of a request.

    `later`: the records are not at fault; wait `wait` seconds at least if the endpoint said so; `fault` if it failed
    on the request, which may be the request's fault after all. `refused`: these records will never be accepted. `why`
    is a status or the type of an error, never content. `rejected`: how many records of an accepted request the
    endpoint rejected.
    """

    verdict: Verdict
    why: str = ""
    wait: float = 0.0
    rejected: int = 0
    fault: bool = False


class Transport(Protocol):
    """Sends one encoded `ExportLogsServiceRequest` and waits for the answer. Threads share it."""

    def send(self, request: bytes) -> Answer:
        """Send and return the answer; errors are answers too, so this never raises."""

    def close(self) -> None:
        """Let go of what is open for the calling thread alone."""
