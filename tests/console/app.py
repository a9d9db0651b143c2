"""An application that prints in every way that SEALOG_CONSOLE covers; plain user code, run as a process."""

from __future__ import annotations

import json
import logging
import logging.handlers
import sys
from pathlib import Path

EMAIL = "alice@example.com"
folder = Path(sys.argv[1])


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields = {"message": record.getMessage(), "password": getattr(record, "password", None)}
        return json.dumps(fields)


early = logging.StreamHandler(sys.stdout)  # made before anything that an installation after it could see
early.setFormatter(logging.Formatter("EARLY %(levelname)s %(message)s"))
rotating = logging.handlers.RotatingFileHandler(folder / "rotating.log", maxBytes=2000, backupCount=2)
rotating.setFormatter(JsonLines())
fields = logging.FileHandler(folder / "fields.log")
fields.setFormatter(logging.Formatter("%(message)s %(password)s", defaults={"password": "-"}))
logging.basicConfig(level=logging.INFO, handlers=[early, rotating, fields])

log = logging.getLogger("shop")
log.info("order for %s", EMAIL, extra={"password": "hunter2"})
log.warning("as a mapping: %(password)s", {"password": "hunter2"})
for number in range(10):
    log.info("rotated %s %s", number, EMAIL)
try:
    raise ValueError(f"no account for {EMAIL}")
except ValueError as error:
    error.args = (*error.args, "and 4111 1111 1111 1111")
    log.exception("it failed")
log.warning("wrong arguments %d", EMAIL)

import loguru  # noqa: E402

loguru.logger.info("loguru {}", EMAIL)
loguru.logger.add(str(folder / "loguru.json"), serialize=True)
loguru.logger.bind(password="hunter2").opt(colors=True).info("<red>loguru</red> {}", EMAIL)
loguru.logger.add(lambda message: print("CALLABLE", message, end=""), format="{message}")
try:
    raise ValueError(f"loguru has no account for {EMAIL}")
except ValueError:
    loguru.logger.exception("it failed")

import structlog  # noqa: E402

structlog.get_logger().info("structlog", user=EMAIL, password="hunter2")
structlog.configure(
    processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
    logger_factory=structlog.WriteLoggerFactory(),
)
structlog.get_logger().error("structlog json", user=EMAIL, password="hunter2")
print("done")
