"""One personal value through every door: stdlib logging, the Logger API, spans, a processor registered late."""

import logging

from opentelemetry import _logs, baggage, context, metrics, trace
from opentelemetry._logs import SeverityNumber

EMAIL = "everywhere@example.com"


class LateBaggage:
    """As the baggage processors that people register after start."""

    def on_emit(self, data):
        data.log_record.attributes["baggage.user"] = baggage.get_baggage("user") or "nobody"

    def enabled(self, **_):
        return True

    def shutdown(self):
        pass

    def force_flush(self, timeout_millis=30000):
        return True


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s")
    provider = _logs.get_logger_provider()
    provider.add_log_record_processor(LateBaggage())
    context.attach(baggage.set_baggage("user", EMAIL))
    metrics.get_meter("person").create_counter("visits").add(1)
    log = logging.getLogger(f"person.{EMAIL}")
    with trace.get_tracer("person").start_as_current_span(f"visit {EMAIL}", attributes={"mail": EMAIL}) as span:
        span.add_event("seen", {"mail": EMAIL})
        log.info("hello %s", EMAIL, extra={"mail": EMAIL, "nested": {"mail": [EMAIL]}})
        try:
            raise LookupError(EMAIL)
        except LookupError:
            log.exception("nobody there")
    _logs.get_logger("api").emit(body={"mail": EMAIL}, severity_number=SeverityNumber.INFO, event_name=EMAIL)
    trace.get_tracer_provider().force_flush()
    provider.force_flush()


if __name__ == "__main__":
    main()
