"""Turns decisions of the engine into notifications: the stages that may hold an alert back, one file each, in order."""
