"""The sealing gateway and the sealer: OTLP in, sealed OTLP out. They keep no record."""
