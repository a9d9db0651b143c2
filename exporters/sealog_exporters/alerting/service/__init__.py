"""The running alerting service: one event loop that wires engine, dispatcher, state and delivery, and its reload."""
