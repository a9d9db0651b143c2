"""The end-to-end fixtures, for applications whose status is read."""

from e2e.conftest import keys, sink

__all__ = ["keys", "sink"]
