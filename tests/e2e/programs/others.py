"""structlog and loguru, joined to OpenTelemetry's handler as docs/correlation.md says."""

import logging

import structlog
from loguru import logger
from opentelemetry import trace

(handler,) = [each for each in logging.getLogger().handlers if type(each).__name__ == "LoggingHandler"]
logger.remove()
logger.add(handler, format="{message}")
structlog.configure(
    processors=[structlog.stdlib.render_to_log_kwargs],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
)
with trace.get_tracer("others").start_as_current_span("both"):
    logger.bind(mail="everywhere@example.com").warning("loguru says {}", "everywhere@example.com")
    structlog.get_logger("structlog").warning("structlog says", mail="everywhere@example.com")
    try:
        raise LookupError("everywhere@example.com")
    except LookupError:
        logger.exception("loguru failed")
