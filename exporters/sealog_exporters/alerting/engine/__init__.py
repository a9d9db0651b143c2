"""The engine: events in, alert decisions out. Evaluates every rule for every series."""
