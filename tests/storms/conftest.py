"""The end-to-end fixtures, for applications that log too much."""

from e2e.conftest import keys, sink

__all__ = ["keys", "sink"]
