"""Logs a numbered line with an address again and again, until its stdin ends."""

import logging
import sys
import threading

ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
number = 0
while not ended.wait(0.005):
    number += 1
    logging.getLogger("steady").warning("order %d of customer%d@example.com", number, number % 7)
print(number)
