"""The forms of an alert: the engine's decision, its state at a receiver, the notification."""
