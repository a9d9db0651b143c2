"""Tells loopback addresses, which every machine has for itself.

Source: RFC 1122 section 3.2.1.3 (127.0.0.0/8), RFC 4291 sections 2.5.3 (`::1`) and 2.5.5.2 (IPv4-mapped addresses),
RFC 6761 section 6.3 (`localhost`).
"""

from __future__ import annotations

import ipaddress


def is_loopback(value: str) -> bool:
    """Tell whether a whole value is a loopback address, with or without a zone."""
    try:
        address = ipaddress.ip_address(value.strip().partition("%")[0])
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def is_this_machine(host: str) -> bool:
    """Tell whether a host, written without brackets, is `localhost` or a loopback address."""
    return host.lower() == "localhost" or is_loopback(host)
