"""Durable delivery: a sealed record is kept in memory or in a spool when it is logged; a sender thread delivers it."""
