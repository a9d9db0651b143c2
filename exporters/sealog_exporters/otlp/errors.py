"""The reasons to refuse an OTLP request, one class for each kind of answer. No message holds a client's data."""

from __future__ import annotations

from sealog.errors import SealogError

__all__ = ["BadRequest", "Overloaded", "SinkFailed", "TooLarge", "Unauthenticated", "UnsupportedType"]


class BadRequest(SealogError):  # noqa: N818 -- OTLP's and HTTP's own word for it
    """The bytes are no OTLP request; sending them again would not help."""


class TooLarge(BadRequest):
    """The request is over a limit of size or number."""


class UnsupportedType(BadRequest):
    """The content type or content encoding is none that OTLP/HTTP has."""


class Unauthenticated(SealogError):  # noqa: N818 -- OTLP's own word for it
    """The sender is not authenticated."""


class Overloaded(SealogError):  # noqa: N818 -- a state, not a mistake
    """Too many requests are in progress; the same request may come again."""


class SinkFailed(SealogError):  # noqa: N818 -- a state, not a mistake
    """The events could not be passed on, so nothing is acknowledged; the same request may come again."""
