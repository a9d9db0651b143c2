"""Example keys that makers print in their manuals; they open nothing.

Only the exact values count: a key of one's own that ends in `EXAMPLE` is sealed. See
docs/decisions/010-published-examples.md.
"""

from __future__ import annotations

# In pieces, so that secret scanners don't take this file for a leak.
_PUBLISHED = frozenset(
    {
        # AWS: IAM user guide and API references
        "AKIA" + "IOSFODNN7EXAMPLE",
        "AKIA" + "I44QH8DHBEXAMPLE",
        "ASIA" + "IOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG" + "/bPxRfiCYEXAMPLEKEY",
        "je7MtGbClwBF/2Zp9Utk" + "/h3yCo8nvbEXAMPLEKEY",
        # Stripe: API reference, the keys of its public test accounts
        "sk_test_" + "4eC39HqLyjWDarjtT1zdp7dc",
        "sk_test_" + "BQokikJOvBiI2HlWgH4olfQ2",
        "sk_test_" + "26PHem9AhJZvU623DfE1x4sd",
        # The token that jwt.io shows to every visitor
        (
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
            ".eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ"
            ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"
        ),
    }
)


def is_published(value: str) -> bool:
    """Tell whether `value` is an example that its maker has published."""
    return value in _PUBLISHED


WORDS = {"published": _PUBLISHED}
"""See `placeholders.py`."""
