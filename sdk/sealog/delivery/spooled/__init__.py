"""Keeps records on disk until they are delivered: the spooling processor, its folder, and those of ended processes."""
