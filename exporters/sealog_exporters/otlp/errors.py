"""Why an OTLP request is refused, one class a kind of answer. No message holds what a client sent."""

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
    """The sender does not say who it is in a way that is believed."""


class Overloaded(SealogError):  # noqa: N818 -- a state, not a mistake
    """Too many requests are being taken at this moment; the same request may come again."""


class SinkFailed(SealogError):  # noqa: N818 -- a state, not a mistake
    """What the events go to failed, so nothing is acknowledged; the same request may come again."""
