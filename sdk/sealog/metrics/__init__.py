"""Self-metrics: counts what sealog does in this process, for OpenTelemetry metrics and a status file."""
