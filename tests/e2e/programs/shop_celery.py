"""The shop's tasks for a Celery worker, over a broker of plain files in the folder SHOP_BROKER."""

import logging
import os
import signal
import time
from pathlib import Path

from celery import Celery
from celery.signals import worker_ready

broker = Path(os.environ["SHOP_BROKER"])
app = Celery("shop", broker="filesystem://", broker_connection_retry_on_startup=True)
app.conf.broker_transport_options = {
    "data_folder_in": str(broker),
    "data_folder_out": str(broker),
    "control_folder": str(broker / "control"),
}
app.conf.worker_prefetch_multiplier = 1
log = logging.getLogger("shop")


@app.task
def order(number: int) -> None:
    log.info("order %d of %s", number, "everywhere@example.com")
    time.sleep(0.05)
    (broker / f"done-{number}").write_text(str(os.getpid()))


@app.task
def vanish() -> None:
    log.info("vanishing for %s", "everywhere@example.com")
    os.kill(os.getpid(), signal.SIGKILL)


@worker_ready.connect
def ready(**_) -> None:
    log.info("ready for %s", "everywhere@example.com")
    (broker / "ready").touch()
