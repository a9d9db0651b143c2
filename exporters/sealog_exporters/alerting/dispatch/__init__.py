"""From decisions of the engine to notifications: the stages that may hold an alert back, one file each, in order."""
