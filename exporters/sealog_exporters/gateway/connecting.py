"""Makes what sends to a next hop, by the protocol that its settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sealog_exporters.gateway.next_hop import Destination, NextHop

__all__ = ["connect"]


def connect(to: Destination) -> NextHop:
    """Make what sends to `to`; it connects when it is first used.

    Raises:
        SettingError: a file of certificates can't be read.
    """
    if to.protocol == "grpc":
        from sealog_exporters.gateway.over_grpc import GrpcHop  # noqa: PLC0415 - only the one that is used

        return GrpcHop(to)
    from sealog_exporters.gateway.over_http import HttpHop  # noqa: PLC0415 - same

    return HttpHop(to)
