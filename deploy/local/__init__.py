"""The real back ends on this machine, without containers: Elasticsearch, our collector, the alerting service.

For tests and development on loopback; it is no way to run anything that others depend on.
"""

from __future__ import annotations

from .errors import LocalError, Missing, PortTaken
from .ports import Ports, free
from .processes.launch import start, status, stop
from .processes.running import Running

__all__ = ["LocalError", "Missing", "PortTaken", "Ports", "Running", "free", "start", "status", "stop"]
