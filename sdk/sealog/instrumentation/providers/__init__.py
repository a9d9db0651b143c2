"""Changes of OpenTelemetry's providers: our processor first, our delivery in the place of its batch."""
