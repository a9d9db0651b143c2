"""Logs orders as it is told on stdin, one command a line, and says `ok` when it has. Plain user code.

`log <first> <count>`; `pace <first> <count> <seconds>`: as many, spread over a time; `fork <first> <count>`: a child
logs and ends; `bad <first> <count>`: one in the middle can't be encoded; `exit`.
"""

import logging
import multiprocessing
import sys
import time

log = logging.getLogger("shop")


def orders(first: int, count: int) -> None:
    for number in range(first, first + count):
        log.warning("order %d of %s", number, "everywhere@example.com")


def pace(first: int, count: int, seconds: float) -> None:
    begun = time.monotonic()
    for number in range(count):
        time.sleep(max(0.0, begun + seconds * number / count - time.monotonic()))
        orders(first + number, 1)


def main() -> None:
    for line in sys.stdin:
        command, *numbers = line.split()
        if command == "log":
            orders(*map(int, numbers))
        elif command == "pace":
            pace(int(numbers[0]), int(numbers[1]), float(numbers[2]))
        elif command == "fork":
            child = multiprocessing.get_context("fork").Process(target=orders, args=tuple(map(int, numbers)))
            child.start()
            child.join()
        elif command == "bad":
            first, count = map(int, numbers)
            orders(first, count // 2)
            log.warning("order %d of %s \udc80", first + count // 2, "everywhere@example.com")
            orders(first + count // 2 + 1, count - count // 2 - 1)
        elif command == "exit":
            return
        print("ok", flush=True)


if __name__ == "__main__":
    main()
