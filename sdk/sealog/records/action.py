"""The actions for a value that was found."""

from __future__ import annotations

from typing import Literal

Action = Literal["seal", "mask", "drop", "keep"]
"""`seal`: replace it by a sealed value. `mask`: replace it by `[masked:<entity>]`, for good. `drop`: remove it, with
the attribute if the action is the key's. `keep`: leave it unchanged."""

IndexKind = Literal["bundle", "service", "none"]
"""Under whose key a value's blind index is made: the bundle's, the index service's, or nobody's."""
