"""Logs in every way and at every moment that may take its time, and prints the longest wait of each in seconds."""

import json
import logging
import os
import threading
import time
from pathlib import Path

from sealog.instrumentation.process.policy import _built

log = logging.getLogger("shop")
log.setLevel(logging.INFO)
longest = {}


def timed(moment, call, times=1, pause=0.0):
    for _ in range(times):
        began = time.perf_counter()
        call()
        longest[moment] = max(longest.get(moment, 0.0), time.perf_counter() - began)
        time.sleep(pause)


def mail():
    log.info("order of everywhere@example.com from 203.0.113.7")


def trace():
    try:
        raise ValueError("everywhere@example.com")
    except ValueError:
        log.exception("it failed")


def sealers():
    return [sealing.sealer for sealing in _built.values()]


def spent():
    for sealer in sealers():
        sealer._key.values_left = 0
    mail()


def in_child():
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        timed("first of a child", mail)
        os.write(theirs, json.dumps(longest["first of a child"]).encode())
        os._exit(0)
    os.waitpid(child, 0)
    longest["first of a child"] = json.loads(os.read(ours, 100))


timed("first", lambda: log.info("started"))
timed("first value", mail)
timed("first stack trace", trace)
for thread in threading.enumerate():
    if thread.name == "sealog-warming":
        thread.join(60)
timed("phone", lambda: log.info("phone 020 7946 0958, call +91 98765 43210 or (415) 555-2671, EIN 12-8193036"))
timed("iban", lambda: log.info("to DE89 3704 0044 0532 0130 00", extra={"password": "hunter2", "user.name": "Bob"}))
timed("large", lambda: log.info("clean words " * 20_000))
timed("hostile", lambda: log.info("phone 020 7946 0958 " * 12_000))
timed("new data key", spent, times=5)
bundle = Path(os.environ["SEALOG_BUNDLE"])
before = sealers()
bundle.write_bytes(bundle.read_bytes())
while sealers() == before:
    timed("new bundle", mail, pause=0.01)
timed("steady", mail, times=300, pause=0.001)
in_child()
print(json.dumps(longest))
