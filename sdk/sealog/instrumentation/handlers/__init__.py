"""OpenTelemetry's handlers of `logging`: which records they get, and in what shape."""
