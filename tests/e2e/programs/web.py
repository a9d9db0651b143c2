"""A FastAPI application with its native telemetry and its exporters, asked once."""

import asyncio

from fastapi import FastAPI

app = FastAPI(telemetry={"auto_configure": True})


@app.get("/users/{mail}")
async def user(mail: str) -> None:
    raise LookupError(mail)


async def serve() -> None:
    asked = asyncio.Queue()
    ready = asyncio.Event()

    async def send(message: object) -> None:
        if message["type"] == "lifespan.startup.complete":
            ready.set()

    lifespan = asyncio.create_task(app({"type": "lifespan", "asgi": {"version": "3.0"}}, asked.get, send))
    await asked.put({"type": "lifespan.startup"})
    await ready.wait()

    async def receive() -> object:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def ignore(_: object) -> None:
        pass

    path = "/users/everywhere@example.com"
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http"}
    scope |= {"path": path, "raw_path": path.encode(), "query_string": b"", "headers": []}
    scope |= {"server": ("shop", 80), "client": ("203.0.113.7", 5), "root_path": ""}
    try:
        await app(scope, receive, ignore)
    except LookupError:
        pass
    await asked.put({"type": "lifespan.shutdown"})
    await lifespan


asyncio.run(serve())
