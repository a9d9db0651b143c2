"""A transport, and what an endpoint can answer. It decides about no retry."""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

Verdict = Literal["taken", "later", "refused", "too large"]


class Answer(NamedTuple):
    """What became of a request.

    `later`: nothing is wrong with the records; `wait` seconds at least if the endpoint said so, and a `fault` if it
    broke over the request, which may be the request's doing after all. `refused`: these
    records will never be taken. `why` is a status or the type of an error, never content. `rejected`: how many records
    the endpoint took the request without.
    """

    verdict: Verdict
    why: str = ""
    wait: float = 0.0
    rejected: int = 0
    fault: bool = False


class Transport(Protocol):
    """Sends one encoded `ExportLogsServiceRequest` and waits for the answer. Threads share it."""

    def send(self, request: bytes) -> Answer:
        """Send; whatever happens is an answer, no error is raised for it."""

    def close(self) -> None:
        """Let go of what is open for the calling thread alone."""
