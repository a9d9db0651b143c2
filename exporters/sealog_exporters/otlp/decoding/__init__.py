"""Makes events, spans and metrics of parsed OTLP requests."""
