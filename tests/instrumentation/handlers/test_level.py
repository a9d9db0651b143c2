"""The level from which records are exported; it does not change what is printed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from sealog.instrumentation.handlers.level import export_from
from sealog.instrumentation.handlers.logging_report import logging_facts

if TYPE_CHECKING:
    from conftest import Application, Printed


def test_an_info_record_is_exported_and_nothing_more_is_printed(application: Application, printed: Printed) -> None:
    export_from("info")
    application.root.addHandler(printed)
    logging.getLogger("shop").info("first")
    logging.getLogger("shop").debug("below")
    logging.getLogger("shop").warning("second")
    assert application.bodies == ["first", "second"]
    assert printed.lines == ["second"]


def test_a_logger_with_a_level_prints_as_ever(application: Application, printed: Printed) -> None:
    export_from("info")
    application.root.addHandler(printed)
    logging.getLogger("shop").setLevel(logging.INFO)
    logging.getLogger("shop.orders").info("first")
    assert application.bodies == printed.lines == ["first"]


@pytest.mark.parametrize("level", [logging.INFO, logging.WARNING])
def test_a_level_of_the_application_takes_its_place(level: int, application: Application, printed: Printed) -> None:
    export_from("info")
    application.root.addHandler(printed)
    application.root.setLevel(level)
    logging.getLogger("shop").info("first")
    assert application.bodies == printed.lines == ["first"] * (level == logging.INFO)
    assert logging_facts()["level_is_ours"] is False


def test_debug_and_off(application: Application) -> None:
    for level in ("off", "warning"):
        export_from(level)  # type: ignore[arg-type]  # both are levels
        logging.getLogger("shop").info("not yet")
    export_from("debug")
    logging.getLogger("shop").debug("now")
    assert application.bodies == ["now"]


def test_a_level_that_was_set_before_stays(application: Application) -> None:
    application.root.setLevel(logging.ERROR)
    export_from("info")
    logging.getLogger("shop").warning("no")
    assert application.bodies == []
