"""An application in a log storm; plain user code, run as a process."""

from __future__ import annotations

import logging
import sys

logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s")
log = logging.getLogger("shop")
for number in range(1000):
    log.info("retry %s for alice@example.com", number)
for number in range(500):
    log.warning(f"slow query {number} of alice@example.com")  # noqa: G004 - one place that logs, many messages
    logging.getLogger("shop.audit").info("login %s", number)
    log.error("declined %s", number)
