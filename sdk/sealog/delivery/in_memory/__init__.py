"""Records in memory until they are delivered, within a limit of bytes."""
