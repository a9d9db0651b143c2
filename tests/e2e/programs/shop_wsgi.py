"""A WSGI shop: its master logs when it loads the application, its workers each order."""

import logging
import os

logging.basicConfig(level=logging.INFO)
log = logging.getLogger("shop")
log.info("loaded for %s", "everywhere@example.com")


def application(environ, start_response):
    log.info("order %s of %s", environ["PATH_INFO"].strip("/"), "everywhere@example.com")
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
