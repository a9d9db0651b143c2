"""Delivery of queued notifications: one worker with its own queue and back-off for each integration."""
