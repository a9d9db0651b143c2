"""The end-to-end fixtures, for options of a real program."""

from e2e.conftest import keys, sink

__all__ = ["keys", "sink"]
