"""An ordinary web application: FastAPI, SQLAlchemy and requests. No line of it knows OpenTelemetry or sealog."""

import logging

import requests
from fastapi import FastAPI, Request
from sqlalchemy import StaticPool, create_engine, text

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
log = logging.getLogger("shop")
app = FastAPI()
engine = create_engine(
    "sqlite://", echo=True, poolclass=StaticPool, connect_args={"check_same_thread": False}
)  # `echo` logs each statement and its parameters
with engine.begin() as connection:
    connection.execute(text("create table customers (mail text)"))


@app.get("/customers/{mail}")
def customer(mail: str, friend: str, request: Request) -> str:
    log.info("looking for %s", mail, extra={"friend": friend, "nested": {"of": [mail]}})
    with engine.begin() as connection:
        connection.execute(text("insert into customers values (:mail)"), {"mail": mail})
        found = connection.execute(text(f"select count(*) from customers where mail in ('{mail}', '{friend}')"))
        log.info("found %s for %s", found.scalar(), {"mail": mail})
    asked = requests.get(request.url_for("address", mail=mail), params={"to": friend}, headers={"X-Customer": mail})
    return asked.text


@app.get("/addresses/{mail}")
def address(mail: str, to: str, request: Request) -> str:
    log.warning("the address of %s for %s, asked by %s", mail, to, request.headers["x-customer"])
    return "somewhere"


@app.get("/orders/{mail}")
def order(mail: str) -> None:
    try:
        raise LookupError(f"no order of {mail}")
    except LookupError as error:
        log.exception("it failed for %s", mail)
        raise RuntimeError(f"again for {mail}") from error
