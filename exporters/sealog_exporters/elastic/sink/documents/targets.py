"""Names a record's target: a data stream for each service, so that services don't block each other.

`logs-SERVICE.otel-NAMESPACE` follows Elastic's naming of data streams. Service names are the senders': they are brought
into the alphabet of index names, and their number is bounded.
"""

from __future__ import annotations

import hashlib
import re
import threading
from typing import TYPE_CHECKING

from sealog.notices import say_once

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["DEAD_LETTER", "Targets"]

DEAD_LETTER = "sealog-dead-letter"

_LONGEST = 80
_FOREIGN = re.compile(r"[^a-z0-9_.]+")
_NO_SERVICE = "generic"
_OTHERS = "others"


class Targets:
    """Names targets. `limit` is how many services and tenants get one of their own; the rest share `others`.

    `tenant_attribute` is the resource attribute that names a record's tenant, which becomes the namespace; it has to be
    one that senders can't set.
    """

    def __init__(self, *, namespace: str = "default", tenant_attribute: str = "", limit: int = 200) -> None:
        self._namespace = _part(namespace, "default")
        self._tenant_attribute = tenant_attribute
        self._limit = limit
        self._known: set[str] = set()
        self._lock = threading.Lock()

    def add(self, there: Iterable[str]) -> None:
        """Use these targets, which exist already, whatever the limit."""
        with self._lock:
            self._known.update(there)

    def name(self, resource: Mapping[str, object]) -> str:
        """Give the target of a resource's records."""
        tenant = resource.get(self._tenant_attribute) if self._tenant_attribute else None
        namespace = _part(tenant, self._namespace) if isinstance(tenant, str) else self._namespace
        service = resource.get("service.name")
        name = f"logs-{_part(service if isinstance(service, str) else '', _NO_SERVICE)}.otel-{namespace}"
        with self._lock:
            if name in self._known or len(self._known) < self._limit:
                self._known.add(name)
                return name
        say_once("targets", f"more than {self._limit} services: further ones share logs-{_OTHERS}.otel")
        return f"logs-{_OTHERS}.otel-{namespace}"


def _part(text: str, default: str) -> str:
    """Bring a name into the alphabet of data sets; different long names stay different."""
    part = _FOREIGN.sub("_", text.lower()).strip("_.")
    if len(part) > _LONGEST:
        part = f"{part[: _LONGEST - 9]}_{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:8]}"
    return part or default
