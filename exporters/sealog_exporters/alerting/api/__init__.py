"""The HTTP API of the alerting service, and its metrics in the Prometheus text format."""
