"""Receives OTLP: the listeners, decoding, and limits. Imports `event` only."""

from sealog_exporters.otlp.decoding.logs import decode_logs
from sealog_exporters.otlp.encoding import Encoding, parse
from sealog_exporters.otlp.errors import BadRequest
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.server.receiver import Receiver

__all__ = ["BadRequest", "Encoding", "Limits", "Receiver", "decode_logs", "parse"]
