"""The compiled half of sealog, or None where it was not built.

Python code does everything that it does, only slower. It is `native/`, in Rust; its README says how it is built.
One that lacks a name is older than this code and is not used, so that no request fails for it.
"""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import Any

_NAMES = """
Cards CryptoAddresses Decoder EmailAddresses FastScanner Ibans IndexForm InternationalPhones
IpAddresses JsonReader KeyNames KeywordRules Kind LonePhones Numbers PhoneGroups PlainKinds
Prefilter RequestReader SegmentCipher Shape SocialSecurityNumbers SpacedCards ValueCipher encode
learn_field
"""
"""What it has to have: all that it exports."""

compiled: Any = None
with suppress(ImportError):  # no wheel for this platform, and no Rust when it was installed
    _found = import_module("sealog._native")
    if all(hasattr(_found, name) for name in _NAMES.split()):
        compiled = _found
