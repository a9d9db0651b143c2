"""An application that logs, once or (`steadily`) without end, forks where asked, and waits for a line on stdin.

Plain user code, run as a process.
"""

from __future__ import annotations

import logging
import os
import select
import sys

logging.basicConfig(level=logging.INFO)
log = logging.getLogger("shop")
apart = logging.getLogger("apart")
apart.propagate = False
apart.addHandler(logging.StreamHandler())
for number in range(100):
    log.info("order %s for alice@example.com", number)
child = os.fork() if "fork" in sys.argv else 1
if child == 0:
    log.info("from the child")
print(os.getpid(), flush=True)
while "steadily" in sys.argv and not select.select([sys.stdin], [], [], 0.02)[0]:
    log.info("an order of alice@example.com")
sys.stdin.readline()
if "fork" in sys.argv and child:
    os.waitpid(child, 0)
