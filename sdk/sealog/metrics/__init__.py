"""Self-metrics: what sealog did in this process, counted, exported through OpenTelemetry, and readable beside it."""
