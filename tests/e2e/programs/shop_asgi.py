"""The same shop for ASGI servers, without a framework."""

import logging
import os

logging.basicConfig(level=logging.INFO)
log = logging.getLogger("shop")


async def application(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            log.info("%s for %s", message["type"], "everywhere@example.com")
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
    log.info("order %s of %s", scope["path"].strip("/"), "everywhere@example.com")
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": str(os.getpid()).encode()})
