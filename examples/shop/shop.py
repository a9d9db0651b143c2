"""A small web shop that logs what shops log. It knows OpenTelemetry's API and nothing of sealog.

opentelemetry-instrument python shop.py --orders 12 --failures 10

`--deployed` is the shop after a deployment that went wrong: it says much, writes bank accounts into its log, refunds
slowly, and confirms no order any more.
"""

import argparse
import logging
import time

from opentelemetry import metrics, trace

log = logging.getLogger("shop")
tracer = trace.get_tracer("shop")
meter = metrics.get_meter("shop")
orders = meter.create_counter("shop.orders", unit="{order}", description="orders taken")
refunds = meter.create_histogram(
    "shop.refund.duration",
    unit="s",
    description="how long a refund took",
    explicit_bucket_boundaries_advisory=[0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 1],
)

CUSTOMERS = [
    ("ada@lovelace.example.com", "4111 1111 1111 1111", "203.0.113.7"),
    ("grace.hopper@example.org", "5555 5555 5555 4444", "2001:db8::17"),
    ("alan+orders@example.net", "3782 822463 10005", "198.51.100.23"),
]


class PaymentDeclinedError(Exception):
    pass


ACCOUNT = "DE89 3704 0044 0532 0130 00"


def take_order(number: int, *, deployed: bool) -> None:
    email, card, address = CUSTOMERS[number % len(CUSTOMERS)]
    with tracer.start_as_current_span("take_order"):
        orders.add(1)
        log.info("order %d taken from %s", number, address)
        if not deployed:
            log.info("order %d: confirmation sent to %s", number, email, extra={"user.email": email})
        else:
            for page in range(10):
                log.info("price list: page %d looked up", page)
        log.info("order %d: charging card %s", number, card, extra={"order": {"id": number, "card": card}})


def fail_payment(number: int, *, deployed: bool) -> None:
    email, _, _ = CUSTOMERS[number % len(CUSTOMERS)]
    began = time.monotonic()
    with tracer.start_as_current_span("refund"):
        if deployed:
            log.warning("refund %d goes to account %s by hand", number, ACCOUNT)
            time.sleep(0.05)
        try:
            raise PaymentDeclinedError(f"the bank declined the refund to {email}")
        except PaymentDeclinedError:
            log.exception("refund %d failed for %s", number, email)
        refunds.record(time.monotonic() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description="A sample shop that logs.")
    parser.add_argument("--orders", type=int, default=6)
    parser.add_argument("--failures", type=int, default=10)
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between records")
    parser.add_argument("--deployed", action="store_true", help="after a deployment that went wrong")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    log.info("the shop opens")
    for number in range(1, options.orders + 1):
        take_order(number, deployed=options.deployed)
        time.sleep(options.pause)
    for number in range(1, options.failures + 1):
        fail_payment(number, deployed=options.deployed)
        time.sleep(options.pause)
    log.info("the shop closes")


if __name__ == "__main__":
    main()
