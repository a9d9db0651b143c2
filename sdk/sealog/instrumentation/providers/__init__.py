"""Changes OpenTelemetry's providers: puts our processor first, and replaces the batch by our delivery."""
