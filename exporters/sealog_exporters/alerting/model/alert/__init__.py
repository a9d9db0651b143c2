"""One alert on its way: the engine's decision, its state at a receiver, the notification."""
