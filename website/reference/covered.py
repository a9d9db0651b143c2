"""Which members of the public classes docs/stability.md covers, where it is not all of them."""

from __future__ import annotations

MEMBERS: dict[str, tuple[str, ...]] = {
    "Scanner": ("__init__", "scan", "scan_many", "entities", "entity_of_key", "indexed", "index_form", "normalise"),
    "Sealer": ("__init__", "key", "seal"),
    "SealingProcessor": (),
}
"""The other members serve sealog itself and may change."""


def is_covered(name: str, member: str) -> bool:
    """Tell whether a member of a public class is covered; private ones never are, but for a constructor."""
    if name in MEMBERS:
        return member in MEMBERS[name]
    return member == "__init__" or not member.startswith("_")
