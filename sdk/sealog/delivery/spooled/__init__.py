"""Keeps records on disk until they are delivered: the processor, the delivery that syncs the spool, adopted spools."""
