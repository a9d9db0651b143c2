"""The only folder that touches private attributes of the OpenTelemetry SDK, each behind a check of what is there."""
